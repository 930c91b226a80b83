from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from evaluation.columns import BLANK, column, tagger
from evaluation.comparators import equal
from extraction.contract import Field
from extraction.values import ABSENT, Invalid, Value

amounts = st.builds(
    Value, st.sampled_from([Decimal(n) / 10 for n in (-5, 0, 1, 5, 6)]), st.sampled_from([None, "EUR", "USD"])
)
words = st.builds(Value, st.sampled_from(["Bolt", "bolt", "O’Neil", "O'Neil", "nut"]))
tolerances = st.sampled_from([Decimal(0), Decimal("0.1"), Decimal("0.5")])


def agrees_with_equal(field, labels, predictions):
    found = column(field, labels, predictions, tagger(field))
    further = {(row, place) for row, place in found.further}
    for i, label in enumerate(labels):
        assert (found.labels[i] == BLANK) == (label == ())
        for j, answer in enumerate(predictions):
            expected = isinstance(answer, Value) and any(equal(value, answer, field) for value in label)
            place = found.predictions[j]
            assert (place == BLANK) == (answer is ABSENT)
            assert (place != BLANK and (place == found.labels[i] or (i, place) in further)) == expected


@given(
    tolerances,
    tolerances,
    st.lists(st.lists(amounts, max_size=2).map(tuple), min_size=1, max_size=6),
    st.lists(amounts | st.just(Invalid("x")), min_size=1, max_size=6),
)
def test_looking_up_numbers_finds_what_comparing_each_pair_finds(absolute, relative, labels, predictions):
    field = Field(name="n", type="decimal", absolute_tolerance=absolute, relative_tolerance=relative)
    agrees_with_equal(field, labels, predictions)


@given(
    st.lists(st.lists(words, max_size=2).map(tuple), min_size=1, max_size=6),
    st.lists(words | st.just(Invalid("x")), min_size=1, max_size=6),
)
def test_looking_up_words_finds_what_comparing_each_pair_finds(labels, predictions):
    agrees_with_equal(Field(name="t"), labels, predictions)


def is_constant(labels):
    field = Field(name="t")
    return column(field, labels, [], tagger(field)).is_constant


def test_a_column_is_constant_when_at_least_two_cells_say_the_same_and_none_another():
    bolt, other_bolt, nut = (Value("bolt"),), (Value("BOLT"),), (Value("nut"),)
    assert is_constant([bolt, other_bolt, ()])
    assert not is_constant([bolt, ()])
    assert not is_constant([bolt, nut])
    assert not is_constant([(), ()])


def test_the_same_number_in_another_unit_is_not_equal():
    labels = [(Value(Decimal(5), "EUR"),), (Value(Decimal(5)),), (Value(Decimal(5), "USD"),)]
    agrees_with_equal(Field(name="n", type="money"), labels, [Value(Decimal(5), "USD"), Value(Decimal(5))])
