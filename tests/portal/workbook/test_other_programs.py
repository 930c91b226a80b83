"""Values of every kind go out, through other programs, and come back as nothing new."""

from __future__ import annotations

from functools import partial

import pytest

from extraction.values import ExtractionResult
from portal.models import Membership, Purpose, Says, Upload, UploadStep, ValueState
from portal.models.values import StoredValue
from portal.services import labels, projects
from portal.services.reviews import seeds
from portal.services.values import Change
from portal.workbook import writer
from tests.portal.workbook.hard_documents import CONTRACT, TEXTS, result, said
from tests.portal.workbook.journeys import bring_in, outcomes, put, take_out
from tests.portal.workbook.other_programs import ALL_SHEETS, CHANGES, changed, converted, csv_of

COUNT = 10
WORKBOOKS = ("review", "blind", "blind, filled", "assisted", "assisted, half filled")
MADE = {Purpose.BLIND: "blind", Purpose.ASSISTED: "shown", Purpose.REVIEW: ""}


@pytest.fixture
def project(root):
    made = projects.create("Hard", "hard", CONTRACT, by=root)
    Membership.objects.filter(user=root).delete()
    return made


@pytest.fixture
def documents(add_document, make_extraction):
    found = [add_document(f"=bill {number} 😀.pdf") for number in range(COUNT)]
    for number, document in enumerate(found):
        make_extraction(document, result(number))
    return found


@pytest.fixture
def out(project, documents, version, lena):
    """Take out one of WORKBOOKS, with the labels that it is to show."""

    def label(made: str, share: int) -> None:
        """One value in `share` is labelled, and what lists are."""
        wanted = {}
        for number, document in enumerate(documents):
            some = list(seeds(result(number), CONTRACT).items())[::share]
            changes = [Change(place, one.model_copy(update={"state": ValueState.CONFIRMED})) for place, one in some]
            complete = StoredValue(says=Says.VALUE, value="complete", state=ValueState.CONFIRMED)
            wanted[document.pk] = [*changes, Change(("line_items", 0, ""), complete)]
        labels.write_many(version, wanted, made=made, by=lena)

    def take(workbook: str) -> bytes:
        purpose = Purpose(workbook.partition(",")[0])
        if "filled" in workbook:
            label(MADE[purpose], 2 if "half" in workbook else 1)
        return take_out(project, purpose, lena)

    return take


@pytest.fixture
def back(project, lena):
    """Bring a workbook of this purpose back; it has its preview."""

    def bring(content: bytes, workbook: str = "review", name: str = "filled.xlsx", **answers) -> Upload:
        made = MADE[Purpose(workbook.partition(",")[0])]
        upload = bring_in(project, content, lena, name, made=made, **answers)
        assert upload.step == UploadStep.PREVIEW, upload.error_message
        return upload

    return bring


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_what_openpyxl_did_to_a_workbook_says_nothing(workbook, out, back, project):
    content = out(workbook)
    untouched = back(content, workbook)
    assert outcomes(untouched) == {}
    assert untouched.counts.rows == COUNT * (1 if workbook == "blind" else 9)
    for what in CHANGES if workbook == "review" else ("stripped", "without row ids", "sorted"):
        export = project.exports.get() if what == "stripped" else None
        upload = back(changed(content, CHANGES[what]), workbook, "Copy of x (1).xlsx", export=export)
        assert outcomes(upload) == {}, what
        assert upload.counts == untouched.counts, what


def test_what_libreoffice_did_to_a_workbook_says_nothing(
    out, back, project, add_document, make_extraction, tmp_path, monkeypatch
):
    files = {workbook: out(workbook) for workbook in WORKBOOKS}
    export = project.exports.get(purpose=Purpose.REVIEW)
    for what in ("stripped", "without row ids", "sorted", "columns moved and hidden"):
        files[f"review, {what}"] = changed(files["review"], CHANGES[what])
    make_extraction(add_document("like an escape.pdf"), ExtractionResult(fields={"status": said("a_x000D_b")}))
    monkeypatch.setattr(writer, "LARGEST_TABLE", 1)
    files["review, large"] = out("review")
    saved = converted(files, tmp_path / "office")
    assert saved.keys() == files.keys()
    for name, content in saved.items():
        upload = back(content, name, export=export if "stripped" in name else None)
        assert outcomes(upload) == {}, name
        assert upload.counts.rows == {"blind": COUNT, "review, large": 9 * COUNT + 1}.get(name, 9 * COUNT), name
        assert name == "blind" or upload.counts.cells["unchanged"] > 20 * COUNT, name


