"""Cells of an upload as the rows of a table for people: where, of what, from what to what, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from extraction.contract import Contract
from extraction.tables.model import letters
from portal.models import Says, StoredValue, UploadCell, ValueState
from portal.services import values
from portal.views.words import UPLOAD_OUTCOMES, Sign
from portal.workbook.marks import field_of, shown
from portal.workbook.stated import COMMENT, ITEM, STATUS


@dataclass(frozen=True)
class CellRow:
    cell: UploadCell
    address: str
    what: str
    """The field, with the item's number."""
    before: str
    after: str
    sign: Sign


def cell_rows(cells: Iterable[UploadCell], contract: Contract) -> list[CellRow]:
    return [
        CellRow(cell, address_of(cell), what_of(cell, contract), in_words(cell.before), _after(cell), _sign(cell))
        for cell in cells
    ]


def _sign(cell: UploadCell) -> Sign:
    return UPLOAD_OUTCOMES[cell.outcome]


def address_of(cell: UploadCell) -> str:
    """`Data!C7`; the row where it is about all of it; the sheet."""
    if not cell.row:
        return cell.sheet
    if cell.column is None:
        # Translators: a row of a table.
        place = _("row %(number)s") % {"number": cell.row}
        return f"{cell.sheet}, {place}" if cell.sheet else place
    place = f"{letters(cell.column)}{cell.row}"
    return f"{cell.sheet}!{place}" if cell.sheet else place


def what_of(cell: UploadCell, contract: Contract) -> str:
    """The field as people call it, with its list and item."""
    beside = {ITEM: _("the whole item"), STATUS: _("status"), COMMENT: _("comment")}
    name = beside.get(cell.field, "")
    if not name and cell.field:
        one = field_of(contract, cell.list_name, cell.field)
        name = one.title if one else cell.field
    if not cell.list_name:
        return name
    part = next((part.title for part in contract.lists if part.name == cell.list_name), cell.list_name)
    if not cell.item:
        return part
    # Translators: the third item of a list, and one of its fields: “Lines 3: Amount”.
    return _("%(list)s %(item)s: %(field)s") % {"list": part, "item": cell.item, "field": name}


def _after(cell: UploadCell) -> str:
    return in_words(cell.new) if cell.new is not None else shown(cell.said)


def in_words(stored: StoredValue | None) -> str:
    """A value for people; what is said instead where there is none."""
    if stored is None or (stored.says == Says.NOTHING and stored.state != ValueState.REMOVED):
        return "–"
    if stored.state == ValueState.REMOVED:
        return _("removed")
    return values.describe(stored)
