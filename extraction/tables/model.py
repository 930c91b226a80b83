"""What a table holds: sheets of rows of typed cells, each with its address for messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from extraction.tables.errors import TableError, TableErrorCode


class Kind(StrEnum):
    """What a cell is typed as. A csv file holds text alone."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    """Text is the plain number: `12`, `0.1`."""
    PERCENT = "percent"
    """A number shown as a percentage: `0.19` for what the person sees as 19 %."""
    DATE = "date"
    """Typed as a date: ISO, with a time where it is not midnight."""
    BOOLEAN = "boolean"
    """`true` or `false`."""
    PROBLEM = "problem"
    """No value can be told; text says why and what to do."""


class Cell(NamedTuple):
    kind: Kind
    text: str
    formula: bool = False
    """The text is what a formula gave when the workbook was last calculated."""


BLANK = Cell(Kind.BLANK, "")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as the table's program shows it; `cells` by column from 0, blank ones left out."""

    number: int
    cells: dict[int, Cell]

    def __getitem__(self, column: int) -> Cell:
        return self.cells.get(column, BLANK)


@dataclass(frozen=True)
class Sheet:
    """One sheet; the only one of a csv file has no name."""

    name: str
    lines: list[bytes] = field(default_factory=list, repr=False)
    """The rows that are not blank, packed: see `packed`."""

    def rows(self) -> Iterator[Row]:
        for line in self.lines:
            number, cells = json.loads(line)
            yield Row(number, {column: Cell(Kind(kind), text, formula) for column, kind, text, formula in cells})

    def address(self, row: int, column: int | None = None) -> str:
        """`Data!C7` for row 7 and column 2; `Data, row 7` for the whole row."""
        if column is None:
            return f"{self.name}, row {row}" if self.name else f"row {row}"
        cell = f"{letters(column)}{row}"
        return f"{self.name}!{cell}" if self.name else cell


@dataclass(frozen=True)
class Tables:
    """A file that was read. `kind` is `xlsx` or `csv`, by its bytes."""

    kind: str
    sheets: tuple[Sheet, ...]


def packed(number: int, cells: dict[int, Cell]) -> bytes:
    """A row as one line of JSON."""
    content = [number, [(column, kind, text, formula) for column, (kind, text, formula) in cells.items()]]
    return json.dumps(content, separators=(",", ":")).encode("ascii")


def collected(lines: Iterable[bytes]) -> Tables:
    """The table that the lines of `parse.lines_of` tell. Raises TableError where they end too soon."""
    sheets: list[Sheet] = []
    for line in lines:
        if line.startswith(b"["):
            sheets[-1].lines.append(line.rstrip())
        else:
            said = json.loads(line)
            if "done" in said:
                return Tables(said["done"], tuple(sheets))
            sheets.append(Sheet(said["sheet"]))
    raise TableError(TableErrorCode.CRASHED)


def letters(column: int) -> str:
    """The letters of a column that counts from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
