"""Conflicts: both values with their authors and times, decided by a person who looked at them as they are."""

import pytest
from django.urls import reverse

from portal.models import Conflict, GroundTruth, Purpose, ValueChange
from portal.services import labels, reviews
from portal.services.labels import LabelRecord, Said
from portal.services.reviews import Edit
from tests.portal.admin.table_pages import bring, page_of, step, text_of
from tests.portal.workbook.journeys import edited, put, take_out


@pytest.fixture
def disputed(project, review, erika, lena, log_in):
    """The total, in erika's file 31.5, by lena 99."""
    content = edited(take_out(project, Purpose.REVIEW, erika), put("Data", "Total", 31.5))
    reviews.edit(review, [Edit(("", 0, "total"), "99.00 EUR", seen=1)], by=lena)
    client = log_in(erika)
    step(client, "confirm", bring(client, project, content, "copy.xlsx"))
    return Conflict.objects.get()


def total(review):
    return review.values.get(list_name="", field="total").value


def decide(client, conflict, decision, seen=2):
    address = reverse("admin:portal_upload_decide", args=[conflict.pk])
    return text_of(client.post(address, {"decision": decision, "seen": seen}, follow=True))


def test_both_values_are_shown_with_authors_and_times(disputed, review, erika, log_in):
    page = page_of(log_in(erika), disputed.cell.upload, page="conflicts")
    assert "bill.pdf: Total" in page
    assert "Portal 99.00 EUR lena, Review form" in page
    assert "File Data!F2 31.5 EUR erika" in page
    change = ValueChange.objects.get(review=review, new__value="99.00")
    for at in (change.at, disputed.cell.upload.created_at):
        assert f"{at:%Y}" in page
    assert "Keep “99.00 EUR” of the portal" in page
    assert "Take “31.5 EUR” of the file" in page
    html = log_in(erika).get(reverse("admin:portal_upload_conflicts", args=[disputed.cell.upload_id])).content.decode()
    assert reverse("admin:portal_review_change", args=[review.pk]) in html


@pytest.mark.parametrize(
    ("decision", "value", "words"),
    [("file", "31.5", "the value of the file was written"), ("portal", "99.00", "the value of the portal stays")],
)
@pytest.mark.parametrize("who", ["erika", "lena"])
def test_a_person_decides(decision, value, words, who, disputed, review, erika, lena, log_in):
    page = decide(log_in({"erika": erika, "lena": lena}[who]), disputed, decision)
    assert words in page
    assert "No conflict waits for a decision." in page
    assert f"by {who}" in page
    assert total(review) == value
    disputed.refresh_from_db()
    assert (disputed.decision, disputed.decided_by.username) == (decision, who)


def test_what_was_written_says_who_decided_and_by_which_door(disputed, review, lena, log_in):
    decide(log_in(lena), disputed, "file")
    change = review.changes.filter(field="total").first()
    assert (change.by, change.door, change.old.value, change.new.value) == (lena, "workbook", "99.00", "31.5")


def test_a_decision_about_what_has_changed_meanwhile_is_refused(disputed, review, erika, lena, log_in):
    reviews.edit(review, [Edit(("", 0, "total"), "77.00 EUR", seen=2)], by=lena)
    page = decide(log_in(erika), disputed, "file", seen=2)
    assert "Somebody changed the value while you were looking at it." in page
    assert "77.00 EUR" in page
    assert total(review) == "77.00"
    assert "written" in decide(log_in(erika), disputed, "file", seen=3)


@pytest.mark.parametrize("seen", ["", "x", "-2"])
def test_a_decision_without_what_was_seen_is_refused(seen, disputed, review, erika, log_in):
    assert "Somebody changed the value" in decide(log_in(erika), disputed, "file", seen=seen)
    assert total(review) == "99.00"


def test_a_decision_is_made_once(disputed, review, erika, lena, log_in):
    decide(log_in(erika), disputed, "portal")
    assert "This conflict is settled already." in decide(log_in(lena), disputed, "file")
    assert total(review) == "99.00"


@pytest.mark.parametrize("decision", ["", "newer", "both"])
def test_a_decision_says_which_is_right(decision, disputed, erika, log_in):
    assert "Say whether the file is right or the portal." in decide(log_in(erika), disputed, decision)
    disputed.refresh_from_db()
    assert disputed.decision == ""


def test_a_review_that_was_submitted_meanwhile_takes_nothing(disputed, review, erika, log_in):
    reviews.submit(review, by=erika, confirm_rest=True)
    page = decide(log_in(erika), disputed, "file", seen=3)
    assert "Decided" not in page
    assert total(review) == "99.00"


def test_others_do_not_find_it(disputed, anton, lee, otto, log_in):
    for person in (anton, lee, otto):
        client = log_in(person)
        assert "99.00" not in decide(client, disputed, "file")
        assert client.get(reverse("admin:portal_upload_conflicts", args=[disputed.cell.upload_id])).status_code == 404
    disputed.refresh_from_db()
    assert disputed.decision == ""


@pytest.fixture
def disputed_label(project, version, document, lee, log_in):
    """Lee's label says 007, and lee's other table 008."""
    labels.import_labels(version, [LabelRecord("bill.pdf", "row", {"number": Said("007")})], made="blind", by=lee)
    client = log_in(lee)
    step(client, "confirm", bring(client, project, b"file,Number\nbill.pdf,008\n", made="blind"))
    return Conflict.objects.get()


def test_a_label_is_decided_by_whose_it_is_and_proposed_again(disputed_label, lee, lena, log_in):
    label = GroundTruth.objects.get()
    labels.accept(label, by=lena)
    page = page_of(log_in(lee), disputed_label.cell.upload, page="conflicts")
    assert "Portal 007 lee" in page
    decide(log_in(lee), disputed_label, "file", seen=1)
    label.refresh_from_db()
    assert label.values.get().value == "008"
    assert label.state == "proposed"


def test_a_labeller_reads_no_prediction_on_the_page_of_conflicts(
    disputed_label, document, make_extraction, lee, log_in
):
    make_extraction(document)
    page = page_of(log_in(lee), disputed_label.cell.upload, page="conflicts")
    assert "R-007" not in page
    assert "30.00" not in page


def test_the_list_says_how_many_conflicts_wait(disputed, erika, log_in):
    client = log_in(erika)
    address = reverse("admin:portal_upload_changelist")
    assert "✓ written 1 erika" in text_of(client.get(address))
    decide(client, disputed, "portal")
    assert "✓ written 0 erika" in text_of(client.get(address))
