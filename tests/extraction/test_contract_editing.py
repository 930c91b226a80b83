"""A contract changed a part at a time is a contract, or the change is refused in words."""

import pytest

from extraction import contract_editing as editing
from extraction.contract import Check, Contract, ContractError, Field, ListField

BILL = Contract(
    name="bills",
    fields=(Field(name="a"), Field(name="b"), Field(name="c")),
    lists=(ListField(name="lines", fields=(Field(name="what"), Field(name="amount"))),),
    checks=(Check(name="rule", rule="a > b"),),
)


def names(parts):
    return [part.name for part in parts]


def test_a_field_takes_the_place_of_another_or_comes_last():
    assert names(editing.with_field(BILL, Field(name="x"), instead_of="b").fields) == ["a", "x", "c"]
    assert names(editing.with_field(BILL, Field(name="x")).fields) == ["a", "b", "c", "x"]
    assert names(editing.with_field(BILL, Field(name="x"), "lines").list("lines").fields) == ["what", "amount", "x"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: editing.with_field(BILL, Field(name="b")),
        lambda: editing.with_field(BILL, Field(name="lines")),
        lambda: editing.with_field(BILL, Field(name="a"), instead_of="b"),
        lambda: editing.with_field(BILL, Field(name="what"), "lines"),
        lambda: editing.with_check(BILL, Check(name="rule", rule="a > c")),
    ],
)
def test_two_parts_of_one_name_are_refused(change):
    with pytest.raises(ContractError, match="named more than once"):
        change()


def test_the_last_field_of_a_list_goes_with_its_list_only():
    narrow = editing.without_field(BILL, "what", "lines")
    with pytest.raises(ContractError, match="remove the list instead"):
        editing.without_field(narrow, "amount", "lines")
    assert editing.without_list(narrow, "lines").lists == ()


def test_a_contract_keeps_at_least_one_part():
    alone = Contract(name="x", fields=(Field(name="a"),))
    with pytest.raises(ContractError, match="at least one field or list"):
        editing.without_field(alone, "a")


@pytest.mark.parametrize(("by", "order"), [(1, "acb"), (-1, "bac"), (-9, "bac"), (9, "acb")])
def test_a_field_moves_as_far_as_there_is_room(by, order):
    assert names(editing.with_field_moved(BILL, "b", by=by).fields) == list(order)


def test_what_is_not_there_does_not_move():
    assert editing.with_field_moved(BILL, "zzz", by=1) == BILL
