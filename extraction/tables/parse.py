"""A table's bytes as lines: what the reading process writes and `model.collected` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator

from extraction.tables.csv_text import rows_of
from extraction.tables.errors import TableError, TableErrorCode
from extraction.tables.limits import Limits
from extraction.tables.model import packed
from extraction.tables.sniff import kind_of
from extraction.tables.xlsx import Workbook


def lines_of(content: bytes, limits: Limits) -> Iterator[bytes]:
    """`{"sheet": name}` before the rows of a sheet, rows as `model.packed` has them, `{"done": kind}` last.

    Raises TableError; on some damaged workbooks calamine ends the process instead.
    """
    if len(content) > limits.file_bytes:
        raise TableError(TableErrorCode.TOO_LARGE, f"more than {limits.file_bytes / 1e6:,.0f} MB")
    if kind_of(content) == "text":
        yield _said("sheet", "")
        yield from (packed(number, cells) for number, cells in rows_of(content, limits) if cells)
        yield _said("done", "csv")
        return
    workbook = Workbook(content, limits)
    for part in workbook.sheets:
        yield _said("sheet", part.name)
        yield from (packed(number, cells) for number, cells in workbook.rows(part))
    yield _said("done", "xlsx")


def _said(what: str, content: str) -> bytes:
    return json.dumps({what: content}).encode("ascii")
