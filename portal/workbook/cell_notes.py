"""Colours and notes that say on each cell what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import ngettext
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from extraction.canon.tokens import storable
from portal.workbook.editable import Editable
from portal.workbook.outcomes import WORDS, CellOutcome, Outcome
from portal.workbook.sheet_text import LONGEST_TEXT, units

MOST_NOTES = 20_000
"""Of one sheet: with many more Excel becomes too slow to use."""
MARK = "— Proofsheet —"
"""The line above what is ours in a note."""
COLOURS = {
    Outcome.AGREED: "FFE2EFDA",
    Outcome.APPLIED: "FFC6EFCE",
    Outcome.WARNING: "FFFFE699",
    Outcome.EMPTIED: "FFFFF2CC",
    Outcome.REFUSED: "FFD9D2E9",
    Outcome.CONFLICT: "FFF8CBAD",
    Outcome.PROBLEM: "FFFFC7CE",
}
_AUTHOR = "Proofsheet"
_WIDTH, _LINE_HEIGHT, _LINE_LENGTH = 340, 18, 48
_LONGEST_PART = 2_000


def remove_marks(editable: Editable) -> None:
    """Take off what an earlier return wrote: our part of the notes, and our colours from the cells that have one."""
    for cells in editable.noted.values():
        for cell in cells:
            theirs, mark, _ours = cell.comment.text.partition(MARK)
            if mark:
                author = cell.comment.author
                cell.comment = Comment(theirs.rstrip(), author) if theirs.strip() else None
                if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb in COLOURS.values():
                    cell.fill = PatternFill()


def mark(sheet: Any, outcomes: Iterable[CellOutcome]) -> int:
    """Colour and annotate the cells of one sheet. Returns how many were left without a note."""
    fills = {outcome: PatternFill("solid", start_color=colour) for outcome, colour in COLOURS.items()}
    ordered = sorted(outcomes, key=_place)
    notes: list[tuple[int, Any, str]] = []
    for (row, column), group in groupby(ordered, key=_place):
        said = sorted(group, key=lambda one: -one.outcome.gravity)
        gravest = said[0].outcome
        if gravest is Outcome.UNCHANGED or row < 1:
            continue
        cells = [sheet.cell(row, column + 1)] if column >= 0 else _filled(sheet, row)
        for cell in cells:
            cell.fill = fills[gravest]
        notes.append((gravest.gravity, cells[0], _words(said)))
    notes.sort(key=lambda note: -note[0])
    for _gravity, cell, words in notes[:MOST_NOTES]:
        _annotate(cell, words)
    return max(0, len(notes) - MOST_NOTES)


def colour_only(count: int) -> str:
    """The sentence about cells that have no note."""
    return ngettext(
        "%(count)s more cell is only coloured: a workbook with so many notes would be too slow.",
        "%(count)s more cells are only coloured: a workbook with so many notes would be too slow.",
        count,
    ) % {"count": count}


def _place(outcome: CellOutcome) -> tuple[int, int]:
    """Rows before their cells, so that the colour of a cell wins over that of its row."""
    return outcome.row, -1 if outcome.column is None else outcome.column


def _filled(sheet: Any, row: int) -> Sequence[Any]:
    cells = next(sheet.iter_rows(min_row=row, max_row=row))
    return [cell for cell in cells if cell.value is not None] or cells[:1]


def _words(said: Iterable[CellOutcome]) -> str:
    parts = [
        "\n".join(filter(None, (str(WORDS[one.outcome]), one.reason, one.cause, one.remedy)))
        for one in said
        if one.outcome is not Outcome.UNCHANGED
    ]
    return "\n".join(part if len(part) <= _LONGEST_PART else part[: _LONGEST_PART - 1] + "…" for part in parts)


def _annotate(cell: Any, words: str) -> None:
    """A note of theirs is kept, with ours below; one that has no room left stays alone."""
    theirs, author = (cell.comment.text, cell.comment.author) if cell.comment else ("", _AUTHOR)
    text = "\n".join(filter(None, (theirs, MARK, storable(words).replace("\r", "\n"))))
    if units(text) <= LONGEST_TEXT:
        note = Comment(text, author)
        lines = sum(1 + len(line) // _LINE_LENGTH for line in text.split("\n"))
        note.width, note.height = _WIDTH, _LINE_HEIGHT * (min(lines, 25) + 1)
        cell.comment = note
