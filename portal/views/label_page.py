"""A label: what it says, how it came to be, whether it counts; accepted or rejected by a lead."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from portal.models import GOLD, GroundTruth, LabelState, LabelValue, Provenance, Review
from portal.services import labels
from portal.services.access import Verb, can
from portal.services.errors import BadInput
from portal.views.columns import field_rows, item_tables, of_rows
from portal.views.history import history
from portal.views.page import REFUSED, address, found, person, render_page, told, trail_of
from portal.views.words import LABEL_STATES, sentence

PROBLEMS_SHOWN = 5
LISTS = {
    # Translators: what a label says of a list of items: complete, or part of it, or that there are none.
    "complete": pgettext_lazy("list", "complete"),
    "partial": pgettext_lazy("list", "partial"),
    "none": pgettext_lazy("list", "none"),
}
HOW_MADE = {
    # Translators: how a label was made, within a sentence: “Gold: accepted, and blind.”
    Provenance.BLIND: pgettext_lazy("how a label was made", "blind"),
    Provenance.IMPORTED: pgettext_lazy("how a label was made", "imported from another system"),
    Provenance.ASSISTED: pgettext_lazy("how a label was made", "assisted"),
    Provenance.WEAK: pgettext_lazy("how a label was made", "weak"),
    Provenance.ADJUDICATED: pgettext_lazy("how a label was made", "adjudicated"),
}


def show(request: HttpRequest, pk: int) -> HttpResponse:
    label = found(request, GroundTruth, pk, "document__project", "contract_version", "labeller")
    contract = label.contract_version.definition
    # Translators: the person who made the label.
    by = _("by %(labeller)s") % {"labeller": label.labeller}
    column = of_rows(label.values.all(), letter="A", title=pgettext("noun", "label"), subtitle=by, href="")
    return render_page(
        request,
        "portal/label.html",
        sentence(str(label)),
        trail=trail_of(
            (_("Ground truth"), address("groundtruth_changelist")),
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
    says = next((row.value for row in rows if row.list_name == name and not row.field), "")
    return str(LISTS.get(says, says)) or _("nothing said")


def why_gold(label: GroundTruth) -> str:
    """Whether scores count the label, and why."""
    how = HOW_MADE[Provenance(label.provenance)]
    if label.provenance not in GOLD:
        # Translators: %(how)s is assisted or weak: how the label was made.
        return _("Never gold: a label that is %(how)s saw a prediction or a rule; it is scored apart.") % {"how": how}
    if label.state == LabelState.ACCEPTED:
        # Translators: %(how)s is blind, imported from another system or adjudicated: how the label was made.
        return _("Gold: accepted, and %(how)s. Scores count it.") % {"how": how}
    if label.state == LabelState.REJECTED:
        return _("Not gold: it was rejected.")
    return _("Not gold yet: it becomes gold when a lead accepts it.")


def accept_all(request: HttpRequest, chosen: QuerySet[GroundTruth]) -> None:
    """Accept these labels; what is refused is said, the others are accepted."""
    by = person(request)
    _each(request, chosen, lambda label: labels.accept(label, by=by), _accepted)


def _accepted(count: int) -> str:
    return ngettext("%(count)s label accepted.", "%(count)s labels accepted.", count) % {"count": count}


def _rejected(count: int) -> str:
    return ngettext("%(count)s label rejected.", "%(count)s labels rejected.", count) % {"count": count}


def ask_why_rejected(request: HttpRequest, chosen: QuerySet[GroundTruth], problem: str = "") -> HttpResponse:
    """The page between choosing labels and rejecting them."""
    return render_page(
        request,
        "portal/label_reject.html",
        _("Reject labels"),
        trail=trail_of((_("Ground truth"), address("groundtruth_changelist"))),
        chosen=",".join(str(pk) for pk in chosen.order_by("pk").values_list("pk", flat=True)),
        labels=chosen.select_related("document")[:20],
        count=chosen.count(),
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
            raise BadInput(_("Choose at least one label."))
        if request.POST.get("do") == "accept":
            accept_all(request, chosen)
        elif not reason.strip():
            return ask_why_rejected(request, chosen, _("To reject labels, say why."))
        else:
            _each(request, chosen, lambda label: labels.reject(label, by=by, reason=reason), _rejected)
    if len(ids) == 1 and chosen:
        return HttpResponseRedirect(address("groundtruth_change", ids[0]))
    return HttpResponseRedirect(address("groundtruth_changelist"))


def _each(
    request: HttpRequest,
    chosen: QuerySet[GroundTruth],
    do: Callable[[GroundTruth], object],
    done: Callable[[int], str],
) -> None:
    count = 0
    problems: dict[str, str] = {}
    for label in chosen.select_related("document__project"):
        try:
            do(label)
            count += 1
        except REFUSED as error:
            problems.setdefault(str(error), label.document.name)
    if count:
        messages.success(request, done(count))
    for message, name in list(problems.items())[:PROBLEMS_SHOWN]:
        messages.error(request, f"{name}: {message}")
