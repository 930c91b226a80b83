"""Rows that name no document: items below the first of their document, sums below a table, or mistakes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from extraction.canon import fold
from extraction.tables import Kind
from portal.workbook.header_words import HeaderWords
from portal.workbook.stated import Finding, StatedRow, StatedTable
from portal.workbook.table_columns import SheetColumns

_SUMS = frozenset(
    (
        "total", "totals", "grand total", "subtotal", "sub-total", "sum", "summe", "summen", "gesamt", "gesamtsumme",
        "zwischensumme", "total général", "sous-total", "somme", "totaux", "итого", "всего", "сумма", "итог",
    )
)  # fmt: skip
_LONGEST_SUM = 20


def is_sum(text: str) -> bool:
    """Whether a text heads a row of sums."""
    return len(text) <= _LONGEST_SUM and fold(text).rstrip(": ") in _SUMS


class UnnamedRows:
    """Decides what becomes of the rows of one sheet that name no document, and tells it."""

    def __init__(self, columns: SheetColumns, words: HeaderWords, table: StatedTable) -> None:
        self.columns = columns
        self.table = table
        of_items = {path for path in columns.meanings.values() if words.list_of(path) == columns.list_name != ""}
        numbers = {path for path in columns.meanings.values() if path in words.fields and _is_number(words, path)}
        self._tell_apart = (of_items & words.fields.keys()) - numbers or of_items
        self._numbers = numbers
        self._last_used = 0
        self._taken_along: list[int] = []
        self._sums: list[int] = []
        self._left: list[tuple[int, bool]] = []

    def used(self, row: StatedRow) -> None:
        """A row that names its document."""
        self._last_used = row.number

    def goes_with_above(self, row: StatedRow, may: bool) -> bool:
        """Whether it is an item of the document above. A row of numbers alone may be a sum, and does not."""
        texts = (stated.cell.text for stated in row.cells.values() if stated.cell.kind is Kind.TEXT)
        if any(map(is_sum, (*texts, *row.names))):
            self._sums.append(row.number)
        elif may and (row.item or not self._tell_apart.isdisjoint(row.cells)):
            self._taken_along.append(row.number)
            self._last_used = row.number
            return True
        else:
            self._left.append((row.number, row.cells.keys() <= self._numbers))
        return False

    def tell(self) -> None:
        """Put into words what became of them, once all rows are read."""
        sums = self._sums + [number for number, may_be_sum in self._left if may_be_sum and number > self._last_used]
        for number in sorted(sums):
            self._notice(number, _("The row names no document and looks like a sum; it is not used."))
        if self._taken_along:
            count = len(self._taken_along)
            text = ngettext(
                "%(count)s row names no document; it counts for the document named above it.",
                "%(count)s rows name no document; they count for the document named above them.",
                count,
            )
            self._notice(self._taken_along[0], text % {"count": count})
        for number in (number for number, _may_be_sum in self._left if number not in sums):
            remedy = _("Write the name of its document into the row, or take the row out.")
            self.table.problems.append(
                Finding(self.columns.sheet.name, number, None, _("the row names no document"), remedy=remedy)
            )

    def _notice(self, number: int, text: str) -> None:
        self.table.notices.append(Finding(self.columns.sheet.name, number, None, text))


def _is_number(words: HeaderWords, path: str) -> bool:
    return words.fields[path].type.is_number
