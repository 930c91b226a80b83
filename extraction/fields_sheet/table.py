"""A sheet that came back, as rows of settings: what each cell says, or what is wrong with it and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from extraction.fields_sheet.cells import CellKind, meant
from extraction.fields_sheet.columns import SAYS, SETTING, Column, SheetPlan, folded
from extraction.tables import Cell, Kind, Row, Sheet


@dataclass
class Notes:
    """What is wrong, and what is worth knowing: sentences behind the addresses of cells."""

    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass
class StatedPart:
    """What the cells of a row say by setting; `wrong` are settings whose cells cannot be read."""

    sheet: Sheet
    number: int
    said: dict[str, Any]
    wrong: set[str]
    places: dict[str, str]
    """Addresses of cells by setting."""

    def place(self, setting: str) -> str:
        return self.places.get(setting, self.sheet.address(self.number))


def stated_parts(sheet: Sheet, plan: SheetPlan, notes: Notes) -> list[StatedPart]:
    """The rows of a sheet that say something."""
    rows = sheet.rows()
    header = next(rows, None)
    if header is None:
        return []
    columns = _columns(sheet, header, plan, notes)
    if not any(column.setting == "name" for column in columns.values()):
        place = sheet.address(header.number)
        notes.problems.append(f"{place}: The column “Name” is missing. The first row of the sheet names its columns.")
        return []
    cells = ((row.number, [(index, row[index], column) for index, column in columns.items()]) for row in rows)
    return [_part(sheet, number, said, notes) for number, said in cells if any(_fills(cell) for _i, cell, _c in said)]


def stated_settings(sheet: Sheet, plan: SheetPlan, notes: Notes) -> StatedPart:
    """A sheet with a row for each setting."""
    cells: dict[str, tuple[int, Cell, Column]] = {}
    part = StatedPart(sheet, 1, {}, set(), {})
    first, second = 0, 1
    for row in sheet.rows():
        headers = {folded(cell.text): index for index, cell in row.cells.items()}
        if not cells and folded(SETTING) in headers:
            first, second = headers[folded(SETTING)], headers.get(folded(SAYS), second)
            continue
        if not _fills(row[first]) and not _fills(row[second]):
            continue
        column, place = plan.find(row[first].text), sheet.address(row.number, first)
        known = [one.header for one in plan.columns]
        if column is None:
            notes.problems.append(
                f"{place}: “{row[first].text}” is no setting of the contract."
                f"{meant(row[first].text, known)} Write one of: {', '.join(known)}."
            )
        elif column.setting in cells:
            notes.problems.append(f"{place}: “{column.header}” is here twice. Delete one of the rows.")
        else:
            cells[column.setting] = (row.number, row[second], column)
    for number, cell, column in cells.values():
        _take(part, sheet.address(number, second), cell, column, notes)
    return part


def _columns(sheet: Sheet, header: Row, plan: SheetPlan, notes: Notes) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for index, cell in sorted(header.cells.items()):
        place = sheet.address(header.number, index)
        column = plan.find(cell.text)
        if column is None:
            known = [one.header for one in plan.columns]
            notes.problems.append(
                f"{place}: “{cell.text.strip()}” is no column of this sheet.{meant(cell.text, known)} "
                "Rename the column or delete it."
            )
        elif column in found.values():
            notes.problems.append(f"{place}: The column “{column.header}” is here twice. Delete one of them.")
        else:
            found[index] = column
    return found


def _part(sheet: Sheet, number: int, cells: list[tuple[int, Cell, Column]], notes: Notes) -> StatedPart:
    part = StatedPart(sheet, number, {}, set(), {})
    for index, cell, column in cells:
        _take(part, sheet.address(number, index), cell, column, notes)
    return part


def _take(part: StatedPart, place: str, cell: Cell, column: Column, notes: Notes) -> None:
    part.places[column.setting] = place
    try:
        part.said[column.setting] = column.kind.read(_text(cell, column.kind))
    except ValueError as error:
        part.wrong.add(column.setting)
        notes.problems.append(f"{place}: {error}")
    if cell.formula:
        notes.notices.append(f"{place}: A formula; what it gave when the file was saved counts.")


def _fills(cell: Cell) -> bool:
    return bool(cell.text.strip())


def _text(cell: Cell, kind: CellKind) -> str:
    """Raises ValueError."""
    if cell.kind is Kind.PROBLEM:
        raise ValueError(cell.text)
    if cell.kind is Kind.DATE:
        raise ValueError(f"the spreadsheet made the date {cell.text} of it; format the cell as text and type it again")
    if cell.kind is Kind.PERCENT and not kind.counts:
        return f"{(Decimal(cell.text) * 100).normalize():f}%"
    return cell.text
