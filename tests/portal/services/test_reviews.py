"""Reviews: seeded, edited, submitted, approved by somebody else."""

import pytest
from django.core.exceptions import PermissionDenied

from extraction.values import Cell, ExtractionResult
from portal.models import Door, GroundTruth, Membership, Provenance, Review, Role, ValueChange, ValueState
from portal.models.values import AppendOnly
from portal.services import reviews
from portal.services.errors import BadInput, InvalidTransition, StaleRevision
from portal.services.reviews import Edit, approve, edit, reopen, send_back, submit, withdraw

TOTAL = ("", 0, "total")
BUYER = ("", 0, "buyer")


def value(review: Review, place):
    return review.values.get(list_name=place[0], item=place[1], field=place[2])


@pytest.fixture
def submitted(review, erika):
    return submit(review, by=erika, confirm_rest=True)


@pytest.fixture
def approved(submitted, anton):
    return approve(submitted, by=anton)


class TestSeeding:
    def test_the_first_extraction_of_the_delivery_source_opens_a_review(self, review):
        assert review.state == "open"
        assert value(review, TOTAL).value == "30.00"
        assert value(review, TOTAL).unit == "EUR"
        assert value(review, TOTAL).evidence.page == 1
        assert value(review, BUYER).says == "absent"
        assert review.values.filter(list_name="lines").count() == 4

    def test_every_seeded_value_has_its_trail(self, review):
        assert review.changes.count() == review.values.count()
        assert {change.door for change in review.changes.all()} == {Door.RUN}

    def test_another_source_opens_none(self, document, make_extraction):
        make_extraction(document, source="embedded")
        assert not document.reviews.exists()

    def test_a_later_run_changes_nothing_by_itself(self, document, review, make_extraction):
        make_extraction(document, ExtractionResult(fields={"total": Cell(value="99.00", raw="99,00")}))
        assert value(document.reviews.get(), TOTAL).value == "30.00"


class TestRebase:
    @pytest.fixture
    def later(self, document, review, make_extraction):
        return make_extraction(
            document,
            ExtractionResult(
                fields={
                    "total": Cell(value="99.00", raw="99,00"),
                    "number": Cell(value="R-008", raw="R-008"),
                },
                lists={"lines": [{"what": Cell(value="Glue", raw="Glue"), "amount": None}]},
            ),
        )

    def test_what_nobody_touched_moves(self, review, later, erika):
        reviews.rebase(review, later, by=erika)
        assert value(review, TOTAL).value == "99.00"
        assert review.events.filter(kind="rebase", by=erika).exists()

    def test_confirmed_and_corrected_values_stay(self, review, later, erika):
        edit(
            review,
            [Edit(TOTAL, "31.00 EUR", seen=1), Edit(("", 0, "number"), "R-007", seen=1, confirmed=True)],
            by=erika,
        )
        reviews.rebase(review, later, by=erika)
        assert value(review, TOTAL).value == "31.00"
        assert value(review, ("", 0, "number")).value == "R-007"

    def test_a_list_somebody_worked_on_stays_whole(self, review, later, erika):
        edit(review, [Edit(("lines", 1, "amount"), "11.00 EUR", seen=1)], by=erika)
        reviews.rebase(review, later, by=erika)
        assert [v.value for v in review.values.filter(list_name="lines", field="what")] == ["Nails", "Screws"]

    def test_items_that_are_gone_are_removed_not_forgotten(self, review, later, erika):
        reviews.rebase(review, later, by=erika)
        assert value(review, ("lines", 2, "what")).state == ValueState.REMOVED
        assert value(review, ("lines", 1, "what")).value == "Glue"


