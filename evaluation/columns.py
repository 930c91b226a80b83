"""Which labelled cell of a column equals which predicted one: by looking up, not by comparing each pair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from evaluation.comparators import equal, token, tolerance
from evaluation.rows import Truth
from extraction.contract import NUMBERS, Field
from extraction.values import Canonical, Invalid, Marker, Value

BLANK = -1
"""In a column of positions: no value is labelled, or nothing is predicted."""
_UNMATCHED, _INVALID = -2, -3


Tag = Callable[[Value], Hashable]
"""From a value of a column to what equal values have in common."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of both tables as positions among its distinct predicted values: cells are equal that have the
    same position. `further` are pairs of a labelled row and a position that its label equals as well."""

    labels: list[int]
    predictions: list[int]
    further: list[tuple[int, int]]
    is_constant: bool
    """One and the same value in all of at least two labelled cells: it does not tell one row from another."""


def column(field: Field, labels: Sequence[Truth], predictions: Sequence[Canonical], tag: Tag) -> Column:
    """Cells are equal as `equal` says; the work grows with the rows, not with their product."""
    if not _tags_suffice(field, labels, predictions):
        return _weighed(field, labels, predictions)
    places: dict[Hashable, int] = {}
    stated = [
        places.setdefault(tag(answer), len(places)) if isinstance(answer, Value) else _no_place(answer)
        for answer in predictions
    ]
    tags = [tag(cell[0]) if cell else None for cell in labels]
    truth = [places.get(each, _UNMATCHED) if each is not None else BLANK for each in tags]
    return Column(truth, stated, [], _are_one([each for each in tags if each is not None]))


def _are_one(said: Sequence[object]) -> bool:
    return len(said) > 1 and said.count(said[0]) == len(said)


def _weighed(field: Field, labels: Sequence[Truth], predictions: Sequence[Canonical]) -> Column:
    """With tolerance, units that differ or a choice of labels, one label may equal several predicted values."""
    constant = _are_one([[token(value, field) for value in cell] for cell in labels if cell])
    distinct: dict[tuple[Hashable, str | None], Value] = {}
    for answer in predictions:
        if isinstance(answer, Value):
            distinct.setdefault((token(answer, field), answer.unit), answer)
    where = {key: place for place, key in enumerate(distinct)}
    stated = [
        where[token(answer, field), answer.unit] if isinstance(answer, Value) else _no_place(answer)
        for answer in predictions
    ]
    find = _finder(field, list(distinct.values()))
    found = [[place for value in cell for place in find(value)] for cell in labels]
    truth = [places[0] if places else _UNMATCHED if cell else BLANK for cell, places in zip(labels, found, strict=True)]
    return Column(truth, stated, [(row, place) for row, places in enumerate(found) for place in places[1:]], constant)


def _no_place(answer: Invalid | Marker) -> int:
    return _INVALID if isinstance(answer, Invalid) else BLANK


def _tags_suffice(field: Field, labels: Sequence[Truth], predictions: Sequence[Canonical]) -> bool:
    """Whether cells are equal if and only if their tags are: no tolerance, no two units, no choice of labels."""
    if max(map(len, labels)) > 1:
        return False
    if field.type not in NUMBERS:
        return True
    if field.absolute_tolerance or field.relative_tolerance:
        return False
    units = {cell[0].unit for cell in labels if cell}
    units.update([answer.unit for answer in predictions if isinstance(answer, Value)])
    units.discard(None)
    return len(units) < 2


def tagger(field: Field) -> Tag:
    """`token`, computed once for each text of the column."""
    if field.type in NUMBERS:
        return attrgetter("v")
    known: dict[object, Hashable] = {}

    def tag(value: Value) -> Hashable:
        found = known.get(value.v)
        if found is None:
            found = known[value.v] = token(value, field)
        return found

    return tag


def _finder(field: Field, values: Sequence[Value]) -> Callable[[Value], list[int]]:
    """From a label to the places of the distinct predicted `values` that equal it."""
    if field.type not in NUMBERS:
        by_token: dict[Hashable, list[int]] = {}
        for place, value in enumerate(values):
            by_token.setdefault(token(value, field), []).append(place)
        return lambda label: by_token.get(token(label, field), [])
    ordered = sorted(range(len(values)), key=lambda place: values[place].v)
    numbers = [values[place].v for place in ordered]

    def within_tolerance(label: Value) -> list[int]:
        allowed = tolerance(label.v, field)  # type: ignore[arg-type]
        first = bisect_left(numbers, label.v - allowed)  # type: ignore[operator]
        last = bisect_right(numbers, label.v + allowed)  # type: ignore[operator]
        return [place for place in ordered[first:last] if equal(label, values[place], field)]

    return within_tolerance
