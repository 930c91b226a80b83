"""Workbooks in the hands of people: rows and columns that are changed in memory, and become a file when need be."""

from __future__ import annotations

import copy
import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl

from extraction.tables import Cell, Kind, Row, Sheet, Tables
from extraction.tables.model import packed
from portal.models import WorkbookExport

DATA, LINES, HIDDEN, ROW_ID = "Data", "Lines", "_proofsheet", "row id"
IN_MEMORY = b"a table of this test: "
"""Before the content of a file that is no workbook, but the table that a workbook would be read as."""


@dataclass
class Line:
    """A row. `tag` says which row of the person's it is, wherever it is moved to."""

    tag: int
    document: int
    cells: dict[str, Any]

    @property
    def row_id(self) -> str:
        return str(self.cells.get(ROW_ID) or "")


@dataclass
class Page:
    headers: list[str]
    lines: list[Line] = field(default_factory=list)


@dataclass
class Book:
    """A workbook that somebody has on their desk."""

    export: WorkbookExport
    owner: Any
    made: bytes = field(repr=False)
    """As it came from the portal."""
    pages: dict[str, Page]
    is_named: bool = True
    """Whether it still has the hidden sheet, which says what export it is."""
    tags: int = 0

    def add(self, document: int, cells: dict[str, Any], at: int | None = None) -> Line:
        """A new row among the items."""
        self.tags += 1
        line = Line(self.tags, document, cells)
        lines = self.pages[LINES].lines
        lines.insert(len(lines) if at is None else at, line)
        return line

    def copied(self) -> Book:
        return Book(
            self.export, self.owner, self.made, copy.deepcopy(self.pages), is_named=self.is_named, tags=self.tags
        )


def opened(export: WorkbookExport, owner: Any, content: bytes, documents: dict[str, int]) -> Book:
    """`documents` by name."""
    book = Book(export, owner, content, {})
    loaded = openpyxl.load_workbook(io.BytesIO(content))
    for name in (DATA, LINES):
        header, *rows = loaded[name].iter_rows(values_only=True)
        page = book.pages[name] = Page([str(one) for one in header])
        for row in rows:
            cells = {head: value for head, value in zip(page.headers, row, strict=True) if value is not None}
            if cells:
                book.tags += 1
                page.lines.append(Line(book.tags, documents[cells["document"]], cells))
    return book


def saved(book: Book) -> bytes:
    """The file as openpyxl writes it: rows put where they are now, the hidden sheet taken out where it is gone."""
    loaded = openpyxl.load_workbook(io.BytesIO(book.made))
    for name, page in book.pages.items():
        sheet = loaded[name]
        for table in list(sheet.tables):
            del sheet.tables[table]
        sheet.delete_rows(1, sheet.max_row + 1)
        for column, header in enumerate(page.headers, start=1):
            sheet.cell(1, column).value = header
        for number, line in enumerate(page.lines, start=2):
            for column, header in enumerate(page.headers, start=1):
                sheet.cell(number, column).value = line.cells.get(header)
        sheet.auto_filter.ref = sheet.dimensions
        if page.lines:
            sheet.row_dimensions[2].hidden = True
    if not book.is_named:
        del loaded[HIDDEN]
    target = io.BytesIO()
    loaded.save(target)
    return target.getvalue()


def in_memory(book: Book) -> bytes:
    """What stands for the file where no workbook is written: see `tables_of`."""
    sheets: dict[str, list[str]] = {}
    for name, page in book.pages.items():
        rows = [dict(enumerate(map(_cell, page.headers)))]
        for line in page.lines:
            cells = {at: line.cells.get(header) for at, header in enumerate(page.headers)}
            rows.append({at: _cell(value) for at, value in cells.items() if value is not None})
        sheets[name] = [packed(number, cells).decode() for number, cells in enumerate(rows, start=1)]
    if book.is_named:
        facts = {0: Cell(Kind.TEXT, "export"), 1: Cell(Kind.TEXT, book.export.key)}
        sheets[HIDDEN] = [packed(1, facts).decode()]
    return IN_MEMORY + json.dumps(sheets).encode()


def tables_of(content: bytes) -> Tables:
    sheets = json.loads(content.removeprefix(IN_MEMORY))
    return Tables("xlsx", tuple(Sheet(name, [line.encode() for line in lines]) for name, lines in sheets.items()))


def _cell(value: Any) -> Cell:
    match value:
        case str():
            return Cell(Kind.TEXT, value)
        case datetime():
            return Cell(Kind.DATE, value.date().isoformat())
        case int() | float() | Decimal():
            number = float(value)
            return Cell(Kind.NUMBER, str(int(number)) if number.is_integer() else format(Decimal(repr(number)), "f"))
    raise AssertionError(value)


def rows_of(content: bytes) -> dict[str, list[Row]]:
    """What our own reader must find in the file, by sheet: to see that the short way is the long one."""
    return {sheet.name: list(sheet.rows()) for sheet in tables_of(content).sheets}
