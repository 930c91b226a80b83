"""Lists: the table whose header names most of a list's columns, read over all the pages it runs on."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.contract import Contract, Conventions, ListField
from extraction.sources.base import Claim
from extraction.sources.layout.cells import Sheet
from extraction.sources.layout.extents import body
from extraction.sources.layout.headers import Header, find_headers
from extraction.sources.layout.meanings import meanings
from extraction.sources.layout.readings import Reader, Row
from extraction.sources.layout.rows import Grid, Item, Memory
from extraction.sources.layout.vocabulary import Vocabulary, vocabulary

_NAMED, _PROOF, _ROWS = 0.4, 2.0, 0.5
"""What labels of columns, rows that pass their checks and rows at all add to a table's score."""
_KINDS = 6
"""Headers that are tried, the best first."""


@dataclass(frozen=True)
class Found:
    """The items of a list and the words of their headers and lines, by identity."""

    rows: list[dict[str, Claim | None]]
    words: frozenset[int]


def find_list(contract: Contract, part: ListField, pages: list[Sheet], conventions: Conventions) -> Found:
    """The items of a list, in the order of the pages; none when no table looks like it."""
    labels = vocabulary(part.fields, numbered=True)
    totals = vocabulary(tuple(field for field in contract.fields if field.type.is_number))
    headers = [header for sheet in pages for header in find_headers(sheet, part, labels)]
    reader = Reader(contract, part, conventions)
    tables = [_Table(reader, part, conventions, kind).read(pages, headers, totals) for kind in _kinds(headers)]
    best = max(tables, key=lambda table: table.score, default=None)
    if best is None:
        return Found([], frozenset())
    rows = [
        {field.name: row[field.name].claim if field.name in row else None for field in part.fields} for row in best.rows
    ]
    return Found(rows, frozenset(best.words(pages)))


def _kinds(headers: list[Header]) -> list[list[Header]]:
    """Headers that name the same columns at the same places: one table on several pages."""
    groups: list[list[Header]] = []
    for header in headers:
        for group in groups:
            if header.names == group[0].names and all(
                abs(a.left - b.left) < 12 for a, b in zip(header.columns, group[0].columns, strict=False)
            ):
                group.append(header)
                break
        else:
            groups.append([header])
    return sorted(groups, key=lambda group: -group[0].score)[:_KINDS]


class _Table:
    """The items under headers of one kind, in the meaning of their columns that the checks bear out best."""

    def __init__(self, reader: Reader, part: ListField, conventions: Conventions, kind: list[Header]) -> None:
        self._reader = reader
        self._fields = {field.name: field for field in part.fields}
        self._conventions = conventions
        self._kind = kind
        self._items: list[Item] = []
        self.rows: list[Row] = []
        self.score = float("-inf")

    def read(self, pages: list[Sheet], headers: list[Header], totals: Vocabulary) -> _Table:
        memory = Memory()
        for columns in meanings(self._kind[0].columns, self._fields):
            grid = Grid(columns, self._fields, self._conventions, memory)
            items = body(self._kind, headers, pages, grid, totals)
            readings = [self._reader.read(grid, item) for item in items]
            rows = [row for row, _ in readings if row]
            if not rows:
                continue
            named = sum(next(iter(column.names.values()), 0.0) for column in columns)
            proof = sum(proven for _, proven in readings) / len(rows)
            score = self._kind[0].score + _NAMED * named + _PROOF * proof + _ROWS * min(len(rows), 3)
            if score > self.score:
                self._items, self.rows, self.score = items, rows, score
            if proof == 1:
                break
        return self

    def words(self, pages: list[Sheet]) -> set[int]:
        """The words of the headers and of the lines on which items begin, and those between."""
        found: set[int] = set()
        for sheet in pages:
            here = [item for item in self._items if item.page == sheet.number]
            zones = [(header.top, header.bottom) for header in self._kind if header.page == sheet.number and here]
            if here:
                zones.append((here[0].top, here[-1].bottom))
            for top, bottom in zones:
                found.update(id(word) for cell in sheet.between(top, bottom) for word in cell.words)
        return found
