"""Label templates go out and labels come back: blind ones, assisted ones, and tables of the team's own."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Conflict, GroundTruth, LabelState, Membership, Purpose, UploadStep, ValueChange
from portal.workbook.own_headers import own_sheets
from tests.portal.workbook.journeys import bring_in, cell, confirm, edited, outcomes, put, take_out, told
from tests.portal.workbook.sheets import workbook


def said(label: GroundTruth) -> dict[str, str]:
    return {
        ".".join(str(part) for part in row.place if part not in ("", 0)): row.value or row.says
        for row in label.values.exclude(state="removed")
    }


@pytest.fixture
def documents(add_document):
    return [add_document("one.pdf"), add_document("two.pdf")]


def fill(book):
    """As a labeller does: the row of the first document, and two items."""
    put("Data", "Number", "007")(book)
    put("Data", "Total", "N/A")(book)
    put("Data", "Lines", "complete")(book)
    name = cell(book, "Data", "document", 2).value
    for row, (item, what) in enumerate([(1, "Nails"), (2, "Screws")], start=2):
        put("Lines", "document", name, row)(book)
        put("Lines", "item", item, row)(book)
        put("Lines", "What", what, row)(book)


def test_a_blind_template_shows_no_predictions(project, review, document, lee):
    content = take_out(project, Purpose.BLIND, lee)
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = {str(one.value) for page in book for row in page.iter_rows() for one in row if one.value is not None}
    assert document.name in texts
    assert not texts & {"R-007", "30", "30.0", "Nails"}


def test_what_a_labeller_fills_in_becomes_their_label(project, documents, lee):
    filled = edited(take_out(project, Purpose.BLIND, lee), fill)
    upload = bring_in(project, filled, lee, made="blind")
    assert upload.step == UploadStep.PREVIEW, upload.error_message
    assert not GroundTruth.objects.exists()
    confirm(upload, lee)
    label = GroundTruth.objects.get()
    assert (label.provenance, label.state, label.labeller) == ("blind", LabelState.PROPOSED, lee)
    assert said(label) == {
        "number": "007",
        "total": "absent",
        "lines": "complete",
        "lines.1.what": "Nails",
        "lines.2.what": "Screws",
    }
    before = ValueChange.objects.count()
    again = confirm(bring_in(project, filled, lee, made="blind"), lee)
    assert outcomes(again) == {}
    assert ValueChange.objects.count() == before


def test_how_labels_were_made_is_asked_where_nobody_said_it(project, documents, lee):
    upload = bring_in(project, edited(take_out(project, Purpose.BLIND, lee), fill), lee)
    assert upload.step == UploadStep.MAPPING
    assert upload.answers.questions == ("made",)


def test_a_template_with_predictions_is_not_for_who_must_not_see_them(project, review, lee):
    with pytest.raises(PermissionDenied):
        take_out(project, Purpose.ASSISTED, lee)


def test_a_template_that_showed_predictions_gives_assisted_labels_whatever_is_said(project, review, lena):
    content = take_out(project, Purpose.ASSISTED, lena)
    upload = confirm(bring_in(project, edited(content, put("Data", "Number", "R-008")), lena, made="blind"), lena)
    label = GroundTruth.objects.get()
    assert label.provenance == "assisted"
    assert said(label) == {"number": "R-008"}
    assert upload.step == UploadStep.DONE


def test_predictions_become_labels_only_where_somebody_says_that_they_were_checked(project, review, lena):
    content = take_out(project, Purpose.ASSISTED, lena)
    confirm(bring_in(project, content, lena), lena)
    assert not GroundTruth.objects.exists()
    checked = edited(content, lambda book: (put("Data", "status", "checked")(book), put("Data", "Number", "8")(book)))
    confirm(bring_in(project, checked, lena), lena)
    assert said(GroundTruth.objects.get()) == {
        "number": "8",
        "issued": "2024-03-04",
        "total": "30.00",
        "buyer": "absent",
        "lines.1.what": "Nails",
        "lines.1.amount": "10.00",
        "lines.2.what": "Screws",
        "lines.2.amount": "20.00",
    } | {"total": "30", "lines.1.amount": "10", "lines.2.amount": "20"}


def test_clear_takes_a_label_back(project, documents, lee):
    filled = edited(take_out(project, Purpose.BLIND, lee), fill)
    confirm(bring_in(project, filled, lee, made="blind"), lee)
    confirm(bring_in(project, edited(filled, put("Data", "Number", "#CLEAR")), lee, made="blind"), lee)
    assert said(GroundTruth.objects.get())["number"] == "nothing"


def test_a_table_without_a_known_export_adds_what_is_missing_and_never_overwrites(project, documents, lee):
    first = workbook({"Data": [["file", "Number", "Buyer"], ["one.pdf", "007", "Beispiel"]]})
    confirm(bring_in(project, first, lee, made="system"), lee)
    GroundTruth.objects.get().values.filter(field="buyer").update(value="Otto", raw="Otto", revision=2)
    other = workbook({"Data": [["file", "Number", "Buyer"], ["one.pdf", "007", "Beispiel AG"]]})
    upload = confirm(bring_in(project, other, lee, made="system"), lee)
    assert outcomes(upload) == {"buyer": "conflict"}
    assert said(GroundTruth.objects.get()) == {"number": "007", "buyer": "Otto"}
    assert Conflict.objects.count() == 1


def test_a_corrected_table_of_the_same_person_is_taken(project, documents, lee):
    first = workbook({"Data": [["file", "Number"], ["one.pdf", "007"]]})
    confirm(bring_in(project, first, lee, made="system"), lee)
    second = workbook({"Data": [["file", "Number"], ["one.pdf", "008"]]})
    confirm(bring_in(project, second, lee, made="system"), lee)
    assert said(GroundTruth.objects.get()) == {"number": "008"}


def test_a_foreign_table_waits_until_its_columns_are_confirmed_and_is_known_the_next_time(project, documents, lee):
    table = workbook({"Rechnungen": [["Datei", "Invoice no.", "Kunde"], ["one.pdf", "007", "Beispiel"]]})
    upload = bring_in(project, table, lee, made="system")
    assert upload.step == UploadStep.MAPPING
    assert "mapping" in upload.answers.questions


def test_rows_that_fit_no_document_are_told_and_kept_out(project, documents, lee):
    table = workbook({"Data": [["file", "Number"], ["nowhere.pdf", "1"], ["one.pdf", "2"]]})
    upload = confirm(bring_in(project, table, lee, made="system"), lee)
    assert "nowhere.pdf" in told(upload)[0]
    assert said(GroundTruth.objects.get()) == {"number": "2"}


def test_lines_of_json_come_in_by_the_same_way(project, documents, lee):
    line = {
        "file": "one.pdf",
        "fields": {"number": "007", "total": "1234.50", "buyer": None},
        "lists": {"lines": {"state": "complete", "rows": [{"what": "Nails", "amount": 10}]}},
    }
    upload = confirm(bring_in(project, json.dumps(line).encode(), lee, "labels.jsonl", made="blind"), lee)
    assert upload.step == UploadStep.DONE, upload.error_message
    assert said(GroundTruth.objects.get()) == {
        "number": "007",
        "total": "1234.50",
        "lines": "complete",
        "lines.1.what": "Nails",
        "lines.1.amount": "10",
    }


def test_a_lead_may_accept_labels_as_they_come_in_and_a_labeller_may_not(project, documents, lee, lena):
    table = workbook({"Data": [["file", "Number"], ["one.pdf", "007"]]})
    with pytest.raises(PermissionDenied):
        bring_in(project, table, lee, made="blind", accept=True)
    confirm(bring_in(project, table, lena, made="blind", accept=True), lena)
    assert GroundTruth.objects.get().state == LabelState.ACCEPTED


def test_who_leaves_the_project_before_confirming_writes_nothing(project, documents, lee):
    upload = bring_in(project, workbook({"Data": [["file", "Number"], ["one.pdf", "007"]]}), lee, made="blind")
    Membership.objects.filter(user=lee).delete()
    confirm(upload, lee)
    assert not GroundTruth.objects.exists()


def test_headers_are_the_labels_of_the_contract_unless_something_else_is_called_so(version):
    data, lines = own_sheets(version.definition, Purpose.REVIEW, ["total"])
    assert [one.header for one in data.columns][:8] == [
        "document",
        "file",
        "review",
        "Number",
        "Issued",
        "Total",
        "Buyer",
        "Total unit",
    ]
    assert [one.header for one in lines.columns] == ["document", "item", "What", "Amount", "remarks", "row id"]
