"""Amounts without a label in the column of labelled ones: only a check that passes makes claims of them."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.contract import Contract, Conventions
from extraction.sources.layout.candidates import Candidate
from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.rules import groups
from extraction.sources.layout.shapes import canonical, spans

WEAK = 0.1
_ALIGNED, _NEAR, _MOST = 4.0, 160.0, 12
"""Points between right edges, points above or below, cells taken for a page."""


def in_column(
    contract: Contract, sheet: Sheet, labelled: list[Candidate], conventions: Conventions
) -> Iterator[Candidate]:
    """Weak candidates for every field of a group one of whose labelled candidates stands in the same column."""
    for group in groups(contract):
        names = group.names
        if len(names) < 2:
            continue
        held = [
            it.cell for it in labelled if it.field.name in names and it.cell.page == sheet.number and it.score > 0.5
        ]
        cells = [cell for cell in sheet.cells if held and any(_beside(cell, other) for other in held)][:_MOST]
        for field in group.fields:
            for cell in cells:
                for span in spans(cell.text, field, conventions)[:1]:
                    value = canonical(span.raw, field, conventions)
                    if value is not None and span.fit > 0.5:
                        yield Candidate(field, span.raw, value, cell.part(span.start, span.end), WEAK)


def _beside(cell: Cell, other: Cell) -> bool:
    return abs(cell.box[2] - other.box[2]) < _ALIGNED and abs(cell.box[1] - other.box[1]) < _NEAR
