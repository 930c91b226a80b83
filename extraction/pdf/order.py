"""Lines in the order a person reads them: row by row, but columns of prose one after the other.

A recursive X-Y cut (Nagy, Seth 1984: "Hierarchical representation of optically scanned documents"): cut where no
line lies, across the page first, then down. Rows come first, because most documents with numbers are tables
and pairs of label and value; only where both sides of a gutter hold lines of prose do columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

Box = tuple[float, float, float, float]

OVERLAP = 0.25
"""Of a line's height, above and below: so far may lines of neighbouring rows reach into each other."""
GUTTER = 8.0
"""Points between columns of prose, at least."""
PROSE = 12.0
"""Times its height: so long is a line of prose."""
PROSE_LINES = 4
UPRIGHT = 4.0
"""Times the usual height: a line so high, and higher than wide, runs up or down and is read last."""


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The indices of `boxes` (lines of one page) in reading order."""
    if not boxes:
        return []
    usual = median(box[3] - box[1] for box in boxes)
    level: list[int] = []
    steep: list[int] = []
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        (steep if y1 - y0 > max(UPRIGHT * usual, x1 - x0) else level).append(index)
    return _page(boxes, level) + sorted(steep, key=lambda index: boxes[index][0])


def _page(boxes: Sequence[Box], among: list[int]) -> list[int]:
    rows = _rows(boxes, among)
    order: list[int] = []
    at = 0
    while at < len(rows):
        end, gutter = _with_one_gutter(boxes, rows, at)
        region = [index for row in rows[at:end] for index in row]
        left = [index for index in region if boxes[index][2] <= gutter]
        right = [index for index in region if boxes[index][0] >= gutter]
        if _is_prose(boxes, left) and _is_prose(boxes, right):
            order += _page(boxes, left) + _page(boxes, right)
        else:
            order += [index for row in rows[at:end] for index in _row(boxes, row)]
        at = end
    return order


def _with_one_gutter(boxes: Sequence[Box], rows: list[list[int]], start: int) -> tuple[int, float]:
    """How far down from row `start` (to which row, exclusive) one and the same gutter goes, and where it is.

    The widest of the first row's gaps that goes furthest; `start + 1` and infinity when it has none."""
    best = start + 1, float("inf")
    gaps = _gaps(boxes, rows[start])
    end = start + 1
    while gaps:
        widest = max(gaps, key=lambda gap: gap[1] - gap[0])
        best = end, (widest[0] + widest[1]) / 2
        if end == len(rows):
            break
        gaps = [cut for gap in gaps for cut in _clear(gap, (boxes[index] for index in rows[end]))]
        end += 1
    return best


def _gaps(boxes: Sequence[Box], row: list[int]) -> list[tuple[float, float]]:
    """Free spaces of at least GUTTER between the lines of a row."""
    cells = _runs([(boxes[index][0], boxes[index][2]) for index in row])
    return [(one[1], other[0]) for one, other in pairwise(cells) if other[0] - one[1] >= GUTTER]


def _clear(gap: tuple[float, float], others: Iterable[Box]) -> list[tuple[float, float]]:
    """What these boxes leave of a gap."""
    left = [gap]
    for x0, _, x1, _ in others:
        left = [part for a, b in left for part in ((a, min(b, x0)), (max(a, x1), b)) if part[1] - part[0] >= GUTTER]
    return sorted(set(left))


def _is_prose(boxes: Sequence[Box], lines: list[int]) -> bool:
    if len(lines) < PROSE_LINES:
        return False
    width = median(boxes[index][2] - boxes[index][0] for index in lines)
    return width >= PROSE * median(boxes[index][3] - boxes[index][1] for index in lines)


def _rows(boxes: Sequence[Box], among: list[int]) -> list[list[int]]:
    """Lines whose heights overlap, from top to bottom."""
    inner = {index: _inner(boxes[index]) for index in among}
    runs = _runs(list(inner.values()))
    rows: list[list[int]] = []
    at = 0
    for index in sorted(among, key=lambda index: inner[index]):
        while inner[index][0] > runs[at][1]:
            at += 1
        if at >= len(rows):
            rows.append([])
        rows[-1].append(index)
    return rows


def _row(boxes: Sequence[Box], row: list[int]) -> list[int]:
    """One row from left to right; lines that stand above each other in it from top to bottom."""
    cells = _runs([(boxes[index][0], boxes[index][2]) for index in row])

    def place(index: int) -> tuple[int, float, float]:
        cell = next(number for number, (x0, x1) in enumerate(cells) if x0 <= boxes[index][0] <= x1)
        return cell, round(boxes[index][1], 1), boxes[index][0]

    return sorted(row, key=place)


def _inner(box: Box) -> tuple[float, float]:
    margin = OVERLAP * (box[3] - box[1])
    return box[1] + margin, box[3] - margin


def _runs(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The union of these intervals, as intervals that do not touch."""
    runs: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if runs and start <= runs[-1][1]:
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((start, end))
    return runs
