import pytest

from evaluation.labels import DocumentLabels, LabelRefused, ListLabels, accepted
from extraction.values import ABSENT, ILLEGIBLE, Invalid
from tests.evaluation.building import cell, labels, row, value


def test_an_invalid_label_is_refused():
    with pytest.raises(LabelRefused, match="net: two readings"):
        labels({"net": Invalid("ambiguous", "two readings")})


def test_an_invalid_label_in_a_list_is_refused_by_its_column():
    with pytest.raises(LabelRefused, match=r"items\.price: ambiguous"):
        labels(rows=[row("bolt", 1, Invalid("ambiguous"))])


def test_a_list_stated_none_has_no_rows():
    with pytest.raises(ValueError, match="none"):
        ListLabels("none", [{"price": cell(5)}])


def test_blank_rows_of_a_list_stated_none_are_no_contradiction():
    assert ListLabels("none", [{"price": cell(ABSENT)}]).says_empty


@pytest.mark.parametrize(("state", "whole"), [("complete", True), ("none", True), ("partial", False), (None, False)])
def test_only_a_statement_about_the_whole_list_makes_extra_rows_wrong(state, whole):
    assert ListLabels(state).is_whole is whole
    assert ListLabels(state).says_empty is whole


@pytest.mark.parametrize("undecided", [(), (ILLEGIBLE,)])
def test_with_a_row_nobody_could_settle_the_whole_list_is_not_known(undecided):
    assert not ListLabels("complete", [{"price": undecided}]).is_whole


def test_several_accepted_values_are_one_label():
    assert accepted((value(5), ABSENT, value(6))) == (value(5), value(6))


def test_nothing_said_is_a_label_of_its_own():
    assert DocumentLabels() == DocumentLabels({}, {})
