"""An evaluation: scores a field and a source of documents, and every wrong cell."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import EvalDocument, EvalRun
from portal.services.access import Verb, can
from portal.services.evaluation import progress as scored
from portal.services.evaluation import scores
from portal.views.page import address, found, render_page, trail_of
from portal.views.score_tables import OUTCOME_WORDS, headline, outcomes_of, score_table
from portal.views.words import sentence

ERRORS_A_PAGE = 200


def how_far(evaluation: EvalRun) -> dict[str, Any]:
    """For the bar, which asks for it again and again."""
    finished, total = scored(evaluation)
    done = evaluation.state != EvalRun.State.RUNNING
    words = ngettext("%(finished)s of %(total)s document scored.", "%(finished)s of %(total)s documents scored.", total)
    told = words % {"finished": finished, "total": total}
    return {"finished": finished, "total": total, "done": done, "words": told}


def progress(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(how_far(found(request, EvalRun, pk)))


def show(request: HttpRequest, pk: int) -> HttpResponse:
    evaluation = found(
        request, EvalRun, pk, "project", "run__contract_version", "contract_version", "label_set", "created_by"
    )
    by_stratum = scores(evaluation)
    whole = by_stratum.pop("", None)
    contract = evaluation.contract_version.definition
    field, outcome = request.GET.get("field", ""), request.GET.get("outcome", "")
    sees_predictions = EvalDocument.objects.for_user(request.user).filter(eval_run=evaluation).exists()
    outcomes = outcomes_of(evaluation, field, outcome)
    page = Paginator(outcomes.errors if sees_predictions else [], ERRORS_A_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request,
        "portal/evaluation.html",
        sentence(str(evaluation)),
        trail=trail_of(
            (_("Evaluations"), address("evalrun_changelist")),
            (str(evaluation.run), address("extractionrun_change", evaluation.run_id)),
        ),
        evaluation=evaluation,
        progress=how_far(evaluation) if evaluation.state == EvalRun.State.RUNNING else None,
        headline=headline(whole) if whole else [],
        table=score_table(whole, contract) if whole else [],
        strata=[(name, score_table(score, contract)) for name, score in sorted(by_stratum.items())],
        labels=evaluation.label_set.get_kind_display(),
        documents=evaluation.label_set.labels.count(),
        sees_predictions=sees_predictions,
        disputed=outcomes.disputed,
        page=page,
        errors=page.object_list,
        field=field,
        outcome=outcome,
        fields=list(whole.fields) if whole else [],
        outcomes=list(OUTCOME_WORDS.items()),
        may_evaluate=can(request.user, Verb.EVALUATE, evaluation.project),
    )
