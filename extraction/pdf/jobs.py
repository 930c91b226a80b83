"""What the reading process does for a client, one job at a time. Runs only under the limits of `child`.

A job is a function from its request to frames: `(kind, bytes)`. Kind `J` is the JSON every job of that sort
gives, `V` what is known later of one page, `B` raw bytes.
"""

from __future__ import annotations

import contextlib
import json
import resource
from collections.abc import Callable, Iterator
from typing import Any

from extraction.pdf.engine import mupdf, pymupdf
from extraction.pdf.errors import PdfError
from extraction.pdf.errors import PdfErrorCode as Code
from extraction.pdf.extras import embedded_files, has_scripts
from extraction.pdf.limits import Limits
from extraction.pdf.opening import Opened, open_document, show
from extraction.pdf.reading import ReadPage, UnreadablePage, add_layers, look_at, read_page, with_all_layers

Frame = tuple[bytes, bytes]
Request = dict[str, Any]
LOST = "the pages it counts are not there"


def probe(request: Request, limits: Limits) -> Iterator[Frame]:
    yield _json(_facts(open_document(request["path"], limits)))


def read(request: Request, limits: Limits) -> Iterator[Frame]:
    """Facts and pages `first` to `last` (from 1, cut to what there is, or to what is read in good time); then,
    one by one, how they look.

    The text comes first and whole: a page that cannot be drawn, or not in time, keeps its words."""
    opened = open_document(request["path"], limits)
    layered = with_all_layers(opened)
    pages: list[ReadPage | UnreadablePage] = []
    for number in range(request["first"], min(request["last"], opened.document.page_count) + 1):
        page = read_page(opened.document, number, limits)
        pages.append(add_layers(page, layered, limits) if layered else page)
        if _cpu_seconds() > limits.cpu_seconds / 4:
            break
    if not pages:  # the count was a promise; MuPDF found out while it repaired the file
        raise PdfError(Code.DAMAGED, detail=LOST)
    scripts = request["first"] == 1 and has_scripts(opened.document, opened.content)
    yield _json({**_facts(opened), "scripts": scripts, "pages": [page.stated() for page in pages]})
    _leave_cpu_seconds(limits.visibility_seconds)
    for page in pages:
        if isinstance(page, ReadPage):
            with contextlib.suppress(Exception):  # a page that cannot be drawn stays unchecked, and is flagged so
                yield b"V", _json(look_at(opened.document, page))[1]


def attachments(request: Request, limits: Limits) -> Iterator[Frame]:
    """The names of the embedded files and how many were left out, then the content of each."""
    files, left_out = embedded_files(open_document(request["path"], limits).document, limits)
    yield _json({"names": [name for name, _ in files], "left_out": left_out})
    for _, content in files:
        yield b"B", content


def page_image(request: Request, limits: Limits) -> Iterator[Frame]:
    """One page as PNG; at fewer dpi than asked when it would have more pixels than allowed."""
    document = open_document(request["path"], limits).document
    if not 1 <= request["page"] <= document.page_count:
        raise PdfError(Code.NO_SUCH_PAGE, detail=f"{document.page_count} pages")
    page = document[request["page"] - 1]
    shown, _ = show(page, limits)
    scale = request["dpi"] / 72
    pixels = shown.width * shown.height * scale * scale
    if pixels > limits.pixels:
        scale *= (limits.pixels / pixels) ** 0.5
    matrix = mupdf.fz_concat(shown.matrix, mupdf.FzMatrix(scale, 0, 0, scale, 0, 0))
    pixmap = page.get_displaylist().get_pixmap(
        matrix=pymupdf.Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f),
        colorspace=pymupdf.csGRAY if request["grey"] else pymupdf.csRGB,
    )
    yield b"B", pixmap.tobytes("png")


def page_sizes(request: Request, limits: Limits) -> Iterator[Frame]:
    """Width and height, as shown, of pages `first` to `last` (from 1, cut to what there is); zeros where it cannot."""
    document = open_document(request["path"], limits).document
    sizes = [(0.0, 0.0)] * max(0, min(request["last"], document.page_count) - request["first"] + 1)
    for place in range(len(sizes)):
        with contextlib.suppress(Exception):
            shown, _ = show(document[request["first"] - 1 + place], limits)
            sizes[place] = (shown.width, shown.height)
    yield _json({"sizes": sizes})


JOBS: dict[str, Callable[[Request, Limits], Iterator[Frame]]] = {
    "probe": probe,
    "read": read,
    "attachments": attachments,
    "page_image": page_image,
    "page_sizes": page_sizes,
}


def _facts(opened: Opened) -> dict[str, Any]:
    document = opened.document
    return {
        "page_count": document.page_count,
        "repaired": bool(document.is_repaired),
        "encrypted": bool((document.metadata or {}).get("encryption")),
        "attachments": document.embfile_count(),
    }


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _leave_cpu_seconds(seconds: int) -> None:
    """Lower this process' own limit, so that what comes now may take no longer than that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(int(_cpu_seconds()) + 1 + seconds, soft), hard))


def _json(content: Any) -> Frame:
    return b"J", json.dumps(content, separators=(",", ":")).encode("ascii")
