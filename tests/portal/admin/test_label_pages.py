"""Labels: brought in by a file, read, accepted, rejected."""

import json

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.models import GroundTruth, LabelState, Provenance
from portal.services import labels
from portal.services.labels import LabelRecord, Said

IMPORT = "admin:portal_groundtruth_import"
DECIDE = "admin:portal_groundtruth_decide"
LIST = "admin:portal_groundtruth_changelist"


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def bring(client, project, *records, made="blind", name="labels.jsonl", **data):
    content = "\n".join(json.dumps(record) for record in records).encode()
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(IMPORT), {"project": project.pk, "file": file, "made": made, "do": "import", **data})


def record(document="bill.pdf", **fields):
    return {"file": document, "fields": fields, "lists": {}}


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
    page = bring(log_in(lee), project, record(number="R-1"), made=made).content.decode()
    assert "1 new label" in page
    label = GroundTruth.objects.get()
    assert (label.provenance, label.state, label.labeller) == (provenance, LabelState.PROPOSED, lee)


def test_any_problem_leaves_nothing_written_and_is_named(document, project, lee, log_in):
    response = bring(log_in(lee), project, record(number="R-1"), record("unknown.pdf", number="R-2"))
    page = response.content.decode()
    assert response.status_code == 400
    assert "Nothing was written" in page
    assert "unknown.pdf" in page
    assert not GroundTruth.objects.exists()


def test_a_file_can_be_checked_without_writing(document, project, lee, log_in):
    page = bring(log_in(lee), project, record(number="R-1"), do="check").content.decode()
    assert "Only checked, nothing written" in page
    assert not GroundTruth.objects.exists()


def test_numbers_are_read_by_the_conventions_given_and_never_guessed(document, project, lee, log_in):
    client = log_in(lee)
    csv = b"file;total\nbill.pdf;1.234\n"

    def send(**data):
        file = SimpleUploadedFile("labels.csv", csv)
        return client.post(
            reverse(IMPORT), {"project": project.pk, "file": file, "made": "blind", "do": "import", **data}
        )

    assert send().status_code == 400
    assert send(decimal=",").status_code == 200
    assert GroundTruth.objects.get().values.get(field="total").value == "1234"


def test_a_lead_may_accept_at_once_and_a_labeller_may_not(document, project, lee, lena, log_in):
    assert "you need the role" in bring(log_in(lee), project, record(number="R-1"), accept="on").content.decode()
    assert 'name="accept"' not in log_in(lee).get(reverse(IMPORT)).content.decode()
    bring(log_in(lena), project, record(number="R-1"), accept="on")
    assert GroundTruth.objects.get().is_gold


@pytest.mark.parametrize("data", [{"project": ""}, {"file": ""}, {"made": "nonsense"}])
def test_a_form_that_is_not_filled_in_says_so(data, document, project, lee, log_in):
    sent = {"project": project.pk, "file": SimpleUploadedFile("a.jsonl", b"{}"), "made": "blind"} | data
    response = log_in(lee).post(reverse(IMPORT), sent)
    assert response.status_code == 400
    assert not GroundTruth.objects.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"\x00\x01\x02", b"", b"{"])
def test_a_file_that_is_no_table_is_refused_in_words(content, document, project, lee, log_in):
    sent = {"project": project.pk, "file": SimpleUploadedFile("a.xlsx", content), "made": "blind"}
    response = log_in(lee).post(reverse(IMPORT), sent)
    assert response.status_code == 400
    assert "✗" in response.content.decode()


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
