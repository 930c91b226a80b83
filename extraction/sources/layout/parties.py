"""Parties: the headings that name them, the section each heads, and the name in the block below.

A party is what fields with one prefix speak of (`seller_name`, `seller_vat_id`); its heading is any label of
its first text field. So nothing here knows invoices: a contract with `tenant_name`, `landlord_name` has two parties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extraction.contract import Contract, Conventions, Field, FieldType
from extraction.pdf.model import Word
from extraction.sources.layout.candidates import Candidate, is_label
from extraction.sources.layout.cells import Cell, Sheet, same_row
from extraction.sources.layout.lexicon import ABOUT, COUNTRIES, LEGAL_FORM, NAME_LABELS, SALUTATIONS
from extraction.sources.layout.phrases import key, tokens
from extraction.sources.layout.shapes import canonical
from extraction.sources.layout.vocabulary import Vocabulary

OWN, OTHER = 1.3, 0.3
"""What standing in the section of the own or another party does to a candidate."""
_CLEAR = 0.6
"""Quality from which a word beside a label names a party."""
_FAR = 20.0
"""Heights from a heading without a colon at which a cell on its row is no longer its name."""
_GAP = 2.5
"""Heights of a gap at which a section ends."""
_SECTION = 150.0
"""How far below a heading, in points, its section can reach."""

_STREET = re.compile(r"\d{1,4}(?:\s?(?:bis|ter|[a-z]))?,?\s+[^\W\d_]")
"""A house number before its street."""
_HOUSE = re.compile(r"^(?:[^\W\d_]\S*\s){1,3}\d{1,4}(?:\s?[-–/]\s?\d+)?\s?[a-z]?$")
"""A street before its house number."""
_ADDRESS_PART = re.compile(r",\s(?=[^,]*\d)")
"""Where the name ends in a line that goes on with numbers and streets."""
_SKIPPED = 3
"""Lines with numbers and labels that may stand over a name."""
_NAME_LINES = 3
"""A name above a gap has at most so many lines."""


@dataclass(frozen=True, eq=False)
class Heading:
    prefix: str
    cell: Cell
    field: Field
    end: int
    """Where the label ends in the cell's text."""
    quality: float


