"""What a PDF holds besides pages of text: form fields, embedded files, scripts."""

from __future__ import annotations

from itertools import islice
from typing import Any

from extraction.pdf.engine import mupdf, reraise_for_want_of_memory
from extraction.pdf.limits import Limits
from extraction.pdf.order import Box
from extraction.pdf.text import printable

MAX_NAME = 255
MAX_VALUE = 10_000
MAX_FIELDS = 5_000
MAX_COMMENTS = 100
MAX_OBJECTS = 10_000
SCRIPT_NAMES = ("/JavaScript", "/JS")


def form_fields(page: Any, matrix: Any) -> list[tuple[str, str, Box]]:
    """Name, value and box of the page's fields; of boxes and buttons the value is the name of their state."""
    found: list[tuple[str, str, Box]] = []
    for widget in page.widgets():
        corner = mupdf.fz_transform_rect(mupdf.FzRect(*(widget.rect * page.rotation_matrix)), matrix)
        value = widget.field_value
        text = "" if value is None else str(value)
        found.append(
            (
                printable(widget.field_name or "")[:MAX_NAME],
                printable(text)[:MAX_VALUE],
                (corner.x0, corner.y0, corner.x1, corner.y1),
            )
        )
        if len(found) == MAX_FIELDS:
            break
    return found


def comments(page: Any) -> list[str]:
    """What sticky notes and other marks say in their bubbles, which the page itself does not show."""
    said = (printable(annotation.info.get("content") or "").strip()[:MAX_VALUE] for annotation in page.annots())
    return [text for text in islice(said, MAX_COMMENTS) if text]


def embedded_files(document: Any, limits: Limits) -> tuple[list[tuple[str, bytes]], int]:
    """Name and content of the embedded files, and how many were left out: unreadable, or beyond the limits."""
    files: list[tuple[str, bytes]] = []
    count = document.embfile_count()
    room = limits.embedded_bytes
    for index in range(min(count, limits.embedded_files)):
        try:
            info = document.embfile_info(index)
            content = document.embfile_get(index)
        except Exception as error:  # whatever MuPDF says of a damaged one; the others may be good
            reraise_for_want_of_memory(error)
            continue
        if len(content) <= room:
            room -= len(content)
            files.append((printable(info.get("ufilename") or info.get("filename") or info.get("name") or ""), content))
    return [(name[:MAX_NAME], content) for name, content in files], count - len(files)


def has_scripts(document: Any, content: bytes) -> bool:
    """Whether some object names JavaScript. It is never run."""
    if any(name.encode() in content for name in SCRIPT_NAMES):
        return True
    if b"/ObjStm" not in content:
        return False
    for number in range(1, min(document.xref_length(), MAX_OBJECTS)):
        try:
            text = document.xref_object(number, compressed=True)
        except Exception as error:
            reraise_for_want_of_memory(error)
            continue
        if any(name in text for name in SCRIPT_NAMES):
            return True
    return False
