"""A run is started: which documents, which source."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from extraction import sources
from portal.models import Document, Project
from portal.services import contracts, runs
from portal.services.access import Verb
from portal.services.errors import BadInput
from portal.views.page import REFUSED, address, person, render_page, trail_of
from portal.views.who import projects_for

ALL = "all"
EXPLAINED = {
    "layout": gettext_lazy(
        "The source “layout”: visible, upright words only; attachments and metadata are never read."
    ),
    "embedded": gettext_lazy(
        "Factur-X, ZUGFeRD 1 and 2 and XRechnung (CII) attachments; without one, form fields by name."
    ),
}
"""One sentence about each source."""


def choose_source(request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse:
    """What the action of the documents' list leads to: chosen documents wait for a source."""
    chosen = list(documents.order_by("pk").values_list("pk", "project_id"))
    projects = {project for pk, project in chosen}
    if len(projects) != 1:
        messages.error(request, _("Choose documents of one project at a time: filter the list by project first."))
        return redirect(request.get_full_path())
    project = projects_for(request, Verb.RUN).filter(pk=projects.pop()).first()
    if project is None:
        messages.error(request, _("In the project of these documents you may not run extractions; ask a lead of it."))
        return redirect(request.get_full_path())
    return _page(request, project, ",".join(str(pk) for pk, project in chosen), len(chosen))


def start(request: HttpRequest) -> HttpResponse:
    """Ask for a project's documents and a source, and start the run."""
    projects = projects_for(request, Verb.RUN)
    wanted = request.POST.get("project", request.GET.get("project", ""))
    project = projects.filter(pk=wanted).first() if wanted.isdecimal() else None
    if project is None and projects.count() == 1:
        project = projects.get()
    if request.method != "POST":
        count = project.documents.count() if project else 0
        return _page(request, project, ALL, count)
    chosen = request.POST.get("documents", ALL)
    if project is None:
        return _page(request, None, chosen, 0, problem=_("Choose a project."))
    try:
        documents = _chosen(request, project, chosen)
        version = contracts.in_force(project)
        run = runs.start(version, request.POST.get("source", ""), documents, by=person(request))
    except REFUSED as error:
        return _page(request, project, chosen, _count(project, chosen), problem=str(error))
    words = ngettext(
        "Run %(run)s is started over %(count)s document.",
        "Run %(run)s is started over %(count)s documents.",
        len(documents),
    )
    messages.success(request, words % {"run": run.pk, "count": len(documents)})
    return HttpResponseRedirect(address("extractionrun_change", run.pk))


def _chosen(request: HttpRequest, project: Project, chosen: str) -> list[Document]:
    documents = Document.objects.for_user(request.user).filter(project=project)
    if chosen == ALL:
        return list(documents)
    ids = [int(pk) for pk in chosen.split(",") if pk.isdecimal()]
    found = list(documents.filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise BadInput(_("Some of the chosen documents are not there any more; choose them again."))
    return found


def _count(project: Project, chosen: str) -> int:
    return project.documents.count() if chosen == ALL else len(chosen.split(","))


def _page(request: HttpRequest, project: Project | None, chosen: str, count: int, problem: str = "") -> HttpResponse:
    return render_page(
        request,
        "portal/run_start.html",
        _("Start a run"),
        trail=trail_of((_("Extraction runs"), address("extractionrun_changelist"))),
        projects=projects_for(request, Verb.RUN),
        project=project,
        chosen=chosen,
        how_many=_how_many(chosen, count),
        sources=[(name, EXPLAINED.get(name, "")) for name in sources.names()],
        source=request.POST.get("source", ""),
        problem=problem,
        status=400 if problem else 200,
    )


def _how_many(chosen: str, count: int) -> str:
    if chosen == ALL:
        words = ngettext(
            "The run takes all documents of the project: %(count)s document.",
            "The run takes all documents of the project: %(count)s documents.",
            count,
        )
    else:
        words = ngettext(
            "The run takes the chosen documents: %(count)s document.",
            "The run takes the chosen documents: %(count)s documents.",
            count,
        )
    return words % {"count": count}
