"""What the benchmark of workbooks times, a function each; `run_step` gives each a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from import_export.formats.base_formats import XLSX

from portal.models import Project, Purpose, Target, Upload, WorkbookExport
from portal.services import exports, jobs, uploads
from portal.workbook import exporting, upload_job
from tests.benchmarks import edited_workbook, workbook_project
from tests.benchmarks.stock_models import resources


def fill(documents: str, items: str) -> None:
    workbook_project.make(int(documents), int(items))


def edit(source: str, target: str, share: str) -> dict[str, int]:
    return {"changed": edited_workbook.edit(Path(source), Path(target), float(share))}


def export_ours(target: str) -> None:
    export = exports.begin(Project.objects.get(), Purpose.REVIEW, by=workbook_project.lead(), ring=False)
    assert jobs.perform(WorkbookExport, export.pk, exporting.make), "the export failed"
    with default_storage.open(WorkbookExport.objects.get(pk=export.pk).file) as file, Path(target).open("wb") as copy:
        while chunk := file.read(1 << 20):
            copy.write(chunk)


def export_stock(*targets: str) -> None:
    """Numbers and dates as such, which is how the admin exports to xlsx."""
    for resource_class, target in zip(resources.RESOURCES, targets, strict=True):
        Path(target).write_bytes(XLSX().export_data(resource_class().export(force_native_type=True)))


def import_ours(source: str) -> dict[str, int]:
    lead = workbook_project.lead()
    content = Path(source).read_bytes()
    upload = uploads.begin(
        Project.objects.get(), Path(source).name, content, by=lead, target=Target.REVIEWS, ring=False
    )
    _work(upload)
    uploads.confirm(upload, by=lead, ring=False)
    _work(upload)
    return upload.counts.cells


def import_stock(*sources: str) -> dict[str, int]:
    """As the admin does it: read, try, with differences to show; once that is confirmed, read again and write."""
    rows: dict[str, int] = {}
    for resource_class, source in zip(resources.RESOURCES, sources, strict=True):
        content = Path(source).read_bytes()
        tried = resource_class().import_data(XLSX().create_dataset(content), dry_run=True, raise_errors=False)
        assert not tried.has_errors()
        assert not tried.has_validation_errors()
        done = resource_class().import_data(XLSX().create_dataset(content), dry_run=False, raise_errors=True)
        rows |= {f"{Path(source).stem} {kind}": count for kind, count in done.totals.items() if count}
    return rows


def _work(upload: Any) -> None:
    Upload.objects.filter(pk=upload.pk).update(job="waiting")
    assert jobs.perform(Upload, upload.pk, upload_job.work), Upload.objects.get(pk=upload.pk).error_message
    upload.refresh_from_db()
