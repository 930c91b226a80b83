"""A table and what its columns mean, as rows that state values: the one way in which tables are read.

Nothing is made canonical here and nothing is guessed: what cannot be used is told with its address.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from extraction.contract import Contract
from extraction.tables import Cell, Kind, Row, Sheet, Tables
from portal.sentences import translated
from portal.services.documents import clean_name
from portal.workbook.header_likeness import HeaderLikeness
from portal.workbook.header_rows import lies_on_its_side
from portal.workbook.header_words import HeaderWords
from portal.workbook.mapping import is_aside
from portal.workbook.repeated_values import RepeatedValues
from portal.workbook.stated import (
    FILE,
    ITEM,
    NAMING,
    ROW_ID,
    UNIT_OF,
    Finding,
    Mapping,
    StatedCell,
    StatedRow,
    StatedTable,
)
from portal.workbook.table_columns import SheetColumns, columns_of
from portal.workbook.unnamed_rows import UnnamedRows, is_sum

_NAMING = frozenset((*NAMING, ROW_ID))
_file_name = lru_cache(maxsize=1000)(clean_name)


def state_rows(tables: Tables, mapping: Mapping, contract: Contract) -> StatedTable:
    """The rows of all sheets that the mapping uses, with what is wrong or worth knowing.

    A row that states fields of its document and of an item comes as two. Sheets with such rows come last, whatever
    their place, so that they add to what the others say of a document.
    """
    table = StatedTable()
    words = HeaderWords(contract)
    likeness = HeaderLikeness(words)
    mapped = {sheet.sheet: sheet for sheet in mapping.sheets if sheet.header_row}
    columns = [
        columns_of(sheet, mapped[sheet.name], words, likeness, table) for sheet in tables.sheets if sheet.name in mapped
    ]
    readable = sorted((one for one in columns if one.can_be_read), key=lambda one: one.has_both)
    repeated = RepeatedValues(words, mapping.conventions) if any(one.has_both for one in readable) else None
    with _many_objects():
        table.rows = [row for one in readable for row in _SheetReading(one, words, repeated, table).rows()]
    unused = [sheet for sheet in tables.sheets if sheet.name not in mapped and sheet.lines]
    told = [_unused(sheet, words) for sheet in unused if not is_aside(sheet.name, contract)]
    (table.notices if columns else table.problems).extend(told)
    if not columns and not told:
        table.problems.append(Finding("", 0, None, _("The file holds no table with values of this contract.")))
    return table


@contextmanager
def _many_objects() -> Iterator[None]:
    """Rows hold no cycles, and there are many: looking for some while they are made takes as long as making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _unused(sheet: Sheet, words: HeaderWords) -> Finding:
    if lies_on_its_side(sheet, words):
        return Finding(
            sheet.name,
            0,
            None,
            _("The table lies on its side: its fields stand below each other, its documents beside each other."),
            remedy=_("Turn it (copy it, then Paste Special, Transpose), so that every document has a row."),
        )
    return Finding(
        sheet.name,
        0,
        None,
        _("The sheet is not used: no row of headers was found that names documents and fields of the contract."),
        # Translators: file stands so in the file, in whatever language.
        remedy=_("Put the names or labels of the fields above the values, and file above the names of the documents."),
    )


