"""One page -> its words with line, direction, weight and size, in points of the page as shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extraction.pdf.engine import mupdf, pymupdf
from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.order import Box, reading_order

FLAGS = pymupdf.TEXT_PRESERVE_LIGATURES | pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_IGNORE_ACTUALTEXT
"""Nothing is clipped: text off the page is read, to be flagged. ActualText is what a page says it says, not
what it shows."""
PAINTED = mupdf.FZ_STEXT_FILLED | mupdf.FZ_STEXT_STROKED
JOINING_SPACES = "\u2007\u202f"
"""Figure space and narrow no-break space group the digits of one number: they do not end a word."""
SOFT_HYPHEN = "\u00ad"
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
"""Controls, direction and zero-width marks, lone surrogates, non-characters: they break xlsx, PostgreSQL and
JSON, or make text read unlike it looks. U+FFFD stays: there is a sign, nobody knows which."""
TURNS = {(0, 1): 270, (-1, 0): 180, (0, -1): 90}
"""Direction in which text runs on the page -> clockwise degrees that make it read upright."""
FAR = 1e6
"""Points. Nothing is farther away, and nowhere (NaN) is there."""
MIN_TURNED_CHARACTERS = 20
MIN_TURNED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Span:
    """A word as the page writes it, whether or not it can be seen."""

    text: str
    box: Box
    line: int
    """From 0, in reading order."""
    drawn: int
    """Place of its line in the order of drawing."""
    upright: bool
    bold: bool
    size: float
    colour: int
    """0xRRGGBB."""
    alpha: int
    painted: bool
    """False in the text render mode that leaves no ink (3)."""
    is_stencil: bool
    """Other marks show through its letters: render modes 4 to 7, and text filled with a pattern."""


def raw_lines(page: Any, matrix: Any, max_characters: int) -> list[dict[str, Any]]:
    """The page's lines as PyMuPDF states them, characters and all. Raises PdfError(TOO_MUCH_TEXT).

    From the page itself: its display list leaves out what lies off the page or is clipped away."""
    text_page = mupdf.FzStextPage(mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE))
    device = mupdf.fz_new_stext_device(text_page, _options(FLAGS))
    mupdf.fz_run_page(page.this, device, matrix, mupdf.FzCookie())
    mupdf.fz_close_device(device)
    content = pymupdf.TextPage(text_page)
    if len(content.extractTEXT()) > max_characters:
        raise PdfError(PdfErrorCode.TOO_MUCH_TEXT, detail="a single page is over the limit")
    lines = [line for block in content.extractRAWDICT()["blocks"] for line in block.get("lines", ())]
    return [line for line in lines if _has_a_place(line["bbox"])]


def _has_a_place(box: Box) -> bool:
    """Lines without ink come with a box turned inside out, as large as numbers go."""
    return box[0] <= box[2] and box[1] <= box[3]


def words_of(lines: list[dict[str, Any]]) -> list[Span]:
    """The words of these lines in reading order."""
    words: list[Span] = []
    number = 0
    for index in reading_order([line["bbox"] for line in lines]):
        found = list(_words(lines[index], number, index))
        words += found
        number += bool(found)
    return words


def image_boxes(display_list: Any, matrix: Any) -> list[Box]:
    """Where the page shows pictures."""
    text_page = mupdf.FzStextPage(mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE))
    device = mupdf.fz_new_stext_device(text_page, _options(pymupdf.TEXT_PRESERVE_IMAGES))
    mupdf.fz_run_display_list(display_list, device, matrix, mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return [image["bbox"] for image in pymupdf.TextPage(text_page).extractIMGINFO()]


def _options(flags: int) -> Any:
    options = mupdf.FzStextOptions()
    options.flags = flags
    return options


def turn_to_upright(lines: list[dict[str, Any]]) -> int:
    """Clockwise degrees by which the page must be turned for most of its text to read upright: 0 as a rule."""
    ways: Counter[tuple[int, int]] = Counter()
    for line in lines:
        x, y = line["dir"]
        ways[round(x), round(y)] += sum(len(span["chars"]) for span in line["spans"])
    way, characters = max(ways.items(), key=lambda item: item[1], default=((1, 0), 0))
    if characters < MIN_TURNED_CHARACTERS or characters < MIN_TURNED_SHARE * ways.total():
        return 0
    return TURNS.get(way, 0)


def turn_matrix(width: float, height: float, turn: int) -> Any:
    """The matrix that turns a page of this size by `turn` degrees clockwise, corner back at the origin."""
    return {
        0: mupdf.FzMatrix(),
        90: mupdf.FzMatrix(0, 1, -1, 0, height, 0),
        180: mupdf.FzMatrix(-1, 0, 0, -1, width, height),
        270: mupdf.FzMatrix(0, -1, 1, 0, 0, width),
    }[turn]


def printable(text: str) -> str:
    """Text without what cannot be printed. A soft hyphen on a page is a drawn hyphen: it becomes one."""
    return UNPRINTABLE.sub("", text).replace(SOFT_HYPHEN, "-")


def _words(line: dict[str, Any], number: int, drawn: int) -> Iterator[Span]:
    upright = line["dir"][0] > 0.98 and line["wmode"] == 0
    letters: list[str] = []
    boxes: list[Box] = []
    style: dict[str, Any] = {}

    def flush() -> Iterator[Span]:
        text = printable("".join(letters)).strip()
        if text:
            yield Span(
                text=text,
                box=_around(boxes),
                line=number,
                drawn=drawn,
                upright=upright,
                bold=bool(style["flags"] & pymupdf.TEXT_FONT_BOLD or style["char_flags"] & mupdf.FZ_STEXT_BOLD),
                size=style["size"],
                colour=style["color"],
                alpha=style["alpha"],
                painted=bool(style["char_flags"] & PAINTED),
                is_stencil=bool(style["char_flags"] & mupdf.FZ_STEXT_CLIPPED),
            )
        letters.clear()
        boxes.clear()

    for span in line["spans"]:
        for char in span["chars"]:
            if char["c"].isspace() and char["c"] not in JOINING_SPACES:
                yield from flush()
                continue
            if not letters:
                style = span
            letters.append(char["c"])
            boxes.append(_raised(char, span) if upright else char["bbox"])
    yield from flush()


def _raised(char: dict[str, Any], span: dict[str, Any]) -> Box:
    """The box of an upright character. Type 3 fonts without measures get one that hangs below the base line."""
    x0, y0, x1, y1 = char["bbox"]
    base, size = char["origin"][1], span["size"]
    if y0 < base - 0.01 * size:
        return x0, y0, x1, y1
    return x0, base - span["ascender"] * size, x1, base - span["descender"] * size


def _around(boxes: list[Box]) -> Box:
    """The smallest box around all of them, in numbers that can be computed with."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return _finite(min(x0)), _finite(min(y0)), _finite(max(x1)), _finite(max(y1))


def _finite(edge: float) -> float:
    return min(max(edge, -FAR), FAR) if edge == edge else FAR
