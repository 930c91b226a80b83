"""What a draft would mean for what is there is told beforehand, and publishing does just that."""

import pytest

from extraction.contract import AllowedValue, Contract, Conventions, Field, FieldType, ListField
from extraction.contract_editing import with_field, with_list, without_field, without_list
from portal.models import GroundTruth, LabelState
from portal.services import compatibility as module
from portal.services import contract_drafts, labels, reviews
from portal.services.compatibility import Placed, Renamed, compatibility
from portal.services.labels import LabelRecord, ListSaid, Said
from tests.portal.conftest import CONTRACT

INTEGER = with_field(CONTRACT, Field(name="number", type=FieldType.INTEGER, label="Number"), instead_of="number")


@pytest.fixture
def told(project, ada):
    """The report on a draft."""

    def report(definition):
        seen = contract_drafts.of(project).revision
        contract_drafts.save(project, definition, by=ada, seen=seen)
        return compatibility(contract_drafts.of(project))

    return report


@pytest.fixture
def labelled(project, version, add_document, lena):
    """Two accepted labels: of an invoice number that is a number, and of one that is none."""
    for name, number in (("a.pdf", "123"), ("b.pdf", "R-9")):
        add_document(name)
        said = {"number": Said(number), "total": Said("30.00", "canonical"), "buyer": Said("N/A")}
        record = LabelRecord(name, "row 1", said, {"lines": ListSaid(Said("complete"), [{"what": Said("Nails")}])})
        assert not labels.import_labels(version, [record], made="blind", by=lena, accept_them=True).problems
    return project


def test_values_of_a_retyped_field_are_tried(labelled, told):
    found = told(INTEGER)
    values = found.labels
    assert (values.read_again, values.invalid, values.holders, values.unseen) == (2, 1, 1, 0)
    assert (values.stay, values.is_capped) == (6, False)
    assert found.read_differently == ("number",)


@pytest.mark.parametrize(
    "definition",
    [
        INTEGER,
        with_field(CONTRACT, Field(name="issued", type=FieldType.INTEGER), instead_of="issued"),
        with_field(CONTRACT, Field(name="issued", type=FieldType.DATE, conventions=Conventions(dates="mdy")),
                   instead_of="issued"),
        with_field(CONTRACT, Field(name="what", type="enum", allowed=(AllowedValue(value="Nails"),)), "lines",
                   instead_of="what"),
        without_field(CONTRACT, "buyer"),
    ],
    ids=["identifier to integer", "date to integer", "order of dates", "enum in a list", "one field less"],
)  # fmt: skip
def test_publishing_does_what_was_told(definition, labelled, review, told, ada, erika, anton):
    reviews.submit(review, by=erika, confirm_rest=True)
    reviews.approve(review, by=anton)
    found = told(definition)
    accepted = set(GroundTruth.objects.filter(state=LabelState.ACCEPTED).values_list("pk", flat=True))
    _version, carried = contract_drafts.publish(labelled, by=ada, seen=1, after=1)
    assert carried.values_read_again == found.labels.read_again + found.reviews.read_again
    assert carried.values_invalid == found.labels.invalid + found.reviews.invalid
    assert carried.reviews_copied == found.still_final == 1
    assert GroundTruth.objects.filter(pk__in=accepted, state=LabelState.PROPOSED).count() == found.labels.holders


def test_values_of_a_field_that_goes_are_counted_as_unseen(labelled, told):
    found = told(without_list(without_field(CONTRACT, "buyer"), "lines"))
    assert found.labels.unseen == 4
    assert found.unmapped == ("buyer", "lines")


def test_beyond_the_most_that_is_read_the_report_says_so(labelled, told, monkeypatch):
    monkeypatch.setattr(module, "MOST_READ", 1)
    found = told(INTEGER).labels
    assert (found.looked_at, found.read_again, found.is_capped) == (1, 2, True)


def test_the_report_costs_the_same_queries_whatever_changes(labelled, review, told, django_assert_num_queries):
    told(with_field(INTEGER, Field(name="total", type=FieldType.DATE), instead_of="total"))
    draft = contract_drafts.of(labelled)
    with django_assert_num_queries(5):
        compatibility(draft)


@pytest.mark.parametrize(
    ("field", "renamed"),
    [
        (Field(name="invoice", type="identifier", aliases=("INVOICE NO.",)), (Renamed("number", "invoice"),)),
        (Field(name="numbers", type="identifier"), (Renamed("number", "numbers"),)),
        (Field(name="numbers", type="integer"), ()),
        (Field(name="iban", type="identifier"), ()),
    ],
)
def test_a_field_that_comes_for_one_like_it_looks_renamed(field, renamed, told):
    assert told(with_field(without_field(CONTRACT, "number"), field)).renamed == renamed


def test_a_field_is_not_renamed_into_another_list(told):
    moved = with_field(without_field(CONTRACT, "buyer"), Field(name="buyer", label="Buyer"), "lines")
    assert told(moved).renamed == ()


def test_columns_of_final_data_are_told_with_their_places(told):
    fields = (Field(name="po"), *CONTRACT.fields[2:], *CONTRACT.fields[:1], Field(name="place"))
    found = told(CONTRACT.model_copy(update={"fields": fields}))
    assert found.columns_added == (Placed("po", "", ""), Placed("place", "number", ""))
    assert found.columns_gone == (Placed("issued", "number", ""),)
    assert found.columns_moved == (Placed("number", "buyer", ""),)


def test_sheets_of_final_data_are_told_by_their_labels(told):
    lines = CONTRACT.list("lines").model_copy(update={"label": "Items"})
    taxes = ListField(name="taxes", fields=(Field(name="rate"),))
    found = told(with_list(with_list(CONTRACT, lines, instead_of="lines"), taxes))
    assert (found.sheets_renamed, found.sheets_added, found.columns_added) == ((("Lines", "Items"),), ("Taxes",), ())
    other = Contract(name="bills", fields=CONTRACT.fields)
    found = told(other)
    assert (found.sheets_gone, found.columns_gone) == (("Lines",), ())
