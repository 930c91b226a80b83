"""Values in running text: a sentence goes on in the next line, and so does what follows a label.

"The parties agree that this Agreement is effective as of / 1 March 2024", "governed by the laws of Ireland."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.contract import Contract, Conventions, Field, FieldType
from extraction.sources.layout.candidates import Candidate
from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.phrases import tokens
from extraction.sources.layout.shapes import canonical, spans
from extraction.sources.layout.vocabulary import Hit, Vocabulary, unexplained

_SENTENCE, _CLAUSE = 0.8, 0.62
"""Scores: a typed value after its label, the words of a clause."""
_WORDS = 5
"""A paragraph has at least two lines, with so many words on average."""
_LONGEST = 4_000
_CLAUSE_WORDS = 9
_CLAUSE_ENDS = re.compile(
    r"[.;]\s|[.;]$|,\s|\s[-–—]\s|\s(?:zum|zur|ab|before|prior|after|from|and|und|et|avant|à compter|до|со?)\s"
)


def in_sentences(contract: Contract, sheet: Sheet, labels: Vocabulary, conventions: Conventions) -> Iterator[Candidate]:
    """Candidates from the paragraphs of a page."""
    named = {field.name: field for field in contract.fields}
    for paragraph in _paragraphs(sheet):
        text = paragraph.text
        for hit in labels.find(text):
            field = named[hit.name]
            if field.type is FieldType.TEXT:
                yield from _clause(paragraph, hit, field, conventions)
            elif field.type is not FieldType.ENUM:
                yield from _typed(paragraph, hit, field, conventions)


def _paragraphs(sheet: Sheet) -> Iterator[Cell]:
    """Lines of one column that follow closely, joined: where most of them hold several words."""
    rows: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.line, []).append(cell)
    lines = [
        Cell(sheet.number, tuple(w for c in sorted(cells, key=_left) for w in c.words), n) for n, cells in rows.items()
    ]
    lines.sort(key=lambda line: (line.box[0] // 40, line.middle))
    group: list[Cell] = []
    for line in lines:
        if group and not (
            abs(line.box[0] - group[-1].box[0]) < 40 and -1 < line.box[1] - group[-1].box[3] + 2 < 0.9 * line.height
        ):
            yield from _joined(group)
            group = []
        group.append(line)
    yield from _joined(group)


def _joined(lines: list[Cell]) -> Iterator[Cell]:
    words = tuple(word for line in lines for word in line.words)
    if len(lines) > 1 and len(words) >= _WORDS * len(lines) and sum(len(word.text) + 1 for word in words) < _LONGEST:
        yield Cell(lines[0].page, words, lines[0].line)


def _typed(cell: Cell, hit: Hit, field: Field, conventions: Conventions) -> Iterator[Candidate]:
    rest = cell.text[hit.end : hit.end + 160]
    phrase = len(tokens(cell.text[hit.start : hit.end])) > 1
    for span in spans(rest, field, conventions)[:1]:
        between = unexplained(rest[: span.start])
        if between > 2 or re.search(r"[.;]\s+[^\W\d_]", rest[: span.start]):
            continue
        score = _SENTENCE * (max(hit.quality, 0.6) if phrase else hit.quality) * 0.7**between * span.fit
        if field.type is FieldType.IDENTIFIER and not any(sign.isdigit() for sign in span.raw):
            continue
        yield from _made(cell, hit.end + span.start, hit.end + span.end, field, score, conventions)


def _clause(cell: Cell, hit: Hit, field: Field, conventions: Conventions) -> Iterator[Candidate]:
    """The words after a label of several words, up to the end of the clause."""
    if len(tokens(cell.text[hit.start : hit.end])) < 3:
        return
    end = _CLAUSE_ENDS.search(cell.text, hit.end + 1)
    stop = end.start() if end else len(cell.text)
    if 0 < len(cell.text[hit.end : stop].split()) <= _CLAUSE_WORDS:
        yield from _made(cell, hit.end, stop, field, _CLAUSE * max(hit.quality, 0.8), conventions)


def _made(
    cell: Cell, start: int, end: int, field: Field, score: float, conventions: Conventions
) -> Iterator[Candidate]:
    raw = cell.text[start:end].strip(" ,.;:")
    value = canonical(raw, field, conventions) if raw else None
    if value is not None:
        yield Candidate(field, raw, value, cell.part(start, end), score, cell)


def _left(cell: Cell) -> float:
    return cell.box[0]
