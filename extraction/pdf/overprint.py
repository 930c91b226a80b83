"""Words that were covered and written over: another amount where one stood before.

The new word leaves ink where the old one did, so looking at the place alone does not tell. It does when ink
that text should leave there is missing; then the word drawn first is the covered one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extraction.pdf.drawing import Drawn
from extraction.pdf.text import Span

MIN_OVERLAP = 0.5
"""Of the smaller box."""
MIN_MISSING = 0.05
"""Share of the ink of both words that is not to be seen."""
PLAIN = 24
"""Of 255: how much the core of a letter's stroke at least changes."""
NEIGHBOURS = 64
"""How many words nearest in height are compared."""


def overprinted(words: list[Span], unseen: set[int], drawn: Drawn) -> set[int]:
    """Indices of words, among those not known to be unseen, that lie covered under others."""
    seen = [index for index in range(len(words)) if index not in unseen]
    covered = set()
    for one, other in _overlapping(words, seen):
        under, over = sorted((one, other), key=lambda index: words[index].drawn)
        if words[under].text != words[over].text and _is_ink_missing(words[under], drawn):
            covered.add(under)
    return covered


def _overlapping(words: list[Span], among: list[int]) -> list[tuple[int, int]]:
    """Pairs of words that lie on each other."""
    if len(among) < 2:
        return []
    boxes = np.array([words[index].box for index in among])
    order = np.argsort(boxes[:, 1] + boxes[:, 3], kind="stable")
    boxes = boxes[order]
    heights = boxes[:, 3] - boxes[:, 1]
    areas = (boxes[:, 2] - boxes[:, 0]) * heights
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    pairs: list[tuple[int, int]] = []
    for step in range(1, min(NEIGHBOURS, len(boxes) - 1) + 1):
        if (middles[step:] - middles[:-step]).min() > heights.max():
            break
        shared = _shared(boxes[:-step], boxes[step:])
        smaller = np.minimum(areas[:-step], areas[step:])
        hits = np.flatnonzero((shared >= MIN_OVERLAP * smaller) & (smaller > 0))
        pairs += [(among[order[hit]], among[order[hit + step]]) for hit in hits]
    return pairs


def _shared(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Areas that boxes share, pair by pair."""
    sides = np.minimum(one[:, 2:], other[:, 2:]) - np.maximum(one[:, :2], other[:, :2])
    product: NDArray[np.float64] = sides.clip(0).prod(axis=1)
    return product


def _is_ink_missing(word: Span, drawn: Drawn) -> bool:
    left, top, right, bottom = (max(0, round(edge * drawn.scale)) for edge in word.box)
    ink = drawn.ink[top:bottom, left:right]
    missing = ink & (drawn.difference[top:bottom, left:right].max(axis=2) < PLAIN)
    return int(np.count_nonzero(missing)) > MIN_MISSING * int(np.count_nonzero(ink))
