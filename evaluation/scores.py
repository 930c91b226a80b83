"""Sums of outcomes over documents: a field, a source of documents, the whole.

Memory grows with fields and sources, never with documents: outcomes can be streamed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from dataclasses import field as attribute
from decimal import Decimal

from evaluation.comparators import Subcode
from evaluation.metrics import EVEN_COSTS, Costs, Counts, Metrics, macro, metrics
from evaluation.outcomes import CellOutcome, DocumentOutcome, Outcome, path_of
from extraction.contract import Contract
from extraction.values import Grounding


@dataclass(slots=True)
class Score:
    """Counts over some documents, by path: `total_net`, `line_items.quantity`.

    Of a field, `documents` and `records` say in how many it was scored, and the exact ones in how many
    of these it had no error; so they do not sum to those of the whole, as the counts of cells do.
    """

    fields: dict[str, Counts] = attribute(default_factory=dict)
    documents: int = 0
    documents_exact: int = 0
    records: int = 0
    records_exact: int = 0

    @property
    def whole(self) -> Counts:
        return replace(
            sum(self.fields.values(), Counts()),
            documents=self.documents,
            documents_exact=self.documents_exact,
            records=self.records,
            records_exact=self.records_exact,
        )

    def micro(self) -> Metrics:
        """Every cell counts the same."""
        return metrics(self.whole)

    def macro(self) -> Metrics:
        """Every field counts the same; documents and records as in `micro`, since they have no fields."""
        whole = self.micro()
        mean = macro(self.fields.values())
        return replace(mean, record_exact=whole.record_exact, document_exact=whole.document_exact)

    def correction_cost(self, contract: Contract, costs: Costs = EVEN_COSTS) -> Decimal:
        """What it takes to correct all errors: the fields' weights times the costs of their errors."""
        weights = {field.name: field.weight for field in contract.fields}
        weights |= {path_of(field.name, part.name): field.weight for part in contract.lists for field in part.fields}
        return sum(
            (costs.of(counts, weights[path]) for path, counts in self.fields.items() if path in weights), Decimal(0)
        )

    def add(self, document: DocumentOutcome) -> None:
        """Count one more document."""
        seen: set[str] = set()
        faulty: set[str] = set()
        records: set[tuple[str, int | None, int | None]] = set()
        faulty_records: set[tuple[str, int | None, int | None]] = set()
        fields = self.fields
        for cell in document.cells:
            name, list_name, label_item, prediction_item, outcome = cell[:5]
            path = path_of(name, list_name)
            counts = fields.get(path)
            if counts is None:
                counts = fields[path] = Counts()
            if outcome is Outcome.OK:
                counts.ok += 1
            else:
                _count(cell, counts)
            if outcome is Outcome.UNSCORED:
                continue
            seen.add(path)
            right = outcome is Outcome.OK or outcome is Outcome.OK_ABSENT
            if not right:
                faulty.add(path)
            if name:
                counts.records += 1
                counts.records_exact += right
                record = list_name, label_item, prediction_item
                records.add(record)
                if not right:
                    faulty_records.add(record)
        for path in seen:
            fields[path].documents += 1
            fields[path].documents_exact += path not in faulty
        self.documents += bool(seen)
        self.documents_exact += bool(seen) and not faulty
        self.records += len(records)
        self.records_exact += len(records) - len(faulty_records)

    def __add__(self, other: Score) -> Score:
        paths = [*self.fields, *(path for path in other.fields if path not in self.fields)]
        return Score(
            {path: self.fields.get(path, Counts()) + other.fields.get(path, Counts()) for path in paths},
            self.documents + other.documents,
            self.documents_exact + other.documents_exact,
            self.records + other.records,
            self.records_exact + other.records_exact,
        )


@dataclass(slots=True)
class Scoreboard:
    """Scores by source of the documents (a stratum: an issuer, a layout, a channel)."""

    sources: dict[str, Score] = attribute(default_factory=dict)

    def add(self, document: DocumentOutcome, source: str = "") -> None:
        self.sources.setdefault(source, Score()).add(document)

    @property
    def whole(self) -> Score:
        return sum(self.sources.values(), Score())

    def macro(self) -> Metrics:
        """Every source counts the same."""
        return macro([score.whole for score in self.sources.values()])


def _count(cell: CellOutcome, counts: Counts) -> None:
    """All but OK, which is most of them."""
    outcome = cell.outcome
    if outcome is Outcome.OK_ABSENT:
        counts.ok_absent += 1
    elif outcome is Outcome.UNSCORED:
        counts.unscored += 1
    elif outcome is Outcome.OMITTED:
        counts.omitted += 1
        counts.pipeline += cell.subcode is Subcode.PIPELINE
    elif outcome is Outcome.WRONG:
        counts.wrong += 1
        _count_grounding(cell.grounding, counts)
    else:
        counts.spurious += 1
        _count_grounding(cell.grounding, counts)


def _count_grounding(grounding: Grounding | None, counts: Counts) -> None:
    """Which cure an invented or wrong value needs. Without grounding nobody looked: it is none of the three."""
    if grounding is Grounding.NONE:
        counts.fabricated += 1
    elif grounding is Grounding.NO_TEXT:
        counts.unverifiable += 1
    elif grounding is not None:
        counts.misattributed += 1
