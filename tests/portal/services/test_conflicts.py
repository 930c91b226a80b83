"""Conflicts: found, looked at as they are, decided once by who may, settled by a later upload."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Conflict, Door, GroundTruth, Purpose, ValueState
from portal.services import conflicts, labels, reviews
from portal.services.conflicts import Decision
from portal.services.errors import InvalidTransition
from portal.services.labels import LabelRecord, Said
from portal.services.reviews import Edit
from tests.portal.workbook.journeys import bring_in, cell, confirm, edited, put, take_out

TOTAL = ("", 0, "total")


@pytest.fixture
def copy(project, review, erika) -> bytes:
    return take_out(project, Purpose.REVIEW, erika)


@pytest.fixture
def disputed(project, review, copy, erika, lena) -> Conflict:
    """The total, in erika's file 31.5, by lena 99."""
    reviews.edit(review, [Edit(TOTAL, "99.00 EUR", seen=1)], by=lena)
    confirm(bring_in(project, edited(copy, put("Data", "Total", 31.5)), erika), erika)
    return Conflict.objects.get()


def total(review):
    return review.values.get(list_name="", field="total")


def decide(conflict, decision, by, seen=2):
    return conflicts.decide(conflict, decision, seen=seen, by=by)


def test_what_is_held_names_who_said_it_last_and_when(disputed, lena):
    held = conflicts.held_at(disputed.cell)
    assert (held.value.value, held.revision, held.last.by, held.last.door) == ("99.00", 2, lena, Door.DESK)


def test_of_what_was_extracted_it_names_the_run(project, review, copy, erika):
    upload = bring_in(project, edited(copy, put("Data", "Total", 31.5)), erika)
    held = conflicts.held_at(upload.cells.get())
    assert (held.value.value, held.last.by, held.last.door) == ("30.00", None, Door.RUN)


@pytest.mark.parametrize(("decision", "value"), [(Decision.FILE, "31.5"), (Decision.PORTAL, "99.00")])
def test_it_is_decided_once(decision, value, disputed, review, erika, lena):
    decided = decide(disputed, decision, lena)
    assert (decided.decision, decided.decided_by) == (decision, lena)
    assert decided.decided_at is not None
    with pytest.raises(InvalidTransition, match="settled already"):
        decide(disputed, Decision.FILE, erika, seen=3)
    assert total(review).value == value


def test_a_value_taken_from_the_file_is_in_the_ledger(disputed, review, erika):
    decide(disputed, Decision.FILE, erika)
    change = review.changes.filter(field="total").first()
    assert (change.by, change.door, change.old.value, change.new.value) == (erika, Door.WORKBOOK, "99.00", "31.5")
    assert total(review).state == ValueState.CORRECTED


@pytest.mark.parametrize("decision", [Decision.FILE, Decision.PORTAL])
def test_who_decides_has_seen_what_is_held_now(decision, disputed, review, erika, lena):
    reviews.edit(review, [Edit(TOTAL, "77.00 EUR", seen=2)], by=lena)
    with pytest.raises(InvalidTransition, match="changed the value while you were looking"):
        decide(disputed, decision, erika, seen=2)
    disputed.refresh_from_db()
    assert (disputed.decision, total(review).value) == (Decision.OPEN, "77.00")


@pytest.mark.parametrize("name", ["anton", "ada", "lee", "vera", "otto", "root"])
def test_who_may_not_correct_reviews_decides_nothing(name, disputed, request):
    with pytest.raises(PermissionDenied):
        decide(disputed, Decision.PORTAL, request.getfixturevalue(name))


def test_into_a_review_that_is_closed_nothing_is_written(disputed, review, erika):
    reviews.submit(review, by=erika, confirm_rest=True)
    with pytest.raises(InvalidTransition, match="submitted"):
        decide(disputed, Decision.FILE, erika, seen=conflicts.held_at(disputed.cell).revision)
    disputed.refresh_from_db()
    assert (disputed.decision, total(review).value) == (Decision.OPEN, "99.00")


