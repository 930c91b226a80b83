"""Sheets that come in through django-import-export: fields made from the contract, widgets that judge by it.

A resource here states what a sheet says and writes nothing: `services.labels` and `services.runs` write. So all that
is wrong can be told before anything happens, and one wrong cell leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Result

from extraction.contract import Conventions
from extraction.tables import BLANK, Cell, Kind, Row, Sheet
from portal.sentences import translated
from portal.services.documents import clean_name
from portal.workbook.cells import LabelWidget
from portal.workbook.layout import NAMES_DOCUMENT, Column, Role, SheetLayout

_ROW = "@row"


@dataclass
class Draft:
    """What one row says: the names of its document (the most certain first), its item number, values by column key."""

    row: int
    names: tuple[str, ...]
    item: str = ""
    said: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"row {self.row}"


@dataclass
class Stated:
    """What a sheet says, and what is wrong with it in words that name the cell."""

    sheet: Sheet
    layout: SheetLayout
    drafts: list[Draft] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    formulas: int = 0

    def address(self, row: int, column: int | None = None) -> str:
        """`Data!C7`, or `Data, row 7` for the whole row, as the reader says it."""
        if column is not None:
            return self.sheet.address(row, column)
        if self.sheet.name:
            # Translators: a row of a sheet.
            return _("%(sheet)s, row %(number)s") % {"sheet": self.sheet.name, "number": row}
        # Translators: a row of a table.
        return _("row %(number)s") % {"number": row}


class DraftField(Field):
    """A field of a draft. A blank cell says nothing."""

    def save(self, instance: Draft, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        stated = self.clean(row, **kwargs)
        if stated is not None:
            instance.said[self.attribute] = stated


class SheetResource(Resource):
    """One sheet of labels or predictions. After `import_data` its drafts are in `drafts`."""

    class Meta:
        import_id_fields: Sequence[str] = ()
        instance_loader_class = BaseInstanceLoader
        use_transactions = False
        skip_diff = True

    def __init__(self, layout: SheetLayout, conventions: Conventions, widget: type[LabelWidget]) -> None:
        super().__init__()
        self.drafts: list[Draft] = []
        self.fields = {
            column.key: DraftField(column.key, column.key, widget(column, conventions))
            for column in layout.columns
            if column.role in (Role.FIELD, Role.LIST)
        }

    def get_or_init_instance(self, instance_loader: Any, row: dict[str, Any]) -> tuple[Draft, bool]:
        named = [_named(role, row.get(f"@{role}", BLANK)) for role in NAMES_DOCUMENT]
        names = tuple(name for name in named if name)
        if not names:
            raise ValidationError(_("the row names no document"))
        return Draft(row[_ROW], names, _plain(row.get("@item", BLANK))), True

    def save_instance(self, instance: Draft, is_create: bool, row: dict[str, Any], **kwargs: Any) -> None:
        self.drafts.append(instance)

    def save_m2m(self, instance: Draft, row: dict[str, Any], **kwargs: Any) -> None:
        """A draft has nothing to many."""


def state(sheet: Sheet, layout: SheetLayout, conventions: Conventions, widget: type[LabelWidget]) -> Stated:
    """Read a sheet whose first row that is not blank is its header."""
    stated = Stated(sheet, layout)
    rows = sheet.rows()
    header = next(rows, None)
    if header is None:
        return stated
    columns = _columns(header, stated)
    if stated.problems:
        return stated
    dataset = tablib.Dataset(headers=[_ROW, *(column.key for column in columns.values())])
    for row in rows:
        stated.formulas += sum(cell.formula for cell in row.cells.values())
        stray = next((index for index in row.cells if index not in columns), None)
        if stray is not None and header[stray].kind is Kind.BLANK:
            problem = _("a value in a column without a header")
            stated.problems.append(f"{stated.address(row.number, stray)}: {problem}")
        cells = [row[index] for index in columns]
        if any(cell.kind is not Kind.BLANK for cell in cells):
            dataset.append([row.number, *cells])
    resource = SheetResource(layout, conventions, widget)
    result = resource.import_data(dataset)
    stated.drafts = resource.drafts
    stated.problems += _told(result, dataset, stated, columns)
    return stated


def _columns(header: Row, stated: Stated) -> dict[int, Column]:
    """The known columns by their place. Unknown and doubled ones are problems."""
    found: dict[int, Column] = {}
    for index, cell in header.cells.items():
        at = stated.address(header.number, index)
        column = stated.layout.column(cell.text) if cell.kind is not Kind.PROBLEM else None
        if column is None and stated.layout.is_shared(cell.text):
            problem = _("several fields have the label “%(label)s”; use their names") % {"label": cell.text}
            stated.problems.append(f"{at}: {problem}")
        elif column is None:
            named = {"name": cell.text, "sheet": stated.layout.name, "near": stated.layout.nearest(cell.text)}
            problem = (
                _("“%(name)s” is no column of %(sheet)s; do you mean “%(near)s”?")
                if named["near"]
                else _("“%(name)s” is no column of %(sheet)s; rename it or take it out")
            )
            stated.problems.append(f"{at}: {problem % named}")
        elif column in found.values() and column.role is not Role.BESIDE:
            problem = _("a second column “%(name)s”; keep one of them") % {"name": cell.text}
            stated.problems.append(f"{at}: {problem}")
        elif column.role is not Role.BESIDE:
            found[index] = column
    if not stated.problems and not any(column.role in NAMES_DOCUMENT for column in found.values()):
        # Translators: document, file and sha256 stand so in the file, in whatever language.
        problem = _("no column names the document; add one called document, file or sha256")
        stated.problems.append(f"{stated.address(header.number)}: {problem}")
    return found


def _told(result: Result, dataset: tablib.Dataset, stated: Stated, columns: dict[int, Column]) -> list[str]:
    """What the result of an import holds against the sheet, with the address of each cell."""
    for error in [*result.base_errors, *(error for row in result.error_rows for error in row.errors)]:
        raise error.error  # no fault of the table
    places = {column.key: index for index, column in columns.items()}
    problems = []
    for invalid in result.invalid_rows:
        number = dataset[invalid.number - 1][0]
        for key, messages in invalid.field_specific_errors.items():
            problems += [f"{stated.address(number, places[key])}: {message}" for message in messages]
        problems += [f"{stated.address(number)}: {message}" for message in invalid.non_field_specific_errors]
    return problems


def _named(role: Role, cell: Cell) -> str:
    text = _plain(cell)
    return clean_name(text) if role is Role.FILE and text else text


def _plain(cell: Cell) -> str:
    if cell.kind is Kind.PROBLEM:
        raise ValidationError(translated(cell.text))
    return cell.text.strip()
