"""Seeded records of 20 fields with five line items of 8 each, for both sides of the benchmark of workbooks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from extraction.contract import Check, Contract, Field, FieldType, ListField
from extraction.values import Value
from tests.benchmarks.planted import TYPES, WORDS

COLUMNS = {
    "position": "integer",
    "article": "identifier",
    "description": "text",
    "quantity": "decimal",
    "unit": "text",
    "price": "money",
    "total": "money",
    "delivered": "date",
}
UNITS = {FieldType.MONEY: "EUR", FieldType.PERCENT: "%"}


def _field(name: str, kind: str) -> Field:
    return Field(name=name, type=FieldType(kind), unit=UNITS.get(FieldType(kind)))


ITEMS = ListField(name="items", fields=tuple(_field(name, kind) for name, kind in COLUMNS.items()))
SUM = "field_10"
"""The money field that is the sum of the line items."""
CONTRACT = Contract(
    name="workbooks",
    fields=tuple(_field(f"field_{n}", kind) for n, kind in enumerate(TYPES)),
    lists=(ITEMS,),
    checks=(Check(name="items_add_up", rule=f"sum(items.total) = {SUM}"),),
)
Record = dict[str, Value]


def records(number: int, items: int) -> Iterator[tuple[Record, list[Record]]]:
    """That many line items of each."""
    chance = random.Random(1)
    for _ in range(number):
        record, lines = _record(CONTRACT.fields, chance), [_record(ITEMS.fields, chance) for _ in range(items)]
        record[SUM] = Value(sum((line["total"].v for line in lines), Decimal(0)), "EUR")
        yield record, lines


def _record(fields: tuple[Field, ...], chance: random.Random) -> Record:
    return {field.name: Value(_value(field.type, chance), field.unit, _precision(field.type)) for field in fields}


def _precision(kind: FieldType) -> str | None:
    return "day" if kind is FieldType.DATE else None


def _value(kind: FieldType, chance: random.Random) -> str | int | Decimal | bool:
    match kind:
        case FieldType.MONEY:
            return Decimal(chance.randrange(10**6)).scaleb(-2)
        case FieldType.PERCENT:
            return Decimal(chance.choice([7, 19]))
        case FieldType.INTEGER:
            return chance.randrange(1, 1000)
        case FieldType.DECIMAL:
            return Decimal(chance.randrange(1, 200)).scaleb(-1)
        case FieldType.DATE:
            return f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        case FieldType.BOOLEAN:
            return chance.random() < 0.5
        case FieldType.IDENTIFIER:
            return f"RE-{chance.randrange(10**6):06}"
    return " ".join(chance.choices(WORDS, k=4))
