"""What the stateful test has found, each by its smallest example."""

from __future__ import annotations

import pytest

from portal.models import Outcome, Purpose, UploadStep, ValueChange, ValueState
from portal.services import reviews
from portal.services.reviews import Edit
from tests.portal.workbook.journeys import bring_in, cell, confirm, edited, outcomes, put, take_out, told


@pytest.fixture
def copy(project, review, erika) -> bytes:
    return take_out(project, Purpose.REVIEW, erika)


def row(number: int, **cells: object):
    """A row of `Lines`, typed below the others."""

    def change(book) -> None:
        put("Lines", "document", "bill.pdf", number)(book)
        for header, value in cells.items():
            put("Lines", header, value, number)(book)

    return change


def without_row_ids(book) -> None:
    page = book["Lines"]
    page.delete_cols(cell(book, "Lines", "row id").column)


def items(review) -> list[tuple[int, str]]:
    live = review.values.filter(field="what").exclude(state=ValueState.REMOVED)
    return list(live.order_by("item").values_list("item", "value"))


def all_of(*changes):
    return lambda book: [change(book) for change in changes]


def test_a_file_with_rows_added_and_confirmed_twice_adds_them_once(project, review, copy, erika):
    filled = edited(copy, row(4, What="Washers"))
    first, second = bring_in(project, filled, erika), bring_in(project, filled, erika)
    confirm(first, erika)
    confirm(second, erika)
    assert second.step == UploadStep.PREVIEW
    assert "confirmed another upload" in told(second, Outcome.NOTICE)[0]
    confirm(second, erika)
    assert second.step == UploadStep.DONE
    assert items(review) == [(1, "Nails"), (2, "Screws"), (3, "Washers")]


def test_nobody_conflicts_with_an_upload_of_their_own_that_was_confirmed_in_between(project, review, copy, erika):
    first = bring_in(project, edited(copy, put("Data", "Total", 31)), erika)
    second = bring_in(project, edited(copy, put("Data", "Total", 32)), erika)
    confirm(first, erika)
    confirm(second, erika)
    confirm(second, erika)
    assert outcomes(second)["total"] == "changed"
    assert review.values.get(field="total").value == "32"


def test_a_number_typed_for_a_new_row_is_no_claim_on_somebody_elses_item(project, review, copy, erika, lena):
    reviews.edit(review, [Edit(("lines", 3, "what"), "Glue", seen=0)], by=lena)
    filled = edited(copy, all_of(without_row_ids, row(4, item=3, What="Washers")))
    confirm(bring_in(project, filled, erika), erika)
    assert items(review) == [(1, "Nails"), (2, "Screws"), (3, "Glue"), (4, "Washers")]
    assert outcomes(bring_in(project, filled, erika)) == {}


def test_a_file_that_confirmed_its_rows_does_not_take_back_what_was_said_since(project, review, copy, erika, lena):
    reviews.edit(review, [Edit(("", 0, "total"), "99.00 EUR", seen=1)], by=lena)
    review.values.filter(field="total").update(state=ValueState.UNREVIEWED)
    checked = edited(copy, put("Data", "status", "checked"))
    upload = confirm(bring_in(project, checked, erika), erika)
    assert outcomes(upload)["total"] == "conflict"
    again = confirm(bring_in(project, checked, erika), erika)
    assert outcomes(again) == {}
    later = bring_in(project, edited(checked, put("Data", "Total", 31)), erika)
    assert outcomes(later) == {"total": "conflict"}


def test_a_row_copied_after_its_document_was_checked_leaves_the_item_to_the_one_that_says_so(
    project, review, copy, erika
):
    checked = edited(copy, put("Data", "status", "checked"))
    confirm(bring_in(project, checked, erika), erika)

    def copies(book) -> None:
        page = book["Lines"]
        for column in range(1, page.max_column + 1):
            page.cell(4, column).value = page.cell(2, column).value
        cell(book, "Lines", "What", 2).value = "Washers"

    confirm(bring_in(project, edited(checked, copies), erika), erika)
    assert items(review) == [(1, "Nails"), (2, "Screws"), (3, "Washers")]


def test_what_was_cleared_and_is_checked_then_is_no_conflict(project, review, copy, erika):
    changed = edited(copy, put("Data", "Total", 31))
    confirm(bring_in(project, changed, erika), erika)
    cleared = edited(changed, put("Data", "Total", "#CLEAR"))
    confirm(bring_in(project, cleared, erika), erika)
    upload = confirm(bring_in(project, edited(cleared, put("Data", "status", "checked")), erika), erika)
    assert outcomes(upload)["total"] == "changed"
    assert review.values.get(field="total").state == ValueState.CONFIRMED


def test_an_item_that_was_deleted_and_is_wanted_again_comes_back(project, review, copy, erika):
    deleted = edited(copy, put("Lines", "item", "#DELETE"))
    confirm(bring_in(project, deleted, erika), erika)
    assert items(review) == [(2, "Screws")]
    wanted = edited(deleted, put("Lines", "item", 1))
    upload = confirm(bring_in(project, wanted, erika), erika)
    assert outcomes(upload) == {"lines.1.what": "changed", "lines.1.amount": "changed"}
    assert items(review) == [(1, "Nails"), (2, "Screws")]
    confirm(bring_in(project, deleted, erika), erika)
    assert items(review) == [(2, "Screws")]


def test_a_row_that_was_deleted_stays_the_deleted_one_whatever_was_copied_from_it(project, review, copy, erika):
    def copies_and_deletes(book) -> None:
        page = book["Lines"]
        for column in range(1, page.max_column + 1):
            page.cell(4, column).value = page.cell(3, column).value
            page.cell(3, column).value = page.cell(2, column).value
        put("Lines", "What", "Washers", 2)(book)
        put("Lines", "Amount", 11, 3)(book)
        put("Lines", "item", "#DELETE", 3)(book)

    filled = edited(copy, copies_and_deletes)
    confirm(bring_in(project, filled, erika), erika)
    before = items(review)
    assert outcomes(confirm(bring_in(project, filled, erika), erika)) == {}
    assert items(review) == before


def test_a_deletion_of_which_nobody_can_tell_the_item_is_told(project, review, copy, erika):
    filled = edited(copy, all_of(without_row_ids, put("Lines", "item", "#DELETE")))
    upload = bring_in(project, filled, erika)
    assert outcomes(upload) == {"lines.3.@item": "problem"}
    assert "which line item" in told(upload)[0]


def test_clearing_in_a_new_row_says_nothing_of_an_item_to_come(project, review, copy, erika, anton):
    filled = edited(copy, row(4, What="Washers", Amount="#CLEAR"))
    reviews.submit(review, by=erika, confirm_rest=True)
    assert outcomes(confirm(bring_in(project, filled, erika), erika)) == {"lines.3.what": "refused"}
    reviews.send_back(review, by=anton, comment="look again")
    before = ValueChange.objects.count()
    assert outcomes(confirm(bring_in(project, filled, erika), erika)) == {"lines.3.what": "new"}
    assert ValueChange.objects.count() == before + 1
    assert outcomes(bring_in(project, filled, erika)) == {}
