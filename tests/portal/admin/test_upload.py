"""Files come in by the page: each with its result in words."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.models import Document

ADD = "admin:portal_document_add"


def pdf(samples, name="01-de-letter.pdf"):
    return (samples / "invoices" / name).read_bytes()


def upload(client, project, *files, **data):
    uploads = [SimpleUploadedFile(name, content, "application/pdf") for name, content in files]
    return client.post(reverse(ADD), {"project": project.pk, "files": uploads, **data})


def test_a_pdf_is_added_with_its_pages_and_source(project, ada, log_in, samples):
    page = upload(log_in(ada), project, ("bill.pdf", pdf(samples)), stratum="mail").content.decode()
    document = Document.objects.get()
    assert (document.name, document.stratum, document.added_by, document.problem) == ("bill.pdf", "mail", ada, "")
    assert document.pages
    assert "added" in page
    assert reverse("admin:portal_document_change", args=[document.pk]) in page


def test_the_same_file_twice_is_named_not_stored_twice(project, ada, log_in, samples):
    client = log_in(ada)
    upload(client, project, ("bill.pdf", pdf(samples)))
    page = upload(client, project, ("copy.pdf", pdf(samples))).content.decode()
    assert Document.objects.count() == 1
    assert "already here" in page
    assert "as bill.pdf" in page


def test_what_is_no_pdf_is_refused_with_the_reason(project, ada, log_in):
    page = upload(log_in(ada), project, ("letter.pdf", b"<html>")).content.decode()
    assert "refused" in page
    assert "not a PDF" in page
    assert not Document.objects.exists()


def test_an_encrypted_pdf_is_kept_and_its_problem_said(project, ada, log_in, samples):
    page = upload(log_in(ada), project, ("locked.pdf", pdf(samples, "27-encrypted.pdf"))).content.decode()
    assert "added, but unreadable" in page
    assert "needs a password" in page
    assert Document.objects.get().pages is None


def test_a_zip_gives_a_line_for_each_pdf_in_it(project, ada, log_in, samples):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/one.pdf", pdf(samples))
        archive.writestr("two.pdf", pdf(samples, "10-us-simple.pdf"))
        archive.writestr("notes.txt", "x")
    upload(log_in(ada), project, ("all.zip", packed.getvalue()))
    assert set(Document.objects.values_list("name", flat=True)) == {"one.pdf", "two.pdf"}


def test_one_bad_file_does_not_keep_the_others_out(project, ada, log_in, samples):
    page = upload(log_in(ada), project, ("bad.zip", b"PK\x03\x04junk"), ("good.pdf", pdf(samples))).content.decode()
    assert Document.objects.get().name == "good.pdf"
    assert "cannot be read" in page


@pytest.mark.parametrize(("files", "words"), [((), "at least one PDF"), ((("a.pdf", b"x"),), "Choose the project")])
def test_a_form_that_is_not_filled_in_says_so(files, words, project, ada, log_in):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    data = {"files": uploads} | ({"project": project.pk} if not files else {})
    assert words in log_in(ada).post(reverse(ADD), data).content.decode()


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(project, ada, log_in, settings):
    settings.MAX_PDF_MEGABYTES = 0
    page = upload(log_in(ada), project, ("big.zip", b"PK\x03\x04" + b"0" * 100)).content.decode()
    assert "larger than 0 MB" in page
