"""Sheets to xlsx: every value in its own type, text never a formula, nothing cut, nothing dropped in silence."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

import tablib
import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.services.errors import BadInput

Native = str | int | Decimal | bool | date | datetime | None

LARGEST_TABLE = 20_000
"""Rows of a sheet up to which it is an Excel table; a workbook with a larger sheet is written in constant memory."""
LARGEST_SHEET = 250_000
LONGEST_TEXT = 32_767
"""UTF-16 units of one cell."""
LONGEST_NAME = 31
_SAMPLED = 200
_WIDEST, _NARROWEST = 60, 8

_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Shown(StrEnum):
    """How the cells of a column are shown: a number format of Excel."""

    TEXT = "@"
    NUMBER = "General"
    INTEGER = "0"
    MONEY = "#,##0.00##"
    DATE = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm:ss"


@dataclass(frozen=True)
class SheetContent:
    """A sheet: as many formats and notes as headers; the first cell of a row names it in messages."""

    name: str
    headers: Sequence[str]
    shown: Sequence[Shown]
    notes: Sequence[str]
    rows: tablib.Dataset


def write(sheets: Sequence[SheetContent], target: BinaryIO, *, title: str) -> None:
    """Raises BadInput where a sheet or a text is larger than a workbook holds."""
    names = sheet_names([sheet.name for sheet in sheets])
    for sheet in sheets:
        if len(sheet.rows) > LARGEST_SHEET:
            raise BadInput(
                ngettext(
                    "%(sheet)s has %(count)s row; a workbook takes %(most)s: export in parts",
                    "%(sheet)s has %(count)s rows; a workbook takes %(most)s: export in parts",
                    len(sheet.rows),
                )
                % {"sheet": sheet.name, "count": len(sheet.rows), "most": LARGEST_SHEET}
            )
    small = all(len(sheet.rows) <= LARGEST_TABLE for sheet in sheets)
    options = {
        "constant_memory": not small,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": title, "author": "Proofsheet"})
        styles = _Styles(workbook)
        for name, table, sheet in zip(names, table_names(names), sheets, strict=True):
            _write_sheet(workbook, workbook.add_worksheet(name), table, sheet, styles, as_table=small)


def write_atomically(path: Path, content: Callable[[BinaryIO], None]) -> None:
    """Let `content` write a file that appears under its name when it is whole. Raises BadInput where it cannot."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("xb") as target:
            content(target)
        unfinished.replace(path)
    except OSError as error:
        raise BadInput(
            _("%(path)s cannot be written: %(problem)s") % {"path": path, "problem": error.strerror or error}
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


class _Styles:
    """The cell formats of a workbook, one each."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[Shown, bool], Any] = {}
        self.header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})

    def get(self, shown: Shown, quoted: bool = False) -> Any:
        if (shown, quoted) not in self._made:
            self._made[shown, quoted] = self._workbook.add_format({"num_format": shown.value, "quote_prefix": quoted})
        return self._made[shown, quoted]


def _write_sheet(workbook: Any, page: Any, table: str, sheet: SheetContent, styles: _Styles, *, as_table: bool) -> None:
    page.freeze_panes(1, 1)
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    for column, (header, note) in enumerate(zip(sheet.headers, sheet.notes, strict=True)):
        page.write_string(0, column, header, styles.header)
        if note:
            page.write_comment(0, column, note, {"x_scale": 2})
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if value is not None and value != "":
                _write_cell(page, number, column, value, sheet, styles, row[0])
    last_row, last_column = len(sheet.rows), len(sheet.headers) - 1
    if as_table and last_row:
        headers = [{"header": header, "header_format": styles.header} for header in sheet.headers]
        style = {"name": table, "columns": headers, "style": "Table Style Light 1"}
        page.add_table(0, 0, last_row, last_column, style)
    else:
        page.autofilter(0, 0, last_row, last_column)
        where = "'" + page.get_name().replace("'", "''") + "'"
        workbook.define_name(f"{table}_rows", f"={where}!{_range(last_row, last_column)}")


def _write_cell(
    page: Any, row: int, column: int, value: Native, sheet: SheetContent, styles: _Styles, about: object
) -> None:
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | Decimal):
        shown = sheet.shown[column]
        page.write_number(row, column, value, styles.get(Shown.NUMBER if shown is Shown.TEXT else shown))
    elif isinstance(value, date):
        shown = Shown.MOMENT if isinstance(value, datetime) else Shown.DATE
        page.write_datetime(row, column, value, styles.get(shown))
    else:
        text = str(value)
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        place = {"sheet": sheet.name, "column": sheet.headers[column], "row": about}
        if length > LONGEST_TEXT:
            raise BadInput(
                ngettext(
                    # Translators: the column of the row on the sheet; the row is called by its document's name.
                    "%(sheet)s: %(column)s of %(row)s has %(count)s character; a cell holds %(most)s: "
                    "shorten or correct it",
                    "%(sheet)s: %(column)s of %(row)s has %(count)s characters; a cell holds %(most)s: "
                    "shorten or correct it",
                    length,
                )
                % {**place, "count": length, "most": LONGEST_TEXT}
            )
        if _NO_TEXT.search(text):
            raise BadInput(
                _(
                    # Translators: the column of the row on the sheet; the row is called by its document's name.
                    "%(sheet)s: %(column)s of %(row)s holds a character that no workbook can store: "
                    "shorten or correct it"
                )
                % place
            )
        page.write_string(row, column, text, styles.get(Shown.TEXT, quoted=text.startswith(_FORMULA_LIKE)))


def _widths(sheet: SheetContent) -> list[int]:
    widest = [len(header) for header in sheet.headers]
    for row in sheet.rows[:_SAMPLED]:
        for column, value in enumerate(row):
            text = str(value) if value is not None else ""
            widest[column] = max(widest[column], *(len(line) for line in text.split("\n")))
    return [max(_NARROWEST, min(_WIDEST, width + 2)) for width in widest]


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that Excel takes: no special characters, at most 31 long, different whatever their case."""
    names: list[str] = []
    for name in wanted:
        plain = _NO_NAME.sub(" ", name).strip("' ") or "Sheet"
        chosen, number = plain[:LONGEST_NAME].strip("' "), 2
        while chosen.casefold() in {other.casefold() for other in names}:
            ending = f" {number}"
            chosen, number = plain[: LONGEST_NAME - len(ending)] + ending, number + 1
        names.append(chosen)
    return names


def table_names(sheets: Iterable[str]) -> list[str]:
    """Names for tables, by which Power Query finds them: of letters, digits and underscores, different in any case."""
    names: list[str] = []
    for sheet in sheets:
        plain = "_" * (not sheet[:1].isalpha()) + re.sub(r"\W", "_", sheet)
        chosen, number = plain, 2
        while chosen.casefold() in {name.casefold() for name in names}:
            chosen, number = f"{plain}_{number}", number + 1
        names.append(chosen)
    return names


def _range(last_row: int, last_column: int) -> str:
    letters = xlsxwriter.utility.xl_col_to_name(last_column)
    return f"$A$1:${letters}${last_row + 1}"