def test_a_later_upload_that_says_something_else_settles_it(project, disputed, copy, review, erika):
    fresh = take_out(project, Purpose.REVIEW, erika)
    confirm(bring_in(project, edited(fresh, put("Data", "Total", 55)), erika), erika)
    disputed.refresh_from_db()
    assert (disputed.decision, disputed.decided_by) == (Decision.NEWER, erika)
    assert total(review).value == "55"


def test_the_upload_of_somebody_else_settles_nothing(project, disputed, lena):
    fresh = take_out(project, Purpose.REVIEW, lena)
    confirm(bring_in(project, edited(fresh, put("Data", "Total", 55)), lena), lena)
    disputed.refresh_from_db()
    assert disputed.decision == Decision.OPEN


class TestItems:
    @pytest.fixture
    def disputed(self, project, review, copy, erika, lena) -> Conflict:
        """Erika's file takes the first line away, of which lena has changed the amount."""
        reviews.edit(review, [Edit(("lines", 1, "amount"), "11.00 EUR", seen=1)], by=lena)

        def delete(book):
            cell(book, "Lines", "item", 2).value = "#DELETE"

        confirm(bring_in(project, edited(copy, delete), erika), erika)
        return Conflict.objects.get()

    def live(self, review):
        rows = review.values.filter(list_name="lines", item=1).exclude(state=ValueState.REMOVED)
        return {row.field: row.value for row in rows}

    def test_its_latest_change_is_held_against_it(self, disputed, lena):
        held = conflicts.held_at(disputed.cell)
        assert (held.value.value, held.last.by) == ("11.00", lena)

    def test_the_file_takes_it_away(self, disputed, review, erika):
        decide(disputed, Decision.FILE, erika, seen=conflicts.held_at(disputed.cell).revision)
        assert self.live(review) == {}

    def test_the_portal_keeps_it(self, disputed, review, erika):
        decide(disputed, Decision.PORTAL, erika, seen=conflicts.held_at(disputed.cell).revision)
        assert self.live(review) == {"what": "Nails", "amount": "11.00"}

    def test_any_change_of_the_item_is_noticed(self, disputed, review, erika, lena):
        seen = conflicts.held_at(disputed.cell).revision
        reviews.edit(review, [Edit(("lines", 1, "what"), "Pins", seen=1)], by=lena)
        with pytest.raises(InvalidTransition, match="changed the value"):
            decide(disputed, Decision.FILE, erika, seen=seen)


class TestLabels:
    @pytest.fixture
    def disputed(self, project, version, document, lee) -> Conflict:
        """Lee's label says 007, and lee's table 008."""
        labels.import_labels(version, [LabelRecord("bill.pdf", "row", {"number": Said("007")})], made="blind", by=lee)
        confirm(bring_in(project, b"file,Number\nbill.pdf,008\n", lee, "t.csv", made="blind"), lee)
        return Conflict.objects.get()

    def test_whose_label_it_is_decides_and_it_awaits_acceptance_anew(self, disputed, lee, lena):
        label = labels.accept(GroundTruth.objects.get(), by=lena)
        decide(disputed, Decision.FILE, lee, seen=1)
        label.refresh_from_db()
        assert (label.values.get().value, label.state) == ("008", "proposed")
        assert label.events.first().by == lee

    def test_a_lead_may_decide_too(self, disputed, lena):
        decide(disputed, Decision.FILE, lena, seen=1)
        assert GroundTruth.objects.get().values.get().value == "008"

    def test_another_labeller_may_not(self, disputed, project, erika):
        project.memberships.filter(user=erika).update(role="labeller")
        with pytest.raises(PermissionDenied, match="by the person whose label it is, or by a lead"):
            decide(disputed, Decision.FILE, erika, seen=1)
