"""Labels come in from a file: all of them, or none where something is wrong."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from extraction.contract import UNKNOWN, Conventions
from portal.models import Project
from portal.services import contracts
from portal.services.access import Verb, roles_needed
from portal.services.errors import BadInput
from portal.services.labels import MADE
from portal.views.field_words import DATES, DECIMALS
from portal.views.page import REFUSED, address, person, render_page, trail_of
from portal.views.who import may, projects_for
from portal.workbook.label_import import LabelImport, import_label_file

LARGEST_MEGABYTES = 100
PROBLEMS_SHOWN = 200
EXPLAINED = {
    "blind": (
        # Translators: blind, shown, rules, system: how labels were made, each to be chosen.
        pgettext_lazy("how labels were made", "blind"),
        gettext_lazy("Somebody labelled the documents without seeing any prediction. Gold, once accepted."),
    ),
    "shown": (
        # Translators: predictions were shown to whoever made the labels.
        pgettext_lazy("how labels were made", "shown"),
        gettext_lazy("Predictions were in view while labelling: such labels are assisted, and scored apart."),
    ),
    "rules": (
        pgettext_lazy("how labels were made", "rules"),
        gettext_lazy("Rules or a program made them: such labels are weak, never gold."),
    ),
    "system": (
        pgettext_lazy("how labels were made", "system"),
        gettext_lazy("They come from another system that holds the truth (bookkeeping, archive). Gold, once accepted."),
    ),
}


def show(request: HttpRequest) -> HttpResponse:
    projects = projects_for(request, Verb.WRITE_LABELS)
    chosen = request.POST.get("project", request.GET.get("project", ""))
    project = projects.filter(pk=chosen).first() if chosen.isdecimal() else None
    problem = ""
    outcome: LabelImport | None = None
    only_check = request.POST.get("do") == "check"
    if request.method == "POST":
        try:
            outcome = _import(request, project, request.FILES.get("file"), only_check)
        except REFUSED as error:
            problem = str(error)
    return render_page(
        request,
        "portal/label_import.html",
        _("Import labels"),
        trail=trail_of((_("Ground truth"), address("groundtruth_changelist"))),
        projects=projects,
        project=project,
        explained=[(made, *EXPLAINED[made]) for made in MADE],
        decimals=list(DECIMALS.items()),
        dates=list(DATES.items()),
        typed=request.POST,
        may_accept=may(request, Verb.ACCEPT_LABELS),
        accepting_roles=roles_needed(Verb.ACCEPT_LABELS),
        problem=problem,
        outcome=outcome,
        problems=outcome.report.problems[:PROBLEMS_SHOWN] if outcome else [],
        more=max(0, len(outcome.report.problems) - PROBLEMS_SHOWN) if outcome else 0,
        only_check=only_check,
        status=400 if problem or (outcome and outcome.report.problems) else 200,
    )


def _import(request: HttpRequest, project: Project | None, file: UploadedFile | None, only_check: bool) -> LabelImport:
    if project is None:
        raise BadInput(_("Choose the project the labels belong to."))
    if file is None:
        raise BadInput(_("Choose a file: xlsx or csv with the contract's headers, or lines of JSON."))
    if (file.size or 0) > LARGEST_MEGABYTES << 20:
        raise BadInput(
            _("The file is larger than %(size)s MB; split it, or use manage.py import_labels.")
            % {"size": LARGEST_MEGABYTES}
        )
    return import_label_file(
        contracts.in_force(project),
        file.read(),
        made=request.POST.get("made", ""),
        by=person(request),
        accept_them="accept" in request.POST,
        conventions=_conventions(request),
        dry_run=only_check,
    )


def _conventions(request: HttpRequest) -> Conventions:
    decimal, dates = request.POST.get("decimal", ""), request.POST.get("dates", "")
    known = UNKNOWN
    if decimal in DECIMALS:
        known = known.model_copy(update={"decimal": decimal})
    if dates in DATES:
        known = known.model_copy(update={"dates": dates})
    return known