class TestEditing:
    def test_a_correction_is_written_with_who_when_old_and_new(self, review, erika):
        edit(review, [Edit(TOTAL, "31.50 EUR", seen=1, reason="misread")], by=erika)
        row = value(review, TOTAL)
        assert (row.value, row.state, row.revision) == ("31.50", ValueState.CORRECTED, 2)
        change = review.changes.first()
        assert (change.by, change.old.value, change.new.value, change.reason) == (erika, "30.00", "31.50", "misread")

    def test_the_same_value_in_other_words_is_no_correction(self, review, erika):
        edit(review, [Edit(TOTAL, "30.0 EUR", seen=1)], by=erika)
        assert value(review, TOTAL).state == ValueState.UNREVIEWED
        assert review.changes.filter(by=erika).count() == 0

    def test_confirming_keeps_value_and_evidence(self, review, erika):
        edit(review, [Edit(TOTAL, "30.00 EUR", seen=1, confirmed=True)], by=erika)
        row = value(review, TOTAL)
        assert (row.value, row.state, row.raw) == ("30.00", ValueState.CONFIRMED, "30,00 €")
        assert row.evidence.page == 1

    def test_emptying_a_value_says_that_the_document_does_not_state_it(self, review, erika):
        edit(review, [Edit(TOTAL, "", seen=1)], by=erika)
        assert value(review, TOTAL).says == "absent"

    def test_an_illegible_value_is_said_so(self, review, erika):
        edit(review, [Edit(TOTAL, "#illegible", seen=1)], by=erika)
        assert value(review, TOTAL).says == "illegible"

    def test_all_problems_are_named_at_once_and_nothing_is_written(self, review, erika):
        wrong = [Edit(TOTAL, "much", seen=1), Edit(("", 0, "issued"), "31.02.2024", seen=1), Edit(BUYER, "Ann", seen=1)]
        with pytest.raises(BadInput) as error:
            edit(review, wrong, by=erika)
        assert "Total" in str(error.value)
        assert "Issued" in str(error.value)
        assert not review.changes.filter(by=erika).exists()

    def test_a_newer_change_of_somebody_else_is_never_overwritten(self, review, erika, lena):
        edit(review, [Edit(TOTAL, "31.00 EUR", seen=1)], by=lena)
        with pytest.raises(StaleRevision) as error:
            edit(review, [Edit(BUYER, "Ann", seen=1), Edit(TOTAL, "32.00 EUR", seen=1)], by=erika)
        assert "31.00" in error.value.now
        assert "32.00" in error.value.wanted
        assert value(review, TOTAL).value == "31.00"
        assert value(review, BUYER).says == "absent"

    def test_two_people_on_different_fields_do_not_disturb_each_other(self, review, erika, lena):
        edit(review, [Edit(TOTAL, "31.00 EUR", seen=1)], by=lena)
        edit(review, [Edit(BUYER, "Ann", seen=1)], by=erika)
        assert value(review, TOTAL).value == "31.00"
        assert value(review, BUYER).value == "Ann"

    def test_a_line_item_is_added_and_one_removed(self, review, erika):
        edits = [Edit(("lines", 3, "what"), "Glue", seen=0), Edit(("lines", 1, "what"), "Nails", seen=1, removed=True)]
        edit(review, edits, by=erika)
        assert value(review, ("lines", 3, "what")).value == "Glue"
        assert value(review, ("lines", 1, "what")).state == ValueState.REMOVED

    def test_a_submitted_review_cannot_be_edited(self, submitted, erika):
        with pytest.raises(InvalidTransition):
            edit(submitted, [Edit(TOTAL, "31.00", seen=2)], by=erika)

    def test_an_approver_does_not_edit(self, review, anton):
        with pytest.raises(PermissionDenied):
            edit(review, [Edit(TOTAL, "31.00", seen=1)], by=anton)


