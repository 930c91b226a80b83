"""A csv file as rows of text: encoding and delimiter found out, the formula guard taken off."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from extraction.tables.errors import TableError, TableErrorCode
from extraction.tables.limits import Limits
from extraction.tables.model import Cell, Kind

_DELIMITERS = ";,\t|"
_SAMPLED = 50
_LONGEST_CELL = 1_000_000
_LONGEST_LINE = 4_000_000
"""Far beyond any table of the allowed width: no need to take it apart to see that it is none."""
# What a careful program writes before text that a spreadsheet would take for a formula, or for such a guard.
_GUARDED = re.compile(r"'[=+\-@\t\r']")
_EXCEL_SAYS = re.compile(r'"?sep=([^"\r\n])"?\r?\n', re.IGNORECASE)


def rows_of(content: bytes, limits: Limits) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Row number from 1 and its cells that are not blank. Raises TableError."""
    text = decoded(content)
    delimiter = ""
    first = 1
    if said := _EXCEL_SAYS.match(text):
        delimiter, text, first = said[1], text[said.end() :], 2
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(_lines(text), delimiter=delimiter or delimiter_of(text), strict=True)
    try:
        for number, fields in enumerate(reader, start=first):
            if number > limits.rows:
                raise TableError(TableErrorCode.TOO_MANY_ROWS, f"{limits.rows} are allowed")
            if len(fields) > limits.columns and any(fields[limits.columns :]):
                raise TableError(TableErrorCode.TOO_MANY_COLUMNS, f"row {number}; {limits.columns} are allowed")
            yield number, {column: _cell(field) for column, field in enumerate(fields) if field.strip()}
    except csv.Error as error:
        raise TableError(TableErrorCode.DAMAGED, f"line {reader.line_num}: {error}") from error


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > _LONGEST_LINE:
            raise TableError(TableErrorCode.DAMAGED, f"line {number} has more than {_LONGEST_LINE:,} characters")
        yield line


def decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 with its mark, UTF-8 without, else Windows-1252. Raises TableError."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.encoding.startswith("utf-16"):
            raise TableError(TableErrorCode.ENCODING) from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise TableError(TableErrorCode.ENCODING) from error


def delimiter_of(text: str) -> str:
    """The delimiter under which the first rows are widest and most alike; a comma where there is none."""
    best, best_score = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        widths = Counter(_widths(text, delimiter))
        if not widths:
            continue
        width, often = widths.most_common(1)[0]
        score = (often / widths.total() if width > 1 else 0.0, width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> Iterator[int]:
    reader = csv.reader(io.StringIO(text[:1_000_000], newline=""), delimiter=delimiter)
    try:
        for _, fields in zip(range(_SAMPLED), reader, strict=False):
            if fields:
                yield len(fields)
    except csv.Error:
        return


def _cell(field: str) -> Cell:
    return Cell(Kind.TEXT, field[1:] if _GUARDED.match(field) else field)
