"""What became of the cells of a file that came in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Outcome(StrEnum):
    """What became of a cell, the gravest last."""

    UNCHANGED = "unchanged"
    AGREED = "agreed"
    """Changed to what the portal says by now."""
    APPLIED = "applied"
    WARNING = "warning"
    """Applied, and worth a second look."""
    EMPTIED = "emptied"
    REFUSED = "refused"
    CONFLICT = "conflict"
    PROBLEM = "problem"

    @property
    def was_left_out(self) -> bool:
        """Whether the cell says something that the portal does not hold now."""
        return self in _LEFT_OUT

    @property
    def gravity(self) -> int:
        return _GRAVITY[self]


_LEFT_OUT = frozenset((Outcome.EMPTIED, Outcome.REFUSED, Outcome.CONFLICT, Outcome.PROBLEM))
_GRAVITY = {outcome: place for place, outcome in enumerate(Outcome)}

WORDS: dict[Outcome, Any] = {
    Outcome.UNCHANGED: _("Unchanged"),
    Outcome.AGREED: _("Nothing to do"),
    Outcome.APPLIED: _("Applied"),
    Outcome.WARNING: _("Applied, please check"),
    Outcome.EMPTIED: _("Not applied: emptied"),
    Outcome.REFUSED: _("Not applied: refused"),
    Outcome.CONFLICT: _("Not applied: conflict"),
    Outcome.PROBLEM: _("Not applied: problem"),
}


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """What became of one cell.

    `row` counts from 1 (0: the whole sheet), `column` from 0 (None: the whole row); the only sheet of a csv file has
    no name. `value` is the text in the file, `reason` says in words why it has this outcome.
    """

    sheet: str
    row: int
    column: int | None
    outcome: Outcome
    value: str = ""
    reason: str = ""
    cause: str = ""
    remedy: str = ""
