"""The header of a table: cells near each other that carry labels of a list's columns.

Headers stack up to five lines and two may share a cell, so labels are looked for in single cells, in parts of
them, and in what stands under each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from extraction.contract import FieldType, ListField
from extraction.sources.layout.cells import Cell, Sheet, overlap
from extraction.sources.layout.vocabulary import Hit, Vocabulary, unexplained

_BAND = 2.2
"""How far, in line heights, the lines of one header can lie from its main line."""
_GOOD = 0.58
"""Quality a label needs to name a column."""
_WORDS = (FieldType.TEXT, FieldType.IDENTIFIER)
MOST_TRIED = 60
"""Header lines a page that are looked at, the richest first."""


@dataclass(eq=False)
class Column:
    """Where a column stands and which fields it may be, the likeliest first; none: a column nobody asked for."""

    left: float
    right: float
    names: dict[str, float] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(eq=False)
class Header:
    page: int
    top: float
    bottom: float
    columns: list[Column]
    score: float

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for column in self.columns for name in column.names)


def find_headers(sheet: Sheet, part: ListField, labels: Vocabulary) -> list[Header]:
    """All headers of a page that name at least two columns, from top to bottom."""
    marked = [cell for cell in sheet.cells if _column_hits(cell, labels)]
    lines: list[list[Cell]] = []
    for cell in marked:
        if lines and abs(cell.middle - lines[-1][0].middle) < 0.6 * cell.height:
            lines[-1].append(cell)
        else:
            lines.append([cell])
    found: list[Header] = []
    for line in sorted(lines, key=lambda cells: -_richness(cells, labels))[:MOST_TRIED]:
        if _richness(line, labels) < 1:
            break
        if sum(not _heading_like(cell) for cell in sheet.row(line[0])) > 1:
            continue  # a line of values that happen to be such words
        if any(header.top - 1 < line[0].middle < header.bottom + 1 for header in found):
            continue
        header = _header(sheet, line, part, labels)
        if header is not None:
            found.append(header)
    return sorted(found, key=lambda header: header.top)


def _richness(cells: list[Cell], labels: Vocabulary) -> int:
    return len({name for cell in cells for hit in _column_hits(cell, labels) for name in [hit.name]})


def _column_hits(cell: Cell, labels: Vocabulary) -> list[Hit]:
    if len(cell.text) > 90:
        return []
    hits = labels.find(cell.text)
    digits = sum(sign.isdigit() for sign in cell.text)
    return [hit for hit in hits if hit.quality >= _GOOD] if digits <= 2 else []


def _header(sheet: Sheet, line: list[Cell], part: ListField, labels: Vocabulary) -> Header | None:
    height = max(cell.height for cell in line)
    top, bottom = min(cell.box[1] for cell in line), max(cell.box[3] for cell in line)
    zone = [
        cell
        for cell in sheet.between(top - _BAND * height, bottom + _BAND * height)
        if _heading_like(cell) and (cell in line or all(map(_heading_like, sheet.row(cell))))
    ]
    zone = _connected(zone, line, top, bottom)
    if sum(bool(_column_hits(cell, labels)) for cell in zone) < 2:
        return None
    columns = _columns(zone, labels)
    kinds = {f.name: f.type for f in part.fields}
    best: dict[str, float] = {}
    for column in columns:
        for name, quality in list(column.names.items())[:1]:
            best[name] = max(best.get(name, 0.0), quality)
    if len(best) < 2:
        return None
    typed = sum(1 for name in best if kinds[name] not in _WORDS)
    if not typed and not all(kind in _WORDS for kind in kinds.values()):
        return None
    every = {name for column in columns for name in column.names}
    score = sum(best.values()) + 0.5 * typed + 0.3 * (len(every) - len(best))
    named = [cell for cell in zone if cell.box[3] <= bottom + _BAND * height]
    return Header(sheet.number, min(cell.box[1] for cell in named), max(cell.box[3] for cell in named), columns, score)


def _heading_like(cell: Cell) -> bool:
    digits = sum(sign.isdigit() for sign in cell.text)
    return digits <= 2 and len(cell.text) <= 90 and not cell.text.rstrip().endswith(":")


def _connected(zone: list[Cell], line: list[Cell], top: float, bottom: float) -> list[Cell]:
    """The cells of the main line and those that lie closely above or below them, line by line."""
    row = [cell for cell in zone if cell.box[1] < bottom and cell.box[3] > top]
    taken = {id(cell): cell for cell in row}
    grown = True
    while grown:
        grown = False
        for cell in zone:
            if id(cell) in taken:
                continue
            if any(_stacked(cell, other) for other in taken.values()):
                taken[id(cell)] = cell
                grown = True
    return sorted(taken.values(), key=lambda cell: (cell.box[1], cell.box[0]))


def _stacked(one: Cell, other: Cell) -> bool:
    gap = max(one.box[1], other.box[1]) - min(one.box[3], other.box[3])
    same_size = 0.75 < one.height / max(other.height, 0.1) < 1.34
    return gap < 0.45 * min(one.height, other.height) and overlap(one.box, other.box) > 0 and same_size


def _columns(zone: list[Cell], labels: Vocabulary) -> list[Column]:
    stacks: list[list[Cell]] = []
    for cell in sorted((piece for whole in zone for piece in _pieces(whole, labels)), key=lambda it: it.box[0]):
        for stack in stacks:
            width = min(cell.box[2] - cell.box[0], max(c.box[2] for c in stack) - min(c.box[0] for c in stack))
            shared = max(overlap(cell.box, other.box) for other in stack)
            if shared > 0.35 * width and all(abs(cell.middle - other.middle) > 0.5 * cell.height for other in stack):
                stack.append(cell)
                break
        else:
            stacks.append([cell])
    return sorted((_column(stack, labels) for stack in stacks), key=lambda column: column.left)


def _pieces(cell: Cell, labels: Vocabulary) -> Iterator[Cell]:
    """A cell that carries several columns' labels, cut before each of them."""
    starts = sorted({hit.start for hit in labels.find(cell.text)})
    names = [{hit.name for hit in labels.find(cell.text) if hit.start == start} for start in starts]
    cuts = [start for start, before, after in zip(starts[1:], names, names[1:], strict=False) if not before & after]
    if len(starts) == 1 and len(cell.words) > 1:
        ends = [hit.end for hit in labels.find(cell.text)]
        if min(starts) == 0 and len(cell.text) - max(ends) > 6 and max(ends) < 6:
            cuts = [max(ends)]
    if len(starts) == 1 and starts[0] > 3 and unexplained(cell.text[: starts[0]]) and names[0] & labels.numbers:
        cuts = [starts[0]]
    edges = [0, *cuts, len(cell.text)]
    for begin, end in pairwise(edges):
        if cell.text[begin:end].strip():
            yield cell.part(begin, end)


def _column(stack: list[Cell], labels: Vocabulary) -> Column:
    ordered = sorted(stack, key=lambda cell: (cell.middle, cell.box[0]))
    texts = [" ".join(cell.text for cell in ordered)]
    joined = "".join(c.text[:-1] if c.text.endswith("-") else c.text + " " for c in ordered)
    texts += [joined] if joined.strip() != texts[0] else []
    texts += [cell.text for cell in ordered] if len(ordered) > 1 else []
    names: dict[str, float] = {}
    for index, text in enumerate(texts):
        for hit in labels.find(text):
            quality = hit.quality * (1.0 if hit.whole else 0.85) * (0.9 if index and len(ordered) > 1 else 1.0)
            quality *= 0.7 + 0.3 * min(1.0, (hit.end - hit.start) / max(len(text), 1))
            if quality >= _GOOD:
                names[hit.name] = max(names.get(hit.name, 0.0), quality)
    ranked = dict(sorted(names.items(), key=lambda item: -item[1]))
    return Column(min(c.box[0] for c in stack), max(c.box[2] for c in stack), ranked)
