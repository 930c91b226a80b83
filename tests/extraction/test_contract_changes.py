"""What differs between two contracts, told part by part."""

from hypothesis import given
from hypothesis import strategies as st

from extraction.contract import AllowedValue, Check, Contract, Field, FieldType, ListField
from extraction.contract_changes import ChangeKind, PartKind, changes

NUMBER = Field(name="number", type=FieldType.IDENTIFIER, aliases=("No.",))
TOTAL = Field(name="total", type=FieldType.MONEY)
LINES = ListField(name="lines", fields=(Field(name="what"), Field(name="amount", type=FieldType.MONEY)))
BILL = Contract(
    name="bills", fields=(NUMBER, TOTAL), lists=(LINES,), checks=(Check(name="adds_up", rule="total >= 0"),)
)


def told(after, before=BILL):
    return [(one.kind, one.part, one.path) for one in changes(before, after)]


def test_equal_contracts_differ_in_nothing():
    assert changes(BILL, BILL.model_copy()) == []


def test_a_new_field_is_told_with_what_it_says():
    (one,) = changes(BILL, BILL.model_copy(update={"fields": (NUMBER, TOTAL, Field(name="po", aliases=("PO",)))}))
    assert (one.kind, one.part, one.path) == (ChangeKind.ADDED, PartKind.FIELD, "po")
    assert [(setting.name, setting.after) for setting in one.settings] == [("aliases", ("PO",))]


def test_a_field_that_goes_is_told():
    assert told(BILL.model_copy(update={"fields": (TOTAL,)})) == [(ChangeKind.REMOVED, PartKind.FIELD, "number")]


def test_a_field_whose_texts_mean_something_else_is_retyped():
    integer = NUMBER.model_copy(update={"type": FieldType.INTEGER})
    assert told(BILL.model_copy(update={"fields": (integer, TOTAL)})) == [
        (ChangeKind.RETYPED, PartKind.FIELD, "number")
    ]


def test_new_words_of_a_field_change_it_and_leave_its_values_alone():
    more = NUMBER.model_copy(update={"aliases": ("No.", "Nr.")})
    (one,) = changes(BILL, BILL.model_copy(update={"fields": (more, TOTAL)}))
    assert one.kind is ChangeKind.CHANGED
    assert (one.settings[0].before, one.settings[0].after) == (("No.",), ("No.", "Nr."))


def test_columns_of_lists_are_told_by_their_path_and_new_lists_once():
    wide = ListField(name="lines", fields=(*LINES.fields, Field(name="unit")))
    extra = ListField(name="taxes", fields=(Field(name="rate", type=FieldType.PERCENT),))
    assert told(BILL.model_copy(update={"lists": (wide, extra)})) == [
        (ChangeKind.ADDED, PartKind.LIST, "taxes"),
        (ChangeKind.ADDED, PartKind.FIELD, "lines.unit"),
    ]


def test_a_field_put_elsewhere_has_moved_and_the_others_have_not():
    first, second, third = Field(name="a"), Field(name="b"), Field(name="c")
    before = Contract(name="x", fields=(first, second, third))
    assert told(Contract(name="x", fields=(third, first, second)), before) == [(ChangeKind.MOVED, PartKind.FIELD, "c")]


def test_checks_and_the_contract_itself_are_told():
    after = BILL.model_copy(
        update={
            "title": "Bills",
            "checks": (Check(name="adds_up", rule="total > 0"), Check(name="b", rule="total > 1")),
        }
    )
    assert told(after) == [
        (ChangeKind.CHANGED, PartKind.CONTRACT, ""),
        (ChangeKind.CHANGED, PartKind.CHECK, "adds_up"),
        (ChangeKind.ADDED, PartKind.CHECK, "b"),
    ]


FIELDS = st.builds(
    Field,
    name=st.sampled_from("abcdef"),
    type=st.sampled_from([FieldType.TEXT, FieldType.MONEY, FieldType.DATE]),
    label=st.sampled_from(["", "Label"]),
    aliases=st.lists(st.sampled_from(["No.", "Nr."]), unique=True).map(tuple),
) | st.builds(
    Field, name=st.sampled_from("abcdef"), type=st.just(FieldType.ENUM), allowed=st.just((AllowedValue(value="x"),))
)
CONTRACTS = st.lists(FIELDS, min_size=1, unique_by=lambda field: field.name).map(
    lambda fields: Contract(name="x", fields=tuple(fields))
)


@given(CONTRACTS, CONTRACTS)
def test_two_contracts_differ_in_nothing_only_where_they_are_equal(before, after):
    assert (changes(before, after) == []) == (before == after)


@given(CONTRACTS, CONTRACTS)
def test_what_comes_one_way_goes_the_other(before, after):
    def names(found, kind):
        return {one.path for one in found if one.kind is kind}

    there, back = changes(before, after), changes(after, before)
    assert names(there, ChangeKind.ADDED) == names(back, ChangeKind.REMOVED)
    assert names(there, ChangeKind.RETYPED) == names(back, ChangeKind.RETYPED)
