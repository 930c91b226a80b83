"""What tests do with workbooks: take one out, change it as a person would, bring it back, confirm."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from django.core.files.storage import default_storage

from portal.models import JobState, Outcome, Project, Purpose, Upload, UploadAnswers, UploadCell, WorkbookExport
from portal.services import exports, jobs, uploads
from portal.workbook import exporting, upload_job


def take_out(project: Project, purpose: Purpose, by: Any, **options: Any) -> bytes:
    """The bytes of a workbook, made here and now."""
    export = exports.begin(project, purpose, by=by, ring=False, **options)
    was_made = jobs.perform(WorkbookExport, export.pk, exporting.make)
    export.refresh_from_db()
    assert was_made, export.error_message
    with default_storage.open(export.file) as file:
        return file.read()


def edited(content: bytes, change: Callable[[Any], object]) -> bytes:
    """The workbook as openpyxl saves it after a change."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cell(book: Any, sheet: str, header: str, row: int = 2) -> Any:
    """The cell of a column by its header."""
    page = book[sheet]
    columns = {one.value: one.column for one in page[1]}
    return page.cell(row, columns[header])


def put(sheet: str, header: str, value: Any, row: int = 2) -> Callable[[Any], object]:
    def change(book: Any) -> None:
        cell(book, sheet, header, row).value = value

    return change


def bring_in(project: Project, content: bytes, by: Any, name: str = "filled.xlsx", **answers: Any) -> Upload:
    """Uploaded and read; the preview is ready, or the upload waits for an answer, or failed."""
    export = answers.pop("export", None)
    target = answers.pop("target", "labels")
    upload = uploads.begin(
        project,
        name,
        content,
        by=by,
        export=export,
        target=target,
        answers=UploadAnswers(**answers),
        ring=False,
    )
    jobs.perform(Upload, upload.pk, upload_job.work)
    upload.refresh_from_db()
    return upload


def confirm(upload: Upload, by: Any) -> Upload:
    uploads.confirm(upload, by=by, ring=False)
    again(upload)
    upload.refresh_from_db()
    return upload


def again(upload: Upload) -> None:
    """A worker takes it up."""
    Upload.objects.filter(pk=upload.pk).update(job="waiting")
    jobs.perform(Upload, upload.pk, upload_job.work)


def outcomes(upload: Upload) -> dict[str, str]:
    """By place, as `lines.1.amount`: what becomes of each cell that says anything new."""
    found = {}
    for one in UploadCell.objects.filter(upload=upload):
        place = ".".join(str(part) for part in one.place if part not in ("", 0))
        found[place or f"{one.sheet}!{one.row}"] = one.outcome
    return found


def told(upload: Upload, outcome: str = Outcome.PROBLEM) -> list[str]:
    cells = UploadCell.objects.filter(upload=upload, outcome=outcome)
    return [f"{one.sheet}!{one.row}: {one.message}" for one in cells]


def work() -> None:
    """What workers do with all that waits; return workbooks that follow from it included."""
    for pk in Upload.objects.filter(job=JobState.WAITING).values_list("pk", flat=True):
        jobs.perform(Upload, pk, upload_job.work)
    for pk in WorkbookExport.objects.filter(job=JobState.WAITING).values_list("pk", flat=True):
        jobs.perform(WorkbookExport, pk, exporting.make)
