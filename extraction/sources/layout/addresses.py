"""Postal addresses and company names, as they are written in many countries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.lexicon import LEGAL_FORM, SALUTATIONS
from extraction.sources.layout.parties import is_name, name_of
from extraction.sources.layout.phrases import key

_PLACE = re.compile(
    r"(?:^|[\s,·•–—-])(?:[A-Z]{1,3}[- ])?\d{4,6}(?:[- ]\d{3,4})?\s+[^\W\d_]{2,}|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
    r"|,?\s[A-Z]{2}\s+\d{5}\b|^\d{2}-\d{3}\s+[^\W\d_]|\b[A-Z]\d[\dW]\s?[A-Z\d]{4}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
)
"""A postal code with its town: Europe, Britain, the United States, Poland, Ireland, Canada, Russia."""
BETWEEN = re.compile(r"\s*[•·●|∙⋅]\s*|\s+[-–—]\s+|,\s+")
"""What stands between the parts of an address on one line."""
_JOINING = re.compile(r"[\s&.]*(?:Co\.?)?[\s&.]*")
_SMALL = frozenset(["&", "und", "and", "et", "of", "de", "du", "des", "la", "le", "der", "die", "für", "for", "+", "."])


@dataclass(frozen=True)
class Block:
    """Lines of an address that stand under each other: the name at the top, the town."""

    name: Cell
    place: Cell

    @property
    def is_addressed(self) -> bool:
        """It begins with "Herrn", "Mrs": somebody is written to."""
        return key(self.name.words[0].text) in SALUTATIONS


def has_place(text: str) -> bool:
    return _PLACE.search(text) is not None


def blocks(sheet: Sheet, bottom: float, headings: list[Cell]) -> list[Block]:
    """The addresses above `bottom`, from top to bottom, each below its heading, if it has one."""
    found: list[Block] = []
    for cell in sheet.cells:
        if cell.box[1] < bottom and len(cell.text) < 60 and has_place(cell.text):
            name = _top(sheet, cell, headings)
            if name is not None and all(block.name.box != name.box for block in found):
                found.append(Block(name, cell))
    return found


def lines(sheet: Sheet, bottom: float) -> Iterator[Cell]:
    """The lines above `bottom`, put together again where wide gaps split them."""
    rows: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        if cell.box[1] < bottom:
            rows.setdefault(cell.line, []).append(cell)
    for cells in rows.values():
        ordered = sorted(cells, key=lambda cell: cell.box[0])
        yield Cell(sheet.number, tuple(word for cell in ordered for word in cell.words), ordered[0].line)


def legal_name(cell: Cell) -> Cell | None:
    """The name that ends with a legal form: "Muster GmbH, Amtsgericht ..." -> "Muster GmbH"."""
    matches = list(LEGAL_FORM.finditer(cell.text))
    if not matches or len(cell.text) > 300:
        return None
    end = matches[0].end()
    for match in matches[1:]:
        if _JOINING.fullmatch(cell.text[end : match.start()]):
            end = match.end()
    words: list[re.Match[str]] = []
    for word in reversed(list(re.finditer(r"\S+", cell.text[:end]))):
        breaks = word[0][-1] in ":•·●|(,–—-" and words and not LEGAL_FORM.fullmatch(words[-1][0].strip(",."))
        if breaks or not (
            word[0][0].isupper() or word[0][0].isdigit() or word[0] in _SMALL or LEGAL_FORM.match(word[0])
        ):
            break
        words.append(word)
    while words and (words[-1][0] in _SMALL or words[-1][0][0].isdigit()):
        words.pop()
    if not 2 <= len(words) <= 8:
        return None
    name = cell.part(words[-1].start(), end)
    return name if is_name(name.text) else None


def _top(sheet: Sheet, place: Cell, headings: list[Cell]) -> Cell | None:
    """The name over the address whose town is `place`."""
    column, usual = [place], place.height
    for other in reversed(sheet.between(place.box[1] - 110, place.box[1])):
        aligned = abs(other.box[0] - place.box[0]) < 4 or abs(other.box[2] - place.box[2]) < 4
        if not aligned or other.middle >= column[0].middle - 1:
            continue
        gap = column[0].box[1] - other.box[3]
        far = gap > min(1.9 * place.height, usual + 0.6 * place.height)
        if far or other in headings or other.height > 1.4 * place.height:
            break
        column.insert(0, other)
        usual = max(gap, 0.0)
    return name_of(sheet, column[:-1]) if len(column) > 2 else None
