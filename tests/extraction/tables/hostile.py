"""A hostile table, and the packages of parts that hostile workbooks are made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping
from typing import NamedTuple

from extraction.tables import Cell, Kind, TableErrorCode, Tables
from tests.extraction.tables.books import package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
BOOK, LINKS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"

DAMAGED = frozenset({TableErrorCode.DAMAGED})
BOMB = frozenset({TableErrorCode.BOMB})
ANY_REFUSAL = frozenset(TableErrorCode) - {
    TableErrorCode.READER_FAILED,
    TableErrorCode.UNREADABLE,
    TableErrorCode.TOO_SLOW,
}
"""Where what is hit decides; but it is the file's fault, and told in seconds."""


class Hostile(NamedTuple):
    """`expected`: the codes it may be refused with, none: it must be read. `cells`: what it says when it is read."""

    name: str
    content: bytes
    expected: Collection[TableErrorCode]
    why: str
    may_be_read: bool = False
    cells: Mapping[str, Cell] = {}


def cells_of(tables: Tables) -> dict[str, Cell]:
    """Every cell by its address; the sentence of a problem left out."""
    return {
        sheet.address(row.number, column): cell._replace(text="") if cell.kind is Kind.PROBLEM else cell
        for sheet in tables.sheets
        for row in sheet.rows()
        for column, cell in row.cells.items()
    }


def text(said: str) -> Cell:
    return Cell(Kind.TEXT, said)


def number(said: str) -> Cell:
    return Cell(Kind.NUMBER, said)


PROBLEM = Cell(Kind.PROBLEM, "")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def without(name: str, content: bytes) -> bytes:
    """The package without one of its parts."""
    parts = parts_of(content)
    del parts[name]
    return zipped(parts)


def worksheet(inside: str) -> str:
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{inside}</worksheet>'


def row(*cells: str) -> bytes:
    """A workbook of one row of these `<c>` elements."""
    return package(f'<row r="1">{"".join(cells)}</row>')


def shared(strings: str, *cells: str) -> bytes:
    """A workbook of one row, with these `<si>` elements as its shared texts."""
    return package(f'<row r="1">{"".join(cells)}</row>', **{STRINGS: f'<sst xmlns="{MAIN}">{strings}</sst>'})


def workbook(sheets: str, more: str = "") -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets>{more}</workbook>'


def links(*relations: tuple[str, str, str]) -> str:
    """Relations of the workbook: identity, target, and kind or more attributes."""
    inside = "".join(
        f'<Relationship Id="{identity}" Target="{target}" Type="{RELATIONS}/{kind}"/>'
        for identity, target, kind in relations
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )
