"""A workbook takes as many queries for many documents as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Purpose, UploadStep, ValueChange
from tests.portal.workbook.journeys import bring_in, cell, confirm, edited, take_out


@pytest.mark.parametrize("changed", [0, 1])
def test_queries_do_not_grow_with_documents(project, add_document, make_extraction, erika, changed):
    def change(book):
        for row in range(2, book["Data"].max_row + 1):
            cell(book, "Data", "Total", row).value += changed

    counted = []
    for more in (2, 6):
        for number in range(more):
            make_extraction(add_document(f"{more}-{number}.pdf"))
        with CaptureQueriesContext(
            connection,
        ) as going_out:
            content = take_out(project, Purpose.REVIEW, erika)
        content = edited(content, change)
        with CaptureQueriesContext(connection) as coming_in:
            upload = bring_in(project, content, erika)
            assert confirm(upload, erika).step == UploadStep.DONE
        counted.append((len(going_out), len(coming_in)))
    assert ValueChange.objects.filter(by=erika).count() == changed * (2 + 8)
    assert counted[0] == counted[1]
