"""Return workbooks: the file that came in, with what became of each of its cells."""

from __future__ import annotations

import secrets

from portal.models import Purpose, Upload, WorkbookExport
from portal.services import jobs
from portal.services.exports import DOORBELL


def begin(upload: Upload, *, ring: bool = True) -> WorkbookExport:
    """Note that the return workbook of a written upload is to be made; with `ring` a worker makes it."""
    export = upload.export
    root = None if export is None else export.root if export.returns_id else export
    returned, is_new = WorkbookExport.objects.get_or_create(
        returns=upload,
        defaults={
            "project_id": upload.project_id,
            "contract_version_id": upload.contract_version_id,
            "purpose": export.purpose if export else Purpose.BLIND,
            "root": root,
            "key": secrets.token_hex(16),
            "made_by_id": upload.made_by_id,
            "language": upload.language,
        },
    )
    if is_new and ring:
        jobs.ring(returned, DOORBELL)
    return returned
