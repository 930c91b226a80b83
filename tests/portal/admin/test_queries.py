"""Lists and pages ask the database as often for one row as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Document
from portal.services import evaluation, labels
from portal.services.labels import LabelRecord, Said

LISTS = (
    "document",
    "extraction",
    "groundtruth",
    "evalrun",
    "review",
    "extractionrun",
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


def test_a_document_page_takes_as_many_queries_for_ten_runs_as_for_one(document, make_extraction, lena, log_in):
    client, address = log_in(lena), reverse("admin:portal_document_change", args=[document.pk])
    make_extraction(document)
    before = queries(client, address)
    for _ in range(9):
        make_extraction(document)
    assert queries(client, address) == before
