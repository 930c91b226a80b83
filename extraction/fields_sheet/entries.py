"""Texts in a cell: one, several on lines of their own, or several in a line.

Blanks around a text do not count. A text that would not come back as it is stands in quotation marks, written as in
JSON: `" with blanks "`, `"two\\nlines"`. What begins with a quotation mark and is not so written is taken as it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_WHOLE = re.compile(_QUOTED, re.DOTALL)
# What no cell holds, or what programs alter: controls but the line break, separators of lines, no characters at all,
# and what a workbook would take for an escaped character.
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")


def text(cell: str) -> str:
    """What a cell says that holds one text."""
    return unquoted(_plain_breaks(cell).strip())


def text_cell(value: str) -> str:
    """The cell that says it."""
    return value if not value or (_is_plain(value) and text(value) == value) else _quoted(value)


def lines(cell: str) -> Iterator[str]:
    """The lines of a cell that are not blank, still as they are written."""
    return filter(None, map(str.strip, _plain_breaks(cell).split("\n")))


def line(value: str, also: str = "") -> str:
    """A text as one line of several, quoted too where it holds one of the signs `also`."""
    is_plain = _is_plain(value) and value == value.strip() and not set(value) & set("\n" + also)
    return value if value and is_plain and not value.startswith('"') else _quoted(value)


def joined(values: Iterable[str]) -> str:
    """Several entries in one line."""
    return ", ".join(line(value, ",;") for value in values)


def split(written: str) -> list[str]:
    """The entries in one line: separated by semicolons where there is one, else by commas."""
    parts = _split(written, ",;")
    if any(separator == ";" for _part, separator in parts):
        parts = _split(written, ";")
    return [unquoted(part) for part, _separator in parts if part]


def parted(written: str) -> tuple[str, str]:
    """What stands before the first equals sign, and what behind it, still as they are written."""
    found = _WHOLE.match(written)
    end = found.end() if found else 0
    before, _equals, behind = written[end:].partition("=")
    return (written[:end] + before).strip(), behind.strip()


def unquoted(written: str) -> str:
    if not _WHOLE.fullmatch(written):
        return written
    try:
        return str(json.loads(written, strict=False))
    except ValueError:
        return written


def _split(written: str, separators: str) -> list[tuple[str, str]]:
    """Each entry as it is written, and the separator behind it."""
    entry = re.compile(rf"\s*({_QUOTED}(?=\s*(?:[{separators}]|\Z))|[^{separators}]*)\s*([{separators}]|\Z)", re.DOTALL)
    return [(found[1].strip(), found[2]) for found in entry.finditer(written)]


def _plain_breaks(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _is_plain(value: str) -> bool:
    return not _ODD.search(value)


def _quoted(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return _ODD.sub(lambda found: "".join(f"\\u{ord(sign):04x}" for sign in found[0]), written)
