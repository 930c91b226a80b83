"""Values that prove themselves: a field with a check of its own (`iban(payment_iban)`) needs no label."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.contract import Contract, Conventions
from extraction.sources.layout.candidates import Candidate
from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.rules import Group, groups
from extraction.sources.layout.shapes import canonical, spans

_PROVEN = 0.5
_SHORT = 40
"""Signs of a line that may be part of a longer identifier."""
_LONGEST = 400
"""Signs of a cell that is looked through."""


def proven(contract: Contract, sheet: Sheet, conventions: Conventions) -> Iterator[Candidate]:
    """Candidates anywhere on a page that pass a check which concerns their field alone."""
    for group in groups(contract):
        if len(group.fields) == 1:
            yield from _passing(group, sheet, conventions)


def _passing(group: Group, sheet: Sheet, conventions: Conventions) -> Iterator[Candidate]:
    (field,) = group.fields
    for cell in _with_wrapped(sheet):
        if len(cell.text) > _LONGEST:
            continue
        for span in spans(cell.text, field, conventions):
            value = canonical(span.raw, field, conventions)
            if value is not None and group.judge({field.name: value}):
                yield Candidate(field, span.raw, value, cell.part(span.start, span.end), _PROVEN)


def _with_wrapped(sheet: Sheet) -> Iterator[Cell]:
    """The cells, and those of digits that may go on in the line below together with it."""
    for cell in sheet.cells:
        yield cell
        if len(cell.text) < _SHORT and any(sign.isdigit() for sign in cell.text):
            lines = list(sheet.column(cell, 2 * cell.height))[:2]
            if len(lines) == 2 and len(lines[1].text) < _SHORT and any(sign.isdigit() for sign in lines[1].text):
                yield Cell(cell.page, lines[0].words + lines[1].words, cell.line)
