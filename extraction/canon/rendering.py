"""Canonical values as text that people read and that reads back as the same value."""

from __future__ import annotations

from decimal import Decimal

from extraction.canon.canonical import Side
from extraction.canon.tokens import escape
from extraction.contract import CANONICAL, Conventions, Field
from extraction.values import Value


def render(value: Value, field: Field, conventions: Conventions = CANONICAL, *, side: Side = "prediction") -> str:
    """Text for which `canon(text, field, conventions, side=side) == value`.

    A unit is written unless it is the field's own. Thousands are not grouped.
    """
    if isinstance(value.v, bool):
        return str(value)
    if isinstance(value.v, int | Decimal):
        number = str(value).replace(".", conventions.decimal or ".")
        return f"{number} {value.unit}" if value.unit and value.unit != field.unit else number
    if value.precision == "day":
        year, month, day = value.v.split("-")
        match conventions.dates:
            case "dmy":
                return f"{day}.{month}.{year}"
            case "mdy":
                return f"{month}/{day}/{year}"
    return escape(value.v) if side == "label" else value.v
