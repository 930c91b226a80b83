"""Workbooks of several sheets, made for tests."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """An xlsx; texts stay texts, dates are typed as dates, a percentage is a pair ("%", 0.19)."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        dated, percent = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "0%"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(number, column, value, dated)
                    elif isinstance(value, tuple):
                        page.write_number(number, column, value[1], percent)
                    else:
                        page.write(number, column, value)
    return target.getvalue()
