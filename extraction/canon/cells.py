"""Canonical values on their way to JSON and back."""

from __future__ import annotations

import re
from decimal import Decimal

from extraction.canon.tokens import storable
from extraction.contract import Field, FieldType
from extraction.values import (
    ABSENT,
    ILLEGIBLE,
    UNLABELLED,
    Canonical,
    Cell,
    Evidence,
    Grounding,
    Invalid,
    Marker,
    Precision,
    Value,
)

_ILLEGIBLE = "illegible"
_NUMBER = re.compile(r"-?[0-9]{1,100}(\.[0-9]{1,100})?")
"""How numbers are stored: plain, finite, and of a size that arithmetic can bear."""


def cell_of(
    canonical: Canonical,
    *,
    raw: str | None = None,
    evidence: Evidence | None = None,
    grounding: Grounding | None = None,
    rule: str | None = None,
) -> Cell:
    """The stored form: `invalid` holds the code and the sentence, `raw` nothing that JSON cannot hold.

    Raises ValueError for UNLABELLED: what nobody said anything about has no cell.
    """
    if canonical is UNLABELLED:
        raise ValueError("what nobody said anything about has no cell")
    page, box = (evidence.page, evidence.box) if evidence else (None, None)
    value = unit = precision = invalid = None
    if isinstance(canonical, Value):
        value, unit, precision = str(canonical), canonical.unit, canonical.precision
    elif isinstance(canonical, Invalid):
        invalid = f"{canonical.reason}: {canonical.detail}" if canonical.detail else canonical.reason
    elif canonical is ILLEGIBLE:
        invalid = _ILLEGIBLE
    return Cell(
        value=value,
        unit=unit,
        precision=precision,
        invalid=invalid,
        raw=None if raw is None else storable(raw),
        page=page,
        box=box,
        grounding=grounding,
        rule=rule,
    )


def value_of(cell: Cell | None, field: Field) -> Canonical:
    """The canonical value that a stored cell holds: the inverse of `cell_of`; None is ABSENT.

    A cell of another field type (an older contract) is Invalid: canonicalise its raw text again.
    """
    if cell is None or (cell.value is None and cell.invalid is None):
        return ABSENT
    if cell.invalid is not None or cell.value is None:
        return _refused(cell.invalid or "")
    return stored_value(cell.value, cell.unit, cell.precision, field)


def stored_value(text: str, unit: str | None, precision: Precision | None, field: Field) -> Value | Invalid:
    """The value that is stored so."""
    try:
        return Value(_typed(text, field.type), unit, precision)
    except (ValueError, KeyError):
        return Invalid("stored", f"The stored value “{text}” is none of type {field.type}.")


def _refused(stored: str) -> Invalid | Marker:
    if stored == _ILLEGIBLE:
        return ILLEGIBLE
    reason, _, detail = stored.partition(": ")
    return Invalid(reason, detail)


def _typed(stored: str, kind: FieldType) -> str | int | Decimal | bool:
    if kind.is_number and not _NUMBER.fullmatch(stored):
        raise ValueError(stored)
    match kind:
        case FieldType.INTEGER:
            return int(stored)
        case FieldType.DECIMAL | FieldType.MONEY | FieldType.PERCENT:
            return Decimal(stored)
        case FieldType.BOOLEAN:
            return {"true": True, "false": False}[stored.lower()]
    return stored
