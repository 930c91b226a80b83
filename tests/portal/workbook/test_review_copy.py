"""A review copy goes out and comes back: what a person changed is written, and nothing else."""

from __future__ import annotations

import pytest

from portal.models import Conflict, Purpose, Review, ReviewState, UploadStep, ValueChange, ValueState
from portal.services import reviews
from portal.services.reviews import Edit
from tests.portal.workbook.journeys import bring_in, cell, confirm, edited, outcomes, put, take_out, told


def values(review: Review) -> dict[str, str]:
    rows = review.values.exclude(state=ValueState.REMOVED)
    return {".".join(str(part) for part in row.place if part not in ("", 0)): row.value for row in rows}


@pytest.fixture
def copy(project, review, erika) -> bytes:
    return take_out(project, Purpose.REVIEW, erika)


def test_an_untouched_workbook_says_nothing(project, copy, erika):
    upload = bring_in(project, copy, erika)
    assert upload.step == UploadStep.PREVIEW, upload.error_message
    assert outcomes(upload) == {}
    assert upload.counts.rows == 3
    confirm(upload, erika)
    assert not ValueChange.objects.filter(by=erika).exists()


def test_so_does_one_that_another_program_saved(project, copy, erika):
    upload = bring_in(project, edited(copy, lambda book: None), erika)
    assert outcomes(upload) == {}


def test_a_changed_cell_is_shown_first_and_written_when_confirmed(project, review, copy, erika):
    upload = bring_in(project, edited(copy, put("Data", "Total", 31.5)), erika)
    assert outcomes(upload) == {"total": "changed"}
    assert values(review)["total"] == "30.00"
    confirm(upload, erika)
    assert upload.step == UploadStep.DONE
    row = review.values.get(field="total", list_name="")
    assert (row.value, row.unit, row.state) == ("31.5", "EUR", ValueState.CORRECTED)
    change = ValueChange.objects.get(by=erika)
    assert (change.old.value, change.new.value, change.door) == ("30.00", "31.5", "workbook")


def test_confirming_twice_writes_once(project, review, copy, erika):
    upload = bring_in(project, edited(copy, put("Data", "Total", 31.5)), erika)
    confirm(upload, erika)
    confirm(upload, erika)
    assert ValueChange.objects.filter(by=erika).count() == 1


def test_the_same_file_again_changes_nothing_and_further_edits_of_it_are_taken(project, review, copy, erika):
    first = edited(copy, put("Data", "Total", 31.5))
    confirm(bring_in(project, first, erika), erika)
    assert outcomes(bring_in(project, first, erika)) == {}
    second = bring_in(project, edited(first, put("Data", "Number", "R-008")), erika)
    assert outcomes(second) == {"number": "changed"}
    third = bring_in(project, edited(first, put("Data", "Total", 32)), erika)
    assert outcomes(third) == {"total": "changed"}


def test_a_newer_value_is_never_overwritten_but_shown_as_a_conflict(project, review, copy, erika, lena):
    reviews.edit(review, [Edit(("", 0, "total"), "99.00 EUR", seen=1)], by=lena)
    upload = confirm(bring_in(project, edited(copy, put("Data", "Total", 31.5)), erika), erika)
    assert outcomes(upload) == {"total": "conflict"}
    assert values(review)["total"] == "99.00"
    assert Conflict.objects.get().decision == ""


def test_what_changes_between_preview_and_confirmation_becomes_a_conflict(project, review, copy, erika, lena):
    change = edited(copy, lambda book: (put("Data", "Total", 31.5)(book), put("Data", "Number", "R-9")(book)))
    upload = bring_in(project, change, erika)
    assert outcomes(upload) == {"number": "changed", "total": "changed"}
    reviews.edit(review, [Edit(("", 0, "total"), "99.00 EUR", seen=1)], by=lena)
    confirm(upload, erika)
    assert outcomes(upload) == {"number": "changed", "total": "conflict"}
    assert values(review)["total"] == "99.00"
    assert values(review)["number"] == "R-9"


def test_an_emptied_cell_takes_nothing_back_and_says_how_to(project, review, copy, erika):
    upload = confirm(bring_in(project, edited(copy, put("Data", "Total", None)), erika), erika)
    assert outcomes(upload) == {"total": "emptied"}
    assert values(review)["total"] == "30.00"


def test_clear_returns_to_what_was_extracted(project, review, copy, erika):
    confirm(bring_in(project, edited(copy, put("Data", "Total", 31.5)), erika), erika)
    fresh = take_out(project, Purpose.REVIEW, erika)
    upload = confirm(bring_in(project, edited(fresh, put("Data", "Total", "#clear")), erika), erika)
    row = review.values.get(field="total", list_name="")
    assert (row.value, row.unit, row.state) == ("30.00", "EUR", ValueState.UNREVIEWED)
    assert outcomes(bring_in(project, edited(fresh, put("Data", "Total", "#clear")), erika)) == {}
    assert upload.step == UploadStep.DONE


