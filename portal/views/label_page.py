"""A label: what it says, how it came to be, whether it counts; accepted or rejected by a lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from portal.models import GOLD, GroundTruth, LabelState, LabelValue, Review
from portal.services import labels
from portal.services.access import Verb, can
from portal.services.errors import BadInput
from portal.views.columns import field_rows, item_tables, of_rows
from portal.views.history import history
from portal.views.page import REFUSED, address, found, person, render_page, told, trail_of
from portal.views.words import LABEL_STATES, counted, sentence

PROBLEMS_SHOWN = 5


def show(request: HttpRequest, pk: int) -> HttpResponse:
    label = found(request, GroundTruth, pk, "document__project", "contract_version", "labeller")
    contract = label.contract_version.definition
    column = of_rows(label.values.all(), letter="A", title="label", subtitle=f"by {label.labeller}", href="")
    return render_page(
        request,
        "portal/label.html",
        sentence(str(label)),
        trail=trail_of(
            ("Ground truth", address("groundtruth_changelist")),
            (label.document.name, address("document_change", label.document_id)),
        ),
        label=label,
        document=label.document,
        version=label.contract_version,
        state=LABEL_STATES[label.state],
        why_gold=why_gold(label),
        columns=[column],
        rows=field_rows(contract, [column]),
        tables=item_tables(contract, [column]),
        list_states=[(part, _says_of_list(label.values.all(), part.name)) for part in contract.lists],
        may_decide=can(request.user, Verb.ACCEPT_LABELS, label.document.project),
        history=history(Review.objects.none(), GroundTruth.objects.filter(pk=label.pk)),
    )


def _says_of_list(rows: Iterable[LabelValue], name: str) -> str:
    return next((row.value for row in rows if row.list_name == name and not row.field), "") or "nothing said"


def why_gold(label: GroundTruth) -> str:
    """Whether scores count the label, and why."""
    how = label.get_provenance_display().split(" (")[0].lower()
    if label.provenance not in GOLD:
        return f"Never gold: a label that is {how} saw a prediction or a rule; it is scored apart."
    if label.state == LabelState.ACCEPTED:
        return f"Gold: accepted, and {how}. Scores count it."
    if label.state == LabelState.REJECTED:
        return "Not gold: it was rejected."
    return "Not gold yet: it becomes gold when a lead accepts it."


def accept_all(request: HttpRequest, chosen: QuerySet[GroundTruth]) -> None:
    """Accept these labels; what is refused is said, the others are accepted."""
    by = person(request)
    _each(request, chosen, lambda label: labels.accept(label, by=by), "accepted")


def ask_why_rejected(request: HttpRequest, chosen: QuerySet[GroundTruth], problem: str = "") -> HttpResponse:
    """The page between choosing labels and rejecting them."""
    return render_page(
        request,
        "portal/label_reject.html",
        "Reject labels",
        trail=trail_of(("Ground truth", address("groundtruth_changelist"))),
        chosen=",".join(str(pk) for pk in chosen.order_by("pk").values_list("pk", flat=True)),
        labels=chosen.select_related("document")[:20],
        count=counted(chosen.count(), "label"),
        problem=problem,
        status=400 if problem else 200,
    )


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Accept or reject the labels named in the form."""
    ids = [int(pk) for pk in request.POST.get("labels", "").split(",") if pk.isdecimal()]
    chosen = GroundTruth.objects.for_user(request.user).filter(pk__in=ids)
    by, reason = person(request), request.POST.get("reason", "")
    with told(request):
        if not chosen:
            raise BadInput("Choose at least one label.")
        if request.POST.get("do") == "accept":
            accept_all(request, chosen)
        elif not reason.strip():
            return ask_why_rejected(request, chosen, "To reject labels, say why.")
        else:
            _each(request, chosen, lambda label: labels.reject(label, by=by, reason=reason), "rejected")
    if len(ids) == 1 and chosen:
        return HttpResponseRedirect(address("groundtruth_change", ids[0]))
    return HttpResponseRedirect(address("groundtruth_changelist"))


def _each(request: HttpRequest, chosen: QuerySet[GroundTruth], do: Callable[[GroundTruth], object], done: str) -> None:
    count = 0
    problems: dict[str, str] = {}
    for label in chosen.select_related("document__project"):
        try:
            do(label)
            count += 1
        except REFUSED as error:
            problems.setdefault(str(error), label.document.name)
    if count:
        messages.success(request, f"{counted(count, 'label')} {done}.")
    for message, name in list(problems.items())[:PROBLEMS_SHOWN]:
        messages.error(request, f"{name}: {message}")
