"""A row of labels and a row of predictions, column by column, as pairing and scoring read them.

The scalar fields of a document are a row, too: the one without an item number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evaluation.labels import LabelCell, LabelRow, accepted
from evaluation.predictions import Place, PredictionRow
from extraction.contract import Field
from extraction.values import ABSENT, UNLABELLED, Canonical, Grounding, Invalid, Value

Truth = tuple[Value, ...]
"""All values accepted for a labelled cell; empty: no value is labelled."""

_BLANK: LabelCell = (UNLABELLED,)


class LabelledRow(NamedTuple):
    """`item` counts from 0. `texts` are canonical, with the unit; None where no value is labelled."""

    item: int | None
    labels: Sequence[LabelCell]
    truths: Sequence[Truth]
    texts: Sequence[str | None]
    text: str
    """All texts: rows with the same one say the same."""

    def only(self, columns: Sequence[int]) -> LabelledRow:
        """The row without the other columns."""
        texts = [self.texts[c] for c in columns]
        labels, truths = [self.labels[c] for c in columns], [self.truths[c] for c in columns]
        return LabelledRow(self.item, labels, truths, texts, _joined(texts))


class StatedRow(NamedTuple):
    """`item` counts from 0. `texts` are canonical, with the unit; None where nothing is predicted."""

    item: int | None
    answers: Sequence[Canonical]
    texts: Sequence[str | None]
    text: str
    """All texts: rows with the same one say the same."""
    groundings: Sequence[Grounding | None]

    def only(self, columns: Sequence[int]) -> StatedRow:
        """The row without the other columns."""
        texts = [self.texts[c] for c in columns]
        answers, groundings = [self.answers[c] for c in columns], [self.groundings[c] for c in columns]
        return StatedRow(self.item, answers, texts, _joined(texts), groundings)


def labelled_row(fields: Sequence[Field], row: LabelRow, item: int | None = None) -> LabelledRow:
    labels = [row.get(field.name, _BLANK) for field in fields]
    truths = [accepted(label) for label in labels]
    texts = [text_of(truth[0]) if len(truth) == 1 else _choice_text(truth) for truth in truths]
    return LabelledRow._make((item, labels, truths, texts, _joined(texts)))


def stated_row(
    fields: Sequence[Field],
    row: PredictionRow,
    groundings: Mapping[Place, Grounding],
    list_name: str = "",
    item: int | None = None,
) -> StatedRow:
    answers = [row.get(field.name, ABSENT) for field in fields]
    found = [groundings.get((list_name, item, field.name)) for field in fields] if groundings else [None] * len(fields)
    texts = [text_of(answer) for answer in answers]
    return StatedRow._make((item, answers, texts, _joined(texts), found))


def text_of(cell: Canonical) -> str | None:
    """Canonical text with the unit, for people and for ordering; None for a marker."""
    if isinstance(cell, Value):
        text = cell.v if isinstance(cell.v, str) else str(cell)
        return f"{text} {cell.unit}" if cell.unit else text
    return f"invalid: {cell.detail or cell.reason}" if isinstance(cell, Invalid) else None


def _choice_text(truth: Truth) -> str | None:
    return " | ".join([str(text_of(value)) for value in truth]) or None


def _joined(texts: Sequence[str | None]) -> str:
    return "\x1f".join([text or "" for text in texts])
