"""What calamine does not tell of a sheet, from its XML: error cells, formulas, percentages, how far it reaches.

Expat itself is used, since SAX takes twice as long; a document type is refused, as defusedxml does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from extraction.tables.errors import TableError, TableErrorCode

Position = tuple[int, int]
"""Row and column, both from 0."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Scan:
    """What stands where on a sheet."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """By row and column: `#N/A` and its like; an empty text for a formula that was never calculated."""
    formulas: set[Position] = field(default_factory=set)
    percentages: set[Position] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def scan(part: IO[bytes], percent_styles: frozenset[str]) -> Scan:
    """Read one sheet to its end. Raises TableError where it is no XML, or has a document type."""
    found = Scan()
    scanner = _Scanner(found, percent_styles)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = scanner.start
    parser.buffer_text = True
    scanner.listen = lambda handler: setattr(parser, "CharacterDataHandler", handler)
    try:
        parser.ParseFile(part)
    except expat.ExpatError as error:
        raise TableError(TableErrorCode.DAMAGED, str(error)) from error
    scanner.close()
    return found


class _Scanner:
    def __init__(self, found: Scan, percent_styles: frozenset[str]) -> None:
        self.found = found
        self.percent_styles = percent_styles
        self.listen = lambda handler: None
        self.row = self.column = -1
        self.type = ""
        self.style = ""
        self.formula = False
        self.heard: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rsplit(":", 1)[1]
        if name == "c":
            self.close()
            self._place(attributes.get("r"))
            self.type = attributes.get("t", "n")
            self.style = attributes.get("s", "")
        elif name == "v":
            self._filled()
            if self.formula or self.type == "e":
                self.heard = []
                self.listen(self.heard.append)
            elif self.type == "n" and self.style in self.percent_styles:
                self.found.percentages.add((self.row, self.column))
        elif name == "f":
            self.formula = True
            self._filled()
        elif name == "is":
            self._filled()
        elif name == "row":
            self.close()
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdecimal() else self.row + 1
            self.column = -1

    def close(self) -> None:
        """The cell is over: what it turned out to be."""
        if not self.formula and self.type != "e":
            return
        place = (self.row, self.column)
        text = "".join(self.heard or ()).strip()
        if self.heard is not None:
            self.listen(None)
        if self.formula:
            self.found.formulas.add(place)
        if self.type == "e":
            self._wrong(text or "#VALUE!")
        elif not text and self.type != "str":
            self._wrong("")
        elif self.type == "n" and self.style in self.percent_styles:
            self.found.percentages.add(place)
        self.formula, self.heard, self.type = False, None, ""

    def _wrong(self, text: str) -> None:
        self.found.errors.setdefault(self.row, {})[self.column] = text
        self._filled()

    def _place(self, reference: str | None) -> None:
        match = _REFERENCE.fullmatch(reference) if reference else None
        if match is None:
            self.column += 1
            return
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - 64
        self.row, self.column = int(match[2]) - 1, column - 1

    def _filled(self) -> None:
        self.found.rows = max(self.found.rows, self.row + 1)
        self.found.columns = max(self.found.columns, self.column + 1)


def _refuse_doctype(*stated: object) -> None:
    raise TableError(TableErrorCode.DAMAGED, "it holds a document type, which no program writes into a workbook")
