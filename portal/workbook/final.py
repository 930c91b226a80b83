"""The `Final` sheets: approved values, typed, one row a document and one an item, for programs and people alike.

Columns are named by the contract's field names, which stay when labels are reworded. A number is a number; where
values have a unit other than the contract's, the sheet gets a column `NAME unit` after all others, so that those
before it keep their places. What a cell cannot tell (illegible, no valid value) is blank and named in `remarks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import tablib
from import_export.fields import Field as ExportField
from import_export.resources import Resource
from import_export.widgets import Widget

from extraction.contract import Field, FieldType
from extraction.values import Value
from portal.models import ReviewState, Says
from portal.services import values
from portal.services.final import FinalData, FinalDocument, Values
from portal.workbook.content import Native, SheetColumn, SheetContent, Shown
from portal.workbook.layout import FINAL
from portal.workbook.writer import write

_EXACT_DIGITS = 15
"""Significant digits of a number that a spreadsheet keeps."""
_FIRST_DATE = date(1900, 3, 1)
_UNTOLD = {Says.ILLEGIBLE: "illegible", Says.INVALID: "no valid value"}
_STATES: dict[str, str] = {
    ReviewState.OPEN: "Open",
    ReviewState.SUBMITTED: "Submitted",
    ReviewState.APPROVED: "Approved",
    ReviewState.SENT_BACK: "Sent back",
}
"""In the words of the sheet, which are English for everybody: programs read them."""
SHOWN = {
    FieldType.INTEGER: Shown.INTEGER,
    FieldType.DECIMAL: Shown.NUMBER,
    FieldType.PERCENT: Shown.NUMBER,
    FieldType.MONEY: Shown.MONEY,
    FieldType.DATE: Shown.DATE,
    FieldType.BOOLEAN: Shown.NUMBER,
}


@dataclass(frozen=True)
class FinalRow:
    """One row of a final sheet: a document, or one of its items."""

    document: FinalDocument
    said: Values
    list_name: str = ""
    item: int = 0

    def value(self, name: str) -> Value | None:
        """The value of a field, if there is one, as the contract understood it under which it was reviewed."""
        stored = self.said.get(name)
        field = self.document.version.fields.get((self.list_name, name))
        if stored is None or field is None or stored.says != Says.VALUE:
            return None
        found = values.load(stored, field)
        return found if isinstance(found, Value) else Value(stored.value, stored.unit or None)

    def remarks(self, fields: Sequence[Field]) -> str:
        """Which cells are blank although the document says something."""
        stored = [(field.name, self.said[field.name].says) for field in fields if field.name in self.said]
        return "; ".join(f"{name}: {_UNTOLD[Says(says)]}" for name, says in stored if says in _UNTOLD)


class NativeWidget(Widget):
    """What is exported in its own type, not as text."""

    def render(self, value: Value | Native, obj: Any = None, **kwargs: Any) -> Native:
        return native(value) if isinstance(value, Value) else value


class FinalField(ExportField):
    """A column of a final sheet, computed from its row."""

    def __init__(self, header: str, of: Callable[[FinalRow], Any], shown: Shown = Shown.TEXT, note: str = "") -> None:
        super().__init__(attribute=header, column_name=header, widget=NativeWidget())
        self.of = of
        self.shown = shown
        self.note = note

    def get_value(self, instance: FinalRow) -> Any:
        return self.of(instance)


class FinalResource(Resource):
    """One final sheet: of the documents, or of the items of one list."""

    def __init__(self, data: FinalData, list_name: str = "", *, all_units: bool = False) -> None:
        """`all_units`: every number has a column of units, so that the columns do not depend on the values."""
        super().__init__()
        part = data.contract.list(list_name) if list_name else None
        contract_fields = part.fields if part else data.contract.fields
        self.name = f"{FINAL} {part.title}" if part else FINAL
        self.rows = list(_rows(data, list_name))
        ours = _item_columns() if part else _document_columns(data.approved_only)
        ours.append(FinalField("remarks", lambda row: row.remarks(contract_fields), note="Blank cells, and why."))
        taken = {field.name for field in contract_fields}
        for column in ours:
            if column.column_name in taken:
                column.column_name += " (portal)"
        named = [column for column in ours if column.note == _NAMES]
        columns = [*named, *map(_value_column, contract_fields), *(column for column in ours if column not in named)]
        columns += [
            _unit_column(field)
            for field in contract_fields
            if (all_units and field.type.is_number) or _has_other_units(field, self.rows)
        ]
        self.fields = {column.column_name: column for column in columns}

    def export(self, queryset: Any = None, **kwargs: Any) -> tablib.Dataset:
        return super().export(self.rows, **kwargs)


_NAMES = "Which document, and which of its items, the row is about."


def _document_columns(approved_only: bool) -> list[FinalField]:
    columns = [
        FinalField("document", lambda row: row.document.document, note=_NAMES),
        FinalField("file", lambda row: row.document.file, note=_NAMES),
        FinalField("sha256", lambda row: row.document.sha256, note=_NAMES),
        FinalField("approved_by", lambda row: row.document.approved_by),
        FinalField("approved_at", lambda row: _utc(row.document.approved_at), Shown.MOMENT, "UTC."),
        FinalField("contract_version", lambda row: row.document.version.number, Shown.INTEGER),
    ]
    if not approved_only:
        note = "Only approved values are final."
        columns.append(FinalField("status", lambda row: _STATES[row.document.state], note=note))
    return columns


def _item_columns() -> list[FinalField]:
    return [
        FinalField("document", lambda row: row.document.document, note=_NAMES),
        FinalField("sha256", lambda row: row.document.sha256, note=_NAMES),
        FinalField("item", lambda row: row.item, Shown.INTEGER, _NAMES),
    ]


def _value_column(field: Field) -> FinalField:
    note = "\n".join(filter(None, (field.title, field.description, f"Unit: {field.unit}" if field.unit else "")))
    return FinalField(field.name, lambda row: row.value(field.name), SHOWN.get(field.type, Shown.TEXT), note)


def _unit_column(field: Field) -> FinalField:
    return FinalField(
        f"{field.name} unit", lambda row: _unit(row, field), note=f"The unit or currency of {field.name}."
    )


def _unit(row: FinalRow, field: Field) -> str | None:
    value = row.value(field.name)
    return value.unit if value else None


def _has_other_units(field: Field, rows: list[FinalRow]) -> bool:
    return field.type.is_number and any((_unit(row, field) or field.unit) != field.unit for row in rows)


def _rows(data: FinalData, list_name: str) -> Iterator[FinalRow]:
    for document in data.documents:
        if not list_name:
            yield FinalRow(document, document.fields)
        for item, said in sorted(document.lists.get(list_name, {}).items()):
            yield FinalRow(document, said, list_name, item)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None


def native(value: Value) -> Native:
    """A value as a spreadsheet's cell holds it; as text where a cell of its type would alter it."""
    if isinstance(value.v, bool):
        return value.v
    if isinstance(value.v, int | Decimal):
        if len(str(value)) <= _EXACT_DIGITS:
            return value.v
        digits = "".join(map(str, Decimal(value.v).as_tuple().digits)).rstrip("0")
        return value.v if len(digits) <= _EXACT_DIGITS and abs(value.v) < 10**_EXACT_DIGITS else str(value)
    if value.precision == "day":
        day = date.fromisoformat(value.v)
        return day if day >= _FIRST_DATE else value.v
    return value.v


def final_resources(data: FinalData) -> list[FinalResource]:
    """One resource a sheet: the documents, then each list."""
    return [FinalResource(data), *(FinalResource(data, part.name) for part in data.contract.lists)]


def final_sheets(data: FinalData) -> list[SheetContent]:
    """`Final`, then a sheet a list."""
    sheets = []
    for resource in final_resources(data):
        columns: list[FinalField] = resource.get_export_fields()
        sheets.append(
            SheetContent(
                resource.name,
                [SheetColumn(column.column_name, column.shown, column.note) for column in columns],
                resource.export(),
                len(resource.rows),
            )
        )
    return sheets


def write_final(data: FinalData, target: BinaryIO) -> None:
    """Write the final sheets as xlsx. Raises BadInput where a value fits no cell."""
    write(final_sheets(data), target, title=f"{data.project}: {data.contract.title or data.contract.name}")
