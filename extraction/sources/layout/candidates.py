"""Places beside a label where its value can stand: after it, right of it, below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.contract import Conventions, Field, FieldType
from extraction.pdf.model import Word
from extraction.sources.base import Claim
from extraction.sources.layout.cells import Cell, Sheet, overlap
from extraction.sources.layout.lexicon import BASES
from extraction.sources.layout.shapes import Span, canonical, spans
from extraction.sources.layout.vocabulary import Hit, Vocabulary, unexplained
from extraction.values import Evidence, Value

AFTER, RIGHT, BELOW = 1.0, 0.96, 0.8
"""How far a value's place speaks for it."""
_CLEAR = 0.4
"""From this score on a value after its label makes looking further needless."""
_TERSE = 7
"""Words below a label beyond which they are a sentence and no value."""
_BASE = 0.35
"""What is left of an amount that the text calls the base of another."""
_REACH = 2.6
"""How far below its label a value can stand, in heights of the label."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """Text that may be the value of `field`. `score` 0 to about 1."""

    field: Field
    raw: str
    value: Value
    cell: Cell
    score: float
    label: Cell | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        return self.cell.words

    def claim(self) -> Claim:
        return Claim(self.raw, self.value.unit, Evidence(page=self.cell.page, box=self.cell.box))

    def weighed(self, factor: float) -> Candidate:
        return Candidate(self.field, self.raw, self.value, self.cell, self.score * factor, self.label)


def near(
    sheet: Sheet, cell: Cell, hit: Hit, field: Field, labels: Vocabulary, conventions: Conventions
) -> Iterator[Candidate]:
    """Candidates for the field whose label stands in `cell`, best places first."""
    after = list(_after(cell, hit, field, conventions))
    yield from after
    if any(candidate.score > _CLEAR for candidate in after):
        return
    words = unexplained(cell.text[hit.end :])
    quality = hit.quality * 0.72 ** min(words, 4)
    beside = list(_beside(sheet, cell, quality, field, labels, conventions))
    yield from beside
    yield from _under(sheet, cell.part(hit.start, hit.end), quality, field, labels, conventions)


def _after(cell: Cell, hit: Hit, field: Field, conventions: Conventions) -> Iterator[Candidate]:
    rest = cell.text[hit.end :]
    if not rest.strip(" :.#|-–—") or rest.rstrip().endswith(":"):
        return
    for index, span in enumerate(spans(rest, field, conventions)[:3]):
        between = unexplained(rest[: span.start])
        separated = rest[: span.start].strip(" .")[:1] in tuple(":#=—–-№") and bool(rest[: span.start].strip(" ."))
        if field.type is FieldType.TEXT and not (separated or rest.lstrip(" .")[:1] in (":", "#", "—")):
            return
        quality = hit.quality * 0.72 ** min(between, 5) * 0.9**index
        if field.type.is_number and set(rest[: span.start].casefold().split()) & BASES:
            quality *= _BASE
        yield from _make(cell, hit.end, span, field, quality * AFTER, cell, conventions)


def _beside(
    sheet: Sheet, cell: Cell, quality: float, field: Field, labels: Vocabulary, conventions: Conventions
) -> Iterator[Candidate]:
    weight = RIGHT
    for other in sheet.right(cell)[:4]:
        if is_label(other, labels) or (field.type is FieldType.TEXT and _heads_column(sheet, cell, other)):
            return
        found = spans(other.text, field, conventions)
        for index, span in enumerate(found[:2]):
            rest = len(other.text) - (span.end - span.start)
            whole = 1.0 if rest < 4 else 0.9
            yield from _make(other, 0, span, field, quality * weight * whole * 0.9**index, cell, conventions)
        if found and field.spaces == "ignore":
            yield from _wrapped(sheet, other, field, quality * weight, cell, conventions)
        if other.text.strip(" .:-_") and not _is_unit(other):
            weight *= 0.55


def _under(
    sheet: Sheet, label: Cell, quality: float, field: Field, labels: Vocabulary, conventions: Conventions
) -> Iterator[Candidate]:
    weight = BELOW
    for other in sheet.below(label, _REACH * label.height)[:3]:
        if is_label(other, labels):
            return
        aligned = min(abs(other.box[0] - label.box[0]), abs(other.box[2] - label.box[2]), _offset(other, label))
        closeness = 1.0 if aligned < 6 else 0.85 if overlap(other.box, label.box) > 0.5 * label.height else 0.6
        if field.type is FieldType.TEXT and len(other.words) > _TERSE:
            return
        for span in spans(other.text, field, conventions)[:1]:
            yield from _make(other, 0, span, field, quality * weight * closeness, label, conventions)
            if field.spaces == "ignore":
                yield from _wrapped(sheet, other, field, quality * weight * closeness, label, conventions)
        weight *= 0.7


def _wrapped(
    sheet: Sheet, cell: Cell, field: Field, score: float, label: Cell, conventions: Conventions
) -> Iterator[Candidate]:
    """An identifier written in groups that goes on in the line below."""
    lines = list(sheet.column(cell, 2 * cell.height))[:2]
    if len(lines) < 2 or any(sign.islower() for line in lines for sign in line.text):
        return
    joined = Cell(cell.page, lines[0].words + lines[1].words, cell.line)
    for span in spans(joined.text, field, conventions)[:1]:
        if span.end > len(lines[0].text):
            yield from _make(joined, 0, span, field, score * 1.02, label, conventions)


def _make(
    cell: Cell, offset: int, span: Span, field: Field, score: float, label: Cell, conventions: Conventions
) -> Iterator[Candidate]:
    value = canonical(span.raw, field, conventions)
    if value is not None and span.fit > 0:
        part = cell.part(offset + span.start, offset + span.end)
        yield Candidate(field, span.raw, value, part, score * span.fit, label)


def is_label(cell: Cell, labels: Vocabulary) -> bool:
    """Nothing but a label, or a line that announces what follows."""
    text = cell.text.rstrip()
    return text.endswith(":") or any(hit.whole and hit.quality > 0.9 for hit in labels.find(text))


def _heads_column(sheet: Sheet, label: Cell, other: Cell) -> bool:
    """Whether the cell beside a label heads a value below, and the label does not: labels in a row."""
    below = [
        any(abs(it.box[0] - cell.box[0]) < 4 for it in sheet.below(cell, 0.8 * cell.height)) for cell in (label, other)
    ]
    return below == [False, True] or (all(below) and len(sheet.row(label)) > 2)


def _offset(one: Cell, other: Cell) -> float:
    return abs((one.box[0] + one.box[2]) - (other.box[0] + other.box[2])) / 2


def _is_unit(cell: Cell) -> bool:
    text = cell.text.strip(" :")
    return len(text) <= 3 and not any(sign.isdigit() for sign in text)