class TestTransitions:
    def test_unreviewed_values_are_not_submitted_silently(self, review, erika):
        with pytest.raises(InvalidTransition, match="8 values are not reviewed"):
            submit(review, by=erika)
        review.refresh_from_db()
        assert review.state == "open"

    def test_submitting_can_confirm_the_rest(self, submitted, erika):
        assert submitted.state == "submitted"
        assert submitted.submitted_by == erika
        assert set(submitted.values.values_list("state", flat=True)) == {ValueState.CONFIRMED}

    def test_what_is_no_value_is_not_submitted(self, document, make_extraction, erika):
        make_extraction(document, ExtractionResult(fields={"total": Cell(raw="a lot", invalid="number: no number")}))
        review = document.reviews.get()
        with pytest.raises(InvalidTransition, match="1 values are not valid \\(total\\)"):
            submit(review, by=erika, confirm_rest=True)
        edit(review, [Edit(TOTAL, "#ILLEGIBLE", seen=1)], by=erika)
        assert submit(review, by=erika, confirm_rest=True).state == "submitted"

    def test_approval_keeps_who_when_and_what(self, approved, anton):
        assert approved.state == "approved"
        assert approved.approved_by == anton
        assert len(approved.approved_hash) == 64
        assert approved.events.first().kind == "approve"

    def test_nobody_approves_their_own_submission(self, submitted, erika):
        Membership.objects.create(project=submitted.document.project, user=erika, role=Role.APPROVER)
        with pytest.raises(PermissionDenied, match="themselves"):
            approve(submitted, by=erika)
        assert not submitted.events.filter(kind="approve").exists()

    def test_nobody_approves_what_they_edited(self, review, erika, lena):
        edit(review, [Edit(TOTAL, "31.00 EUR", seen=1)], by=lena)
        submit(review, by=erika, confirm_rest=True)
        with pytest.raises(PermissionDenied, match="themselves"):
            approve(review, by=lena)

    def test_an_approved_review_is_an_assisted_label_that_awaits_acceptance(self, approved):
        label = GroundTruth.objects.get()
        assert (label.provenance, label.state) == (Provenance.ASSISTED, "proposed")
        assert label.values.get(field="total").value == "30.00"
        assert label.values.get(list_name="lines", field="").value == "complete"
        assert not label.is_gold

    def test_sending_back_needs_a_comment(self, submitted, anton):
        with pytest.raises(BadInput):
            send_back(submitted, by=anton, comment=" ")
        assert send_back(submitted, by=anton, comment="Look at the total").state == "sent_back"

    def test_what_was_sent_back_can_be_edited_and_submitted_again(self, submitted, erika, anton):
        review = send_back(submitted, by=anton, comment="Look at the total")
        edit(review, [Edit(TOTAL, "31.00 EUR", seen=2)], by=erika)
        submit(review, by=erika)
        assert approve(review, by=anton).state == "approved"

    def test_only_who_submitted_withdraws(self, submitted, erika, lena):
        with pytest.raises(PermissionDenied):
            withdraw(submitted, by=lena, reason="no")
        assert withdraw(submitted, by=erika, reason="forgot a line").state == "open"

    def test_reopening_needs_a_reason_and_is_an_event(self, approved, anton):
        with pytest.raises(BadInput):
            reopen(approved, by=anton, reason="")
        opened = reopen(approved, by=anton, reason="client called")
        assert (opened.state, opened.approved_by, opened.approved_hash) == ("open", None, "")
        assert opened.events.first().reason == "client called"

    @pytest.mark.parametrize(
        ("verb", "arguments"),
        [(approve, {}), (send_back, {"comment": "x"}), (withdraw, {"reason": "x"}), (reopen, {"reason": "x"})],
    )
    def test_an_open_review_knows_only_submitting(self, review, lena, verb, arguments):
        with pytest.raises((InvalidTransition, PermissionDenied)):
            verb(review, by=lena, **arguments)
        review.refresh_from_db()
        assert review.state == "open"

    def test_an_outsider_can_do_nothing(self, review, otto):
        for verb, arguments in ((submit, {}), (approve, {}), (send_back, {"comment": "x"}), (reopen, {"reason": "x"})):
            with pytest.raises(PermissionDenied):
                verb(review, by=otto, **arguments)


class TestLedger:
    def test_a_change_can_neither_be_changed_nor_deleted(self, review):
        change = review.changes.first()
        with pytest.raises(AppendOnly):
            change.save()
        with pytest.raises(AppendOnly):
            change.delete()
        with pytest.raises(AppendOnly):
            ValueChange.objects.filter(pk=change.pk).update(reason="nothing happened")
        with pytest.raises(AppendOnly):
            review.events.all().delete()