class _SheetReading:
    """Reads the rows of one sheet. `repeated` is there where some sheet repeats values of documents."""

    def __init__(
        self, columns: SheetColumns, words: HeaderWords, repeated: RepeatedValues | None, table: StatedTable
    ) -> None:
        self.columns = columns
        self.sheet = columns.sheet
        self.repeated = repeated
        self.table = table
        self.unnamed = UnnamedRows(columns, words, table)
        self.formulas = 0
        self.stray: dict[int, tuple[int, int]] = {}
        """By column without a header: its first row, and how many cells it has."""

    def rows(self) -> Iterator[StatedRow]:
        above: tuple[str, ...] = ()
        last = 0
        for row in self.sheet.rows():
            if row.number <= self.columns.header_row:
                continue
            stated, is_sure = self._stated(row)
            if row.number != last + 1 or not is_sure:
                above = ()
            last = row.number
            if not is_sure or not (stated.names or stated.row_id or stated.cells or stated.units):
                continue
            if _names_one(stated):
                self.unnamed.used(stated)
                above = stated.names
            elif self.unnamed.goes_with_above(stated, bool(above)):
                stated.names = above
            else:
                continue
            yield from self._parts(stated)
        self._tell()

    def _stated(self, row: Row) -> tuple[StatedRow, bool]:
        """What the row says, all in one, and whether no error stands where its document is named."""
        stated = StatedRow(self.sheet.name, row.number, self.columns.list_name, ())
        fields, cells = self.columns.fields, stated.cells
        is_sure = True
        for index, cell in row.cells.items():
            kind, _text, formula = cell
            if formula:
                self.formulas += 1
            path = fields.get(index)
            if path is not None and kind is not Kind.PROBLEM:
                cells[path] = StatedCell(index, cell)
            elif index in self.columns.meanings:
                is_sure = self._is_told(stated, index, cell) and is_sure
            elif index not in self.columns.unused:
                first, count = self.stray.get(index, (row.number, 0))
                self.stray[index] = (first, count + 1)
        names = {way: told.cell.text.strip() for way, told in stated.beside.items()}
        if FILE in names:
            names[FILE] = _file_name(names[FILE])
        stated.names = tuple(names[way] for way in NAMING if way in names)
        stated.row_id, stated.item = names.get(ROW_ID, ""), names.get(ITEM, "")
        return stated, is_sure

    def _is_told(self, stated: StatedRow, index: int, cell: Cell) -> bool:
        """Take a cell beside the values, or an error; False where the error hides what the row is about."""
        meaning = self.columns.meanings[index]
        if cell.kind is Kind.PROBLEM:
            self.table.problems.append(Finding(self.sheet.name, stated.number, index, translated(cell.text)))
            return meaning not in _NAMING
        if meaning.startswith(UNIT_OF):
            stated.units[meaning.removeprefix(UNIT_OF)] = StatedCell(index, cell)
        else:
            stated.beside[meaning] = StatedCell(index, cell)
        return True

    def _parts(self, stated: StatedRow) -> Iterator[StatedRow]:
        """The row as it is; where the sheet states documents and items, a row of each."""
        if self.repeated is None or not self.columns.has_both:
            if self.repeated and not self.columns.list_name:
                self.repeated.note(stated)
            yield stated
            return
        document = StatedRow(stated.sheet, stated.number, "", stated.names)
        document.beside = {way: cell for way, cell in stated.beside.items() if way in NAMING}
        for held, own in ((stated.cells, document.cells), (stated.units, document.units)):
            for path in self.columns.of_document & held.keys():
                own[path] = held.pop(path)
        is_first = not self.repeated.knows(document)
        self.table.problems.extend(self.repeated.without_known(document))
        if document.cells or document.units or is_first:
            yield document
        if stated.cells or stated.item or stated.row_id or not stated.beside.keys() <= set(NAMING):
            yield stated

    def _tell(self) -> None:
        self.unnamed.tell()
        for index, (row, count) in sorted(self.stray.items()):
            text = ngettext(
                "%(count)s value in a column without a header.", "%(count)s values in a column without a header.", count
            )
            remedy = _("Give the column a header, or empty it.")
            self.table.problems.append(Finding(self.sheet.name, row, index, text % {"count": count}, remedy=remedy))
        if self.formulas:
            told = ngettext(
                "%(count)s cells hold formulas; their last calculated values count",
                "%(count)s cells hold formulas; their last calculated values count",
                self.formulas,
            )
            self.table.notices.append(Finding(self.sheet.name, 0, None, told % {"count": self.formulas}))


def _names_one(row: StatedRow) -> bool:
    """Whether it names its document or itself; a word for a sum is no name."""
    return bool(row.row_id) or any(not is_sum(name) for name in row.names)
