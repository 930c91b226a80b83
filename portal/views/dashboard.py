"""The rest of the home page: how far projects are, runs, how good the latest evaluation is, what failed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import ngettext

from evaluation.metrics import Counts, metrics
from portal.models import Document, EvalMetric, EvalRun, Extraction, ExtractionRun, Project, Review, ReviewState
from portal.sentences import translated
from portal.services.access import Verb
from portal.views.page import address
from portal.views.who import may
from portal.views.words import REVIEW_STATES, Sign, rate

State = Extraction.State
LATEST_RUNS = 5
REASONS_SHOWN = 5
BAR = 100.0


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar of 100: so many of one state."""

    sign: Sign
    count: int
    start: str
    length: str
    href: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reviews of a project are."""

    project: Project
    documents: int
    parts: list[Part]

    @property
    def words(self) -> str:
        return ", ".join(f"{part.count} {part.sign.short}" for part in self.parts)


def progress(request: HttpRequest) -> list[Progress]:
    """The person's projects and, where they see reviews, by state."""
    projects = list(Project.objects.for_user(request.user))
    documents = dict(Document.objects.for_user(request.user).order_by().values_list("project").annotate(n=Count("pk")))
    states: dict[int, dict[str, int]] = {}
    reviews = Review.objects.for_user(request.user).order_by()
    for project, state, count in reviews.values_list("document__project", "state").annotate(n=Count("pk")):
        states.setdefault(project, {})[state] = count
    return [Progress(one, documents.get(one.pk, 0), _parts(one, states.get(one.pk, {}))) for one in projects]


def _parts(project: Project, states: dict[str, int]) -> list[Part]:
    total, start, parts = sum(states.values()), 0.0, []
    for state in (ReviewState.APPROVED, ReviewState.SUBMITTED, ReviewState.SENT_BACK, ReviewState.OPEN):
        count = states.get(state, 0)
        if count:
            length = BAR * count / total
            href = f"{address('review_changelist')}?project={project.pk}&state={state}"
            parts.append(Part(REVIEW_STATES[state], count, f"{start:.1f}", f"{length:.1f}", href))
            start += length
    return parts


@dataclass(frozen=True, slots=True)
class RunLine:
    run: ExtractionRun
    total: int
    finished: int
    failed: int

    @property
    def done(self) -> bool:
        return self.finished == self.total


def latest_runs(request: HttpRequest) -> list[RunLine]:
    """The latest runs, for those who start them."""
    if not may(request, Verb.RUN):
        return []
    runs = list(ExtractionRun.objects.for_user(request.user).select_related("project")[:LATEST_RUNS])
    counted_states: dict[int, dict[str, int]] = {}
    rows = Extraction.objects.filter(run__in=runs).order_by().values_list("run", "state").annotate(n=Count("pk"))
    for run, state, count in rows:
        counted_states.setdefault(run, {})[state] = count
    return [_line(run, counted_states.get(run.pk, {})) for run in runs]


def _line(run: ExtractionRun, states: dict[str, int]) -> RunLine:
    failed = states.get(State.FAILED, 0)
    return RunLine(run, sum(states.values()), states.get(State.SUCCEEDED, 0) + failed, failed)


@dataclass(frozen=True, slots=True)
class Quality:
    """The latest evaluation of a project in a few figures, each with what it counts."""

    evaluation: EvalRun
    f1: str
    f1_bar: str
    right: str
    fabricated: str
    documents: str


def quality(request: HttpRequest) -> list[Quality]:
    """A project's latest evaluation of the source that it delivers; of another, where that was never scored."""
    scored = EvalRun.objects.for_user(request.user).filter(state=EvalRun.State.SUCCEEDED).order_by()
    delivered = Max("pk", filter=Q(run__source=F("project__delivery_source")))
    latest = scored.values("project").annotate(best=Coalesce(delivered, Max("pk"))).values("best")
    wholes = (
        EvalMetric.objects.for_user(request.user)
        .filter(eval_run__in=latest, stratum="", field="")
        .select_related("eval_run__run", "eval_run__project", "eval_run__label_set")
        .order_by("eval_run__project__name")
    )
    return [_quality(whole.eval_run, whole.counts) for whole in wholes]


def _quality(evaluation: EvalRun, counts: Counts) -> Quality:
    rates = metrics(counts)
    return Quality(
        evaluation,
        f1=rate(rates.f1),
        f1_bar=f"{BAR * (rates.f1 or 0):.1f}",
        right=ngettext("%(right)s of %(count)s cell right", "%(right)s of %(count)s cells right", counts.scored)
        % {"right": counts.ok + counts.ok_absent, "count": counts.scored},
        # Translators: cells whose values were made up: the document states none.
        fabricated=ngettext("%(count)s fabricated", "%(count)s fabricated", counts.fabricated)
        % {"count": counts.fabricated},
        documents=ngettext(
            "%(exact)s of %(count)s document without an error",
            "%(exact)s of %(count)s documents without an error",
            counts.documents,
        )
        % {"exact": counts.documents_exact, "count": counts.documents},
    )


@dataclass(frozen=True, slots=True)
class Reason:
    """Why documents failed, with what to do, in the words of one of them."""

    code: str
    words: str
    count: int
    href: str


def reasons(request: HttpRequest) -> list[Reason]:
    """Why extractions failed, the commonest first, for those who can do something about it."""
    if not may(request, Verb.RUN):
        return []
    failed = Extraction.objects.for_user(request.user).filter(state=State.FAILED).order_by()
    rows = list(failed.values("error_code").annotate(n=Count("pk"), latest=Max("pk")).order_by("-n")[:REASONS_SHOWN])
    words = dict(Extraction.objects.filter(pk__in=[row["latest"] for row in rows]).values_list("pk", "error_message"))
    where = f"{address('extraction_changelist')}?state=failed&q="
    return [
        Reason(row["error_code"], translated(words[row["latest"]]), row["n"], where + row["error_code"]) for row in rows
    ]
