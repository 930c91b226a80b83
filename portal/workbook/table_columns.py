"""The columns of a sheet as a mapping has them, and what is wrong with them or not used."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from extraction.tables import Sheet
from portal.workbook.header_likeness import HeaderLikeness
from portal.workbook.header_words import HeaderWords, header_key
from portal.workbook.sheet_sample import title
from portal.workbook.stated import NAMING, ROW_ID, ColumnMapping, Finding, SheetMapping, StatedTable


@dataclass(frozen=True)
class SheetColumns:
    """What the columns of a sheet mean; `list_name` blank: its rows are documents alone."""

    sheet: Sheet
    header_row: int
    meanings: dict[int, str]
    fields: dict[int, str]
    """Of the meanings those that are fields or the states of lists."""
    unused: frozenset[int]
    """Columns that are known to say nothing; any other one has no header."""
    list_name: str
    of_document: frozenset[str]
    """The fields of documents, and the states of lists."""
    can_be_read: bool

    @property
    def has_both(self) -> bool:
        """Whether its rows state documents and items."""
        return bool(self.list_name and self.of_document)


def columns_of(
    sheet: Sheet, mapping: SheetMapping, words: HeaderWords, likeness: HeaderLikeness, table: StatedTable
) -> SheetColumns:
    """The columns, with findings about them in `table`."""
    judged = _Judge(sheet, mapping, words, likeness, table)
    meanings = judged.meanings()
    lists = judged.lists(meanings.values())
    judged.tell_unused(meanings)
    is_named = judged.is_named(meanings.values())
    return SheetColumns(
        sheet=sheet,
        header_row=mapping.header_row,
        meanings=meanings,
        fields={index: path for index, path in meanings.items() if not path.startswith("@")},
        unused=frozenset(column.index for column in judged.columns if _says_so(column)) - meanings.keys(),
        list_name=next(iter(lists), ""),
        of_document=frozenset(meaning for meaning in meanings.values() if words.list_of(meaning) == ""),
        can_be_read=is_named and len(lists) < 2,
    )


def _says_so(column: ColumnMapping) -> bool:
    return bool(column.header or column.how)


class _Judge:
    def __init__(
        self, sheet: Sheet, mapping: SheetMapping, words: HeaderWords, likeness: HeaderLikeness, table: StatedTable
    ) -> None:
        self.sheet = sheet
        self.row = mapping.header_row
        self.words = words
        self.likeness = likeness
        self.table = table
        self.columns = [*mapping.columns, *self._not_mapped({column.index for column in mapping.columns})]

    def _not_mapped(self, known: Collection[int]) -> list[ColumnMapping]:
        header = next((row for row in self.sheet.rows() if row.number == self.row), None)
        cells = header.cells if header else {}
        return [ColumnMapping(index=at, header=title(cell)) for at, cell in cells.items() if at not in known]

    def meanings(self) -> dict[int, str]:
        """By column; of two that mean the same the first, of what the contract does not have nothing."""
        found: dict[int, str] = {}
        first: dict[str, int] = {}
        for column in self.columns:
            meaning = column.meaning
            if not meaning:
                continue
            if not self.words.knows(meaning):
                text = _("“%(header)s” is to mean %(field)s, which this contract does not have.")
                remedy = _("Choose another field for the column, or none.")
                self._problem(column, text % {"header": column.header, "field": meaning}, remedy)
            elif meaning in first:
                text = _("“%(header)s” means the same as the column in %(place)s: %(field)s.")
                place = self.sheet.address(self.row, first[meaning])
                told = {"header": column.header, "place": place, "field": self.words.title(meaning)}
                self._problem(column, text % told, _("Keep one of the columns, and choose none for the other."))
            else:
                first[meaning] = column.index
                found[column.index] = meaning
        return found

    def lists(self, meanings: Iterable[str]) -> list[str]:
        """The lists whose fields the sheet has; more than one is a problem."""
        found = sorted({part for meaning in meanings if (part := self.words.list_of(meaning))})
        if len(found) > 1:
            text = _("The sheet has columns of several lists: %(lists)s.")
            named = ", ".join(self.words.title(name) for name in found)
            remedy = _("Put each list on a sheet of its own.")
            self.table.problems.append(Finding(self.sheet.name, self.row, None, text % {"lists": named}, remedy=remedy))
        return found

    def is_named(self, meanings: Iterable[str]) -> bool:
        """Whether some column says which document a row is about; none is a problem."""
        if not {*NAMING, ROW_ID}.isdisjoint(meanings):
            return True
        self.table.problems.append(
            Finding(
                self.sheet.name,
                self.row,
                None,
                # Translators: document, file and sha256 stand so in the file, in whatever language.
                _("no column names the document; add one called document, file or sha256"),
                remedy=_("Or choose the column that names the document."),
            )
        )
        return False

    def tell_unused(self, meanings: dict[int, str]) -> None:
        """Columns without a meaning that nobody chose to leave out."""
        stated = set(meanings.values())
        scopes = {self.words.list_of(meaning) for meaning in stated} - {None} or {""}
        missing = [path for path in self.words.fields if path not in stated and self.words.list_of(path) in scopes]
        for column in self.columns:
            if column.meaning or column.how or not column.header:
                continue
            text, remedy = self._why_unused(column, missing)
            if remedy:
                self._problem(column, text, remedy)
            else:
                self.table.notices.append(Finding(self.sheet.name, self.row, column.index, text, column.header))

    def _why_unused(self, column: ColumnMapping, missing: Collection[str]) -> tuple[str, str]:
        """What to tell of a column, and what to do if it may be that of a missing field."""
        known = self.words.meanings(column.header)
        fitting = [path for path in missing if path in known]
        twin = next((one for one in self.columns if one is not column and _is_same(one, column)), None)
        if fitting and twin:
            text = _("“%(header)s” stands over several columns, also in %(place)s.")
            place = self.sheet.address(self.row, twin.index)
            return text % {"header": column.header, "place": place}, _(
                "Choose which one counts, and none for the others."
            )
        if len(fitting) > 1:
            text = _("“%(header)s” can mean several fields: %(fields)s.")
            named = ", ".join(self.words.title(path) for path in fitting)
            return text % {"header": column.header, "fields": named}, _("Choose the one that it means, or none.")
        nearest = fitting[0] if fitting else self.likeness.nearest(column.header, missing)
        if nearest:
            text = _("“%(header)s” is not used, and no column is %(field)s.")
            remedy = _("If it means %(field)s, choose that for the column; else choose none.")
            told = {"header": column.header, "field": self.words.title(nearest)}
            return text % told, remedy % told
        return _("“%(header)s” is no field of the contract; the column is not used.") % {"header": column.header}, ""

    def _problem(self, column: ColumnMapping, text: str, remedy: str) -> None:
        self.table.problems.append(Finding(self.sheet.name, self.row, column.index, text, column.header, remedy=remedy))


def _is_same(one: ColumnMapping, other: ColumnMapping) -> bool:
    return not one.meaning and header_key(one.header) == header_key(other.header)