class Parties:
    """Who is spoken of where in a document."""

    def __init__(self, contract: Contract, pages: list[Sheet], labels: Vocabulary) -> None:
        self._first = _parties(contract)
        self._labels = labels
        self._sheets = {sheet.number: sheet for sheet in pages}
        self.headings = [heading for sheet in pages for heading in self._find(sheet)]

    def weigh(self, candidate: Candidate) -> Candidate:
        """The candidate, more or less likely by the party whose section it stands in or its label names."""
        prefix = candidate.field.name.split("_")[0]
        if prefix not in self._first or len(self._first) < 2 or candidate.field == self._first[prefix]:
            return candidate
        label = candidate.label or candidate.cell
        named = self._named(label.text)
        if named:
            return candidate.weighed(OWN if prefix in named else OTHER)
        section = self.section(label)
        if section is None:
            return candidate
        near = 0.1 * (label.box[1] - section.cell.box[1]) / _SECTION
        return candidate.weighed(OWN - near if section.prefix == prefix else OTHER)

    def heads(self, field: Field) -> bool:
        """Whether the labels of this field are headings of a party."""
        return field in self._first.values()

    def section(self, cell: Cell) -> Heading | None:
        """The heading that stands nearest above in the same column."""
        above = [
            heading
            for heading in self.headings
            if heading.cell.page == cell.page
            and 0 <= cell.box[1] - heading.cell.box[1] < _SECTION
            and -20 < cell.box[0] - heading.cell.box[0] < 240
            and self._unbroken(heading.cell, cell)
        ]
        return min(above, key=lambda it: _distance(it.cell, cell)) if above else None

    def _unbroken(self, heading: Cell, cell: Cell) -> bool:
        """Whether lines lead from a heading down to a cell without a gap of two lines."""
        sheet = self._sheets[cell.page]
        low = heading.box[3]
        for other in sheet.between(heading.box[1], cell.box[3]):
            offset = other.box[0] - heading.box[0]
            if -20 < offset < 60 or (0 < offset < 240 and len(sheet.row(other)) < 3):
                if other.box[1] - low > _GAP * max(other.height, heading.height):
                    return False
                low = max(low, other.box[3])
        return True

    def note(self, found: list[Candidate]) -> None:
        """Take the likeliest name of a party without a heading for one: what stands below is about it."""
        for prefix, field in self._first.items():
            named = [candidate for candidate in found if candidate.field == field]
            if named and all(heading.prefix != prefix for heading in self.headings):
                best = max(named, key=lambda candidate: candidate.score)
                self.headings.append(Heading(prefix, best.cell, field, len(best.cell.text), best.score))

    def names(self, sheet: Sheet, conventions: Conventions) -> Iterator[Candidate]:
        """The names in the blocks under, beside or after the headings of a page."""
        for heading in self.headings:
            if heading.cell.page == sheet.number:
                yield from self._name(sheet, heading, conventions)

    def _named(self, text: str) -> set[str]:
        fields = {field.name: prefix for prefix, field in self._first.items()}
        return {fields[hit.name] for hit in self._labels.find(text) if hit.name in fields and hit.quality > _CLEAR}

    def _find(self, sheet: Sheet) -> Iterator[Heading]:
        fields = {field.name: (prefix, field) for prefix, field in self._first.items()}
        for cell in sheet.cells:
            for hit in self._labels.find(cell.text):
                if hit.name not in fields:
                    continue
                before = [token.key for token in tokens(cell.text[: hit.start])]
                rest = cell.text[hit.end :].strip()
                after = [token.key for token in tokens(rest)]
                announces = rest[:1] in (":", "#") or not [word for word in after if word not in ABOUT]
                numbered = "#" in before + after[:1]
                if announces and not numbered and not [word for word in before if word not in ABOUT and len(word) > 2]:
                    prefix, field = fields[hit.name]
                    low = 0.75 if cell.box[1] > 0.6 * sheet.height or sheet.number > 1 else 1.0
                    yield Heading(prefix, cell, field, hit.end, max(hit.quality, 0.8) * low)

    def _name(self, sheet: Sheet, heading: Heading, conventions: Conventions) -> Iterator[Candidate]:
        cell, label = heading.cell, heading.cell.text
        rest = label[heading.end :].strip(" :#–—-")
        if rest and not all(token.key in ABOUT for token in tokens(rest)):
            begin = label.rindex(rest)
            name = _ADDRESS_PART.split(rest)[0]
            if len(name) > 2 and is_name(name):
                yield from _candidate(cell.part(begin, begin + len(name)), heading, 1.0, conventions)
            return
        named = self._labelled_name(sheet, heading)
        if named is not None:
            yield from _candidate(named, heading, 1.05, conventions)
            return
        beside = next(iter(sheet.right(cell)), None)
        under = _first_under(sheet, cell)
        if under is not None and _STREET.match(under.text) and not label.rstrip().endswith(":"):
            yield from _candidate(cell, heading, 0.9, conventions)  # the name itself is such a word
        elif under is not None and not is_label(under, self._labels):
            name = name_of(sheet, list(sheet.column(under, 14 * cell.height)))
            if name is not None:
                yield from _candidate(name, heading, 0.98, conventions)
        announced = label.rstrip().endswith(":")
        if beside is not None and not announced and beside.box[0] - cell.box[2] > _FAR * cell.height:
            beside = None
        if beside is not None and not is_label(beside, self._labels) and is_name(beside.text):
            weight = 1.0 if announced else 0.9
            if under is not None and under.box[1] - cell.box[3] < cell.height:
                weight *= 0.9
            name = name_of(sheet, list(sheet.column(beside, 14 * cell.height)))
            if name is not None:
                yield from _candidate(name, heading, weight, conventions)

    def _labelled_name(self, sheet: Sheet, heading: Heading) -> Cell | None:
        """The value of the line "Name:" in the section of a heading."""
        cell = heading.cell
        for other in sheet.between(cell.box[3], cell.box[3] + 80):
            if abs(other.box[0] - cell.box[0]) > 12:
                continue
            if any(other is later.cell for later in self.headings):
                return None
            if key(other.text) in NAME_LABELS:
                beside = sheet.right(other)
                return _whole_value(sheet, beside[0]) if beside else None
        return None


