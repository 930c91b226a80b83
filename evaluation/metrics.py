"""Counts of outcomes and the rates made of them.

Every rate is one count over another, so rates of documents, fields and sources are made of summed
counts and never of averaged rates, and a rate of the whole lies between those of its parts. 0/0 is
None and prints as "n/a", never as 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(slots=True)
class Counts:
    """Cells by outcome, errors by grounding, and how many records and documents came out exact.

    A record is the scalar fields of a document or one row: a pair, a missing or an extra one. Records
    and documents count where they hold a scored cell, and are exact where none of these is an error.
    """

    ok: int = 0
    wrong: int = 0
    omitted: int = 0
    spurious: int = 0
    ok_absent: int = 0
    unscored: int = 0
    fabricated: int = 0
    """Wrong or spurious, and nowhere on the page."""
    misattributed: int = 0
    """Wrong or spurious, and on the page: taken from the wrong place."""
    unverifiable: int = 0
    """Wrong or spurious, on a page without a text layer."""
    pipeline: int = 0
    """Omitted because the extraction failed."""
    records: int = 0
    records_exact: int = 0
    documents: int = 0
    documents_exact: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*[a + b for a, b in zip(astuple(self), astuple(other), strict=True)])

    @property
    def scored(self) -> int:
        return self.ok + self.wrong + self.omitted + self.spurious + self.ok_absent

    @property
    def labelled(self) -> int:
        """Cells with a labelled value."""
        return self.ok + self.wrong + self.omitted

    @property
    def predicted(self) -> int:
        """Scored cells with a prediction."""
        return self.ok + self.wrong + self.spurious


class Ratio(NamedTuple):
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None


RATES: Mapping[str, Callable[[Counts], Ratio]] = {
    "precision": lambda c: Ratio(c.ok, c.predicted),
    "recall": lambda c: Ratio(c.ok, c.labelled),
    "f1": lambda c: Ratio(2 * c.ok, c.predicted + c.labelled),
    "jaccard": lambda c: Ratio(c.ok, c.labelled + c.spurious),
    "accuracy": lambda c: Ratio(c.ok + c.ok_absent, c.scored),
    "omission": lambda c: Ratio(c.omitted, c.labelled),
    "spurious": lambda c: Ratio(c.spurious, c.spurious + c.ok_absent),
    "wrong": lambda c: Ratio(c.wrong, c.ok + c.wrong),
    "fabrication": lambda c: Ratio(c.fabricated, c.predicted),
    "misattribution": lambda c: Ratio(c.misattributed, c.predicted),
    "unverifiable": lambda c: Ratio(c.unverifiable, c.predicted),
    "record_exact": lambda c: Ratio(c.records_exact, c.records),
    "document_exact": lambda c: Ratio(c.documents_exact, c.documents),
}
"""By name, from counts to numerator and denominator."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """Every rate of some counts; None where there is nothing to divide by."""

    precision: float | None
    """Of the predicted cells, those that are right."""
    recall: float | None
    """Of the labelled values, those that are right."""
    f1: float | None
    jaccard: float | None
    accuracy: float | None
    """Of the scored cells, those that are right, absent ones included."""
    omission: float | None
    """Of the labelled values, those not predicted."""
    spurious: float | None
    """Of the cells labelled absent, those predicted all the same."""
    wrong: float | None
    """Of the labelled values that are predicted, those that are wrong."""
    fabrication: float | None
    """Of the predicted cells, as the next two."""
    misattribution: float | None
    unverifiable: float | None
    record_exact: float | None
    document_exact: float | None


def metrics(counts: Counts) -> Metrics:
    return Metrics(**{name: rate(counts).value for name, rate in RATES.items()})


def macro(parts: Iterable[Counts]) -> Metrics:
    """The mean of each rate over the parts (fields, sources) that have it: every part counts the same."""
    all_parts = list(parts)
    means: dict[str, float | None] = {}
    for name, rate in RATES.items():
        values = [value for part in all_parts if (value := rate(part).value) is not None]
        means[name] = sum(values) / len(values) if values else None
    return Metrics(**means)


class Costs(NamedTuple):
    """What it takes a person to correct one cell, in any unit, for a field of weight 1."""

    wrong: Decimal = Decimal(1)
    omitted: Decimal = Decimal(1)
    spurious: Decimal = Decimal(1)

    def of(self, counts: Counts, weight: Decimal) -> Decimal:
        errors = self.wrong * counts.wrong + self.omitted * counts.omitted + self.spurious * counts.spurious
        return weight * errors


EVEN_COSTS = Costs()


def shown(rate: float | None) -> str:
    """A rate for people: `97.3 %`; `n/a` where there was nothing to count.

    Only what is exactly 0 or 1 prints as 0 or 100 %.
    """
    if rate is None:
        return "n/a"
    if 0 < rate < 1:
        return f"{min(max(100 * rate, 0.1), 99.9):.1f} %"
    return f"{100 * rate:.1f} %"
