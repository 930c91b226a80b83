"""Sheets to xlsx: every value in its own type, text never a formula, nothing cut, nothing dropped in silence."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from extraction.canon.tokens import storable
from portal.services.errors import BadInput
from portal.workbook.content import Content, Link, Look, Native, SheetColumn, SheetContent, Shown, Styled
from portal.workbook.excel_names import HIDDEN, cut, sheet_names, table_names, units

LARGEST_TABLE = 20_000
"""Rows of a sheet up to which it is an Excel table; a workbook with a larger sheet is written in constant memory."""
LARGEST_SHEET = 250_000
MOST_LINKS = 60_000
"""Of a sheet; beyond them addresses stand as text."""
LONGEST_TEXT = 32_767
"""UTF-16 units of one cell."""
LONGEST_CHOICES = 255
"""Characters of a drop-down that lists its entries itself; a longer one takes them from the hidden sheet."""
ROOM = 500
"""Rows below the last one that have drop-downs already."""
_SAMPLED = 200
_WIDEST, _NARROWEST, _WIDEST_WRAPPED = 60, 8, 90

_LONGEST_TITLE, _LONGEST_HINT = 32, 255
_SEPARATES = re.compile(r'[,"\n]|^\s|\s$')
"""In a choice: what a drop-down that lists its entries itself would understand otherwise."""

_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")

COLOURS = {
    Look.CONFIRMED: "#D9EAD3",
    Look.CORRECTED: "#CFE2F3",
    Look.WEAK: "#FFF2CC",
    Look.UNGROUNDED: "#FCE5CD",
    Look.FAILED: "#F4CCCC",
    Look.FILL_IN: "#FFFDE7",
}


def write(
    sheets: Sequence[SheetContent], target: BinaryIO, *, title: str, facts: Mapping[str, str] | None = None
) -> None:
    """`facts` stand on the hidden sheet, for the software. Raises BadInput where a sheet or text is too large."""
    names = sheet_names([sheet.name for sheet in sheets])
    for sheet in sheets:
        if sheet.count > LARGEST_SHEET:
            raise BadInput(
                ngettext(
                    "%(sheet)s has %(count)s row; a workbook takes %(most)s: export in parts",
                    "%(sheet)s has %(count)s rows; a workbook takes %(most)s: export in parts",
                    sheet.count,
                )
                % {"sheet": sheet.name, "count": sheet.count, "most": LARGEST_SHEET}
            )
    small = all(sheet.count <= LARGEST_TABLE for sheet in sheets)
    options = {
        "constant_memory": not small,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": title, "author": "Proofsheet"})
        styles = _Styles(workbook)
        pages = [workbook.add_worksheet(name) for name in names]
        lists = _hidden_sheet(workbook, sheets, facts or {})
        for name, page, table, sheet in zip(names, pages, table_names(names), sheets, strict=True):
            _Page(workbook, page, name, table, sheet, styles).write(lists, as_table=small)
        next(page for page, sheet in zip(pages, sheets, strict=True) if not sheet.hidden).activate()


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
        self._made: dict[tuple[Shown, bool, Look, bool], Any] = {}
        self.header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})

    def get(self, shown: Shown, quoted: bool = False, look: Look = Look.PLAIN, wraps: bool = False) -> Any:
        wanted = (shown, quoted, look, wraps)
        if wanted not in self._made:
            # Never the first format of all: LibreOffice takes that for none, and a number for a date beside dates.
            settings: dict[str, Any] = {"num_format": shown.value, "quote_prefix": quoted, "valign": "top"}
            if look in COLOURS:
                settings |= {"bg_color": COLOURS[look], "border": 1, "border_color": "#D0D0D0"}
            if wraps:
                settings |= {"text_wrap": True}
            self._made[wanted] = self._workbook.add_format(settings)
        return self._made[wanted]


class _Page:
    """One sheet on its way into the file."""

    def __init__(self, workbook: Any, page: Any, name: str, table: str, sheet: SheetContent, styles: _Styles) -> None:
        self.workbook, self.page, self.name, self.table = workbook, page, name, table
        self.sheet, self.styles = sheet, styles
        self.links = 0

    def write(self, lists: dict[tuple[str, ...], str], *, as_table: bool) -> None:
        page, sheet = self.page, self.sheet
        page.freeze_panes(1, 1)
        for at, column in enumerate(sheet.columns):
            page.write_string(0, at, column.header, self.styles.header)
            if column.note:
                page.write_comment(0, at, cut(storable(column.note), LONGEST_TEXT), {"x_scale": 2})
            self._help(at, column, lists)
        widest = [len(column.header) for column in sheet.columns]
        rows = iter(sheet.rows)
        sampled = list(itertools.islice(rows, _SAMPLED))
        for row in sampled:
            for at, content in enumerate(row):
                widest[at] = max(widest[at], _width(content))
        for at, (column, width) in enumerate(zip(sheet.columns, widest, strict=True)):
            shown = max(_NARROWEST, min(_WIDEST_WRAPPED if column.wraps else _WIDEST, width + 2))
            # The format of the column counts for what people type into its blank cells: 007 stays 007.
            page.set_column(at, at, shown, self.styles.get(column.shown, wraps=column.wraps), {"hidden": column.hidden})
        for number, row in enumerate(itertools.chain(sampled, rows), start=1):
            about = row[0]
            for at, content in enumerate(row):
                if content is not None and content != "":
                    self._cell(number, at, content, about)
        self._frame(as_table)
        if sheet.hidden:
            page.hide()

    def _frame(self, as_table: bool) -> None:
        last_row, last_column = self.sheet.count, len(self.sheet.columns) - 1
        if as_table and last_row:
            headers = [{"header": one.header, "header_format": self.styles.header} for one in self.sheet.columns]
            style = {"name": self.table, "columns": headers, "style": "Table Style Light 1"}
            self.page.add_table(0, 0, last_row, last_column, style)
        else:
            self.page.autofilter(0, 0, last_row, last_column)
            where = "'" + self.name.replace("'", "''") + "'"
            self.workbook.define_name(f"{self.table}_rows", f"={where}!{_range(last_row, last_column)}")

    def _help(self, at: int, column: SheetColumn, lists: dict[tuple[str, ...], str]) -> None:
        """The drop-down of a column, and what is said while one of its cells is chosen."""
        settings: dict[str, Any] = {"validate": "any"}
        if column.choices:
            settings = {
                "validate": "list",
                "source": lists.get(column.choices) or list(column.choices),
                "show_error": column.only_these,
                "error_title": cut(column.header, _LONGEST_TITLE),
                "error_message": cut(
                    _("Choose one of the entries of the drop-down, or leave the cell blank."), _LONGEST_HINT
                ),
            }
        if column.hint:
            settings |= {
                "input_title": cut(column.header, _LONGEST_TITLE),
                "input_message": cut(column.hint, _LONGEST_HINT),
            }
        if column.choices or column.hint:
            self.page.data_validation(1, at, self.sheet.count + ROOM, at, settings)

    def _cell(self, row: int, at: int, content: Content, about: Content) -> None:
        look = Look.PLAIN
        if isinstance(content, Styled):
            look, content = content.look, content.value
        if isinstance(content, Link):
            self.links += 1
            if self.links <= MOST_LINKS:
                self.page.write_url(row, at, content.address, string=content.words)
                return
            content = content.address
        self._value(row, at, content, look, about)

    def _value(self, row: int, at: int, value: Native, look: Look, about: Content) -> None:
        page, shown = self.page, self.sheet.columns[at].shown
        if value is None or value == "":
            page.write_blank(row, at, None, self.styles.get(shown, look=look))
        elif isinstance(value, str):
            self._refuse(value, at, about)
            quoted = value.startswith(_FORMULA_LIKE)
            wraps = self.sheet.columns[at].wraps or "\n" in value
            page.write_string(row, at, value, self.styles.get(Shown.TEXT, quoted, look, wraps))
        elif isinstance(value, bool):
            page.write_boolean(row, at, value, self.styles.get(Shown.NUMBER, look=look))
        elif isinstance(value, int | Decimal):
            page.write_number(
                row, at, value, self.styles.get(Shown.NUMBER if shown is Shown.TEXT else shown, look=look)
            )
        elif isinstance(value, float):
            page.write_number(row, at, value, self.styles.get(shown, look=look))
        else:
            moment = Shown.MOMENT if isinstance(value, datetime) else Shown.DATE
            page.write_datetime(row, at, value, self.styles.get(moment, look=look))

    def _refuse(self, text: str, at: int, about: Content) -> None:
        """Raises BadInput for a text that no cell can hold."""
        if text.isascii() and len(text) <= LONGEST_TEXT:
            return
        length = units(text)
        row = about.value if isinstance(about, Styled) else about
        place = {"sheet": self.sheet.name, "column": self.sheet.columns[at].header, "row": row}
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


def _hidden_sheet(
    workbook: Any, sheets: Sequence[SheetContent], facts: Mapping[str, str]
) -> dict[tuple[str, ...], str]:
    """Facts in the first two columns, then each drop-down that is too long to list itself: by entries, its range."""
    long = dict.fromkeys(
        column.choices
        for sheet in sheets
        for column in sheet.columns
        if units(",".join(column.choices)) > LONGEST_CHOICES or any(_SEPARATES.search(one) for one in column.choices)
    )
    if not facts and not long:
        return {}
    page = workbook.add_worksheet(HIDDEN)
    page.hide()
    height = max([len(facts), *map(len, long)])
    stated = list(facts.items())
    for row in range(height):  # by rows: in constant memory a row that is over is gone
        if row < len(stated):
            page.write_string(row, 0, stated[row][0])
            page.write_string(row, 1, stated[row][1])
        for column, choices in enumerate(long, start=3):
            if row < len(choices):
                page.write_string(row, column, choices[row])
    letters = [xlsxwriter.utility.xl_col_to_name(column) for column in range(3, 3 + len(long))]
    return {
        choices: f"={HIDDEN}!${letter}$1:${letter}${len(choices)}"
        for letter, choices in zip(letters, long, strict=True)
    }


def _width(content: Content) -> int:
    if isinstance(content, Link):
        return len(content.words)
    value = content.value if isinstance(content, Styled) else content
    return max(len(line) for line in str("" if value is None else value).split("\n"))


def _range(last_row: int, last_column: int) -> str:
    letters = xlsxwriter.utility.xl_col_to_name(last_column)
    return f"$A$1:${letters}${last_row + 1}"
