"""Every value of the reviews: who stated it, where the page shows it, and what became of it."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from extraction.contract import Field
from extraction.tables import read
from extraction.values import Cell, ExtractionResult, Grounding
from portal.models import Door, Review, ReviewValue, ValueState
from portal.models.runs import RunSettings
from portal.services import contracts, reviews, values
from portal.services.reviews import Edit
from portal.services.values import Change
from portal.workbook.content import Link, Look, Styled
from portal.workbook.evidence_sheet import GROUNDING_WORDS, STATE_WORDS, evidence_sheet
from portal.workbook.writer import write
from tests.portal.conftest import CONTRACT, RESULT


def plain(content):
    return content.value if isinstance(content, Styled) else content.words if isinstance(content, Link) else content


def rows_of(sheet):
    """Rows as dicts by header; what is styled or linked as its words."""
    headers = [column.header for column in sheet.columns]
    rows = [dict(zip(headers, map(plain, row), strict=True)) for row in sheet.rows]
    assert len(rows) == sheet.count
    return rows


def by_place(by, chosen=None):
    sheet = evidence_sheet(Review.objects.all() if chosen is None else chosen, by=by)
    return {(row["list"], row["item"], row["field"]): row for row in rows_of(sheet)}


def look(by, header, field):
    sheet = evidence_sheet(Review.objects.all(), by=by)
    headers = [column.header for column in sheet.columns]
    (cell,) = [row[headers.index(header)] for row in sheet.rows if row[headers.index("field")] == field]
    return cell.look


def edit(review, field, text, by, *, seen=1, **more):
    reviews.edit(review, [Edit(("", 0, field), text, seen=seen, **more)], by=by)


def test_a_value_stands_with_its_source_page_quote_and_grounding(review, ada):
    found = by_place(ada)
    assert list(found) == [
        ("", None, "number"),
        ("", None, "issued"),
        ("", None, "total"),
        ("", None, "buyer"),
        ("lines", 1, "what"),
        ("lines", 1, "amount"),
        ("lines", 2, "what"),
        ("lines", 2, "amount"),
    ]
    assert found["", None, "total"] == {
        "document": "bill.pdf",
        "file": "bill.pdf",
        "list": "",
        "item": None,
        "field": "total",
        "value": "30.00",
        "unit": "EUR",
        "remarks": None,
        "source": "layout",
        "page": 1,
        "quote": "30,00 €",
        "grounding": "printed like this",
        "rule": None,
        "state": "not reviewed",
        "link": "open the review",
    }
    assert found["", None, "buyer"]["remarks"] == "not in the document"


def test_the_source_is_the_pipeline_whose_output_was_brought_in(review, ada):
    run = review.seeded_from.run
    run.settings = RunSettings(pipeline="their-pipeline")
    run.save()
    assert by_place(ada)["", None, "number"]["source"] == "their-pipeline"


def test_what_a_person_typed_is_the_persons_even_when_it_is_confirmed_later(review, erika):
    edit(review, "number", "R-008", erika)
    edit(review, "total", "31.00 EUR", erika, flagged=True)
    edit(review, "issued", "2024-03-04", erika, confirmed=True)
    edit(review, "buyer", "Ann", erika)
    edit(review, "buyer", "Ann", erika, seen=2, confirmed=True)
    found = by_place(erika)
    told = {
        field: (found["", None, field]["source"], found["", None, field]["state"]) for _, _, field in list(found)[:4]
    }
    assert told == {
        "number": ("person", "corrected"),
        "total": ("person", "flagged"),
        "issued": ("layout", "confirmed"),
        "buyer": ("person", "confirmed"),
    }


def test_a_value_carried_to_a_newer_contract_keeps_who_stated_it(project, review, ada, erika, anton):
    edit(review, "buyer", "Ann", erika)
    edit(review, "buyer", "Ann", erika, seen=2, confirmed=True)
    reviews.approve(reviews.submit(review, by=erika, confirm_rest=True), by=anton)
    contracts.publish(project, CONTRACT.model_copy(update={"fields": (*CONTRACT.fields, Field(name="note"))}), by=ada)
    copy = Review.objects.get(contract_version__number=2)
    found = by_place(ada, Review.objects.filter(pk=copy.pk))
    assert found["", None, "buyer"]["source"] == "person"
    assert found["", None, "number"]["source"] == "layout"


def test_states_groundings_and_what_is_no_value_have_colours(document, make_extraction, ada, erika):
    cells = {
        "number": Cell(value="R-007", raw="R-007", page=2, grounding=Grounding.NONE),
        "issued": Cell(invalid="it is soon", raw="soon"),
        "total": Cell(value="30.00", grounding=Grounding.DERIVED, rule="lines_add_up"),
        "buyer": Cell(value="Ann", page=1, grounding=Grounding.NO_TEXT),
    }
    make_extraction(document, ExtractionResult(fields=cells))
    edit(document.reviews.get(), "total", "30.00", erika, confirmed=True)
    edit(document.reviews.get(), "buyer", "Anna", erika)
    found = by_place(ada)
    assert found["", None, "issued"]["remarks"] == "no valid value: it is soon"
    assert (found["", None, "issued"]["value"], found["", None, "issued"]["quote"]) == ("", "soon")
    assert (found["", None, "total"]["rule"], found["", None, "total"]["grounding"]) == (
        "lines_add_up",
        "follows from other values",
    )
    assert look(ada, "grounding", "number") is Look.UNGROUNDED
    assert look(ada, "remarks", "issued") is Look.FAILED
    assert look(ada, "state", "total") is Look.CONFIRMED
    assert look(ada, "state", "buyer") is Look.CORRECTED
    assert look(ada, "state", "number") is Look.PLAIN


def test_every_grounding_and_every_state_of_a_value_that_is_there_has_words():
    assert set(GROUNDING_WORDS) == set(Grounding)
    assert set(STATE_WORDS) == set(ValueState) - {ValueState.REMOVED}


def test_removed_items_are_left_out(review, erika):
    gone = [Edit(("lines", 1, name), "", seen=1, removed=True) for name in ("what", "amount")]
    reviews.edit(review, gone, by=erika)
    assert {item for list_name, item, _ in by_place(erika) if list_name} == {2}


def test_who_labels_and_who_is_a_stranger_see_nothing(review, lee, otto):
    for by in (lee, otto):
        with pytest.raises(PermissionDenied, match="not for you to see"):
            evidence_sheet(Review.objects.all(), by=by)


def test_a_viewer_sees_what_is_approved_alone(document, add_document, make_extraction, erika, anton, vera, ada):
    make_extraction(document)
    make_extraction(add_document("open.pdf"))
    reviews.approve(reviews.submit(document.reviews.get(), by=erika, confirm_rest=True), by=anton)
    assert {row["file"] for row in rows_of(evidence_sheet(Review.objects.all(), by=ada))} == {"bill.pdf", "open.pdf"}
    assert {row["file"] for row in rows_of(evidence_sheet(Review.objects.all(), by=vera))} == {"bill.pdf"}


def test_only_the_reviews_asked_for_are_in_it(document, add_document, make_extraction, ada):
    for one in (document, add_document("later.pdf")):
        make_extraction(one)
    latest = Review.objects.order_by("-pk")[:1]
    assert {row["file"] for row in rows_of(evidence_sheet(latest, by=ada))} == {"later.pdf"}


def test_no_reviews_make_an_empty_sheet(project, ada):
    assert rows_of(evidence_sheet(Review.objects.none(), by=ada)) == []


def test_a_row_leads_to_its_review(review, ada, settings):
    settings.SITE_URL = "https://portal.example/"
    rows = list(evidence_sheet(Review.objects.all(), by=ada).rows)
    address = "https://portal.example" + reverse("admin:portal_review_change", args=[review.pk])
    assert {row[-1].address for row in rows} == {address}


def test_hundreds_of_documents_take_as_many_queries_as_one(review, add_document, version, ada):
    def queries(chosen):
        with CaptureQueriesContext(connection) as captured:
            assert rows_of(evidence_sheet(chosen, by=ada))
        return len(captured)

    few = queries(Review.objects.filter(pk=review.pk))
    made = Review.objects.bulk_create(
        Review(document=add_document(f"{number}.pdf"), contract_version=version, seeded_from=review.seeded_from)
        for number in range(300)
    )
    seeded = reviews.seeds(RESULT, CONTRACT)
    values.write(made[0], [Change(place, value) for place, value in seeded.items()], by=None, door=Door.RUN)
    ReviewValue.objects.bulk_create(
        ReviewValue(
            review=one, list_name=place[0], item=place[1], field=place[2], changed_at=timezone.now(), **dict(value)
        )
        for one in made[1:]
        for place, value in seeded.items()
    )
    assert evidence_sheet(Review.objects.all(), by=ada).count == 301 * 8
    assert queries(Review.objects.all()) == few <= 3


def test_it_comes_back_from_a_workbook_as_it_is(review, ada, erika):
    edit(review, "buyer", "=1+1 & Söhne", erika)
    target = io.BytesIO()
    write([evidence_sheet(Review.objects.all(), by=ada)], target, title="Evidence")
    (sheet,) = [sheet for sheet in read(target.getvalue()).sheets if sheet.name == "Evidence"]
    header, *rows = sheet.rows()
    names = {index: cell.text for index, cell in header.cells.items()}
    found = [{names[index]: cell.text for index, cell in row.cells.items()} for row in rows]
    assert [(row["field"], row.get("value"), row.get("quote")) for row in found] == [
        ("number", "R-007", "R-007"),
        ("issued", "2024-03-04", "04.03.2024"),
        ("total", "30.00", "30,00 €"),
        ("buyer", "=1+1 & Söhne", "=1+1 & Söhne"),
        ("what", "Nails", "Nails"),
        ("amount", "10.00", "10,00 €"),
        ("what", "Screws", "Screws"),
        ("amount", "20.00", "20,00 €"),
    ]
