"""How a table writes numbers and dates: what its texts prove, and nothing where two of them contradict each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from extraction.contract import Conventions, Field, FieldType
from extraction.conventions import detect
from extraction.tables import Kind, Row

_MARKS = frozenset(".,")
_MEASURE = " €"
"""Beside a number it tells `detect` that its digits are an amount and no time or day."""
Choice = TypeVar("Choice", bound=str)


class WrittenTexts:
    """Collects the different texts of the columns of numbers and of dates."""

    def __init__(self) -> None:
        self._numbers: set[str] = set()
        self._dates: set[str] = set()

    def add(self, rows: Iterable[Row], fields: Mapping[int, Field]) -> None:
        """`fields` by column; those of other types are passed over."""
        numbers = [index for index, field in fields.items() if field.type.is_number]
        dates = [index for index, field in fields.items() if field.type is FieldType.DATE]
        if not numbers and not dates:
            return
        for row in rows:
            for index in numbers:
                cell = row.cells.get(index)
                if cell is not None and cell.kind is Kind.TEXT and not _MARKS.isdisjoint(cell.text):
                    self._numbers.add(cell.text)
            for index in dates:
                cell = row.cells.get(index)
                if cell is not None and cell.kind is Kind.TEXT:
                    self._dates.add(cell.text)

    def proven(self) -> Conventions:
        """The decimal mark and the order of dates, each only where every proof says the same."""
        decimal = _agreed([detect([text + _MEASURE]).decimal for text in self._numbers])
        orders = [detect([text]).dates for text in self._dates]
        order = _agreed([order for order in orders if order != "ymd"])
        if order is None and not any(order in ("dmy", "mdy") for order in orders):
            order = detect(self._dates).dates
        return Conventions(decimal=decimal, dates=order)


def _agreed(votes: Collection[Choice | None]) -> Choice | None:
    said = {vote for vote in votes if vote is not None}
    return said.pop() if len(said) == 1 else None
