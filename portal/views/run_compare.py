"""Runs side by side: what they took, how good they are on the same labels, and where they say different things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.metrics import metrics
from evaluation.predictions import DocumentPrediction, prediction_from_result
from extraction.canon import key
from extraction.contract import Contract, Field
from extraction.values import ABSENT, Canonical
from portal.models import Document, EvalMetric, EvalRun, Extraction, ExtractionRun
from portal.views.page import address, render_page, trail_of
from portal.views.words import figure, rate

State = Extraction.State
MOST = 4
"""Runs beside each other; more do not fit a screen."""
DOCUMENTS_A_PAGE = 100
OFFERED = 50
OFFLINE = ("layout", "embedded")
"""Sources that cost nothing but the machine's time."""


def choose(request: HttpRequest, runs: QuerySet[ExtractionRun]) -> HttpResponse:
    """What the action of the runs' list leads to."""
    chosen = list(runs.order_by("pk").values_list("pk", "project_id"))
    if not 2 <= len(chosen) <= MOST or len({project for _pk, project in chosen}) != 1:
        messages.error(request, _("Choose two to %(most)s runs of one project.") % {"most": MOST})
        return redirect(request.get_full_path())
    return HttpResponseRedirect(f"{address('extractionrun_compare')}?runs={','.join(str(pk) for pk, _p in chosen)}")


def show(request: HttpRequest) -> HttpResponse:
    """`?runs=3,5`: two to four; with one, the others of its project are offered."""
    wanted = [int(part) for part in ",".join(request.GET.getlist("runs")).split(",") if part.isdecimal()][:MOST]
    found = ExtractionRun.objects.for_user(request.user).select_related("project", "contract_version", "created_by")
    runs = list(found.filter(pk__in=wanted).order_by("pk"))
    runs = [run for run in runs if run.project_id == runs[0].project_id]
    differing = differences(runs[0], runs[1], request.GET.get("page")) if len(runs) > 1 else None
    return render_page(
        request,
        "portal/run_compare.html",
        _("Runs compared"),
        trail=trail_of((_("Extraction runs"), address("extractionrun_changelist"))),
        runs=runs,
        rows=rows_of(runs, request),
        differing=differing,
        others=found.filter(project=runs[0].project_id).exclude(pk__in=[run.pk for run in runs])[:OFFERED]
        if runs
        else found[:OFFERED],
        chosen=",".join(str(run.pk) for run in runs),
        may_add=len(runs) < MOST,
    )


# What they took, and how good they are.


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what it tells, and what of each run."""

    words: str
    cells: list[str]
    explained: str = ""


def rows_of(runs: list[ExtractionRun], request: HttpRequest) -> list[Row]:
    if not runs:
        return []
    progress = [run.progress() for run in runs]
    seconds = [
        [took for took in run.extractions.order_by().values_list("seconds", flat=True) if took is not None]
        for run in runs
    ]
    return [
        Row(_("Source"), [run.settings.pipeline or run.source for run in runs]),
        Row(_("Contract"), [str(run.contract_version) for run in runs]),
        Row(_("Documents"), [str(sum(states.values())) for states in progress]),
        Row(_("Succeeded"), [str(states[State.SUCCEEDED]) for states in progress]),
        Row(_("Failed"), [str(states[State.FAILED]) for states in progress]),
        Row(_("Time of all documents"), [_seconds(sum(one)) for one in seconds], _("the work, added up over workers")),
        Row(_("Time a document"), [_seconds(median(one)) if one else "–" for one in seconds], _("median")),
        Row(_("Slowest document"), [_seconds(max(one)) if one else "–" for one in seconds]),
        Row(_("Cost"), [_("none: offline source") if run.source in OFFLINE else _("n/a") for run in runs]),
        *_quality(runs, request),
    ]


def _seconds(number: float) -> str:
    return _("%(number)s s") % {"number": figure(number, 1)}


def _quality(runs: list[ExtractionRun], request: HttpRequest) -> list[Row]:
    """The latest evaluation of each against the labels that all were scored against; else each one's latest."""
    scored = (
        EvalRun.objects.for_user(request.user)
        .filter(run__in=runs, state=EvalRun.State.SUCCEEDED)
        .select_related("label_set", "contract_version")
        .order_by("-pk")
    )
    latest: dict[tuple[int, int], dict[int, EvalRun]] = {}
    for one in scored:
        latest.setdefault((one.label_set_id, one.contract_version_id), {}).setdefault(one.run_id, one)
    shared = next((found for found in latest.values() if len(found) == len(runs)), None)
    chosen = shared or {one.run_id: one for one in reversed(scored)}
    if not chosen:
        return []
    wholes = {
        metric.eval_run_id: metric.counts
        for metric in EvalMetric.objects.filter(eval_run__in=chosen.values(), stratum="", field="")
    }
    counts = [wholes.get(chosen[run.pk].pk) if run.pk in chosen else None for run in runs]
    rates = [metrics(one) if one else None for one in counts]
    labels = _("the same labels") if shared else _("different labels: the figures cannot be compared")
    none = "–"
    return [
        Row(_("Scored against"), [str(chosen[run.pk].label_set) if run.pk in chosen else none for run in runs], labels),
        Row(_("Cells scored"), [str(one.scored) if one else none for one in counts]),
        *(
            Row(words, [rate(getattr(one, name)) if one else none for one in rates])
            for name, words in (
                ("f1", _("F1")),
                ("precision", _("Precision")),
                ("recall", _("Recall")),
                ("fabrication", _("Fabricated")),
                ("document_exact", _("Documents without an error")),
            )
        ),
    ]