def test_one_changed_cell_is_still_found(out, back):
    content = changed(
        out("review"), CHANGES["sorted"], CHANGES["columns moved and hidden"], put("Data", "Count 😀", 4711)
    )
    assert outcomes(back(content)) == {"count": "changed"}


def test_a_large_workbook_has_no_tables_and_says_nothing_either(out, back, project, monkeypatch):
    monkeypatch.setattr(writer, "LARGEST_TABLE", 1)
    content = out("review")
    assert b"xl/tables" not in content
    untouched = back(content)
    assert outcomes(untouched) == {}
    for what in ("stripped", "columns moved and hidden"):
        upload = back(changed(content, CHANGES[what]), export=project.exports.get())
        assert outcomes(upload) == {}, what
        assert upload.counts == untouched.counts, what


def test_columns_and_sheets_of_their_own_are_told_and_change_nothing(out, back):
    def add(book):
        page = book["Data"]
        page.insert_cols(3)
        page.cell(1, 3).value = "my notes"
        page.cell(2, 3).value = "ask Petra"
        page.tables.clear()
        book.create_sheet("Scratch", 0)["A1"] = "anything"

    upload = back(changed(out("review"), add))
    assert set(outcomes(upload).values()) == {"notice"}
    assert not upload.counts.rows_changed


def test_a_text_like_an_escape_of_the_format_is_shown_where_openpyxl_alters_it(
    project, add_document, make_extraction, lena, back
):
    make_extraction(add_document("x.pdf"), ExtractionResult(fields={"status": said("a_x000D_b")}))
    content = take_out(project, Purpose.REVIEW, lena)
    assert outcomes(back(content)) == {}
    assert outcomes(back(changed(content, CHANGES["saved"]))) == {"status": "changed"}


# A csv of one sheet: texts, no types, no hidden sheet.

GUARDED = {text for text in TEXTS if text.startswith("'") and text[1:2] in tuple("=+-@\t\r'")}
"""Texts of which a reader of csv takes the first sign for the guard that careful programs put before a formula."""


def lost(upload: Upload) -> dict[str, set[str]]:
    """By field, what the portal says where the csv says otherwise; every value else is as it was."""
    found: dict[str, set[str]] = {}
    for cell in upload.cells.all():
        assert cell.outcome == "changed", (cell.outcome, cell.message)
        found.setdefault(cell.field, set()).add(cell.before.value)
    return found


def test_an_exact_csv_of_a_sheet_says_nothing_but_loses_an_apostrophe_that_looks_like_a_guard(
    out, back, project, tmp_path
):
    saved = converted({"x": out("review")}, tmp_path / "office", csv_of(ALL_SHEETS, as_shown=False))
    for name, rows in (("x-Data", 1), ("x-Positions items of the whole in", 4)):
        upload = back(saved[name], name="x.csv", export=project.exports.get(), decimal=".", dates="ymd")
        assert upload.counts.rows == COUNT * rows
        assert upload.counts.cells["unchanged"] > 10 * COUNT
        assert set().union(*lost(upload).values()) <= GUARDED


def test_a_csv_as_shown_also_loses_the_digits_that_are_not_shown(out, back, project, tmp_path):
    saved = converted({"x": out("review")}, tmp_path / "office", csv_of(2, as_shown=True))
    answered = partial(back, saved["x-Data"], name="x.csv", export=project.exports.get())
    found = lost(answered(decimal=".", dates="ymd"))
    assert all(values <= GUARDED for name, values in found.items() if name not in ("net", "gross"))
    assert set().union(*found.values()) - GUARDED == {"0.123456789012345", "-0.000001"}
    unanswered = answered().cells.exclude(outcome="changed")
    assert {cell.said.partition(" ")[0] for cell in unanswered.filter(outcome="problem")} == {"1.005"}
    assert unanswered.count() == unanswered.filter(outcome="problem").count()
