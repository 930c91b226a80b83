"""Lists and pages ask the database as often for one row as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Conflict, Document, UploadStep
from portal.services import evaluation, labels
from portal.services.labels import LabelRecord, Said
from tests.portal.admin.conftest import exported, upload_at

LISTS = (
    "document",
    "extraction",
    "groundtruth",
    "evalrun",
    "review",
    "extractionrun",
    "workbookexport",
    "upload",
    "contractversion",
    "project",
    "membership",
)


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def more_of_everything(add_document, make_extraction, version, lena, ada, count):
    for _ in range(count):
        document = add_document(f"more-{Document.objects.count()}.pdf")
        extraction = make_extraction(document)
        record = LabelRecord(document.name, "row", {"number": Said("R-1", "canonical")})
        labels.import_labels(version, [record], made="blind", by=lena, accept_them=True)
        evaluation.evaluate(extraction.run, by=ada)
        exported(version.project, lena)
        upload = upload_at(version.project, UploadStep.DONE, document, lena)
        Conflict.objects.create(cell=upload.cells.get())


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_ten_rows_as_for_one(
    name, add_document, make_extraction, version, lena, ada, log_in
):
    more_of_everything(add_document, make_extraction, version, lena, ada, 1)
    client, address = log_in(lena), reverse(f"admin:portal_{name}_changelist")
    client.get(address)
    before = queries(client, address)
    more_of_everything(add_document, make_extraction, version, lena, ada, 9)
    assert queries(client, address) == before
    assert before <= 12


def test_pages_of_an_upload_take_as_many_queries_for_ten_cells_as_for_one(document, make_extraction, lena, log_in):
    make_extraction(document)
    client, upload = log_in(lena), upload_at(document.project, UploadStep.DONE, document, lena)
    cell = upload.cells.get()
    Conflict.objects.create(cell=cell)
    address = reverse("admin:portal_upload_change", args=[upload.pk])
    before = queries(client, address)
    for _ in range(9):
        cell.pk = None
        cell.save()
    assert queries(client, address) == before


def test_a_document_page_takes_as_many_queries_for_ten_runs_as_for_one(document, make_extraction, lena, log_in):
    client, address = log_in(lena), reverse("admin:portal_document_change", args=[document.pk])
    make_extraction(document)
    before = queries(client, address)
    for _ in range(9):
        make_extraction(document)
    assert queries(client, address) == before
