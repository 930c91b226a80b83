"""The original file of a document: always a download, never shown by us."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

from portal.models import Document
from portal.views.page import found


def original(request: HttpRequest, pk: int) -> FileResponse:
    document = found(request, Document, pk)
    if not default_storage.exists(document.storage_name):
        raise Http404("The file is missing from the storage; tell the operator.")
    return FileResponse(
        default_storage.open(document.storage_name),
        as_attachment=True,
        filename=document.name,
        content_type="application/pdf",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )
