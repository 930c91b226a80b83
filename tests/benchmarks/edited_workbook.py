"""A workbook as a person sends it back: the values of some of its cells are others."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.benchmarks.workbook_records import CONTRACT, ITEMS

_FIELDS = {header: one for one in (*CONTRACT.fields, *ITEMS.fields) for header in (one.name, one.title)}
"""By header: the columns whose cells are changed."""


def edit(source: Path, target: Path, share: float) -> int:
    """Change that share of the values; returns how many."""
    chance = random.Random(2)
    book = CalamineWorkbook.from_path(source)
    changed = 0
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as written:
        day = written.add_format({"num_format": "yyyy-mm-dd"})
        for name in book.sheet_names:
            page = written.add_worksheet(name)
            headers: list[Any] = []
            for number, row in enumerate(book.get_sheet_by_name(name).iter_rows()):
                headers = headers or row
                for at, value in enumerate(row):
                    field = _FIELDS.get(headers[at])
                    if number and field is not None and value != "" and chance.random() < share:
                        value, changed = _other(value), changed + 1
                    _write(page, number, at, value, day)
    return changed


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(days=1)
    return f"{value} X" if isinstance(value, str) else value + 1


def _write(page: Any, row: int, at: int, value: Any, day: Any) -> None:
    if value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, at, value)
    elif isinstance(value, date):
        page.write_datetime(row, at, value, day)
    elif isinstance(value, str):
        page.write_string(row, at, value)
    else:
        page.write_number(row, at, value)
