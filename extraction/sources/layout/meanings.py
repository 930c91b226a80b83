"""What the columns of a table mean: the likeliest label first, other ways to read them for the checks to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from extraction.contract import Field, FieldType
from extraction.sources.layout.headers import Column

_TRIED, _LOOKED_AT = 24, 400
_GUESSED = 0.3
"""Quality of a meaning that no label gives, in a column that has one."""

_Names = Sequence[str | None]


def meanings(columns: list[Column], fields: dict[str, Field]) -> Iterator[list[Column]]:
    """The columns with one field each or none, a field once at most; the best labelled ways first.

    Of two columns with one label, one may be another field ("Amount | Product | Total"), and so may one without a
    label that is asked for: the checks decide.
    """
    firsts = [next(iter(column.names), None) for column in columns]
    named = {name for column in columns for name in column.names}
    missing = [name for name, field in fields.items() if field.type.is_number and name not in named]
    options: list[list[str | None]] = []
    for column, first in zip(columns, firsts, strict=True):
        names: list[str | None] = list(islice(column.names, 3)) or [None]
        if firsts.count(first) > 1 and None not in names:
            names.append(None)
        unsure = first is None or fields[first].type is FieldType.IDENTIFIER or firsts.count(first) > 1
        if unsure and (first is None or fields[first].type is not FieldType.TEXT):
            names += missing
        options.append(names)
    ways = {tuple(_once(columns, names)): None for names in islice(product(*options), _LOOKED_AT)}
    for way in sorted(ways, key=lambda names: -_quality(columns, names))[:_TRIED]:
        yield [
            Column(column.left, column.right, {name: _worth(column, name)} if name else {})
            for column, name in zip(columns, way, strict=True)
        ]


def _quality(columns: list[Column], names: _Names) -> float:
    return sum(_worth(column, name) for column, name in zip(columns, names, strict=True) if name)


def _worth(column: Column, name: str) -> float:
    return column.names.get(name, _GUESSED if column.names else 0.0)


def _once(columns: list[Column], names: _Names) -> list[str | None]:
    """Each field for the column that bears its label best; the first one where they are equal."""
    chosen = list(names)
    for index, name in enumerate(names):
        rivals = [i for i, other in enumerate(names) if other == name]
        if name is not None and index != max(rivals, key=lambda i: (columns[i].names.get(name, 0.0), -i)):
            chosen[index] = None
    return chosen
