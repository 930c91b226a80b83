"""What rows of items say of their document again and again: it counts once, and must not contradict itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from extraction.canon import canon, key
from extraction.contract import CANONICAL, Conventions
from extraction.tables import Cell
from extraction.tables.model import letters
from extraction.values import Canonical
from portal.workbook.cells import said
from portal.workbook.header_words import HeaderWords
from portal.workbook.stated import UNIT_OF, Finding, StatedCell, StatedRow


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: str
    row: int
    stated: StatedCell

    def __str__(self) -> str:
        cell = f"{letters(self.stated.column)}{self.row}"
        return f"{self.sheet}!{cell}" if self.sheet else cell


@dataclass
class RepeatedValues:
    """What was said of documents until now, by any of their names."""

    words: HeaderWords
    conventions: Conventions
    _said: dict[str, dict[str, _Place]] = field(default_factory=dict)

    def knows(self, row: StatedRow) -> bool:
        return any(name in self._said for name in row.names)

    def note(self, row: StatedRow) -> None:
        """Remember the row of a sheet of documents, which counts as it is."""
        held = self._held(row)
        for path, stated in _all_cells(row).items():
            held.setdefault(path, _Place(row.sheet, row.number, stated))

    def without_known(self, row: StatedRow) -> list[Finding]:
        """Leave what is new in the row; what differs from a cell before it is told."""
        held = self._held(row)
        problems = []
        for path, stated in _all_cells(row).items():
            before = held.setdefault(path, _Place(row.sheet, row.number, stated))
            if before.stated is stated:
                continue
            (row.units if path.startswith(UNIT_OF) else row.cells).pop(path.removeprefix(UNIT_OF))
            if not self._agree(before.stated.cell, stated.cell, path):
                problems.append(_contradiction(self.words.title(path), before, row, stated))
        return problems

    def _held(self, row: StatedRow) -> dict[str, _Place]:
        held = next((self._said[name] for name in row.names if name in self._said), {})
        for name in row.names:
            self._said.setdefault(name, held)
        return held

    def _agree(self, one: Cell, other: Cell, path: str) -> bool:
        if one.text.strip() == other.text.strip():
            return True
        contract_field = self.words.fields.get(path)
        if contract_field is None:
            return one.text.strip().casefold() == other.text.strip().casefold()
        try:
            return key(self._value(one, path), contract_field) == key(self._value(other, path), contract_field)
        except ValueError:
            return False

    def _value(self, cell: Cell, path: str) -> Canonical:
        contract_field = self.words.fields[path]
        stated = said(cell, contract_field)
        notation = CANONICAL if stated.notation == "canonical" else self.conventions
        return canon(stated.text, contract_field, notation, side="label")


def _all_cells(row: StatedRow) -> dict[str, StatedCell]:
    return {**row.cells, **{UNIT_OF + path: stated for path, stated in row.units.items()}}


def _contradiction(title: str, before: _Place, row: StatedRow, stated: StatedCell) -> Finding:
    text = _("%(field)s is “%(value)s” here and “%(other)s” in %(place)s, for the same document.")
    told = {"field": title, "value": stated.cell.text, "other": before.stated.cell.text, "place": str(before)}
    remedy = _("Correct one of them, or leave the repeated one blank.")
    return Finding(row.sheet, row.number, stated.column, text % told, stated.cell.text, remedy=remedy)
