"""The whole loop through the pages: from a PDF to final data, each of the cast doing their part."""

import io
import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from extraction.contracts import shipped
from portal.models import (
    Document,
    EvalRun,
    Extraction,
    ExtractionRun,
    GroundTruth,
    Membership,
    Project,
    Review,
    Role,
    Upload,
)
from portal.services import evaluation, projects, runs
from tests.portal.workbook.journeys import work as work_on_tables


class Person:
    """Somebody at a browser, who follows redirects and fills in what a page asks for."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def open(self, name: str, *args: object, expect: int = 200) -> str:
        return self._read(self.client.get(reverse(f"admin:portal_{name}", args=args), follow=True), expect)

    def send(self, name: str, *args: object, expect: int = 200, **data: object) -> str:
        return self._read(self.client.post(reverse(f"admin:portal_{name}", args=args), data, follow=True), expect)

    @staticmethod
    def _read(response, expect: int) -> str:
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == expect, content[:500]
        return unescape(content.decode("utf-8", "replace"))

    def download(self, name: str, *args: object) -> CalamineWorkbook:
        response = self.client.get(reverse(f"admin:portal_{name}", args=args))
        assert response.status_code == 200
        return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))


def inputs(page: str) -> dict[str, str]:
    """The review form as a browser would send it back untouched."""
    found = re.findall(r'<input(?: type="hidden")?(?: id="[^"]*")? name="((?:text|seen):[^"]+)" value="([^"]*)"', page)
    areas = re.findall(r'<textarea id="[^"]*" name="(text:[^"]+)"[^>]*>\n(.*?)</textarea>', page, flags=re.S)
    return dict(found) | dict(areas)


@pytest.fixture
def invoices(root) -> Project:
    """A project for real invoices, with everybody in it."""
    project = projects.create("Invoices of Beispiel AG", "invoices", shipped("invoices"), by=root)
    Membership.objects.filter(user=root).delete()
    for name, role in (
        ("erika", Role.EXPERT),
        ("anton", Role.APPROVER),
        ("lee", Role.LABELLER),
        ("ada", Role.ENGINEER),
        ("ines", Role.INTEGRATOR),
        ("lena", Role.LEAD),
    ):
        user = User.objects.create_user(name, password="pass", is_staff=True)
        Membership.objects.create(project=project, user=user, role=role)
    return project


@pytest.fixture
def people(invoices, otto) -> dict[str, Person]:
    return {user.username: Person(user) for user in User.objects.all()}


def pdfs(samples, *names):
    return [SimpleUploadedFile(name, (samples / "invoices" / name).read_bytes()) for name in names]


def work() -> None:
    """What the workers do."""
    for pk in Extraction.objects.filter(state="queued").values_list("pk", flat=True):
        runs.perform(pk)


def test_from_a_pdf_to_final_data(invoices, people, samples):
    ada, erika, anton, ines, otto = (people[name] for name in ("ada", "erika", "anton", "ines", "otto"))

    # Ada brings an invoice in and has it read by two sources.
    assert "added" in ada.send("document_add", project=invoices.pk, files=pdfs(samples, "29-facturx.pdf"))
    document = Document.objects.get()
    for source in ("layout", "embedded"):
        assert "is started" in ada.send("extractionrun_add", project=invoices.pk, documents="all", source=source)
    work()
    assert [run.progress()["succeeded"] for run in ExtractionRun.objects.all()] == [1, 1]
    page = ada.open("document_change", document.pk)
    assert "A: embedded" in page
    assert "B: layout" in page
    assert '<rect id="b-' in page
    assert ada.client.get(reverse("admin:portal_document_image", args=[document.pk, 1]))["Content-Type"] == "image/png"

    # Erika finds the review that waits, corrects a value and submits.
    assert "1</strong> review to correct" in erika._read(erika.client.get(reverse("admin:index")), 200)
    review = Review.objects.get()
    form = inputs(erika.open("review_change", review.pk))
    assert form["text:invoice_number"]
    changed = form | {
        "text:buyer_reference": "COST-4711",
        "do": "submit",
        "checked_rest": "on",
        "reason": "handwritten",
    }
    assert "is submitted" in erika.send("review_change", review.pk, **changed)

    # Erika cannot approve her own work; Anton sees what she changed and approves.
    assert "need the role" in erika.send("review_move", review.pk, do="approve")
    assert "COST-4711" in anton.open("review_change", review.pk)
    assert "are approved" in anton.send("review_move", review.pk, do="approve", words="fine")

    # Ines downloads what was approved, and sees nothing of how it came to be.
    header, row = ines.download("extraction_final_xlsx", invoices.pk).get_sheet_by_name("Final").to_python()
    assert row[header.index("buyer_reference")] == "COST-4711"
    assert row[header.index("invoice_number")] == form["text:invoice_number"]
    assert row[header.index("approved_by")] == "anton"
    extraction = Extraction.objects.first()
    ines.open("extraction_change", extraction.pk, expect=404)

    # Otto sees nothing.
    for name, pk in (
        ("document_change", document.pk),
        ("review_change", review.pk),
        ("extraction_change", extraction.pk),
        ("extraction_final_xlsx", invoices.pk),
    ):
        otto.open(name, pk, expect=404)
    for name in ("document", "extraction", "review", "project"):
        assert "29-facturx" not in otto.open(f"{name}_changelist")
        assert "Beispiel" not in otto.open(f"{name}_changelist")


def test_from_labels_to_the_list_of_errors(invoices, people, samples):
    ada, lee, lena = (people[name] for name in ("ada", "lee", "lena"))
    files = pdfs(samples, "01-de-letter.pdf", "10-us-simple.pdf")
    ada.send("document_add", project=invoices.pk, files=files, stratum="post")
    ada.send("extractionrun_add", project=invoices.pk, documents="all", source="layout")
    work()
    run = ExtractionRun.objects.get()

    # Lee labels one of them blind, wrongly in one value; nothing is scored before Lena accepts.
    csv = "file;invoice_number;buyer_reference\n01-de-letter.pdf;SURELY-NOT-THIS;N/A\n"
    labels = SimpleUploadedFile("labels.csv", csv.encode())
    lee.send("upload_add", project=invoices.pk, file=labels, made="blind")
    work_on_tables()
    upload = Upload.objects.get()
    assert "Confirm: write 2 cells" in lee.open("upload_change", upload.pk)
    lee.send("upload_confirm", upload.pk)
    work_on_tables()
    assert "Written: 2 cells." in lee.open("upload_change", upload.pk)
    assert "await acceptance" in ada.send("extractionrun_evaluate", run.pk)
    label = GroundTruth.objects.get()
    assert "accepted" in lena.send("groundtruth_decide", labels=label.pk, do="accept")

    # Ada sees the score with its n, and the wrong cell with label, prediction and a way to the document.
    ada.send("extractionrun_evaluate", run.pk)
    assert EvalRun.objects.get().project == invoices
    evaluation.score(EvalRun.objects.get().pk)  # what a worker does
    page = ada.open("evalrun_change", EvalRun.objects.get().pk)
    assert "SURELY-NOT-THIS" in page
    assert reverse("admin:portal_document_change", args=[label.document_id]) in page
    assert "gold labels of 1 document" in page
    assert "SURELY-NOT-THIS" not in lee.open("evalrun_change", EvalRun.objects.get().pk)


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(invoices, people, samples):
    ada = people["ada"]
    ada.send("document_add", project=invoices.pk, files=pdfs(samples, "27-encrypted.pdf", "10-us-simple.pdf"))
    ada.send("extractionrun_add", project=invoices.pk, documents="all", source="layout")
    work()
    run = ExtractionRun.objects.get()
    page = ada.open("extractionrun_change", run.pk)
    assert "2 of 2 documents finished: 0 waiting, 0 at work, 1 succeeded, 1 failed." in page
    assert "27-encrypted.pdf" in page
    assert "password" in page
    assert "tried again" in ada.send("extractionrun_retry", run.pk)


def test_a_review_sent_back_comes_round_again(invoices, people, samples):
    ada, erika, anton, lena = (people[name] for name in ("ada", "erika", "anton", "lena"))
    ada.send("document_add", project=invoices.pk, files=pdfs(samples, "10-us-simple.pdf"))
    ada.send("extractionrun_add", project=invoices.pk, documents="all", source="layout")
    work()
    review = Review.objects.get()
    erika.send("review_change", review.pk, do="submit", checked_rest="on")
    anton.send("review_move", review.pk, do="send back", words="The buyer is somebody else")
    page = erika.open("review_change", review.pk)
    assert "The buyer is somebody else" in page
    corrected = inputs(page) | {"text:buyer_name": "Somebody Else Inc", "do": "submit"}
    erika.send("review_change", review.pk, **corrected)
    erika.send("review_move", review.pk, do="withdraw", words="one more look")
    erika.send("review_change", review.pk, do="submit")
    anton.send("review_move", review.pk, do="approve")
    lena.send("review_move", review.pk, do="reopen", words="the client complained")
    review.refresh_from_db()
    assert review.state == "open"
    kinds = list(review.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["seed", "submit", "send back", "submit", "withdraw", "submit", "approve", "reopen"]
