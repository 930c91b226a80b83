"""What the values of a column can be, by a sample of its cells: whether they suit a field, or count items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.canon import canon
from extraction.contract import Field, FieldType
from extraction.tables import Cell, Kind
from extraction.values import Invalid
from portal.services.values import LIST_STATES

_READABLE = frozenset({"ambiguous", "malformed", "incomplete"})
"""Reasons against a text that is of the field's kind all the same."""
_ITEM_NUMBER = re.compile(r"[1-9][0-9]{0,5}|#DELETE", re.IGNORECASE)
_FIGURE = re.compile(r"-?[0-9]{1,3}(?:[.,'’ ]?[0-9]{3})*[.,][0-9]{1,4}")
_PLAIN_FIGURE = re.compile(r"-?[0-9][0-9.,'’ ]*")
_KINDS = {
    Kind.NUMBER: frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.PERCENT}),
    Kind.PERCENT: frozenset({FieldType.PERCENT, FieldType.DECIMAL}),
    Kind.DATE: frozenset({FieldType.DATE}),
}


def suits(cells: Sequence[Cell], field: Field) -> float:
    """The share of the cells that can be values of the field; 1 where there are none."""
    shares = [_suits(cell, field) for cell in cells if cell.kind is not Kind.PROBLEM]
    return sum(shares) / len(shares) if shares else 1.0


def counts_items(cells: Sequence[Cell]) -> float:
    """The share of the cells that can be the number of an item."""
    return sum(bool(_ITEM_NUMBER.fullmatch(cell.text.strip())) for cell in cells) / len(cells) if cells else 1.0


def states_a_list(cells: Sequence[Cell]) -> float:
    """The share of the cells that say whether a list is complete."""
    return sum(cell.text.strip().lower() in LIST_STATES for cell in cells) / len(cells) if cells else 1.0


def _suits(cell: Cell, field: Field) -> bool:
    if field.type is FieldType.TEXT:
        return cell.kind is Kind.TEXT and not _PLAIN_FIGURE.fullmatch(cell.text.strip())
    if field.type is FieldType.IDENTIFIER:
        has_digit = any(sign.isdigit() for sign in cell.text)
        return cell.kind is not Kind.DATE and has_digit and not _FIGURE.fullmatch(cell.text.strip())
    if cell.kind in _KINDS and field.type is not FieldType.ENUM:
        is_year = cell.kind is Kind.NUMBER and field.type is FieldType.DATE and len(cell.text) == 4
        return field.type in _KINDS[cell.kind] or is_year
    found = canon(cell.text, field, side="label")
    return not isinstance(found, Invalid) or found.reason in _READABLE
