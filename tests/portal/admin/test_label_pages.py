"""Labels: brought in by a file, read, accepted, rejected."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from portal.models import GroundTruth, LabelState, Provenance
from portal.services import labels
from portal.services.labels import LabelRecord, Said
from tests.portal.admin.table_pages import bring, page_of, send, step

DECIDE = "admin:portal_groundtruth_decide"
LIST = "admin:portal_groundtruth_changelist"


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def said(label):
    return {row.field: row.value for row in label.values.all()}


@pytest.fixture
def label(version, document, lee):
    record = LabelRecord("bill.pdf", "row 1", {"number": Said("R-007", "canonical"), "total": Said("N/A")})
    labels.import_labels(version, [record], made="blind", by=lee)
    return GroundTruth.objects.get()


@pytest.mark.parametrize(
    ("made", "provenance"),
    [
        ("blind", Provenance.BLIND),
        ("shown", Provenance.ASSISTED),
        ("rules", Provenance.WEAK),
        ("system", Provenance.IMPORTED),
    ],
)
def test_a_label_says_how_it_was_made(made, provenance, document, project, lee, log_in):
    client = log_in(lee)
    upload = bring(client, project, b"file,Number\nbill.pdf,R-1\n", made=made)
    assert not GroundTruth.objects.exists()
    step(client, "confirm", upload)
    label = GroundTruth.objects.get()
    assert (label.provenance, label.state, label.labeller) == (provenance, LabelState.PROPOSED, lee)


def test_a_problem_is_named_and_left_out_and_keeps_nothing_else_out(document, project, lee, log_in):
    client = log_in(lee)
    upload = bring(client, project, b"file,Number,Issued\nbill.pdf,R-1,soon\nunknown.pdf,R-2,\n", made="blind")
    page = page_of(client, upload)
    assert "unknown.pdf" in page
    assert "soon" in page
    assert "2 cells are not applied" in page
    step(client, "confirm", upload)
    assert said(GroundTruth.objects.get()) == {"number": "R-1"}


def test_blank_cells_say_nothing(document, project, lee, log_in):
    client = log_in(lee)
    step(client, "confirm", bring(client, project, b"file,Number,Buyer\nbill.pdf,R-1,\n", made="blind"))
    step(client, "confirm", bring(client, project, b"file,Number,Buyer\nbill.pdf,,Otto\n", made="blind"))
    assert said(GroundTruth.objects.get()) == {"number": "R-1", "buyer": "Otto"}


def test_numbers_are_read_by_the_conventions_given_and_never_guessed(document, project, lee, log_in):
    client, csv = log_in(lee), b"file;Total\nbill.pdf;1.234\n"
    unclear = bring(client, project, csv, made="blind")
    assert "1.234" in page_of(client, unclear, "?outcome=problem")
    step(client, "confirm", unclear)
    assert not GroundTruth.objects.exists()
    step(client, "confirm", bring(client, project, csv, made="blind", decimal=","))
    assert said(GroundTruth.objects.get()) == {"total": "1234"}


def test_a_lead_may_accept_at_once_and_a_labeller_may_not(document, project, lee, lena, log_in):
    csv = b"file,Number\nbill.pdf,R-1\n"
    refused = send(log_in(lee), project, csv, made="blind", accept="on")
    assert refused.status_code == 400
    assert "you need the role" in refused.content.decode()
    client = log_in(lena)
    step(client, "confirm", bring(client, project, csv, made="blind", accept="on"))
    assert GroundTruth.objects.get().is_gold


def test_the_page_of_a_label_says_what_it_says_and_why_it_does_not_count_yet(label, lena, log_in):
    page = log_in(lena).get(reverse("admin:portal_groundtruth_change", args=[label.pk])).content.decode()
    for words in ("R-007", "not in the document", "Not gold yet", "by lee", "nothing said"):
        assert words in page


def test_a_lead_accepts_and_rejects_with_a_reason(label, lena, log_in):
    client = log_in(lena)
    client.post(reverse(DECIDE), {"labels": label.pk, "do": "accept"})
    label.refresh_from_db()
    assert label.is_gold
    refused = client.post(reverse(DECIDE), {"labels": label.pk, "do": "reject", "reason": " "})
    assert refused.status_code == 400
    client.post(reverse(DECIDE), {"labels": label.pk, "do": "reject", "reason": "wrong page"})
    label.refresh_from_db()
    assert label.state == LabelState.REJECTED
    assert label.events.first().reason == "wrong page"


def test_actions_decide_about_several_and_say_what_was_refused(label, lena, lee, version, add_document, log_in):
    add_document("other.pdf")
    labels.import_labels(version, [LabelRecord("other.pdf", "row", {"number": Said("R-2")})], made="blind", by=lee)
    labels.accept(label, by=lena)
    client, chosen = log_in(lena), list(GroundTruth.objects.values_list("pk", flat=True))
    response = client.post(reverse(LIST), {"action": "accept_chosen", "_selected_action": chosen, "index": 0})
    assert "1 label accepted" in told(response)
    assert "accepted already" in told(response)
    page = client.post(
        reverse(LIST), {"action": "reject_chosen", "_selected_action": chosen, "index": 0}
    ).content.decode()
    assert "2 labels will be rejected" in page


def test_a_labeller_is_not_offered_to_accept(label, lee, log_in):
    client = log_in(lee)
    assert "accept_chosen" not in client.get(reverse(LIST)).content.decode()
    client.post(reverse(DECIDE), {"labels": label.pk, "do": "accept"})
    label.refresh_from_db()
    assert label.state == LabelState.PROPOSED


def test_a_labeller_does_not_see_labels_made_from_predictions(world, lee, log_in):
    assisted = GroundTruth.objects.get(provenance=Provenance.ASSISTED)
    assert log_in(lee).get(reverse("admin:portal_groundtruth_change", args=[assisted.pk])).status_code == 404
    assert world.approved.name not in log_in(lee).get(reverse(LIST)).content.decode()
