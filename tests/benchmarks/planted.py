"""Seeded documents with planted errors: 20 fields and a table of six columns, as invoices have them."""

import random
from collections.abc import Iterator
from decimal import Decimal

from evaluation.labels import DocumentLabels, ListLabels
from evaluation.predictions import DocumentPrediction
from extraction.contract import Contract, Conventions, Field, FieldType, ListField
from extraction.values import ABSENT, Canonical, Value

TYPES = (
    "identifier", "date", "date", "text", "identifier", "text", "text", "text", "money", "money",
    "money", "identifier", "text", "text", "date", "percent", "money", "text", "identifier", "boolean",
)  # fmt: skip
COLUMNS = {
    "position": "integer",
    "description": "text",
    "quantity": "decimal",
    "unit": "text",
    "price": "money",
    "total": "money",
}
GERMAN = Conventions(decimal=",", dates="dmy")
CONTRACT = Contract(
    name="benchmark",
    fields=tuple(Field(name=f"field_{n}", type=FieldType(kind), conventions=GERMAN) for n, kind in enumerate(TYPES)),
    lists=(
        ListField(
            name="items",
            fields=tuple(Field(name=n, type=FieldType(kind), conventions=GERMAN) for n, kind in COLUMNS.items()),
        ),
    ),
)
WORDS = ("Schraube", "Mutter", "verzinkt", "Dichtung", "Montage", "Wartung", "Pumpe", "Kabel", "groß", "Gehäuse")
WRONG, MISSING = 0.05, 0.05
"""Shares of cells predicted wrong, and not at all."""


def documents(number: int, rows: int, seed: int = 1) -> Iterator[tuple[DocumentLabels, DocumentPrediction]]:
    """Predictions have some cells wrong, some missing, and their rows in another order."""
    chance = random.Random(seed)
    for _ in range(number):
        truth = {field.name: _value(field.type, chance) for field in CONTRACT.fields}
        items = [{field.name: _value(field.type, chance) for field in CONTRACT.lists[0].fields} for _ in range(rows)]
        answers = [{name: _predicted(value, chance) for name, value in item.items()} for item in items]
        chance.shuffle(answers)
        yield (
            DocumentLabels(
                {name: (value,) for name, value in truth.items()},
                {"items": ListLabels("complete", [{n: (value,) for n, value in item.items()} for item in items])},
            ),
            DocumentPrediction({name: _predicted(value, chance) for name, value in truth.items()}, {"items": answers}),
        )


def _value(kind: FieldType, chance: random.Random) -> Value:
    match kind:
        case FieldType.MONEY:
            return Value(Decimal(chance.randrange(10**6)).scaleb(-2), "EUR")
        case FieldType.PERCENT:
            return Value(Decimal(chance.choice([7, 19])), "%")
        case FieldType.INTEGER:
            return Value(chance.randrange(1, 1000))
        case FieldType.DECIMAL:
            return Value(Decimal(chance.randrange(1, 200)).scaleb(-1))
        case FieldType.DATE:
            return Value(f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}", precision="day")
        case FieldType.BOOLEAN:
            return Value(chance.random() < 0.5)
        case FieldType.IDENTIFIER:
            return Value(f"RE-{chance.randrange(10**6):06}")
    return Value(" ".join(chance.choices(WORDS, k=4)))


def _predicted(value: Value, chance: random.Random) -> Canonical:
    luck = chance.random()
    if luck < MISSING:
        return ABSENT
    if luck > MISSING + WRONG:
        return value
    if isinstance(value.v, bool):
        return Value(not value.v)
    if isinstance(value.v, str):
        return Value(value.v[:-1] + "7", value.unit, value.precision)
    return Value(value.v + 1, value.unit)
