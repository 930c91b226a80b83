"""The return workbook: the file that came in, with what became of each of its cells.

Formats, columns and sheets of theirs, filters, drop-downs, names, tables, notes and formulas are kept, and so is the
text of every cell. Charts, pictures, shapes and controls are lost; the sheet `Problems` says so where there were any.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO, Literal

import xlsxwriter
from django.utils.translation import gettext as _

from extraction import tables
from extraction.canon.tokens import storable
from extraction.tables import Sheet, TableError
from portal.sentences import translated
from portal.services.errors import BadInput
from portal.workbook.cell_notes import colour_only, mark, remove_marks
from portal.workbook.editable import Editable
from portal.workbook.identity import Identity, identify
from portal.workbook.outcomes import CellOutcome, Outcome
from portal.workbook.problems_sheet import add_problems
from portal.workbook.sheet_text import FORMULA_LIKE, LONGEST_TEXT, units

__all__ = ["TABLE", "CellOutcome", "Identity", "Outcome", "write_return"]

TABLE = "Table"
"""The sheet that a csv file becomes."""


def write_return(
    source: bytes, kind: Literal["xlsx", "csv"], outcomes: Iterable[CellOutcome], identity: Identity, target: BinaryIO
) -> None:
    """Write the return workbook of a file that `extraction.tables` has read; it can be filled in and uploaded again.

    Outcomes and row ids of a csv file name its sheet "". Raises BadInput where the workbook cannot be written.
    """
    told = list(outcomes)
    if kind == "csv":
        source = _workbook_of(source)
        told = [replace(one, sheet=one.sheet or TABLE) for one in told]
        identity = replace(
            identity,
            row_ids={(sheet or TABLE, row): row_id for (sheet, row), row_id in identity.row_ids.items()},
            header_rows={sheet or TABLE: row for sheet, row in identity.header_rows.items()},
        )
    editable = Editable.of(source)
    remove_marks(editable)
    identify(editable.book, identity)
    remarks = [_lost_drawings()] if editable.lost_drawings else []
    without_note = _mark(editable, told)
    if without_note:
        remarks.append(colour_only(without_note))
    add_problems(editable.book, [one for one in told if one.outcome.was_left_out], remarks)
    editable.save(target)


def _mark(editable: Editable, outcomes: Iterable[CellOutcome]) -> int:
    by_sheet: dict[str, list[CellOutcome]] = defaultdict(list)
    for outcome in outcomes:
        by_sheet[outcome.sheet].append(outcome)
    sheets = {sheet.title: sheet for sheet in editable.book.worksheets}
    return sum(mark(sheets[name], said) for name, said in by_sheet.items() if name in sheets)


def _lost_drawings() -> str:
    return _(
        "The charts, pictures, shapes and controls of the uploaded file are not in this workbook. Its cells and their "
        "formats are."
    )


def _workbook_of(csv: bytes) -> bytes:
    """The cells of a csv file as texts of a workbook. Raises BadInput."""
    try:
        (sheet,) = tables.read(csv).sheets
    except TableError as error:
        raise BadInput(translated(error.message)) from error
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": False}) as book:
        page = book.add_worksheet(TABLE)
        text = book.add_format({"num_format": "@"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        for row in sheet.rows():
            for column, cell in sorted(row.cells.items()):
                _refuse_longer(sheet, row.number, column, cell.text)
                style = quoted if cell.text.startswith(FORMULA_LIKE) else text
                page.write_string(row.number - 1, column, storable(cell.text), style)
    return target.getvalue()


def _refuse_longer(sheet: Sheet, row: int, column: int, text: str) -> None:
    count = units(text)
    if count > LONGEST_TEXT:
        raise BadInput(
            # Translators: the address is one like C7.
            _("%(address)s has %(count)s characters; a cell of a workbook holds %(most)s: shorten it")
            % {"address": sheet.address(row, column), "count": count, "most": LONGEST_TEXT}
        )
