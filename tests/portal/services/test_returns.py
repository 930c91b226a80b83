"""Return workbooks: the file that came in, to be mended and brought in again."""

import io

import openpyxl
import pytest
from django.core.files.storage import default_storage

from portal.models import Purpose, Upload, UploadStep, ValueChange, WorkbookExport
from portal.services import jobs, returns, reviews, uploads
from portal.services.reviews import Edit
from portal.workbook import exporting
from tests.portal.workbook.journeys import again, bring_in, cell, confirm, edited, outcomes, put, take_out


def returned(upload: Upload) -> bytes:
    """The bytes of the return workbook, made as a worker does."""
    export = WorkbookExport.objects.get(returns=upload)
    jobs.perform(WorkbookExport, export.pk, exporting.make)
    export.refresh_from_db()
    assert export.file, export.error_message
    with default_storage.open(export.file) as file:
        return file.read()


def sheet(content: bytes, name: str) -> list[list]:
    return [[one.value for one in row] for row in openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows()]


def values(review):
    rows = review.values.exclude(state="removed")
    return {".".join(str(part) for part in row.place if part not in ("", 0)): row.value for row in rows}


def both(*changes):
    def change(book):
        for one in changes:
            one(book)

    return change


def with_new_line(book):
    """As people add one: a row of their own, without an id."""
    for header, value in (("document", "bill.pdf"), ("item", "3"), ("What", "Washers"), ("Amount", 5)):
        cell(book, "Lines", header, 4).value = value


@pytest.fixture
def copy(project, review, erika) -> bytes:
    return take_out(project, Purpose.REVIEW, erika)


@pytest.fixture
def upload(project, copy, erika) -> Upload:
    """A total that is none, a number that is written, a new line."""
    change = both(put("Data", "Total", "about thirty"), put("Data", "Number", "R-008"), with_new_line)
    written = confirm(bring_in(project, edited(copy, change), erika), erika)
    assert outcomes(written)["total"] == "problem"
    return written


def test_it_is_begun_once(upload):
    first = returns.begin(upload)
    assert returns.begin(upload, ring=False) == first
    assert (first.returns, first.root, first.purpose) == (upload, upload.export, Purpose.REVIEW)


def test_only_what_was_written_has_one(project, copy, erika):
    bring_in(project, edited(copy, put("Data", "Number", "R-008")), erika)
    assert not WorkbookExport.objects.exclude(returns=None).exists()


def test_its_problems_are_listed_and_nothing_else(upload):
    problems = [row for row in sheet(returned(upload), "Problems") if row[0] == "Data"]
    assert [(row[1], row[2]) for row in problems] == [("F2", "about thirty")]


def test_new_rows_get_the_ids_of_their_items(upload, document):
    ids = [row[-1] for row in sheet(returned(upload), "Lines")]
    assert ids == ["row id", f"{document.pk}-1", f"{document.pk}-2", f"{document.pk}-3"]


def test_unchanged_it_says_nothing(project, upload, erika):
    before = ValueChange.objects.count()
    back = bring_in(project, returned(upload), erika)
    assert back.step == UploadStep.PREVIEW, back.error_message
    assert outcomes(back) == {"total": "problem"}
    confirm(back, erika)
    assert ValueChange.objects.count() == before


def test_a_problem_that_was_mended_in_it_is_taken(project, upload, review, erika):
    mended = edited(returned(upload), put("Data", "Total", 31.5))
    back = bring_in(project, mended, erika)
    assert outcomes(back) == {"total": "changed"}
    confirm(back, erika)
    assert values(review)["total"] == "31.5"
    assert values(review)["number"] == "R-008"
    assert values(review)["lines.3.what"] == "Washers"


def test_its_new_line_is_corrected_and_not_added_again(project, upload, review, erika):
    corrected = edited(returned(upload), both(put("Lines", "What", "Large washers", 4), put("Data", "Total", 30)))
    back = confirm(bring_in(project, corrected, erika), erika)
    assert outcomes(back) == {"lines.3.what": "changed"}
    assert {place for place in values(review) if place.startswith("lines")} == {
        f"lines.{item}.{name}" for item in (1, 2, 3) for name in ("what", "amount")
    }


def test_the_return_of_a_return_goes_on(project, upload, review, erika):
    second = confirm(bring_in(project, edited(returned(upload), put("Data", "Issued", "soon")), erika), erika)
    assert outcomes(second) == {"total": "problem", "issued": "problem"}
    third = edited(returned(second), both(put("Data", "Total", 31.5), put("Data", "Issued", "2024-03-05")))
    last = confirm(bring_in(project, third, erika), erika)
    assert outcomes(last) == {"total": "changed", "issued": "changed"}
    assert values(review)["issued"] == "2024-03-05"
    assert WorkbookExport.objects.get(returns=second).root == upload.export


def test_what_somebody_changed_since_is_a_conflict_in_it_too(project, upload, review, erika, lena):
    content = edited(returned(upload), put("Data", "Total", 31.5))
    reviews.edit(review, [Edit(("", 0, "total"), "99.00 EUR", seen=1)], by=lena)
    assert outcomes(confirm(bring_in(project, content, erika), erika)) == {"total": "conflict"}
    assert values(review)["total"] == "99.00"


def test_what_was_said_of_a_table_still_holds_when_it_comes_back(project, document, lee):
    asked = bring_in(project, b"Datei,Invoice no.,Issued\nbill.pdf,R-1,soon\n", lee, "mine.csv")
    assert set(asked.answers.questions) == {"made", "mapping"}
    mapping = asked.answers.mapping
    uploads.answer(asked, by=lee, made="system", mapping=mapping, mapping_confirmed=True, ring=False)
    again(asked)
    content = returned(confirm(asked, lee))

    def mend(book):
        page = next(one for one in book if one["A1"].value == "Datei")
        page["C2"].value = "2024-03-04"

    back = bring_in(project, edited(content, mend), lee)
    assert back.step == UploadStep.PREVIEW, (back.answers.questions, back.error_message)
    assert (back.answers.made, outcomes(back)) == ("system", {"issued": "new"})
