"""Scores and wrong cells, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from evaluation.metrics import Counts, Metrics, metrics
from evaluation.outcomes import CellOutcome
from evaluation.scores import Score
from extraction.contract import Contract
from portal.models import EvalRun
from portal.views.words import GROUNDINGS, Sign, rate

OUTCOME_WORDS = {
    "WRONG": Sign("≠", pgettext_lazy("cell", "wrong"), "bad"),
    "OMITTED": Sign("○", pgettext_lazy("cell", "omitted"), "warn"),
    "SPURIOUS": Sign("+", gettext_lazy("invented or misplaced: the label says there is none"), "bad"),
}
SUBCODE_WORDS: dict[str, str | Promise] = {
    "INVALID": gettext_lazy("no value of the field's type"),
    "UNIT": gettext_lazy("other unit or currency"),
    "SIGN": gettext_lazy("other sign"),
    "SCALE": gettext_lazy("off by a power of ten"),
    "PRECISION": gettext_lazy("less or more exact"),
    "FIELD_SWAP": gettext_lazy("the value of another field"),
    "ROW_SWAP": gettext_lazy("the value of another row"),
    "NEAR": gettext_lazy("nearly right"),
    "OTHER": gettext_lazy("another value"),
    "PIPELINE": gettext_lazy("the extraction failed"),
}
HEADLINE: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("f1", "F1", gettext_lazy("how right and complete the values are together")),
    ("precision", gettext_lazy("Precision"), gettext_lazy("of the values stated, how many are right")),
    ("recall", gettext_lazy("Recall"), gettext_lazy("of the values labelled, how many are found and right")),
    ("accuracy", gettext_lazy("Cell accuracy"), gettext_lazy("of all scored cells, how many are right")),
    ("document_exact", gettext_lazy("Documents without an error"), gettext_lazy("of the scored documents")),
    ("fabrication", gettext_lazy("Fabricated"), gettext_lazy("of the values stated, wrong and nowhere on the page")),
    (
        "misattribution",
        gettext_lazy("Misattributed"),
        gettext_lazy("of the values stated, wrong and taken from another place"),
    ),
    ("unverifiable", gettext_lazy("Unverifiable"), gettext_lazy("of the values stated, wrong on a page without text")),
)
NO_MEAN = frozenset({"document_exact", "record_exact"})
"""Rates of whole documents: no mean over fields."""


@dataclass(frozen=True, slots=True)
class Headline:
    name: str | Promise
    explained: str | Promise
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
    subcode: str | Promise
    label: str
    prediction: str
    grounding: Sign | None


def headline(score: Score) -> list[Headline]:
    """The rates of all cells, and their means over fields."""
    micro, macro = score.micro(), score.macro()
    return [
        Headline(words, explained, rate(getattr(micro, name)), "–" if name in NO_MEAN else rate(getattr(macro, name)))
        for name, words, explained in HEADLINE
    ]


def score_table(score: Score, contract: Contract) -> list[ScoreRow]:
    """A row a field in the contract's order, and the whole at the end."""
    titles = {field.name: field.title for field in contract.fields}
    for part in contract.lists:
        titles[part.name] = _("%(title)s (as a whole)") % {"title": part.title}
        titles |= {f"{part.name}.{field.name}": f"{part.title} › {field.title}" for field in part.fields}
    order = {path: place for place, path in enumerate(titles)}
    paths = sorted(score.fields, key=lambda path: (order.get(path, len(order)), path))
    rows = [_row(path, titles.get(path, path), score.fields[path], metrics(score.fields[path])) for path in paths]
    return [*rows, _row("", _("All cells"), score.whole, score.micro(), is_total=True)]


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


def _share(part: float | None) -> Share:
    return Share(rate(part), None if part is None else f"{100 * part:.1f}")


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
