"""Labels as a frozen set stores them, one JSON a document, and the way back to labels that score."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from evaluation.labels import DocumentLabels, LabelCell, LabelRefused, ListLabels, ListState
from evaluation.outcomes import path_of
from extraction.canon import canon, effective, value_of
from extraction.contract import CANONICAL, UNKNOWN, Contract, Conventions, Field
from extraction.values import ABSENT, ILLEGIBLE, UNLABELLED, Canonical, Cell, Invalid, Precision, Value


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FrozenLabel(_Frozen):
    """One accepted answer: canonical text, or a marker. `raw` is what the labeller wrote."""

    value: str | None = None
    unit: str | None = None
    precision: Precision | None = None
    marker: Literal["absent", "illegible"] | None = None
    raw: str | None = None


FrozenCell = tuple[FrozenLabel, ...]
"""All accepted answers; empty where gold labels disagree. An unlabelled cell is left out."""


class FrozenList(_Frozen):
    state: ListState | None = None
    rows: tuple[dict[str, FrozenCell], ...] = ()


class FrozenLabels(_Frozen):
    """The labels of one document, and how they came to be (`blind`, `imported`, ...)."""

    fields: dict[str, FrozenCell] = {}
    lists: dict[str, FrozenList] = {}
    provenance: str = ""
    conventions: Conventions = UNKNOWN
    """The notation of the raw texts."""

    @property
    def hash(self) -> str:
        """sha256 of the content, whatever the order of its keys."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class Refusal(NamedTuple):
    """A label that is no value of its field's type under this contract."""

    path: str
    item: int | None
    reason: str


class Thawed(NamedTuple):
    """Labels to score with; a cell with a refused label counts as unlabelled."""

    labels: DocumentLabels
    refused: tuple[Refusal, ...]


def frozen_label(label: Canonical, *, raw: str | None = None) -> FrozenLabel:
    """Raises LabelRefused for an INVALID label, ValueError for UNLABELLED: that is a cell left out."""
    if isinstance(label, Invalid):
        raise LabelRefused(label.detail or label.reason)
    if isinstance(label, Value):
        return FrozenLabel(value=str(label), unit=label.unit, precision=label.precision, raw=raw)
    if label is UNLABELLED:
        raise ValueError("a cell that nobody labelled is left out")
    return FrozenLabel(marker="absent" if label is ABSENT else "illegible", raw=raw)


def thaw(frozen: FrozenLabels, contract: Contract, *, recanonicalise: bool = False) -> Thawed:
    """Labels in the contract's words; what the contract does not name is left out.

    `recanonicalise` reads every label anew, from its raw text where that was kept: for a contract other
    than the one the labels were made for.
    """
    read = _Reader(frozen.conventions, recanonicalise)
    fields = read.row(frozen.fields, contract.fields)
    lists = {
        part.name: ListLabels(
            frozen.lists[part.name].state,
            [read.row(row, part.fields, part.name, item) for item, row in enumerate(frozen.lists[part.name].rows)],
        )
        for part in contract.lists
        if part.name in frozen.lists
    }
    return Thawed(DocumentLabels(fields, lists), tuple(read.refused))


class _Reader:
    """Reads frozen cells and keeps a list of those it had to refuse."""

    def __init__(self, conventions: Conventions, recanonicalise: bool) -> None:
        self.conventions, self.recanonicalise = conventions, recanonicalise
        self.refused: list[Refusal] = []

    def row(
        self, cells: Mapping[str, FrozenCell], fields: Sequence[Field], list_name: str = "", item: int | None = None
    ) -> dict[str, LabelCell]:
        row: dict[str, LabelCell] = {}
        for field in fields:
            if field.name not in cells:
                continue
            labels = tuple([self._label(label, field) for label in cells[field.name]])
            bad = next((label for label in labels if isinstance(label, Invalid)), None)
            if bad is None:
                row[field.name] = labels
            else:
                self.refused.append(Refusal(path_of(field.name, list_name), item, bad.detail or bad.reason))
        return row

    def _label(self, label: FrozenLabel, field: Field) -> Canonical:
        if label.marker is not None:
            return ABSENT if label.marker == "absent" else ILLEGIBLE
        if not self.recanonicalise:
            return value_of(Cell(value=label.value, unit=label.unit, precision=label.precision), field)
        if label.raw is not None:
            return canon(label.raw, field, effective(field, self.conventions), side="label")
        return canon(label.value, field, CANONICAL, side="label")
