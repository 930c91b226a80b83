"""Which export a workbook is, written into one that came back: its hidden sheet and its row ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.table import TableColumn

from portal.workbook.layout import folded
from portal.workbook.sheet_text import put_text

HIDDEN = "_proofsheet"
EXPORT = "export"
ROW_ID = "row id"
_SEARCHED = 50
"""Rows at the top of a sheet in which its headers stand."""


@dataclass(frozen=True)
class Identity:
    """The export that a return workbook becomes.

    `row_ids` are by sheet and row (from 1) of the file, `header_rows` by sheet where it is not the first row. `stated`
    are rows of the hidden sheet besides the export, by key; they are written where it has to be made anew.
    """

    export: str
    row_ids: Mapping[tuple[str, int], str] = field(default_factory=dict)
    header_rows: Mapping[str, int] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)


def identify(book: Workbook, identity: Identity) -> None:
    """Write the export's id and the row ids into the workbook."""
    _write_export(book, identity)
    by_sheet: dict[str, dict[int, str]] = defaultdict(dict)
    for (sheet, row), row_id in identity.row_ids.items():
        by_sheet[sheet][row] = row_id
    for sheet, row_ids in by_sheet.items():
        if sheet in book.sheetnames:
            _write_row_ids(book[sheet], row_ids, identity.header_rows.get(sheet, 1))


def _write_export(book: Workbook, identity: Identity) -> None:
    if HIDDEN not in book.sheetnames:
        page = book.create_sheet(HIDDEN)
        page.sheet_state = "hidden"
        for number, (key, text) in enumerate(identity.stated.items(), start=2):
            put_text(page.cell(number, 1), key)
            put_text(page.cell(number, 2), text)
        row = 1
    else:
        page = book[HIDDEN]
        keys = {str(cell.value).strip().casefold(): int(cell.row or 0) for (cell,) in page.iter_rows(max_col=1)}
        row = keys.get(EXPORT, page.max_row + 1)
    put_text(page.cell(row, 1), EXPORT)
    put_text(page.cell(row, 2), identity.export)


def _write_row_ids(sheet: Any, row_ids: Mapping[int, str], header_row: int) -> None:
    column = _column_of_ids(sheet) or _add_column(sheet, header_row)
    if column is None:
        return
    for row, row_id in row_ids.items():
        put_text(sheet.cell(row, column), row_id)


def _column_of_ids(sheet: Any) -> int | None:
    for cells in sheet.iter_rows(max_row=min(_SEARCHED, sheet.max_row)):
        for cell in cells:
            if cell.data_type == "s" and folded(str(cell.value)) == ROW_ID:
                return int(cell.column)
    return None


def _add_column(sheet: Any, header_row: int) -> int | None:
    """A hidden column behind all others, as part of the table or filter, so that sorting moves it along.

    None where it can be no part of it: row ids that stay behind when rows are sorted are worse than none.
    """
    column = max((place[1] for place, cell in sheet._cells.items() if cell.value is not None), default=0) + 1
    tables = [table for table in sheet.tables.values() if _box(table.ref)[1] == header_row]
    for table in tables:
        if _box(table.ref)[2] != column - 1 or not _extends(table):
            return None
    filtered = sheet.auto_filter.ref
    if filtered and _box(filtered)[2] != column - 1:
        return None
    for table in tables:
        _extend(table, column)
    if filtered:
        sheet.auto_filter.ref = _wider(filtered, column)
    put_text(sheet.cell(header_row, column), ROW_ID)
    _hide(sheet, column)
    return column


def _box(reference: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a range that is neither whole columns nor whole rows."""
    return tuple(map(int, range_boundaries(reference)))  # type: ignore[arg-type, return-value]


def _extends(table: Any) -> bool:
    has_header = table.headerRowCount != 0
    return has_header and ROW_ID not in {folded(column.name) for column in table.tableColumns}


def _extend(table: Any, column: int) -> None:
    table.tableColumns.append(TableColumn(id=max(one.id for one in table.tableColumns) + 1, name=ROW_ID))
    table.ref = _wider(table.ref, column)
    if table.autoFilter is not None and table.autoFilter.ref:
        table.autoFilter.ref = _wider(table.autoFilter.ref, column)


def _wider(reference: str, column: int) -> str:
    left, top, _right, bottom = _box(reference)
    return f"{get_column_letter(left)}{top}:{get_column_letter(column)}{bottom}"


def _hide(sheet: Any, column: int) -> None:
    """Hide one column; a group of columns that holds it is split, for groups must not overlap."""
    dimensions = sheet.column_dimensions
    for name, group in list(dimensions.items()):
        first = group.min or column_index_from_string(name)
        last = group.max or first
        if first <= column <= last:
            del dimensions[name]
            for start, end in ((first, column - 1), (column + 1, last)):
                if start <= end:
                    letter = get_column_letter(start)
                    part: Any = ColumnDimension(sheet, index=letter, min=start, max=end, width=group.width,
                                           hidden=group.hidden, outlineLevel=group.outlineLevel)  # fmt: skip
                    part._style = group._style
                    dimensions[letter] = part
    letter = get_column_letter(column)
    dimensions[letter] = ColumnDimension(sheet, index=letter, min=column, max=column, hidden=True)
