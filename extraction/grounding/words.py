"""The visible words of a page, ready to be searched, and the ways to read on from each of them."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from functools import cached_property

from extraction.canon.folding import UNSEEN, fold
from extraction.grounding.boundaries import SHORTEST_PART
from extraction.pdf.model import Page, Word, union
from extraction.values import Box

_UNSEEN = str.maketrans(dict.fromkeys(UNSEEN))
CELL_GAP = 0.25
"""Wider than this many word heights, a gap can be one between two cells."""
_LINE_GAP = 1.3
"""The next line of a cell begins at most this many word heights below."""
_EDGE = 2.0
"""Lines of a cell begin within this many points of each other."""


def plain(text: str) -> str:
    """NFKC, without characters nobody sees, white space as single blanks: what EXACT compares."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_UNSEEN))
    return " ".join(text.split())


class PageWords:
    """One page's visible words and the ways to read on from each of them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words: tuple[Word, ...] = page.visible
        self.plain = [plain(word.text) for word in self.words]
        self.folded = [fold(word.text) for word in self.words]
        self.offsets: list[int] = []
        length = 0
        for text in self.folded:
            self.offsets.append(length)
            length += len(text) + 1
        self.text = " ".join(self.folded)
        self._following: dict[int, tuple[int, ...]] = {}
        self._by_top = sorted(
            (word.box[1], index) for index, word in enumerate(self.words) if word.upright and self._begins_cell(index)
        )
        self._tops = [top for top, _ in self._by_top]

    def box(self, words: tuple[int, ...]) -> Box:
        return union(self.words[index].box for index in words)

    def within(self, box: Box) -> tuple[int, ...]:
        """The words whose middle lies in the box."""
        return tuple(
            index
            for index, word in enumerate(self.words)
            if box[0] <= (word.box[0] + word.box[2]) / 2 <= box[2]
            and box[1] <= (word.box[1] + word.box[3]) / 2 <= box[3]
        )

    def same_line(self, index: int) -> bool:
        """Whether the word `index` and the one after it stand on one line."""
        return index + 1 < len(self.words) and self.words[index].line == self.words[index + 1].line

    def gap(self, index: int) -> float:
        """The space between the word `index` and the next of its line, in heights of the word."""
        here, there = self.words[index].box, self.words[index + 1].box
        return (there[0] - here[2]) / max(here[3] - here[1], 1.0)

    @cached_property
    def broken(self) -> list[int]:
        """Words that end a cell with a hyphen: they may be the first part of one."""
        return [
            at for at, text in enumerate(self.folded) if text[-1:] in ("-", "/") and text[1:] and self.ends_cell(at)
        ]

    @cached_property
    def edges(self) -> dict[str, list[int]]:
        """Words that end a cell, by their first letters."""
        edges: dict[str, list[int]] = {}
        for index, text in enumerate(self.folded):
            if len(text) >= SHORTEST_PART and self.ends_cell(index):
                edges.setdefault(text[:SHORTEST_PART], []).append(index)
        return edges

    def following(self, index: int) -> tuple[int, ...]:
        """Words with which a text can go on after the word `index`, the likeliest first."""
        found = self._following.get(index)
        if found is None:
            onward = [index + 1] if self.same_line(index) else []
            if self.ends_cell(index):
                onward += self._below(index)
                if index + 1 < len(self.words):
                    onward.append(index + 1)
            found = self._following[index] = tuple(dict.fromkeys(onward))
        return found

    def ends_cell(self, index: int) -> bool:
        return self._cell_ends[index]

    @cached_property
    def _cell_ends(self) -> list[bool]:
        """By word: whether it ends its line, or a gap follows that can be one between cells."""
        return [not self.same_line(index) or self.gap(index) > CELL_GAP for index in range(len(self.words))]

    def _begins_cell(self, index: int) -> bool:
        return index == 0 or self.ends_cell(index - 1)

    def _below(self, index: int) -> list[int]:
        """First words of cells right below the one that ends with the word `index`."""
        last = self.words[index]
        if not last.upright:
            return []
        first = index
        while first and self.same_line(first - 1):
            first -= 1
        left, right, height = self.words[first].box[0], last.box[2], max(last.box[3] - last.box[1], 1.0)
        low = bisect_left(self._tops, last.box[3] - 0.5 * height)
        high = bisect_right(self._tops, last.box[3] + _LINE_GAP * height)
        found = [
            (top, abs(self.words[other].box[0] - left), other)
            for top, other in self._by_top[low:high]
            if other != index and self.words[other].box[0] < right and self._cell_right(other) > left
        ]
        return [other for _, _, other in sorted(found)[:4]]

    def under(self, index: int) -> list[int]:
        """Of the words below those that begin where the line does: a cell too narrow for its words."""
        first = index
        while first and self.same_line(first - 1):
            first -= 1
        left = self.words[first].box[0]
        return [other for other in self._below(index) if abs(self.words[other].box[0] - left) < _EDGE]

    def _cell_right(self, index: int) -> float:
        while not self.ends_cell(index):
            index += 1
        return self.words[index].box[2]
