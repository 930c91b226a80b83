"""What other programs and people do to a workbook without changing what it says."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from copy import copy
from pathlib import Path
from typing import Any

from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from tests.portal.workbook.journeys import edited
from tests.programs import need

XLSX = "xlsx:Calc MS Excel 2007 XML"
ALL_SHEETS = -1


def csv_of(sheet: int, *, as_shown: bool) -> str:
    """LibreOffice's words for a sheet, the first is 1, as csv in UTF-8: numbers as they are shown, or exactly.

    It calls the file after the workbook and the sheet: `x-Data`.
    """
    shown = str(as_shown).lower()
    return f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,{shown},false,false,{sheet}"


def converted(files: Mapping[str, bytes], folder: Path, wanted: str = XLSX) -> dict[str, bytes]:
    """The files, by name without ending, as LibreOffice opens and saves them: all in one go, which takes seconds."""
    need("soffice", "libreoffice-calc")
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", wanted,
         "--outdir", folder / "saved", *(folder / f"{name}.xlsx" for name in files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {path.stem: path.read_bytes() for path in (folder / "saved").iterdir()}


def _stripped(book: Any) -> None:
    """Everything gone that is no cell: tables, names, validations, notes, panes, formats, the hidden sheet."""
    if "_proofsheet" in book.sheetnames:
        del book["_proofsheet"]
    book.defined_names.clear()
    for page in book:
        page.tables.clear()
        page.data_validations.dataValidation.clear()
        page.freeze_panes = None
        page.auto_filter.ref = None
        for cells in page.iter_rows():
            for cell in cells:
                cell.comment = cell.hyperlink = None
                if not cell.is_date:
                    cell.style = "Normal"


def _without_row_ids(book: Any) -> None:
    for page in _data(book):
        headers = [cell.value for cell in page[1]]
        page.tables.clear()
        page.delete_cols(max(at for at, header in enumerate(headers, 1) if str(header).startswith("row id")))


def _sorted(book: Any) -> None:
    """All rows the other way round."""
    for page in _data(book):
        _rearrange(page, lambda rows: [rows[0], *reversed(rows[1:])])


def _columns_moved(book: Any) -> None:
    """All columns the other way round, each second one hidden."""
    for page in _data(book):
        page.tables.clear()
        page.data_validations.dataValidation.clear()
        _rearrange(page, lambda rows: [row[::-1] for row in rows])
        for column in range(1, page.max_column, 2):
            page.column_dimensions[get_column_letter(column)].hidden = True


def _rearrange(page: Any, change: Callable[[list[Any]], list[Any]]) -> None:
    """Put the contents of the cells elsewhere: as they are, for openpyxl takes some texts for formulas."""
    rows = [[(cell._value, cell.data_type, copy(cell._style)) for cell in cells] for cells in page.iter_rows()]
    for number, row in enumerate(change(rows), start=1):
        for column, (value, kind, style) in enumerate(row, start=1):
            cell = page.cell(number, column)
            cell._value, cell.data_type, cell._style = value, kind, style


def _rows_coloured_and_hidden(book: Any) -> None:
    for page in _data(book):
        for number in range(2, page.max_row, 2):
            page.row_dimensions[number].hidden = True
            page.cell(number, 1).fill = PatternFill("solid", "FFCC00")
        page.freeze_panes = "D5"


def _sheets_turned(book: Any) -> None:
    for page in list(book):
        book.move_sheet(page, offset=-book.index(page))


def _data(book: Any) -> list[Any]:
    return [page for page in book if page.title not in ("Read me", "_proofsheet", "Evidence")]


CHANGES: dict[str, Callable[[Any], object]] = {
    "saved": lambda book: None,
    "stripped": _stripped,
    "without row ids": _without_row_ids,
    "sorted": _sorted,
    "columns moved and hidden": _columns_moved,
    "rows coloured and hidden": _rows_coloured_and_hidden,
    "sheets turned": _sheets_turned,
}
"""By what was done; none of it matters when the workbook comes back."""


def changed(content: bytes, *changes: Callable[[Any], object]) -> bytes:
    def change(book: Any) -> None:
        for one in changes:
            one(book)

    return edited(content, change)
