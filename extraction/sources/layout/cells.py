"""Pages as cells: what stands together on one line, and what stands beside and below it.

The lines the PDF wrote are the better cells: they are split where a gap is wide for this document,
and never joined, because different cells can stand closer together than the words of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from extraction.pdf.model import Page, PdfDocument, Word, union
from extraction.values import Box

MAX_PAGES = 200
MAX_WORDS = 20_000
"""A page: words beyond are not read, so that work stays bounded."""
_BAND = 24.0
"""Height in points of the strips by which cells are looked up."""


@dataclass(frozen=True, eq=False)
class Cell:
    """Neighbouring words of one line, or some of them."""

    page: int
    words: tuple[Word, ...]
    line: int

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        return union(word.box for word in self.words)

    @cached_property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @cached_property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each word begins in `text`."""
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word.text) + 1
        return tuple(starts)

    def part(self, start: int, end: int) -> Cell:
        """The words that `text[start:end]` touches. Raises ValueError for none."""
        touched = tuple(
            word for word, at in zip(self.words, self.offsets, strict=True) if at < end and at + len(word.text) > start
        )
        if not touched:
            raise ValueError("no words there")
        return Cell(self.page, touched, self.line)


class Sheet:
    """The cells of one page in reading order, with their neighbours."""

    def __init__(self, page: Page, gap: float) -> None:
        self.number = page.number
        self.width, self.height = page.width, page.height
        self.cells = tuple(sorted(_split(page, gap), key=lambda cell: (round(cell.middle), cell.box[0])))
        self._bands: dict[int, list[Cell]] = {}
        for cell in self.cells:
            for band in range(int(cell.box[1] // _BAND), int(cell.box[3] // _BAND) + 1):
                self._bands.setdefault(band, []).append(cell)

    def between(self, top: float, bottom: float) -> list[Cell]:
        """Cells that touch the strip, in reading order."""
        found = {
            id(cell): cell
            for band in range(int(top // _BAND), int(bottom // _BAND) + 1)
            for cell in self._bands.get(band, ())
            if cell.box[3] > top and cell.box[1] < bottom
        }
        return sorted(found.values(), key=lambda cell: (round(cell.middle), cell.box[0]))

    def row(self, cell: Cell) -> list[Cell]:
        """Cells of the same row, from left to right, itself included."""
        around = self.between(cell.box[1], cell.box[3])
        return sorted((other for other in around if same_row(cell, other)), key=lambda other: other.box[0])

    def right(self, cell: Cell) -> list[Cell]:
        """Cells to the right on the same row, the nearest first."""
        return [other for other in self.row(cell) if other.box[0] >= cell.box[2] - 1 and other is not cell]

    def below(self, cell: Cell, reach: float) -> list[Cell]:
        """Cells under it that share some of its width, the nearest first; `reach` in points."""
        bottom = cell.box[3]
        return [
            other
            for other in self.between(bottom, bottom + reach)
            if other.middle > bottom and overlap(cell.box, other.box) > 0
        ]

    def column(self, top: Cell, reach: float) -> Iterator[Cell]:
        """The lines that stand left-aligned under `top`, itself first, as long as no line is missing."""
        yield top
        last = top
        for other in self.between(top.box[3] - 1, top.box[3] + reach):
            if other.middle <= last.middle + 1 or abs(other.box[0] - top.box[0]) > 4:
                continue
            if other.box[1] - last.box[3] > 1.8 * max(last.height, other.height):
                return
            yield other
            last = other


def flow(lines: Iterable[Cell]) -> str:
    """Lines as one text: a word divided at the end of a line is put together again."""
    text = ""
    for line in lines:
        if text.endswith("-") and line.text[:1].islower():
            text = text[:-1] + line.text
        elif text.endswith(("-", "/")) or (line.text.startswith("-") and len(line.text) > 1 and line.text[1].isalpha()):
            text += line.text
        else:
            text += f" {line.text}" if text else line.text
    return text


def sheets(document: PdfDocument) -> list[Sheet]:
    """The pages of a document as cells; upright, visible words only."""
    pages = document.pages[:MAX_PAGES]
    gap = _wide_gap(pages)
    return [Sheet(page, gap) for page in pages]


def same_row(one: Cell, other: Cell) -> bool:
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return shared >= 0.5 * min(one.height, other.height)


def overlap(one: Box, other: Box) -> float:
    """The width two boxes share; below 0 the distance between them."""
    return min(one[2], other[2]) - max(one[0], other[0])


def _lines(page: Page) -> Iterator[list[Word]]:
    rows: dict[int, list[Word]] = {}
    for word in page.visible[:MAX_WORDS]:
        if word.upright:
            rows.setdefault(word.line, []).append(word)
    for _, words in sorted(rows.items()):
        yield sorted(words, key=lambda word: word.box[0])


def _gaps(words: Iterable[Word]) -> Iterator[float]:
    """Gaps between neighbours, in word heights."""
    for left, right in pairwise(words):
        height = max(left.box[3] - left.box[1], right.box[3] - right.box[1], 1.0)
        yield (right.box[0] - left.box[2]) / height


def _wide_gap(pages: Iterable[Page]) -> float:
    """From what gap on, in word heights, words belong to different cells of this document."""
    gaps = [gap for page in pages for words in _lines(page) for gap in _gaps(words) if 0 < gap < 3]
    return max(0.6, 1.7 * median(gaps)) if gaps else 0.6


def _joins(left: str, right: str) -> bool:
    """A colon holds label and value together, however far it stands from them."""
    return right.startswith(":") or left == ":"


def _split(page: Page, gap: float) -> Iterator[Cell]:
    for words in _lines(page):
        begin = 0
        for index, distance in enumerate(_gaps(words), start=1):
            if distance > gap and not _joins(words[index - 1].text, words[index].text):
                yield Cell(page.number, tuple(words[begin:index]), words[0].line)
                begin = index
        yield Cell(page.number, tuple(words[begin:]), words[0].line)
