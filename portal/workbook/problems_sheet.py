"""The sheet `Problems`: what was not taken over from a file, each with its place, its reason and a remedy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo

from extraction.tables.model import letters
from portal.workbook.outcomes import WORDS, CellOutcome
from portal.workbook.sheet_text import put_text, shortened

PROBLEMS = "Problems"
MOST_LINKS = 60_000
MOST_ROWS = 250_000
_TABLE = "ProofsheetProblems"
_WIDTHS = (20, 10, 32, 24, 48, 48, 48)
_LONGEST_SHOWN = 1_000
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINKED = Font(color="FF0563C1", underline="single")


def is_problems_sheet(title: str, first_cell: object) -> bool:
    """Whether a sheet is one that an earlier return workbook had, in whatever language. A sheet of theirs is not."""
    if not title.startswith(PROBLEMS):
        return False
    for language, _name in settings.LANGUAGES:
        with override(language):
            if first_cell == _title():
                return True
    return False


def add_problems(book: Workbook, left_out: Sequence[CellOutcome], remarks: Sequence[str]) -> None:
    """Put the sheet in front, in place of an earlier one. `remarks` are sentences about the workbook as a whole."""
    for sheet in book.worksheets:
        if is_problems_sheet(sheet.title, sheet["A1"].value):
            book.remove(sheet)
    titles = {sheet.title for sheet in book.worksheets}
    page = book.create_sheet(PROBLEMS, 0)
    _show_first(book)
    put_text(page["A1"], _title())
    page["A1"].font = Font(bold=True, size=14)
    listed = left_out[:MOST_ROWS]
    sentences = [_summary(len(left_out)), *remarks]
    if len(listed) < len(left_out):
        sentences.append(_only_the_first(len(listed)))
    for number, sentence in enumerate(sentences, start=2):
        put_text(page.cell(number, 1), sentence)
    for column, width in enumerate(_WIDTHS):
        page.column_dimensions[letters(column)].width = width
    if listed:
        _list(book, page, listed, len(sentences) + 3, titles)


def _title() -> str:
    return _("What was not taken over")


def _summary(count: int) -> str:
    if not count:
        return _("Nothing was left out: everything that this file says is in the portal.")
    return ngettext(
        "%(count)s entry was not taken over. Correct it in its sheet and upload this workbook again.",
        "%(count)s entries were not taken over. Correct them in their sheets and upload this workbook again.",
        count,
    ) % {"count": count}


def _only_the_first(count: int) -> str:
    return ngettext(
        "Only the first one is listed here; the others come up when this one is corrected.",
        "Only the first %(count)s are listed here; the others come up when these are corrected.",
        count,
    ) % {"count": count}


def _headers() -> list[str]:
    return [_("Sheet"), _("Cell"), _("Value"), _("Status"), _("Reason"), _("Likely cause"), _("Remedy")]


def _list(book: Workbook, page: Any, left_out: Sequence[CellOutcome], top: int, titles: set[str]) -> None:
    headers = _headers()
    for column, header in enumerate(headers, start=1):
        put_text(page.cell(top, column), header)
        page.cell(top, column).font = Font(bold=True)
        page.cell(top, column).alignment = _WRAPPED
    for number, one in enumerate(left_out, start=top + 1):
        place = _place(one)
        texts = (one.sheet, place, one.value, str(WORDS[one.outcome]), one.reason, one.cause, one.remedy)
        for column, text in enumerate(texts, start=1):
            cell = page.cell(number, column)
            put_text(cell, shortened(text, _LONGEST_SHOWN))
            cell.alignment = _WRAPPED
        if one.row > 0 and one.sheet in titles and number - top <= MOST_LINKS:
            _link(page.cell(number, 2), one.sheet, place)
    table = Table(displayName=_free_name(book), ref=f"A{top}:{letters(len(headers) - 1)}{top + len(left_out)}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    page.add_table(table)
    page.freeze_panes = f"A{top + 1}"


def _place(one: CellOutcome) -> str:
    if one.row < 1:
        return ""
    return f"{one.row}:{one.row}" if one.column is None else f"{letters(one.column)}{one.row}"


def _link(cell: Any, sheet: str, place: str) -> None:
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place}")
    cell.font = _LINKED


def _free_name(book: Workbook) -> str:
    """A name for the table that no table and no defined name of the workbook has, in any case of letters."""
    taken = {name.casefold() for name in book.defined_names}
    for sheet in book.worksheets:
        taken |= {name.casefold() for name in (*sheet.tables, *sheet.defined_names)}
    name = _TABLE
    while name.casefold() in taken:
        name += "_"
    return name


def _show_first(book: Workbook) -> None:
    """Open on the first sheet, and select no other: an entry into several selected sheets goes into all of them."""
    book.active = 0
    for view in book.views:
        view.firstSheet = 0
    for sheet in book.worksheets:
        for view in sheet.views.sheetView:
            view.tabSelected = sheet is book.worksheets[0]
