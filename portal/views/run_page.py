"""A run: how far it is, what failed and why, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.models import GOLD, EvalRun, Extraction, ExtractionRun, GroundTruth, LabelState
from portal.services import evaluation, runs
from portal.services.access import Verb, can
from portal.views.page import address, found, person, render_page, told, trail_of
from portal.views.words import sentence

State = Extraction.State
FAILURES_SHOWN = 200


def show(request: HttpRequest, pk: int) -> HttpResponse:
    run = found(request, ExtractionRun, pk, "project", "contract_version", "created_by")
    failures = run.extractions.filter(state=State.FAILED).select_related("document").defer("result", "given")
    return render_page(
        request,
        "portal/run.html",
        sentence(str(run)),
        trail=trail_of((_("Extraction runs"), address("extractionrun_changelist"))),
        run=run,
        progress=how_far(run),
        failures=failures.order_by("document__name")[:FAILURES_SHOWN],
        **_labels(request, run),
        evaluations=EvalRun.objects.for_user(request.user).filter(run=run).select_related("label_set"),
        may_run=can(request.user, Verb.RUN, run.project),
        may_evaluate=can(request.user, Verb.EVALUATE, run.project),
        asks_cancel="cancel" in request.GET,
    )


def _labels(request: HttpRequest, run: ExtractionRun) -> dict[str, int]:
    """How many gold labels the run's documents have, and how many wait for a lead."""
    mine = GroundTruth.objects.for_user(request.user).filter(
        document__extractions__run=run, provenance__in=GOLD, contract_version__project=run.project_id
    )
    return {
        "gold": mine.filter(state=LabelState.ACCEPTED).count(),
        "awaiting": mine.filter(state=LabelState.PROPOSED).count(),
    }


def how_far(run: ExtractionRun) -> dict[str, Any]:
    """Counts by state, and the same in words."""
    counts = run.progress()
    total, finished = sum(counts.values()), counts["succeeded"] + counts["failed"]
    words = ngettext(
        "%(finished)s of %(total)s document finished: %(queued)s waiting, %(running)s at work, "
        "%(succeeded)s succeeded, %(failed)s failed.",
        "%(finished)s of %(total)s documents finished: %(queued)s waiting, %(running)s at work, "
        "%(succeeded)s succeeded, %(failed)s failed.",
        total,
    ) % {**counts, "finished": finished, "total": total}
    if run.cancelled_at:
        words = f"{words} {_('The run was cancelled.')}"
    return {**counts, "total": total, "finished": finished, "done": finished == total, "words": words}


def progress(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(how_far(found(request, ExtractionRun, pk)))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    run = found(request, ExtractionRun, pk, "project")
    with told(request):
        stopped = runs.cancel(run, by=person(request))
        words = ngettext(
            "The run is cancelled; %(count)s document had not been finished.",
            "The run is cancelled; %(count)s documents had not been finished.",
            stopped,
        )
        messages.success(request, words % {"count": stopped})
    return HttpResponseRedirect(address("extractionrun_change", pk))


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    run = found(request, ExtractionRun, pk, "project")
    with told(request):
        again = runs.retry_failed(run, by=person(request))
        words = ngettext("%(count)s document tried again.", "%(count)s documents tried again.", again)
        messages.success(request, words % {"count": again})
    return HttpResponseRedirect(address("extractionrun_change", pk))


@require_POST
def evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    run = found(request, ExtractionRun, pk, "project")
    with told(request):
        made = evaluation.begin(run, by=person(request), ring=True)
        return HttpResponseRedirect(address("evalrun_change", made.pk))
    return HttpResponseRedirect(address("extractionrun_change", pk))
