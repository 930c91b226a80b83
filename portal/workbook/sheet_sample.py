"""The first rows below the headers of a sheet, by column and by document: they judge what a header can mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from extraction.tables import Cell, Kind, Row, Sheet
from portal.workbook.column_matching import SampledColumn

ROWS = 300
"""So many are looked at."""
_SEVERAL = 0.75
"""At most so many documents a row, and it is usual that a document has several rows."""


@dataclass(frozen=True)
class SheetSample:
    """The headers of a sheet and rows below them."""

    header: Row
    rows: list[Row]

    @classmethod
    def of(cls, sheet: Sheet, header: Row) -> SheetSample:
        below = (row for row in sheet.rows() if row.number > header.number)
        return cls(header, list(islice(below, ROWS)))

    def columns(self) -> list[SampledColumn]:
        """All columns that have a header or values."""
        cells: dict[int, list[Cell]] = {index: [] for index in self.header.cells}
        for row in self.rows:
            for index, cell in row.cells.items():
                cells.setdefault(index, []).append(cell)
        return [SampledColumn(index, title(self.header[index]), some) for index, some in sorted(cells.items())]

    def documents(self, naming: Collection[int]) -> list[list[Row]]:
        """The rows of each document, which the columns `naming` tell; one without a name goes with the row above."""
        found: dict[tuple[str, ...], list[Row]] = {}
        name: tuple[str, ...] = ()
        for row in self.rows if naming else ():
            stated = tuple(row[index].text.strip() for index in naming)
            name = stated if any(stated) else name
            found.setdefault(name, []).append(row)
        return list(found.values())


def title(cell: Cell) -> str:
    """A header on one line; none where the cell is an error."""
    return "" if cell.kind is Kind.PROBLEM else " ".join(cell.text.split())


def has_several_rows(documents: list[list[Row]]) -> bool:
    return bool(documents) and len(documents) <= _SEVERAL * sum(map(len, documents))


def compared(column: SampledColumn, documents: list[list[Row]]) -> SampledColumn:
    """The column with what its values do in documents of several rows."""
    texts = ([row[column.index].text.strip() for row in rows] for rows in documents)
    filled = [said for some in texts if len(said := [text for text in some if text]) > 1]
    differing = sum(len(set(said)) > 1 for said in filled)
    if differing * 3 > len(filled):
        return SampledColumn(column.index, column.header, column.cells, "differs")
    return SampledColumn(column.index, column.header, column.cells, "repeats" if len(filled) > 1 else "")