def name_of(sheet: Sheet, lines: list[Cell]) -> Cell | None:
    """The name at the head of an address: one line, or those above a gap."""
    skipped = 0
    while lines and (not is_name(lines[0].text) or any(it.text.startswith(":") for it in sheet.right(lines[0])[:1])):
        lines, skipped = lines[1:], skipped + 1
        if skipped > _SKIPPED:
            return None
    if not lines:
        return None
    taken = 1
    if key(lines[0].text) in SALUTATIONS and len(lines) > 1:
        taken = 2
    gaps = [after.box[1] - before.box[3] for before, after in pairwise(lines)]
    for index, gap in enumerate(gaps[:_NAME_LINES], start=1):
        if any(sign.isdigit() for sign in lines[index - 1].text):
            break
        if gap > 0.7 * lines[0].height:
            taken = max(taken, index)
            break
    if taken == 1 and len(lines) > 1 and _goes_on(lines, gaps):
        taken = 2
    words: tuple[Word, ...] = tuple(word for line in lines[:taken] for word in line.words)
    return Cell(lines[0].page, words, lines[0].line)


def _goes_on(lines: list[Cell], gaps: list[float]) -> bool:
    """Whether the second line is still the name: it brings the legal form, or stands nearer than the street below."""
    first, second = lines[0].text, lines[1].text
    if any(sign.isdigit() for sign in second) or not is_name(second):
        return False
    if len(lines[1].words) < 3 and LEGAL_FORM.search(second) and not LEGAL_FORM.search(first):
        return True
    street = len(lines) > 2 and any(sign.isdigit() for sign in lines[2].text)
    return street and gaps[0] + 0.1 * lines[0].height < gaps[1]


def is_name(text: str) -> bool:
    """Neither a number, nor a statement with a label, nor an address on the net."""
    letters = sum(sign.isalpha() for sign in text)
    digits = sum(sign.isdigit() for sign in text)
    if (
        _STREET.match(text)
        or _HOUSE.search(text)
        or (digits > 1 and len(text.split()) == 1)
        or text.strip(" .,").casefold() in COUNTRIES
    ):
        return False
    return letters >= 2 and letters > digits and text[0] not in "(*" and ": " not in f"{text} " and "@" not in text


def _whole_value(sheet: Sheet, value: Cell) -> Cell:
    """The value with the lines that belong to it: those closely above that have no label on their left."""
    lines = [value]
    for other in reversed(sheet.between(value.box[1] - 2 * value.height, value.box[1] + 1)):
        if other is value or abs(other.box[0] - value.box[0]) > 3 or other.middle >= lines[0].middle:
            continue
        alone = not any(left.box[2] < other.box[0] for left in sheet.row(other))
        if alone and lines[0].box[1] - other.box[3] < 0.25 * value.height:
            lines.insert(0, other)
    return Cell(value.page, tuple(word for line in lines for word in line.words), value.line)


def _first_under(sheet: Sheet, cell: Cell) -> Cell | None:
    for other in sheet.between(cell.box[3], cell.box[3] + 2.6 * cell.height):
        if other.middle > cell.box[3] and -12 < other.box[0] - cell.box[0] < 60 and not same_row(cell, other):
            return other
    return None


def _candidate(cell: Cell, heading: Heading, weight: float, conventions: Conventions) -> Iterator[Candidate]:
    raw = _ADDRESS_PART.split(cell.text.strip(" :,;|"))[0]
    value = canonical(raw, heading.field, conventions)
    if value is not None:
        yield Candidate(heading.field, raw, value, cell, heading.quality * weight, heading.cell)


def _parties(contract: Contract) -> dict[str, Field]:
    """The prefixes that several fields share, or that name a text field, with the first text field of each."""
    found: dict[str, Field] = {}
    for field in contract.fields:
        prefix = field.name.split("_")[0]
        if field.type is FieldType.TEXT and field.name.endswith("_name"):
            found.setdefault(prefix, field)
    return found


def _distance(heading: Cell, cell: Cell) -> tuple[float, float]:
    return round(cell.box[1] - heading.box[1]), abs(cell.box[0] - heading.box[0])
