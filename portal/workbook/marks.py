"""What a cell says, as one text: by it a cell that came back is known to be the one that went out.

A mark is what the reader will give for the cell: its text, with a sign before it where it is typed and its unit
after it. So a cell that nobody touched is told by comparing two texts, whatever its value.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from extraction.canon import canon, escape
from extraction.contract import CANONICAL, Contract, Field, FieldType
from extraction.tables import Cell, Kind
from extraction.values import Canonical, Value
from portal.models import Says, StoredValue
from portal.services import values
from portal.workbook.cells import said as said_by
from portal.workbook.content import Native
from portal.workbook.final import native

TYPED, PERCENT, UNIT, PREDICTED = "\x01", "\x02", "\x03", "\x04"
CLEAR, DELETE = "#CLEAR", "#DELETE"
"""Words that take something back: what was said in a cell, a whole line item."""
_SIGNS = {Kind.TEXT: "", Kind.PERCENT: PERCENT}
_TOKENS = {Says.ABSENT: "N/A", Says.ILLEGIBLE: "#ILLEGIBLE"}
_TEXTS = (FieldType.TEXT, FieldType.IDENTIFIER)


def written(stored: StoredValue, field: Field | None) -> Native:
    """What stands in the cell of a value; None for a blank one. `field` is None for what is said of a list."""
    if stored.says == Says.INVALID:
        return escape(stored.raw) if stored.raw.strip() else None
    if stored.says != Says.VALUE:
        return _TOKENS.get(Says(stored.says))
    if field is None:
        return stored.value
    if field.type in _TEXTS:
        return escape(stored.value)
    found = values.load(stored, field)
    content = native(found) if isinstance(found, Value) else stored.value
    return escape(content) if isinstance(content, str) else content


def unit_of(stored: StoredValue, field: Field) -> str:
    """The unit that stands beside a number: where it is another than the field's own."""
    return stored.unit if stored.says == Says.VALUE and stored.unit != usual_unit(field) else ""


def usual_unit(field: Field) -> str:
    """Of a number that stands alone."""
    return field.unit or ("%" if field.type is FieldType.PERCENT else "")


def mark_of(content: Native, unit: str = "") -> str:
    """The mark of a cell that was written. "" for a blank one."""
    match content:
        case None | "":
            return ""
        case str():
            text = content
        case bool():
            text = TYPED + ("true" if content else "false")
        case int() | Decimal():
            text = TYPED + _number(content)
        case datetime():
            text = TYPED + content.isoformat(sep=" ")
        case date():
            text = TYPED + content.isoformat()
    return text + (UNIT + unit if unit else "")


def _number(number: int | Decimal) -> str:
    """As the reader tells it: the shortest text that is the same double."""
    double = float(number)
    return str(int(double)) if double.is_integer() else format(Decimal(repr(double)), "f")


def mark(cell: Cell, unit: Cell | None = None) -> str:
    """The mark of a cell that was read."""
    text = _SIGNS.get(cell.kind, TYPED) + cell.text
    return f"{text}{UNIT}{unit.text.strip()}" if unit is not None and unit.text.strip() else text


def stated(cell: Cell, unit: Cell | None, field: Field) -> tuple[str, bool]:
    """What a cell that was read says, and whether it is canonical: typed, not text. Raises ValueError."""
    said = said_by(cell, field)
    is_word = said.text.strip().upper() in _TOKENS.values()
    text = said.text if is_word or unit is None else f"{said.text} {unit.text.strip()}"
    return text, said.notation == "canonical"


def shown(mark: str) -> str:
    """A mark for people: the text of its cell."""
    text, _, unit = mark.lstrip(PREDICTED + TYPED + PERCENT).partition(UNIT)
    return f"{text} {unit}".strip()


def canonical_of(mark: str, field: Field) -> Canonical:
    """What a cell said that the portal wrote: its texts are canonical, too."""
    text, _, unit = mark.lstrip(PREDICTED).partition(UNIT)
    if text.startswith(PERCENT):
        number = Decimal(text[1:])
        plain = field.type in (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)
        text = f"{number:f}" if plain else f"{(number * 100).normalize():f}%"
    text = text.lstrip(TYPED)
    return canon(f"{text} {unit}".strip() if unit else text, field, CANONICAL, side="label")


def field_of(contract: Contract, list_name: str, name: str) -> Field | None:
    """The field of a place; None for what is said of a list itself, and where the contract has none."""
    try:
        return contract.find(name, list_name) if name else None
    except KeyError:
        return None
