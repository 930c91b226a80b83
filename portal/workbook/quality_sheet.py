"""The `Quality` sheet: the scores of an evaluation, a row a field, with intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from math import exp, log, sqrt

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from scipy.special import stdtrit

from evaluation.metrics import RATES, Counts, Ratio
from evaluation.scores import Score
from extraction.contract import Contract
from portal.models import EvalDocument, EvalRun
from portal.services import evaluation as evaluations
from portal.services.errors import BadInput
from portal.workbook.content import Content, SheetColumn, SheetContent, Shown

QUALITY = "Quality"
ALL = "(all)"
"""In place of a source or a field: all of them. No field can be called so."""
SHOWN_RATES: dict[str, str | Promise] = {
    "f1": gettext_lazy("how right and complete the values are together"),
    "precision": gettext_lazy("of the values stated, how many are right"),
    "recall": gettext_lazy("of the values labelled, how many are found and right"),
    "accuracy": gettext_lazy("of all scored cells, how many are right"),
    "document_exact": gettext_lazy("of the scored documents"),
    "fabrication": gettext_lazy("of the values stated, wrong and nowhere on the page"),
    "misattribution": gettext_lazy("of the values stated, wrong and taken from another place"),
    "unverifiable": gettext_lazy("of the values stated, wrong on a page without text"),
}
FEWEST_DOCUMENTS = 10
"""Below them an interval is unreliable, and says so."""
_ODDS = 0.05
_CHUNK = 200


def quality_sheet(evaluation: EvalRun) -> SheetContent:
    """All documents, then each source of documents: a row a field in the contract's order, and one for all fields.

    For who may see the evaluation. Rates are fractions; blank where there is nothing to count. Raises BadInput where
    the evaluation is not finished.
    """
    scores = scores_of(evaluation)
    titles = dict(_titles(evaluation.contract_version.definition))
    order = {path: place for place, path in enumerate(titles)}
    lines = [
        _Line(source, path, titles.get(path, path), counts)
        for source, score in sorted(scores.items())
        for path, counts in [
            *sorted(score.fields.items(), key=lambda item: (order.get(item[0], len(order)), item[0])),
            ("", score.whole),
        ]
    ]
    return SheetContent(QUALITY, _columns(), _rows(evaluation, lines), len(lines))


def scores_of(evaluation: EvalRun) -> dict[str, Score]:
    """The scores by source of documents; "" is the whole. Raises BadInput where the evaluation is not finished."""
    if evaluation.state != EvalRun.State.SUCCEEDED:
        raise BadInput(
            _(
                "There are no scores of %(evaluation)s yet: it is not finished. Wait for it; where it failed, "
                "evaluate the run anew."
            )
            % {"evaluation": evaluation}
        )
    return evaluations.scores(evaluation)


def _titles(contract: Contract) -> Iterator[tuple[str, str]]:
    for one in contract.fields:
        yield one.name, one.title
    for part in contract.lists:
        yield part.name, _("%(title)s (as a whole)") % {"title": part.title}
        for one in part.fields:
            yield f"{part.name}.{one.name}", f"{part.title} › {one.title}"


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: its source and field, each blank for all of them."""

    source: str
    path: str
    title: str
    counts: Counts


def _columns() -> list[SheetColumn]:
    """Their headers are English for everybody: programs read them."""
    columns = [
        SheetColumn("source", note=_("The source of the documents; %(all)s: all documents.") % {"all": ALL}),
        SheetColumn("field", note=_("%(all)s: all fields together, every cell counting the same.") % {"all": ALL}),
        SheetColumn("title"),
        SheetColumn("documents", Shown.INTEGER, _("In how many documents it was scored.")),
        SheetColumn("n", Shown.INTEGER, _("How many cells were scored.")),
        SheetColumn("ok", Shown.INTEGER, _("The value is right.")),
        SheetColumn("wrong", Shown.INTEGER, _("Another value than the label.")),
        SheetColumn("omitted", Shown.INTEGER, _("A labelled value that was not stated.")),
        SheetColumn("spurious", Shown.INTEGER, _("A value where the label says there is none.")),
        SheetColumn("ok_absent", Shown.INTEGER, _("Rightly left empty.")),
        SheetColumn("unscored", Shown.INTEGER, _("Not scored: nobody said what is right.")),
    ]
    interval = _("The true rate lies between low and high in 95 of 100 cases; a document counts as one observation.")
    for name, words in SHOWN_RATES.items():
        columns.append(SheetColumn(name, Shown.PERCENT, str(words)))
        columns += [SheetColumn(f"{name}_{end}", Shown.PERCENT, interval) for end in ("low", "high")]
    return [*columns, SheetColumn("remarks")]


