"""Malformed and hostile files, uploaded: each ends in a clear message, and nothing of it is written."""

from __future__ import annotations

import itertools

import pytest

from portal.models import GroundTruth, JobState, Outcome, UploadStep, ValueChange
from portal.workbook.upload_job import read
from tests.extraction.tables.hostile_workbooks import small_ones
from tests.portal.workbook.journeys import bring_in, confirm, edited, put, told
from tests.portal.workbook.sheets import workbook

TRIED_EVERY = 20
"""All of them are read by tests/extraction/tables; here one in so many goes the whole way."""


def test_hostile_files_end_in_words_and_write_nothing(project, document, lee):
    silent = []
    for hostile in itertools.islice(small_ones(), 0, None, TRIED_EVERY):
        upload = bring_in(project, hostile.content or b" ", lee, "labels.xlsx", made="blind")
        if upload.job == JobState.FAILED:
            said = upload.error_message
        else:
            confirm(upload, lee) if upload.step == UploadStep.PREVIEW else None
            said = " ".join([*told(upload), *told(upload, Outcome.NOTICE), *upload.answers.questions])
        if "An error of the program" in said or not said:
            silent.append((hostile.name, said))
    assert silent == []
    assert not GroundTruth.objects.exists()
    assert not ValueChange.objects.exists()


def test_an_error_while_writing_leaves_nothing_written(project, add_document, lee, monkeypatch):
    for name in ("one.pdf", "two.pdf"):
        add_document(name)
    table = workbook({"Data": [["file", "Number"], ["one.pdf", "1"], ["two.pdf", "2"]]})
    upload = bring_in(project, table, lee, made="blind")

    def fail(*arguments, **options):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("portal.workbook.applying._counts", fail)
    with pytest.raises(RuntimeError):
        confirm(upload, lee)
    upload.refresh_from_db()
    assert (upload.job, upload.step) == (JobState.FAILED, UploadStep.WRITING)
    assert not GroundTruth.objects.exists()
    monkeypatch.undo()
    assert confirm(upload, lee).step == UploadStep.DONE
    assert GroundTruth.objects.count() == 2


def test_a_formula_counts_by_what_it_gave_and_is_told(project, document, lee):
    table = workbook({"Data": [["file", "Number", "Total"], ["bill.pdf", "1", 2]]})
    filled = edited(table, put("Data", "Total", "=1+1"))
    upload = bring_in(project, filled, lee, made="blind")
    assert "never calculated" in told(upload)[0]
    assert not upload.cells.filter(field="total", outcome=Outcome.NEW).exists()


def test_reading_is_a_step_of_its_own_and_writes_nothing(project, document, lee):
    upload = bring_in(project, workbook({"Data": [["file", "Number"], ["bill.pdf", "1"]]}), lee, made="blind")
    read(upload)
    read(upload)
    assert upload.cells.count() == 1
    assert not GroundTruth.objects.exists()
