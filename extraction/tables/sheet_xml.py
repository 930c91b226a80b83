"""What calamine does not tell of a sheet, from its XML: error cells, formulas, percentages, how far it reaches.

Expat itself is used, since SAX takes twice as long; a document type is refused, as defusedxml does. Refused is, too,
what calamine would read as something else or not at all: doubled cells, values in pieces, indexes that are none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from extraction.tables.errors import TableError, TableErrorCode

Position = tuple[int, int]
"""Row and column, both from 0."""

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_INDEX = re.compile(r"([0-9]{1,9}([ \t\r]*\n\s*)?)?")
"""Of a shared text, with the line break that may follow the value: calamine takes all else for the first text."""
_CONSTANTS = ("TRUE()", "FALSE()")
"""How LibreOffice writes what is true or false: formulas by their looks alone."""
_CHUNK = 1 << 20
_PIECE = "\0"
"""Stands where a value is interrupted; no XML holds this character."""


@dataclass
class Scan:
    """What stands where on a sheet."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """By row and column: `#N/A` and its like; an empty text for a formula that was never calculated."""
    formulas: set[Position] = field(default_factory=set)
    percentages: set[Position] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def scan(part: IO[bytes], percent_styles: frozenset[str], check: Callable[[Scan], None]) -> Scan:
    """Read one sheet to its end, with a `check` of what was found so far after every piece of it.

    Raises TableError where it is no XML, has a document type, or holds what cannot be told.
    """
    found = Scan()
    scanner = _Scanner(found, percent_styles)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = scanner.start
    parser.CharacterDataHandler = scanner.heard.append
    parser.CommentHandler = parser.ProcessingInstructionHandler = scanner.interrupted
    parser.StartCdataSectionHandler = scanner.interrupted
    try:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk)
            check(found)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise TableError(TableErrorCode.DAMAGED, str(error)) from error
    scanner.close()
    check(found)
    return found


class _Scanner:
    """Called twice a cell, of which there are millions: the usual ways through it are short."""

    def __init__(self, found: Scan, percent_styles: frozenset[str]) -> None:
        self.found = found
        self.percent_styles = percent_styles
        self.heard: list[str] = []
        self.columns: dict[str, int] = {}
        self.row = self.column = self.last_row = self.last_column = -1
        self.digits = self.type = self.style = ""
        self.open = self.filled = self.valued = self.formula = self.data = self.rooted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            if self.open:
                self.close()
            self._place(attributes.get("r"))
            self.type = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.open = True
        elif name == "v":
            if not self.open or self.valued:
                raise self._damaged("holds two values, or one outside a cell")
            self.valued = True
            if self.formula and "".join(self.heard).strip() in _CONSTANTS:
                self.formula = False
            self.heard.clear()
            self._fill()
        elif ":" in name:
            self.start(name.rsplit(":", 1)[1], attributes)
        elif name == "f" and self.open:
            self.formula = True
            self._fill()
        elif name == "is" and self.open:
            self._fill()
        else:
            self.close()
            if name == "row":
                self._next_row(attributes.get("r"))
            elif not self.rooted:
                if name != "worksheet":
                    raise TableError(TableErrorCode.DAMAGED, "one of its sheets is something else")
                self.rooted = True
            elif name == "sheetData":
                if self.data:
                    raise self._damaged("holds its cells twice")
                self.data = True

    def interrupted(self, *stated: object) -> None:
        self.heard.append(_PIECE)

    def close(self) -> None:
        """The cell is over: what it turned out to be."""
        if self.open and (self.valued or self.formula or self.type == "e"):
            text = "".join(self.heard) if self.valued else ""
            if self.formula or self.type != "s" or not _INDEX.fullmatch(text):
                self._judge(text)
        self.open = self.filled = self.valued = self.formula = False
        self.heard.clear()

    def _judge(self, heard: str) -> None:
        text = heard.rstrip(_PIECE + " \t\r\n")
        if _PIECE in text:
            raise self._damaged("holds a value in pieces")
        if self.type == "s" and not _INDEX.fullmatch(heard):
            raise self._damaged("points to a text that there cannot be")
        if self.type == "inlineStr" and text:
            raise self._damaged("holds a value where its text should be")
        if self.formula:
            self.found.formulas.add((self.row, self.column))
        if self.type == "e":
            self._wrong(text.strip() or "#VALUE!")
        elif self.formula and not text.strip() and self.type != "str":
            self._wrong("")
        elif self.type == "n" and self.style in self.percent_styles:
            self.found.percentages.add((self.row, self.column))

    def _wrong(self, text: str) -> None:
        self.found.errors.setdefault(self.row, {})[self.column] = text
        self._fill()

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        digits = self.digits
        if (
            digits
            and reference.endswith(digits)
            and (column := self.columns.get(reference[: -len(digits)])) is not None
        ):
            self.column = column
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise self._damaged(f"is followed by a cell with an address that is none: {reference[:20]}")
        column = 0
        for letter in match[1].upper():
            column = column * 26 + ord(letter) - 64
        self.columns[match[1]] = column - 1
        self.digits = match[2]
        self.row, self.column = int(match[2]) - 1, column - 1

    def _next_row(self, number: str | None) -> None:
        if number is not None and not _ROW.fullmatch(number):
            raise self._damaged(f"is followed by a row with a number that is none: {number[:20]}")
        self.row = int(number) - 1 if number else self.row + 1
        self.column = -1
        self.digits = ""

    def _fill(self) -> None:
        """The open cell holds something: it must come after all before it, since of two only one would be read."""
        if self.filled:
            return
        self.filled = True
        row, column = self.row, self.column
        if row <= self.last_row and (row < self.last_row or column <= self.last_column):
            raise self._damaged("is there twice, or not in order")
        self.last_row, self.last_column = row, column
        self.found.rows = row + 1
        if column >= self.found.columns:
            self.found.columns = column + 1

    def _damaged(self, problem: str) -> TableError:
        return TableError(TableErrorCode.DAMAGED, f"row {self.row + 1}, column {self.column + 1} {problem}")


def _refuse_doctype(*stated: object) -> None:
    raise TableError(TableErrorCode.DAMAGED, "it holds a document type, which no program writes into a workbook")
