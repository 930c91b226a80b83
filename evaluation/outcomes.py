"""What became of a cell: the outcomes, exhaustive and exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from evaluation.comparators import Subcode, equal
from evaluation.labels import LabelCell, accepted
from extraction.contract import Field
from extraction.values import ABSENT, Canonical, Grounding, Marker, Value


class Outcome(StrEnum):
    OK = "OK"
    WRONG = "WRONG"
    """Another value than the label, or text that is no value."""
    OMITTED = "OMITTED"
    """A labelled value that is not predicted."""
    SPURIOUS = "SPURIOUS"
    """A prediction where the document states nothing."""
    OK_ABSENT = "OK_ABSENT"
    """Rightly nothing."""
    UNSCORED = "UNSCORED"
    """Nobody knows what is right."""

    @property
    def is_error(self) -> bool:
        return self in (Outcome.WRONG, Outcome.OMITTED, Outcome.SPURIOUS)


class Unscored(StrEnum):
    """Why a cell is not scored."""

    UNLABELLED = "unlabelled"
    ILLEGIBLE = "illegible"
    DISAGREED = "labels disagree"
    DISPUTED = "field disputed"
    OPEN_LIST = "extra row of a list that is not labelled completely"
    NO_ROW = "absent in a row that was not found"
    FAILED = "absent, but the extraction failed"


class CellOutcome(NamedTuple):
    """`list_name` is "" for a scalar field; `field` is "" for a whole list that is stated to be empty.

    Items count from 0. Texts are canonical, with the unit; several accepted values are joined by " | ".
    """

    field: str
    list_name: str
    label_item: int | None
    prediction_item: int | None
    outcome: Outcome
    subcode: Subcode | None = None
    label: str | None = None
    prediction: str | None = None
    grounding: Grounding | None = None
    reason: Unscored | None = None

    @property
    def path(self) -> str:
        return path_of(self.field, self.list_name)


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """`disputed` cells are listed apart and stand outside all totals."""

    cells: tuple[CellOutcome, ...]
    disputed: tuple[CellOutcome, ...] = ()


@cache
def path_of(field: str, list_name: str = "") -> str:
    """`total_net`; `line_items.quantity` for a column, `line_items` for the list as a whole."""
    return f"{list_name}.{field}" if list_name and field else list_name or field


def outcome_of(label: LabelCell, prediction: Canonical, field: Field) -> Outcome:
    """The table of outcomes. A marker in a prediction is ABSENT, whatever it says."""
    values = accepted(label)
    if values:
        if isinstance(prediction, Marker):
            return Outcome.OK_ABSENT if ABSENT in label else Outcome.OMITTED
        if isinstance(prediction, Value):
            for value in values:
                if equal(value, prediction, field):
                    return Outcome.OK
        return Outcome.WRONG
    if ABSENT in label:
        return Outcome.OK_ABSENT if isinstance(prediction, Marker) else Outcome.SPURIOUS
    return Outcome.UNSCORED
