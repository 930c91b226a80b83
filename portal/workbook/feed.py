"""The final sheets as csv, for programs: the same columns at every time, values canonical, text never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from extraction.values import Value
from portal.services.final import FinalData
from portal.workbook.final import FinalField, FinalResource

_GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
_BUFFER = 1 << 16
BOM = "\ufeff"
"""By which Excel knows UTF-8."""


def csv_of(data: FinalData, list_name: str = "") -> Iterator[str]:
    """The documents, or the items of one list, a few rows at a time. Raises KeyError (no such list)."""
    if list_name:
        data.contract.list(list_name)
    resource = FinalResource(data, list_name, all_units=True)
    columns: list[FinalField] = resource.get_export_fields()
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([column.column_name for column in columns])
    for row in resource.rows:
        writer.writerow([text_of(column.of(row)) for column in columns])
        if buffer.tell() > _BUFFER:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def text_of(value: Any) -> str:
    """A cell: numbers with a point, dates as ISO writes them, `true` and `false`; a text that a spreadsheet would
    calculate, or that begins with an apostrophe, with one apostrophe before it."""
    if isinstance(value, Value):
        value = value.v
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case int() | date():
            return str(value)
    text = str(value)
    return "'" + text if text.startswith(_GUARDED) else text