def test_rows_may_be_sorted_and_columns_moved_and_sheets_and_columns_of_their_own_added(project, copy, erika):
    def rearrange(book):
        page = book["Lines"]
        rows = [[one.value for one in row] for row in page.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                page.cell(number, column).value = value
        own = page.max_column + 1
        page.cell(1, own).value = "my notes"
        page.cell(2, own).value = "ask Petra"
        book.create_sheet("Scratch")["A1"] = "anything"
        del book["_proofsheet"]

    export = project.exports.get()
    upload = bring_in(project, edited(copy, rearrange), erika, export=export)
    assert upload.step == UploadStep.PREVIEW, upload.error_message
    assert outcomes(upload).keys() - {"Lines!1", "Scratch!0", "Lines!0"} == set(), outcomes(upload)


def test_items_are_added_by_copying_a_row_changed_and_deleted(project, review, copy, erika):
    def change(book):
        page = book["Lines"]
        for column in range(1, page.max_column + 1):
            page.cell(4, column).value = page.cell(3, column).value
        cell(book, "Lines", "What", 4).value = "Washers"
        cell(book, "Lines", "Amount", 3).value = 21
        cell(book, "Lines", "item", 2).value = "#DELETE"

    filled = edited(copy, change)
    upload = confirm(bring_in(project, filled, erika), erika)
    assert outcomes(upload) == {
        "lines.1.@item": "changed",
        "lines.2.amount": "changed",
        "lines.3.what": "new",
        "lines.3.amount": "new",
    }
    found = {place: value for place, value in values(review).items() if place.startswith("lines")}
    assert found == {
        "lines.2.what": "Screws",
        "lines.2.amount": "21",
        "lines.3.what": "Washers",
        "lines.3.amount": "20",
    }
    assert outcomes(bring_in(project, filled, erika)) == {}


def test_a_row_that_is_gone_from_the_file_is_no_deletion(project, review, copy, erika):
    upload = confirm(bring_in(project, edited(copy, lambda book: book["Lines"].delete_rows(2)), erika), erika)
    assert outcomes(upload) == {}
    assert values(review)["lines.1.what"] == "Nails"


def test_checked_confirms_what_a_row_shows_and_submit_hands_it_over(project, review, copy, erika):
    upload = confirm(bring_in(project, edited(copy, put("Data", "status", "submit")), erika), erika)
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED, told(upload, "refused")
    assert set(review.values.values_list("state", flat=True)) == {ValueState.CONFIRMED}
    assert review.submitted_by == erika


def test_checked_does_not_confirm_what_changed_since(project, review, copy, erika, lena):
    reviews.edit(review, [Edit(("", 0, "total"), "99.00 EUR", seen=1)], by=lena)
    review.values.filter(field="total").update(state=ValueState.UNREVIEWED)
    upload = confirm(bring_in(project, edited(copy, put("Data", "status", "checked")), erika), erika)
    assert outcomes(upload)["total"] == "conflict"
    assert review.values.get(field="total", list_name="").state == ValueState.UNREVIEWED


def test_an_approved_document_is_read_only_to_an_upload(project, review, copy, erika, anton):
    reviews.submit(review, by=erika, confirm_rest=True)
    reviews.approve(review, by=anton)
    upload = confirm(bring_in(project, edited(copy, put("Data", "Total", 31.5)), erika), erika)
    assert outcomes(upload) == {"total": "refused"}
    assert "approved" in told(upload, "refused")[0]
    assert values(review)["total"] == "30.00"


def test_who_may_not_edit_reviews_sees_the_refusal_and_nothing_of_what_the_portal_says(project, review, copy, lee):
    upload = confirm(bring_in(project, edited(copy, put("Data", "Total", 31.5)), lee), lee)
    assert outcomes(upload) == {"total": "refused"}
    assert upload.cells.get().before is None
    assert values(review)["total"] == "30.00"


def test_a_changed_key_and_a_doubled_row_are_problems(project, review, copy, erika):
    upload = bring_in(project, edited(copy, put("Data", "document", "other.pdf")), erika)
    assert "other.pdf" in told(upload)[0]

    def double(book):
        page = book["Data"]
        for column in range(1, page.max_column + 1):
            page.cell(3, column).value = page.cell(2, column).value

    assert "already" in told(bring_in(project, edited(copy, double), erika))[0]


def test_a_workbook_of_another_project_is_refused(other_project, project, copy, otto):
    upload = bring_in(other_project, copy, otto)
    assert upload.job == "failed"
    assert "another project" in upload.error_message


def test_a_comment_is_the_reason_of_the_changes_beside_it(project, review, copy, erika):
    filled = edited(copy, lambda book: (put("Data", "Total", 31.5)(book), put("Data", "comment", "as printed")(book)))
    confirm(bring_in(project, filled, erika), erika)
    assert ValueChange.objects.get(by=erika).reason == "as printed"
    assert outcomes(bring_in(project, filled, erika)) == {}


def test_a_comment_alone_is_kept_too(project, review, copy, erika):
    confirm(bring_in(project, edited(copy, put("Data", "comment", "ask Petra")), erika), erika)
    event = review.events.get(kind="comment")
    assert (event.reason, event.by, event.to_state) == ("ask Petra", erika, ReviewState.OPEN)
