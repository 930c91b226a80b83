"""Scores and wrong cells, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from evaluation.metrics import Counts, Metrics, metrics, shown
from evaluation.outcomes import CellOutcome
from evaluation.scores import Score
from extraction.contract import Contract
from portal.models import EvalRun
from portal.views.words import GROUNDINGS, Sign

OUTCOME_WORDS = {
    "WRONG": Sign("≠", "wrong", "bad"),
    "OMITTED": Sign("○", "omitted", "warn"),
    "SPURIOUS": Sign("+", "invented or misplaced: the label says there is none", "bad"),
}
SUBCODE_WORDS = {
    "INVALID": "no value of the field's type",
    "UNIT": "other unit or currency",
    "SIGN": "other sign",
    "SCALE": "off by a power of ten",
    "PRECISION": "less or more exact",
    "FIELD_SWAP": "the value of another field",
    "ROW_SWAP": "the value of another row",
    "NEAR": "nearly right",
    "OTHER": "another value",
    "PIPELINE": "the extraction failed",
}
HEADLINE = (
    ("f1", "F1", "how right and complete the values are together"),
    ("precision", "Precision", "of the values stated, how many are right"),
    ("recall", "Recall", "of the values labelled, how many are right"),
    ("accuracy", "Cell accuracy", "of all scored cells, how many are right"),
    ("document_exact", "Documents without an error", "of the scored documents"),
    ("fabrication", "Fabricated", "of the values stated, wrong and nowhere on the page"),
    ("misattribution", "Misattributed", "of the values stated, wrong and taken from another place"),
    ("unverifiable", "Unverifiable", "of the values stated, wrong on a page without text"),
)
NO_MEAN = frozenset({"document_exact", "record_exact"})
"""Rates of whole documents: no mean over fields."""


@dataclass(frozen=True, slots=True)
class Headline:
    name: str
    explained: str
    micro: str
    macro: str


@dataclass(frozen=True, slots=True)
class Share:
    """A rate as words and as the length of a bar of 100; None where there is nothing to count."""

    words: str
    bar: str | None


@dataclass(frozen=True, slots=True)
class ScoreRow:
    path: str
    title: str
    counts: Counts
    f1: Share
    precision: Share
    recall: Share
    accuracy: Share
    fabrication: Share
    misattribution: Share
    unverifiable: Share
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Error:
    """A wrong cell."""

    document_id: int
    document: str
    path: str
    item: str
    outcome: Sign
    subcode: str
    label: str
    prediction: str
    grounding: Sign | None


def headline(score: Score) -> list[Headline]:
    """The rates of all cells, and their means over fields."""
    micro, macro = score.micro(), score.macro()
    return [
        Headline(words, explained, shown(getattr(micro, name)), "–" if name in NO_MEAN else shown(getattr(macro, name)))
        for name, words, explained in HEADLINE
    ]


def score_table(score: Score, contract: Contract) -> list[ScoreRow]:
    """A row a field in the contract's order, and the whole at the end."""
    titles = {field.name: field.title for field in contract.fields}
    for part in contract.lists:
        titles[part.name] = f"{part.title} (as a whole)"
        titles |= {f"{part.name}.{field.name}": f"{part.title} › {field.title}" for field in part.fields}
    order = {path: place for place, path in enumerate(titles)}
    paths = sorted(score.fields, key=lambda path: (order.get(path, len(order)), path))
    rows = [_row(path, titles.get(path, path), score.fields[path], metrics(score.fields[path])) for path in paths]
    return [*rows, _row("", "All cells", score.whole, score.micro(), is_total=True)]


def _row(path: str, title: str, counts: Counts, rates: Metrics, is_total: bool = False) -> ScoreRow:
    return ScoreRow(
        path,
        title,
        counts,
        f1=_share(rates.f1),
        precision=_share(rates.precision),
        recall=_share(rates.recall),
        accuracy=_share(rates.accuracy),
        fabrication=_share(rates.fabrication),
        misattribution=_share(rates.misattribution),
        unverifiable=_share(rates.unverifiable),
        is_total=is_total,
    )


def _share(rate: float | None) -> Share:
    return Share(shown(rate), None if rate is None else f"{100 * rate:.1f}")


class Outcomes(NamedTuple):
    errors: list[Error]
    disputed: list[str]
    """Fields that stand outside all totals."""


def outcomes_of(evaluation: EvalRun, path: str = "", outcome: str = "") -> Outcomes:
    """Every wrong cell, by document (of one field or outcome where asked), and what is disputed."""
    errors: list[Error] = []
    disputed: dict[str, None] = {}
    rows = evaluation.documents.select_related("document").order_by("document__name", "pk")
    for row in rows.iterator(chunk_size=200):
        disputed |= dict.fromkeys(cell.path for cell in row.outcome.disputed)
        for cell in row.outcome.cells:
            if cell.outcome.is_error and path in ("", cell.path) and outcome in ("", cell.outcome):
                errors.append(_error(row.document_id, row.document.name, cell))
    return Outcomes(errors, list(disputed))


def _error(document_id: int, name: str, cell: CellOutcome) -> Error:
    item = cell.label_item if cell.label_item is not None else cell.prediction_item
    return Error(
        document_id,
        name,
        cell.path,
        "" if item is None else str(item + 1),
        OUTCOME_WORDS[cell.outcome],
        SUBCODE_WORDS.get(str(cell.subcode), "") if cell.subcode else "",
        cell.label or "–",
        cell.prediction or "–",
        GROUNDINGS[cell.grounding] if cell.grounding else None,
    )