def _rows(evaluation: EvalRun, lines: list[_Line]) -> Iterator[list[Content]]:
    spreads = _spreads(evaluation)
    for line in lines:
        counts = line.counts
        rates: list[Content] = []
        unreliable = []
        for name in SHOWN_RATES:
            spread = spreads.get((line.source, line.path, name), Spread())
            low, high = spread.interval() or (None, None)
            rates += map(_fraction, (RATES[name](counts).value, low, high))
            if 0 < spread.documents < FEWEST_DOCUMENTS:
                unreliable.append(name)
        yield [
            line.source or ALL,
            line.path or ALL,
            line.title or _("All cells"),
            counts.documents,
            counts.scored,
            counts.ok,
            counts.wrong,
            counts.omitted,
            counts.spurious,
            counts.ok_absent,
            counts.unscored,
            *rates,
            _remark(unreliable),
        ]


def _fraction(rate: float | None) -> Decimal | None:
    """With so many places that only what is exactly 1 becomes 1."""
    return None if rate is None else Decimal(f"{rate:.9f}")


def _remark(unreliable: list[str]) -> str:
    if not unreliable:
        return ""
    return _("Intervals made of fewer than %(fewest)s documents are unreliable: %(rates)s") % {
        "fewest": FEWEST_DOCUMENTS,
        "rates": _("all of them") if len(unreliable) == len(SHOWN_RATES) else ", ".join(unreliable),
    }


def _spreads(evaluation: EvalRun) -> dict[tuple[str, str, str], Spread]:
    """By source, field and rate, as in the scores. Outcomes are read one by one and only their sums are kept.

    They quote predictions, which not everybody sees who sees scores: nothing of them but sums leaves this function.
    """
    spreads: dict[tuple[str, str, str], Spread] = {}
    rows = EvalDocument.objects.filter(eval_run=evaluation).values_list("document__stratum", "outcome")
    for source, outcome in rows.iterator(chunk_size=_CHUNK):
        score = Score()
        score.add(outcome)
        for path, counts in [*score.fields.items(), ("", score.whole)]:
            for name in SHOWN_RATES:
                ratio = RATES[name](counts)
                if ratio.denominator:
                    spreads.setdefault((source, path, name), Spread()).add(ratio)
    found = {key: spread for key, spread in spreads.items() if key[0]}
    for (_source, path, name), spread in spreads.items():
        found["", path, name] = found.get(("", path, name), Spread()) + spread
    return found


@dataclass(slots=True)
class Spread:
    """How a rate differs from document to document, as sums over the documents that have it."""

    documents: int = 0
    n: int = 0
    m: int = 0
    nn: int = 0
    nm: int = 0
    mm: int = 0

    def add(self, ratio: Ratio) -> None:
        n, m = ratio
        self.documents += 1
        self.n += n
        self.m += m
        self.nn += n * n
        self.nm += n * m
        self.mm += m * m

    def __add__(self, other: Spread) -> Spread:
        return Spread(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the rate, the document being the unit. None where too few documents say anything.

        A t interval on the logit scale; where no document has an error, or each nothing but errors, a bound.
        """
        if not self.m:
            return None
        rate, documents = self.n / self.m, self.documents
        bound = _ODDS ** (1 / documents)
        if self.n == self.m:
            return bound, 1.0
        if not self.n:
            return 0.0, 1 - bound
        if documents == 1:
            return None
        n, m = self.n, self.m
        squares = (self.nn * m * m - 2 * self.nm * n * m + self.mm * n * n) / (m * m)
        error = sqrt(documents / (documents - 1) * squares) / m
        reach = float(stdtrit(documents - 1, 1 - _ODDS / 2)) * error / (rate * (1 - rate))
        middle = log(rate / (1 - rate))
        return _expit(middle - reach), _expit(middle + reach)


def _expit(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit > -700 else 0.0
