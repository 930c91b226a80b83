"""Opening a file that says it is a PDF, or a typed refusal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.pdf.engine import mupdf, pymupdf, reraise_for_want_of_memory
from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.limits import Limits
from extraction.pdf.text import raw_lines, turn_matrix, turn_to_upright

HEADER_WITHIN = 1024
"""Where readers look for `%PDF-`."""
HEADER_AFTER_TEXT = 8192
"""How far mail headers and the like before it are forgiven."""
OTHER_FORMATS = (b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Opened:
    document: Any
    content: bytes


def open_document(path: str, limits: Limits) -> Opened:
    """An unlocked PDF of at least one page. Raises PdfError."""
    content = _content(path, limits)
    try:
        document = pymupdf.open(stream=content, filetype="pdf")
    except Exception as error:
        reraise_for_want_of_memory(error)
        raise PdfError(PdfErrorCode.DAMAGED, detail=str(error)) from error
    if not document.is_pdf:
        raise PdfError(PdfErrorCode.NOT_A_PDF)
    if document.needs_pass and not document.authenticate(""):
        raise PdfError(PdfErrorCode.NEEDS_PASSWORD)
    try:
        pages = document.page_count
    except Exception as error:
        reraise_for_want_of_memory(error)
        raise PdfError(PdfErrorCode.DAMAGED, detail=str(error)) from error
    if pages < 1:
        raise PdfError(PdfErrorCode.DAMAGED if document.is_repaired else PdfErrorCode.NO_PAGES)
    if pages > limits.pages:
        raise PdfError(PdfErrorCode.TOO_MANY_PAGES, detail=f"{pages} pages, {limits.pages} allowed")
    return Opened(document, content)


def _content(path: str, limits: Limits) -> bytes:
    try:
        with Path(path).open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise PdfError(PdfErrorCode.UNREADABLE, detail=str(error)) from error
    if not content:
        raise PdfError(PdfErrorCode.EMPTY_FILE)
    if len(content) > limits.file_bytes:
        raise PdfError(PdfErrorCode.TOO_LARGE, detail=f"more than {limits.file_bytes} bytes")
    before = content[: max(0, content.find(b"%PDF-", 0, HEADER_AFTER_TEXT))]
    is_late = len(before) > HEADER_WITHIN and b"\0" in before
    if b"%PDF-" not in content[:HEADER_AFTER_TEXT] or is_late or before.startswith(OTHER_FORMATS):
        raise PdfError(PdfErrorCode.NOT_A_PDF)
    return content


@dataclass(frozen=True, slots=True)
class Shown:
    """A page turned as a person would turn it to read it: by its own /Rotate, and further when its text would
    still lie on its side. `matrix` leads from the page to there."""

    number: int
    """From 1."""
    matrix: Any
    width: float
    height: float
    rotation: int
    """Clockwise degrees from how the PDF holds it."""
    turned: bool
    """Not by /Rotate alone."""


def show(page: Any, limits: Limits) -> tuple[Shown, list[dict[str, Any]]]:
    """How the page is shown, and its raw lines there."""
    width, height = page.rect.width, page.rect.height
    lines = raw_lines(page, mupdf.FzMatrix(), limits.page_characters)
    turn = turn_to_upright(lines)
    matrix = turn_matrix(width, height, turn)
    if turn:
        lines = raw_lines(page, matrix, limits.page_characters)
    if turn in (90, 270):
        width, height = height, width
    return Shown(page.number + 1, matrix, width, height, (page.rotation + turn) % 360, turn != 0), lines
