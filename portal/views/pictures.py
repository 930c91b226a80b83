"""The pages of a document with boxes drawn where its values stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.models import Document
from portal.views.columns import Column, Saying
from portal.views.page import address
from portal.views.page_images import DPI, sizes

PAGES_AT_ONCE = 40
LETTER_WIDTH = 8
"""Points."""


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box as SVG writes it: points of the page, as text with a dot whatever the language."""

    anchor: str
    x: str
    y: str
    width: str
    height: str
    style: str
    letter: str
    letter_x: str
    """Beside the letters of other columns that see the value at the same place."""
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A page: its image, its size in points for the SVG and in pixels for the image."""

    number: int
    src: str
    view_box: str
    width: int
    height: int
    boxes: tuple[DrawnBox, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """A window of pages: a thousand images at once would freeze the browser."""

    pages: tuple[Picture, ...]
    windows: tuple[tuple[int, int, bool], ...]
    """First and last page of each window, and whether it is this one; none where all pages fit."""


def pictures(document: Document, columns: Iterable[Column], first: str = "1") -> Pictures:
    """The pages from `first` (as an address says it) on, with the boxes of all columns."""
    count = document.pages or 0
    asked = int(first) if first.isdecimal() and 0 < int(first) <= count else 1
    start = (asked - 1) // PAGES_AT_ONCE * PAGES_AT_ONCE
    end = min(start + PAGES_AT_ONCE, count)
    boxes: dict[int, list[DrawnBox]] = {}
    for column in columns:
        for place, saying in column.said.items():
            if saying.box and saying.page:
                boxes.setdefault(saying.page, []).append(
                    _box(column, ".".join(filter(None, (place[0], place[2]))), saying)
                )
    known = sizes(document, start + 1, end) if end > start else []
    shown = tuple(
        _picture(document, number, size, boxes.get(number, [])) for number, size in enumerate(known, start=start + 1)
    )
    starts = range(0, count, PAGES_AT_ONCE) if count > PAGES_AT_ONCE else ()
    windows = tuple((one + 1, min(one + PAGES_AT_ONCE, count), one == start) for one in starts)
    return Pictures(shown, windows)


def _picture(document: Document, number: int, size: tuple[float, float], boxes: list[DrawnBox]) -> Picture:
    width, height = size
    return Picture(
        number,
        address("document_image", document.pk, number),
        f"0 0 {width:.2f} {height:.2f}",
        round(width * DPI / 72),
        round(height * DPI / 72),
        tuple(boxes),
    )


def _box(column: Column, name: str, saying: Saying) -> DrawnBox:
    x0, y0, x1, y1 = saying.box or (0, 0, 0, 0)
    return DrawnBox(
        saying.anchor,
        f"{x0 - 1:.2f}",
        f"{y0 - 1:.2f}",
        f"{max(x1 - x0, 1) + 2:.2f}",
        f"{max(y1 - y0, 1) + 2:.2f}",
        column.style,
        column.letter,
        f"{x0 - 1 + LETTER_WIDTH * (ord(column.letter) - ord('A')):.2f}",
        f"{column.letter}, {column.title}: {name} = {saying.text}",
    )