# Where the first two say different things.


@dataclass
class FieldDiffers:
    """In how many documents both say the same of a field, different things, or only one says anything."""

    title: str
    path: str
    same: int = 0
    other: int = 0
    only_first: int = 0
    only_second: int = 0
    documents: list[Document] = field(default_factory=list)
    """Where they differ."""

    @property
    def differ(self) -> int:
        return self.other + self.only_first + self.only_second


@dataclass(frozen=True)
class Differing:
    fields: list[FieldDiffers]
    page: Page[tuple[int, int, int]]

    @property
    def words(self) -> str:
        count = self.page.paginator.count
        return ngettext("Both extracted %(count)s document.", "Both extracted %(count)s documents.", count) % {
            "count": count
        }


def differences(first: ExtractionRun, second: ExtractionRun, page_number: str | None) -> Differing:
    """By field, over one page of the documents that both extracted; of lists, how many items."""
    done = Extraction.objects.filter(state=State.SUCCEEDED)
    in_second = dict(done.filter(run=second).order_by().values_list("document", "pk"))
    both = [
        (document, pk, in_second[document])
        for document, pk in done.filter(run=first).order_by("document").values_list("document", "pk")
        if document in in_second
    ]
    page = Paginator(both, DOCUMENTS_A_PAGE).get_page(page_number)
    shown = list(page.object_list)
    results = Extraction.objects.filter(pk__in=[pk for row in shown for pk in row[1:]]).only("result")
    contract = second.contract_version.definition
    is_other = first.contract_version_id != second.contract_version_id  # then values are read anew, as for scores
    said = {
        one.pk: prediction_from_result(one.result, contract, recanonicalise=is_other)
        for one in results
        if one.result is not None
    }
    documents = Document.objects.in_bulk([row[0] for row in shown])
    table = {one.name: FieldDiffers(one.title, one.name) for one in contract.fields}
    items = {part.name: FieldDiffers(part.title, part.name) for part in contract.lists}
    for document, one, other in shown:
        _compare(documents[document], said[one], said[other], contract, table, items)
    every: Iterable[FieldDiffers] = [*table.values(), *items.values()]
    return Differing(sorted(every, key=lambda row: -row.differ), page)


def _compare(
    document: Document,
    first: DocumentPrediction,
    second: DocumentPrediction,
    contract: Contract,
    table: dict[str, FieldDiffers],
    items: dict[str, FieldDiffers],
) -> None:
    for one in contract.fields:
        _count(table[one.name], document, _key(first.fields[one.name], one), _key(second.fields[one.name], one))
    for part in contract.lists:
        rows = [
            [tuple(_key(item[one.name], one) for one in part.fields) for item in said.lists[part.name]]
            for said in (first, second)
        ]
        _count(items[part.name], document, rows[0] or None, rows[1] or None)


def _count(row: FieldDiffers, document: Document, first: object, second: object) -> None:
    if first == second:
        row.same += 1
        return
    row.documents.append(document)
    if second is None:
        row.only_first += 1
    elif first is None:
        row.only_second += 1
    else:
        row.other += 1


def _key(value: Canonical, field: Field) -> object:
    """What is compared; None where nothing is stated."""
    return None if value is ABSENT else key(value, field)
