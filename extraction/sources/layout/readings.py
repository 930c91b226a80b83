"""One item of a table, read: each cell by the type of its column, and so that the checks of the item pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product

from extraction.contract import Contract, Conventions, Field, FieldType, ListField
from extraction.sources.base import Claim
from extraction.sources.layout.cells import Cell, flow
from extraction.sources.layout.rows import Grid, Item
from extraction.sources.layout.rules import judge_row, row_rules
from extraction.sources.layout.shapes import canonical, spans
from extraction.values import Canonical, Evidence

_CODE = re.compile(r"^(?=\S{6})(?=\S*\d)[A-Z0-9]+(?:[-/.][A-Z0-9]+)+\s+[-–:]\s+")
"""An article number before a text: "AX-100-B - Bolts"."""
_STATEMENT = re.compile(r"\W{0,3}[^\W\d_][\w .°/-]{1,24}:\s*\S")
"""A line of its own under a text: "Delivered: 12.05.2024"."""
_CLOSE = 0.45
"""Gap, in heights, up to which lines of a text stand together."""
_VARIANTS = 27
"""Readings of one row that are tried."""


@dataclass(frozen=True)
class Reading:
    """One cell of a list as it may be read."""

    claim: Claim
    value: Canonical


Row = dict[str, Reading]


class Reader:
    """Reads the items of one list."""

    def __init__(self, contract: Contract, part: ListField, conventions: Conventions) -> None:
        self._part = part
        self._fields = {field.name: field for field in part.fields}
        self._conventions = conventions
        self._rules = row_rules(contract, part)

    def read(self, grid: Grid, item: Item) -> tuple[Row, bool]:
        """The row, and whether its checks prove it."""
        options: dict[str, list[Reading]] = {}
        for index, cells in sorted(item.cells.items()):
            name = next(iter(grid.columns[index].names), None)
            if name is not None:
                readings = list(self._readings(self._fields[name], cells, item))
                if readings:
                    options.setdefault(name, readings)
        self._units(grid, item, options)
        return self._proven(options)

    def _readings(self, field: Field, cells: list[Cell], item: Item) -> Iterator[Reading]:
        if field.type is FieldType.TEXT:
            lines = _paragraph(cells, item)
            words = tuple(word for line in lines for word in line.words)
            yield from self._made(field, _CODE.sub("", flow(lines)).strip(" :"), Cell(item.page, words, lines[0].line))
            return
        ordered = sorted(_chain(cells, item), key=lambda cell: not cell.text.startswith("="))
        for cell in ordered:
            found = spans(cell.text, field, self._conventions)
            if field.type is FieldType.IDENTIFIER:
                found = [span for span in found if any(sign.isdigit() for sign in span.raw)][:1]
            for span in found:
                yield from self._made(field, span.raw, cell.part(span.start, span.end))

    def _made(self, field: Field, raw: str, cell: Cell) -> Iterator[Reading]:
        value = canonical(raw, field, self._conventions) if raw else None
        if value is not None:
            yield Reading(Claim(raw, value.unit, Evidence(page=cell.page, box=cell.box)), value)

    def _units(self, grid: Grid, item: Item, options: dict[str, list[Reading]]) -> None:
        """Words beside the number of a column, for a text column without a place of its own: "5 kg"."""
        texts = [f for f in self._part.fields if f.type is FieldType.TEXT and f.name not in options]
        missing = [f for f in texts if not any(f.name in column.names for column in grid.columns)]
        for index, cells in item.cells.items():
            name = next(iter(grid.columns[index].names), None)
            if not missing or name is None or self._fields[name].type not in (FieldType.DECIMAL, FieldType.INTEGER):
                continue
            words = [
                word
                for cell in cells[:1]
                for word in cell.words
                if re.fullmatch(r"[^\W\d_][\w².³/()]{0,11}", word.text)
            ]
            if len(words) == 1 and len(cells[0].words) == 2:
                text = Cell(item.page, tuple(words), cells[0].line)
                options.setdefault(missing[0].name, list(self._made(missing[0], text.text, text)))

    def _proven(self, options: dict[str, list[Reading]]) -> tuple[Row, bool]:
        """The first reading of each cell, unless other readings pass the checks and those do not."""
        first = {name: readings[0] for name, readings in options.items()}
        options = {
            name: readings[:3] if self._fields[name].type.is_number else readings[:1]
            for name, readings in options.items()
        }
        names = list(options)
        for combination in islice(product(*options.values()), _VARIANTS):
            row = dict(zip(names, combination, strict=True))
            if self._passes(row):
                return row, True
        return first, False

    def _passes(self, row: Row) -> bool:
        values = {name: reading.value for name, reading in row.items()}
        return self._rules is not None and judge_row(self._rules, self._part, values) is True


def _chain(cells: list[Cell], item: Item) -> list[Cell]:
    """The cells on the item's line of numbers, then those that follow closely below."""
    ordered = sorted(cells, key=lambda cell: (round(cell.middle), cell.box[0]))
    on_line = [cell for cell in ordered if item.top - 1 <= cell.middle <= item.bottom + 1]
    if not on_line:
        return ordered
    chain = list(on_line)
    for cell in ordered:
        if cell.middle > chain[-1].middle and cell.box[1] - chain[-1].box[3] < 0.6 * cell.height:
            chain.append(cell)
    return chain


def _paragraph(cells: list[Cell], item: Item) -> list[Cell]:
    """The lines of a text that stand together, from the first that touches the item's line of numbers."""
    ordered = sorted(cells, key=lambda cell: (round(cell.middle), cell.box[0]))
    at = 0 if item.raised else next((i for i, cell in enumerate(ordered) if cell.box[3] >= item.top), 0)
    begin = at
    while begin and ordered[begin].box[1] - ordered[begin - 1].box[3] < _CLOSE * ordered[begin].height:
        begin -= 1
    end, pitch = at + 1, 0.0
    for before, after in pairwise(ordered[at:]):
        step = after.middle - before.middle
        if (
            after.box[1] - before.box[3] >= _CLOSE * before.height
            or abs(after.height - before.height) > 0.25 * before.height
        ):
            break
        if _STATEMENT.match(after.text) or (step > 1 and pitch and step > 1.12 * pitch):
            break
        pitch = pitch or (step if step > 1 else 0.0)
        end += 1
    return ordered[begin:end]
