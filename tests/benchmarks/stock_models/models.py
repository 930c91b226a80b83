"""The baseline's documents and line items: two flat models."""

from __future__ import annotations

from django.db import models

from extraction.contract import Field, FieldType
from tests.benchmarks.workbook_records import CONTRACT, ITEMS


def _column(field: Field) -> models.Field:
    match field.type:
        case FieldType.DECIMAL | FieldType.MONEY | FieldType.PERCENT:
            return models.DecimalField(max_digits=14, decimal_places=2)
        case FieldType.INTEGER:
            return models.IntegerField()
        case FieldType.DATE:
            return models.DateField()
        case FieldType.BOOLEAN:
            return models.BooleanField()
    return models.CharField(max_length=200)


def _model(called: str, /, **columns: models.Field) -> type[models.Model]:
    return type(called, (models.Model,), {"__module__": __name__, **columns})


StockDocument = _model(
    "StockDocument", name=models.CharField(max_length=200), **{one.name: _column(one) for one in CONTRACT.fields}
)
StockItem = _model(
    "StockItem",
    document=models.IntegerField(),
    number=models.IntegerField(),
    **{one.name: _column(one) for one in ITEMS.fields},
)
