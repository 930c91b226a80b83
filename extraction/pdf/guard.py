"""PDFs read safely: every touch of a file happens in a confined child process, never in this one.

`read`, `page_image` and `probe` give a result or raise PdfError, whatever the file is, within `Limits`.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.flags import Facts, flags
from extraction.pdf.limits import DEFAULT, Limits
from extraction.pdf.model import EmbeddedFile, FormField, Page, PdfDocument, Word
from extraction.pdf.reader import READERS, Reply

STOPPED = (PdfErrorCode.TOO_SLOW, PdfErrorCode.TOO_MUCH_MEMORY, PdfErrorCode.CRASHED)


@dataclass(frozen=True, slots=True)
class Probe:
    """What a glance at a PDF tells."""

    pages: int
    repaired: bool
    encrypted: bool
    """Encrypted, yet it opens without a password."""


def probe(path: Path, limits: Limits = DEFAULT) -> Probe:
    """Open the file and count its pages. Raises PdfError."""
    facts = _json(_ask("probe", path, limits))
    return Probe(facts["page_count"], facts["repaired"], facts["encrypted"])


def page_image(path: Path, page: int, dpi: int = 110, grey: bool = False, limits: Limits = DEFAULT) -> bytes:
    """PNG of a page (from 1), turned as `Page` has it: `dpi / 72` pixels a point, fewer when it is huge.

    Raises PdfError."""
    return _contents(_ask("page_image", path, limits, page=page, dpi=dpi, grey=grey))[0]


def page_sizes(path: Path, first: int, last: int, limits: Limits = DEFAULT) -> list[tuple[float, float]]:
    """Width and height in points, turned as `Page` has them, of pages `first` to `last` (from 1, cut to what there is).

    (0, 0) for a page that cannot be shown. Raises PdfError."""
    stated = _json(_ask("page_sizes", path, limits, first=first, last=last))["sizes"]
    return [(width, height) for width, height in stated]


def read(path: Path, limits: Limits = DEFAULT) -> PdfDocument:
    """All that the file says, with flags for what a person should know of it. Raises PdfError."""
    parts = _parts(path, limits)
    stated = [page for part in parts for page in part["pages"]]
    if all("unreadable" in page for page in stated):
        raise PdfError(PdfErrorCode.DAMAGED, detail=stated[0]["unreadable"])
    embedded, left_out = _embedded(path, limits) if parts[0]["attachments"] else ((), 0)
    facts = Facts(
        repaired=any(part["repaired"] for part in parts),
        scripts=parts[0]["scripts"],
        attachments_left_out=left_out,
        unreadable=_numbers(stated, "unreadable"),
        unchecked=frozenset(page["number"] for page in stated if "is_blank" not in page),
        turned=_numbers(stated, "turned"),
        blank=_numbers(stated, "is_blank"),
        comments={page["number"]: tuple(page["comments"]) for page in stated if page.get("comments")},
    )
    pages = tuple(_page(page) for page in stated)
    fields = tuple(
        FormField(name, value, page["number"], tuple(box))
        for page in stated
        for name, value, box in page.get("fields", ())
    )
    return PdfDocument(pages, embedded, fields, tuple(flags(pages, embedded, facts)))


def _parts(path: Path, limits: Limits) -> list[dict[str, Any]]:
    """The document in runs of pages, a job each."""
    deadline = time.monotonic() + limits.document_seconds
    parts: list[dict[str, Any]] = []
    first, count, words = 1, 1, 0
    while first <= count:
        if time.monotonic() > deadline:
            raise PdfError(PdfErrorCode.TOO_SLOW, detail=f"stopped before page {first} of {count}")
        last = first + limits.pages_per_job - 1
        reply = _ask("read", path, limits, first=first, last=last)
        part = _json(reply)
        looks = {look["number"]: look for look in (json.loads(frame) for kind, frame in reply.frames if kind == b"V")}
        for page in part["pages"]:
            page.update(looks.get(page["number"]) or page.pop("look", {}))
            words += len(page.get("words", ()))
        if words > limits.words:
            raise PdfError(PdfErrorCode.TOO_MUCH_TEXT, detail=f"more than {limits.words} words")
        parts.append(part)
        first, count = part["pages"][-1]["number"] + 1, part["page_count"]
    return parts


def _embedded(path: Path, limits: Limits) -> tuple[tuple[EmbeddedFile, ...], int]:
    """The embedded files and how many are missing. One that breaks its reader does not cost the document."""
    try:
        reply = _ask("attachments", path, limits)
    except PdfError as error:
        if error.code is PdfErrorCode.READER_FAILED:
            raise
        return (), 1
    names = _json(reply)
    files = tuple(EmbeddedFile(*pair) for pair in zip(names["names"], _contents(reply), strict=True))
    return files, names["left_out"]


def _ask(job: str, path: Path, limits: Limits, **request: Any) -> Reply:
    """A job's reply. A reading that was STOPPED after its JSON was whole is good as far as it goes."""
    reply = READERS.ask({"job": job, "path": str(path.resolve()), **request}, limits)
    for kind, content in reply.frames:
        if kind == b"E":
            code, message, detail = json.loads(content)
            raise PdfError(PdfErrorCode(code), message, detail)
    if reply.outcome != "done" and not (job == "read" and reply.frames and reply.outcome in STOPPED):
        raise PdfError(PdfErrorCode(reply.outcome), detail=" ".join([job, *map(str, request.values())]))
    return reply


def _json(reply: Reply) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(next(content for kind, content in reply.frames if kind == b"J"))
    return content


def _contents(reply: Reply) -> list[bytes]:
    return [content for kind, content in reply.frames if kind == b"B"]


def _numbers(stated: list[dict[str, Any]], what: str) -> frozenset[int]:
    return frozenset(page["number"] for page in stated if page.get(what))


def _page(stated: dict[str, Any]) -> Page:
    hidden = set(stated.get("hidden", ()))
    words = tuple(
        Word(text, tuple(box), line, index in hidden, upright, bold, size)
        for index, (text, box, line, upright, bold, size) in enumerate(stated.get("words", ()))
    )
    return Page(
        number=stated["number"],
        width=stated.get("width", 0.0),
        height=stated.get("height", 0.0),
        rotation=stated.get("rotation", 0),
        words=words,
        has_ocr_layer=stated.get("has_ocr_layer", False),
        image_share=stated.get("image_share", 0.0),
    )
