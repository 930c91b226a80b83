"""The title of a document states its own number and date: "Rechnung Nr. 12 vom 3. Mai 2024", "Invoice FA-0009".

The words for the kind of document come from the contract (`kinds`); its own number and date are the identifier
and the date whose labels are built from those words ("Rechnungsnummer", "invoice date").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extraction.contract import Contract, Conventions, Field, FieldType
from extraction.sources.layout.candidates import Candidate
from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.phrases import fold, tokens
from extraction.sources.layout.shapes import Span, canonical, spans

_NUMBER_MARK = re.compile(r"(?:\bn[ro°º]\b\.?|\bn[°º]|#|№|\bnum\w*|\bно\w*)\s*:?", re.IGNORECASE)


@lru_cache(maxsize=16)
def titles(contract: Contract) -> Titles:
    """The titles of a contract's documents, worked out once."""
    return Titles(contract)


class Titles:
    def __init__(self, contract: Contract) -> None:
        kinds = sorted({fold(kind) for kind in contract.kinds})
        self._parts = {tuple(token.key for token in tokens(kind)) for kind in kinds}
        self._longest = max(map(len, self._parts), default=0)
        self._endings = tuple(kind for kind in kinds if " " not in kind and len(kind) > 5)
        self._number = _own(contract, FieldType.IDENTIFIER, kinds)
        self._date = _own(contract, FieldType.DATE, kinds)

    def candidates(self, sheet: Sheet, conventions: Conventions) -> Iterator[Candidate]:
        """What titles on this page state; large ones and those higher up are trusted more."""
        if sheet.number > 2 or not self._parts:
            return
        body = sorted(cell.height for cell in sheet.cells)
        usual = body[len(body) // 2] if body else 0.0
        for cell in sheet.cells:
            end = self._kind_end(cell)
            if end is None:
                continue
            text = self._with_next_line(sheet, _whole_line(sheet, cell))
            weight = 1.0 if cell.height > 1.15 * usual else 0.72
            yield from self._stated(text, end, weight, conventions)

    def undated(self, sheet: Sheet, conventions: Conventions) -> Iterator[Candidate]:
        """Dates that stand alone, or after a town, in the upper part of the first page: weak, for want of a label."""
        if self._date is None or sheet.number > 1:
            return
        for cell in sheet.cells:
            if cell.box[1] > 0.4 * sheet.height:
                return
            for span in spans(cell.text, self._date, conventions):
                alone = len(cell.text) - (span.end - span.start) < 3
                place = re.fullmatch(r"[^\W\d_][\w .-]*,?\s*(?:den|le|,)?\s*", cell.text[: span.start])
                if alone or (
                    place
                    and span.end >= len(cell.text.rstrip()) - 1
                    and ("," in cell.text or len(place[0].split()) == 1)
                ):
                    yield from _made(self._date, cell, span, 0.34 if alone else 0.3, conventions)

    def _kind_end(self, cell: Cell) -> int | None:
        """Where the word for the kind ends, in a line that begins with it or holds little else before it."""
        words = tokens(cell.text)[:5]
        for length in range(self._longest, 0, -1):
            for window in zip(*(words[at:] for at in range(length)), strict=False):
                if tuple(word.key for word in window) in self._parts:
                    return window[-1].end
        for word in words:
            if fold(cell.text[word.start : word.end]).endswith(self._endings):
                return word.end
        return None

    def _with_next_line(self, sheet: Sheet, cell: Cell) -> Cell:
        """A title that breaks after "vom" goes on below."""
        if not re.search(r"\b(?:vom|von|du|of|dated|de|от)\s*$", cell.text):
            return cell
        under = [other for other in sheet.below(cell, 1.5 * cell.height) if abs(other.box[0] - cell.box[0]) < 5]
        return Cell(cell.page, cell.words + under[0].words, cell.line) if under else cell

    def _stated(self, cell: Cell, end: int, weight: float, conventions: Conventions) -> Iterator[Candidate]:
        rest = re.sub(r"\([^)]*\)", lambda found: " " * len(found[0]), cell.text[end:])
        mark = _NUMBER_MARK.search(rest)
        if self._number is not None:
            after = mark.end() if mark else 0
            for span in spans(rest[after:], self._number, conventions)[:1]:
                if not any(sign.isdigit() for sign in span.raw) or (" " in span.raw and not mark):
                    continue
                gap = len(tokens(rest[after : after + span.start]))
                score = weight * span.fit * (1.05 if mark else 0.75) * 0.6**gap
                yield from _made(self._number, cell, _moved(span, end + after), score, conventions)
        if self._date is not None:
            for span in spans(rest, self._date, conventions)[:1]:
                yield from _made(self._date, cell, _moved(span, end), weight * 0.95, conventions)


def _whole_line(sheet: Sheet, cell: Cell) -> Cell:
    """The line to its end, put together again where wide gaps split it."""
    rest = [other for other in sheet.right(cell) if other.line == cell.line]
    return Cell(cell.page, cell.words + tuple(word for other in rest for word in other.words), cell.line)


def _own(contract: Contract, type_: FieldType, kinds: list[str]) -> Field | None:
    """The field of a type whose labels are most often built from the words for the kind of document."""
    scores = {
        field.name: sum(any(kind in fold(alias) for kind in kinds) for alias in (*field.aliases, field.title))
        for field in contract.fields
        if field.type is type_
    }
    best = max(scores, key=lambda name: scores[name], default=None)
    return contract.field(best) if best is not None and scores[best] else None


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.raw, span.fit)


def _made(field: Field, cell: Cell, span: Span, score: float, conventions: Conventions) -> Iterator[Candidate]:
    value = canonical(span.raw, field, conventions)
    if value is not None:
        yield Candidate(field, span.raw, value, cell.part(span.start, span.end), score, cell)
