"""Tables over pages: wrapped descriptions, headers printed again, whatever a template does at a page's end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from samples.bills import Bill
from samples.pen import Align, Pen

INNER = 3.0
"""Points between a column's edge and its text."""


@dataclass(frozen=True)
class Column:
    """`name` as in Bill.cells; `title` may have several lines."""

    title: str
    name: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class Look:
    size: float = 9
    header_size: float = 9
    header_fill: str = ""
    header_color: str = "#000000"
    header_bold: bool = True
    zebra: str = ""
    grid: str = ""
    """Colour of lines around every cell."""
    row_rule: str = ""
    """Colour of a line under each row."""
    header_rule: float = 0.8
    """Width of the line under the header; 0 for none."""
    padding: float = 4
    middle: bool = False
    """Numbers stand at the middle of a row of several lines, not at its first line."""


@dataclass(frozen=True)
class Table:
    """`turn(y, running)` ends a page at y and starts the next; it returns where the table goes on."""

    columns: tuple[Column, ...]
    look: Look
    x: float
    bottom: float
    turn: Callable[[float, str], float]
    position: str = "{}"
    keep: float = 0
    """Points to leave free below the table's last row, for the totals."""

    @property
    def width(self) -> float:
        return sum(column.width for column in self.columns)

    def draw(self, pen: Pen, bill: Bill, y: float) -> float:
        """From y down; returns the y under the last row."""
        y = self._header(pen, y)
        rows = list(bill.cells(self.position))
        running = bill.lines - bill.lines
        for index, row in enumerate(rows):
            height = self._height(pen, row)
            room = self.keep if index == len(rows) - 1 else 0
            if y + height + room > self.bottom:
                y = self._header(pen, self.turn(y, bill.amount(running)))
            self._row(pen, row, y, height, shaded=bool(index % 2))
            running += bill.items[index].total
            y += height
        pen.columns.update(column.name for column in self.columns)
        return y

    def _header(self, pen: Pen, y: float) -> float:
        look = self.look
        titles = [column.title.split("\n") for column in self.columns]
        height = max(map(len, titles)) * look.header_size * 1.2 + 2 * look.padding
        if look.header_fill:
            pen.box(self.x, y, self.width, height, fill=look.header_fill)
        x = self.x
        for column, lines in zip(self.columns, titles, strict=True):
            if look.grid:
                pen.box(x, y, column.width, height, stroke=look.grid)
            pen.lines(
                _anchor(column, x),
                y + look.padding + look.header_size * 0.85,
                lines,
                look.header_size,
                gap=1.2,
                bold=look.header_bold,
                align=column.align,
                color=look.header_color,
            )
            x += column.width
        if look.header_rule:
            pen.rule(self.x, y + height, self.x + self.width, width=look.header_rule)
        return y + height

    def _cell(self, pen: Pen, row: dict[str, str], column: Column) -> list[str]:
        return pen.wrap(row[column.name], column.width - 2 * INNER, self.look.size)

    def _height(self, pen: Pen, row: dict[str, str]) -> float:
        most = max(len(self._cell(pen, row, column)) for column in self.columns)
        return most * self.look.size * 1.25 + 2 * self.look.padding

    def _row(self, pen: Pen, row: dict[str, str], y: float, height: float, *, shaded: bool) -> None:
        look = self.look
        if look.zebra and shaded:
            pen.box(self.x, y, self.width, height, fill=look.zebra)
        x = self.x
        for column in self.columns:
            if look.grid:
                pen.box(x, y, column.width, height, stroke=look.grid)
            lines = self._cell(pen, row, column)
            first = y + look.padding + look.size * 0.85
            if look.middle:
                first = y + (height - len(lines) * look.size * 1.25) / 2 + look.size * 0.95
            pen.lines(_anchor(column, x), first, lines, look.size, gap=1.25, align=column.align)
            x += column.width
        if look.row_rule:
            pen.rule(self.x, y + height, self.x + self.width, width=0.4, color=look.row_rule)


def _anchor(column: Column, x: float) -> float:
    return {"left": x + INNER, "right": x + column.width - INNER, "center": x + column.width / 2}[column.align]
