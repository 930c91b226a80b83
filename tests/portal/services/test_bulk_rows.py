"""Rows written by one statement are those that Django itself would write."""

from datetime import UTC, datetime

import pytest

from extraction.values import Grounding
from portal.models import Outcome, ReviewValue, StoredValue, Upload, UploadCell
from portal.models.values import ValueEvidence
from portal.services import bulk_rows

EVIDENCE = ValueEvidence(page=1, box=(1.0, 2.0, 3.5, 4.0), grounding=Grounding.EXACT)
VALUE = StoredValue(says="value", value='Grüße "12" 😀 \\', raw="= 12", evidence=EVIDENCE)
MOMENT = datetime(2026, 3, 4, 12, 30, 15, 250, tzinfo=UTC)


@pytest.fixture
def upload(project, version, erika) -> Upload:
    return Upload.objects.create(project=project, contract_version=version, target="reviews", made_by=erika, name="a")


def contents() -> list[dict]:
    return [{**row, "id": None} for row in UploadCell.objects.order_by("pk").values()]


def test_whole_rows_are_those_of_bulk_create(upload, document):
    def cells() -> list[UploadCell]:
        return [
            UploadCell(upload=upload, document=document, outcome=Outcome.NEW, new=VALUE, said="x", is_new_item=True),
            UploadCell(upload=upload, outcome=Outcome.PROBLEM, row=7, column=None, message="wrong"),
        ]

    UploadCell.objects.bulk_create(cells())
    by_django = contents()
    UploadCell.objects.all().delete()
    bulk_rows.insert_all(UploadCell, cells())
    assert contents() == by_django
    assert UploadCell.objects.get(outcome="new").new == VALUE


def test_named_fields_are_updated_and_no_others(review):
    row = review.values.get(field="total", list_name="")
    others = list(review.values.exclude(pk=row.pk).order_by("pk").values())
    bulk_rows.update(ReviewValue, ["value", "evidence", "changed_at"], [("12", EVIDENCE, MOMENT, row.pk)])
    now = review.values.get(pk=row.pk)
    assert (now.value, now.evidence, now.changed_at) == ("12", EVIDENCE, MOMENT)
    assert (now.raw, now.says, now.revision) == (row.raw, row.says, row.revision)
    assert list(review.values.exclude(pk=row.pk).order_by("pk").values()) == others


def test_it_takes_one_query_however_many_rows_and_none_for_none(upload, django_assert_num_queries):
    with django_assert_num_queries(1):
        bulk_rows.insert_all(UploadCell, [UploadCell(upload=upload, outcome="new") for _ in range(500)])
    with django_assert_num_queries(0):
        bulk_rows.insert_all(UploadCell, [])
