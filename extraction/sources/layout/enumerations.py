"""Enumerations: the labelled value, else a vote of all places where an allowed value stands with a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extraction.contract import Conventions, Field
from extraction.sources.layout.candidates import Candidate
from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.shapes import Span, canonical, spans

_BESIDE_NUMBER, _ALONE = 0.6, 0.4


def voted(pages: list[Sheet], field: Field, conventions: Conventions) -> Iterator[Candidate]:
    """One candidate an allowed value that occurs, scored by its share of all occurrences."""
    places: dict[object, list[tuple[Cell, Span, bool]]] = defaultdict(list)
    for sheet in pages:
        for cell in sheet.cells:
            if len(cell.text) > 300:
                continue
            for span in spans(cell.text, field, conventions):
                around = cell.text[max(0, span.start - 2) : span.end + 3]
                value = canonical(span.raw, field, conventions)
                if value is not None:
                    places[value.v].append((cell, span, any(sign.isdigit() for sign in around)))
    total = sum(map(len, places.values()))
    for found in places.values():
        cell, span, numbered = max(found, key=lambda it: it[2])
        score = (_BESIDE_NUMBER if numbered else _ALONE) * (0.5 + 0.5 * len(found) / total)
        value = canonical(span.raw, field, conventions)
        if value is not None:
            yield Candidate(field, span.raw, value, cell.part(span.start, span.end), score)
