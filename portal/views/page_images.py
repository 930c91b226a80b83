"""Pictures of pages, drawn once by the guarded reader and kept on disk by content."""

from __future__ import annotations

import json
import os
import tempfile
import textwrap
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.guard import page_image, page_sizes
from portal.models import Document
from portal.sentences import translated
from portal.views.page import found

DPI = 110
A4 = (595.28, 841.89)
PRIVATE = "private, max-age=86400"
"""The picture of a content never changes, but only this person's browser may keep it."""


def image(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page (from 1) as PNG; where it cannot be drawn, a picture that says why."""
    document = found(request, Document, pk)
    kept = _kept(document.sha256, f"{number}.png")
    try:
        content = kept.read_bytes()
    except FileNotFoundError:
        try:
            content = page_image(Path(document.path), number, dpi=DPI)
        except PdfError as error:
            if error.code == PdfErrorCode.NO_SUCH_PAGE:
                raise Http404(error.message) from error
            return _instead(request, translated(error.message))
        _keep(kept, content)
    return HttpResponse(content, "image/png", headers={"Cache-Control": PRIVATE})


def _instead(request: HttpRequest, message: str) -> HttpResponse:
    lines = list(enumerate(textwrap.wrap(message, 46)))
    context = {
        "title": _("This page cannot be shown."),
        "lines": [(text, 130 + 26 * number) for number, text in lines],
    }
    response = render(request, "portal/parts/no_image.svg", context, "image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


def sizes(document: Document, first: int, last: int) -> list[tuple[float, float]]:
    """Width and height in points, as shown, of pages `first` to `last`; A4 where a page or file cannot be read."""
    kept = _kept(document.sha256, f"sizes-{first}-{last}.json")
    try:
        found = json.loads(kept.read_bytes())
    except FileNotFoundError:
        try:
            found = page_sizes(Path(document.path), first, last)
        except PdfError:
            found = []
        else:
            _keep(kept, json.dumps(found).encode())
    found += [A4] * (last - first + 1 - len(found))
    return [(width, height) if width > 0 and height > 0 else A4 for width, height in found]


def _kept(sha256: str, name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "pages" / sha256[:2] / sha256 / name


def _keep(kept: Path, content: bytes) -> None:
    """All or nothing: a second request never sees half a picture."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=kept.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(name).replace(kept)
