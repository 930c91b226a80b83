"""Every scored cell with its label, its prediction and what became of it; for nobody who labels."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluation.comparators import Subcode
from evaluation.frozen_labels import FrozenLabels
from evaluation.outcomes import CellOutcome, DocumentOutcome, Outcome, Unscored
from extraction.tables import read
from extraction.values import Grounding
from portal.models import Document, EvalDocument, EvalRun, ExtractionRun, FrozenLabel, LabelKind, LabelSet, Role
from portal.services import evaluation
from portal.services.errors import BadInput
from portal.workbook.compare_sheet import KIND_WORDS, OUTCOME_WORDS, compare_sheet
from portal.workbook.content import Link, Look, Styled
from portal.workbook.writer import write

CELLS = (
    CellOutcome("number", "", None, None, Outcome.WRONG, Subcode.NEAR, "R-008", "R-007", Grounding.EXACT),
    CellOutcome("total", "", None, None, Outcome.OK, None, "30.00 EUR", "30.00 EUR", Grounding.NORMALISED),
    CellOutcome("buyer", "", None, None, Outcome.OK_ABSENT),
    CellOutcome("issued", "", None, None, Outcome.UNSCORED, prediction="2024-03-04", reason=Unscored.UNLABELLED),
    CellOutcome("what", "lines", 0, 1, Outcome.OK, None, "=Nails", "=Nails", Grounding.EXACT),
    CellOutcome("what", "lines", 1, None, Outcome.OMITTED, None, "Screws"),
    CellOutcome("what", "lines", None, 2, Outcome.SPURIOUS, None, None, "Ghosts", Grounding.NONE),
    CellOutcome("amount", "lines", None, 2, Outcome.SPURIOUS, None, None, "007", Grounding.NO_TEXT),
)


@pytest.fixture
def evaluate(project, version, ada):
    """An evaluation of these documents with planted outcomes, as a worker would leave it."""

    def make(*documents, kind=LabelKind.GOLD, provenance="blind", cells=CELLS, finished=True) -> EvalRun:
        run = ExtractionRun.objects.create(project=project, contract_version=version, source="layout")
        label_set = LabelSet.objects.create(project=project, kind=kind, hash=f"{run.pk:064x}")
        made = EvalRun.objects.create(project=project, run=run, label_set=label_set, contract_version=version)
        FrozenLabel.objects.bulk_create(
            FrozenLabel(label_set=label_set, document=one, labels=FrozenLabels(provenance=provenance))
            for one in documents
        )
        EvalDocument.objects.bulk_create(
            EvalDocument(eval_run=made, document=one, outcome=DocumentOutcome(cells)) for one in documents
        )
        if finished:
            assert evaluation.score(made.pk)
        made.refresh_from_db()
        return made

    return make


def rows_of(sheet):
    """Rows as dicts by header; what is styled or linked as its words."""
    headers = [column.header for column in sheet.columns]
    rows = [dict(zip(headers, map(plain, row), strict=True)) for row in sheet.rows]
    assert len(rows) == sheet.count
    return rows


def plain(content):
    return content.value if isinstance(content, Styled) else content.words if isinstance(content, Link) else content


def test_each_scored_cell_is_a_row_with_what_became_of_it(evaluate, document, ada):
    rows = rows_of(compare_sheet(evaluate(document), by=ada))
    told = [
        (row["field"], row["item"], row["predicted_item"], row["label"], row["prediction"], row["outcome_code"])
        for row in rows
    ]
    assert told == [
        ("number", None, None, "R-008", "R-007", "WRONG"),
        ("total", None, None, "30.00 EUR", "30.00 EUR", "OK"),
        ("buyer", None, None, None, None, "OK_ABSENT"),
        ("lines.what", 1, 2, "=Nails", "=Nails", "OK"),
        ("lines.what", 2, None, "Screws", None, "OMITTED"),
        ("lines.what", 3, 3, None, "Ghosts", "SPURIOUS"),
        ("lines.amount", 3, 3, None, "007", "SPURIOUS"),
    ]
    assert rows[0] == {
        "document": "bill.pdf",
        "file": "bill.pdf",
        "field": "number",
        "item": None,
        "predicted_item": None,
        "label": "R-008",
        "prediction": "R-007",
        "outcome": "wrong",
        "kind": "nearly right",
        "grounding": "printed like this",
        "outcome_code": "WRONG",
        "kind_code": "NEAR",
        "grounding_code": "EXACT",
        "label_kind": "gold",
        "provenance": "blind",
        "link": "open the document",
    }


def test_errors_and_what_no_page_shows_have_a_colour(evaluate, document, ada):
    sheet = compare_sheet(evaluate(document), by=ada)
    headers = [column.header for column in sheet.columns]
    looks = [
        tuple(cell.look if isinstance(cell, Styled) else None for cell in (row[outcome], row[grounding]))
        for outcome, grounding in [(headers.index("outcome"), headers.index("grounding"))]
        for row in sheet.rows
    ]
    assert looks == [
        (Look.FAILED, Look.PLAIN),
        (None, Look.PLAIN),
        (None, None),
        (None, Look.PLAIN),
        (Look.FAILED, None),
        (Look.FAILED, Look.UNGROUNDED),
        (Look.FAILED, Look.WEAK),
    ]


def test_a_row_leads_to_the_field_on_the_page_of_its_document(evaluate, document, ada, settings):
    settings.SITE_URL = "https://portal.example/"
    address = "https://portal.example" + reverse("admin:portal_document_change", args=[document.pk])
    links = [row[-1].address for row in compare_sheet(evaluate(document), by=ada).rows]
    assert links[0] == address + "#field-number"
    assert links[-1] == address + "#list-lines-A"


def test_a_label_says_how_it_came_to_be_and_the_document_its_own_id(evaluate, document, ada):
    Document.objects.filter(pk=document.pk).update(external_id="DOC-7")
    made = evaluate(document, kind=LabelKind.SILVER, provenance="weak")
    row = rows_of(compare_sheet(made, by=ada))[0]
    assert (row["document"], row["file"]) == ("DOC-7", "bill.pdf")
    assert (row["label_kind"], row["provenance"]) == ("silver", "weak")


def test_every_outcome_that_is_scored_and_every_kind_has_words():
    assert set(OUTCOME_WORDS) == set(Outcome) - {Outcome.UNSCORED}
    assert set(KIND_WORDS) == set(Subcode)


def test_who_labels_sees_no_prediction_and_a_stranger_nothing(evaluate, document, lee, otto, erika, lena):
    made = evaluate(document)
    for by in (lee, otto, erika):
        with pytest.raises(PermissionDenied, match="you need the role engineer or lead"):
            compare_sheet(made, by=by)
    assert compare_sheet(made, by=lena).count == 7


def test_a_lead_of_one_project_who_labels_in_another_sees_no_prediction_there(evaluate, document, project, otto):
    made = evaluate(document)
    project.memberships.create(user=otto, role=Role.LABELLER)
    with pytest.raises(PermissionDenied):
        compare_sheet(made, by=otto)


def test_what_is_not_finished_is_refused(evaluate, document, ada):
    with pytest.raises(BadInput, match="it is not finished"):
        compare_sheet(evaluate(document, finished=False), by=ada)


def test_hundreds_of_documents_take_as_many_queries_as_one(evaluate, project, document, ada):
    def queries(made):
        made = EvalRun.objects.select_related("project", "label_set").get(pk=made.pk)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert rows_of(compare_sheet(made, by=ada))
        return len(captured)

    few = queries(evaluate(document))
    many = Document.objects.bulk_create(
        Document(project=project, sha256=f"{number:064x}", name=f"{number:03}.pdf", size=1, split="dev")
        for number in range(1000, 1400)
    )
    assert queries(evaluate(*many)) == few <= 4


def test_it_comes_back_from_a_workbook_as_it_is(evaluate, document, ada, monkeypatch):
    monkeypatch.setattr("portal.workbook.writer.MOST_LINKS", 1)
    target = io.BytesIO()
    write([compare_sheet(evaluate(document), by=ada)], target, title="Compare")
    (sheet,) = [sheet for sheet in read(target.getvalue()).sheets if sheet.name == "Compare"]
    header, *rows = sheet.rows()
    names = {index: cell.text for index, cell in header.cells.items()}
    found = [{names[index]: cell.text for index, cell in row.cells.items()} for row in rows]
    assert [(row["field"], row.get("label"), row.get("prediction")) for row in found] == [
        (cell.path, cell.label, cell.prediction) for cell in CELLS if cell.outcome is not Outcome.UNSCORED
    ]
    assert found[0]["link"] == "open the document"
    assert found[1]["link"].startswith("http")
