"""The page between choosing documents and assigning them, or setting their source or split."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from portal.models import Document, Project, Split
from portal.services import arranging
from portal.services.access import Verb
from portal.services.arranging import Arrangement
from portal.views.page import REFUSED, address, person, render_page, trail_of
from portal.views.who import projects_for

KEEP = "keep"
SPLITS = {
    Split.DEV: pgettext_lazy("what documents are kept for", "development"),
    Split.TEST: pgettext_lazy("what documents are kept for", "test"),
}


def ask(request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse:
    """What the action of the documents' list leads to."""
    chosen = list(documents.order_by("pk").values_list("pk", "project_id"))
    projects = {project for _pk, project in chosen}
    project = None
    if len(projects) == 1:
        project = projects_for(request, Verb.ARRANGE_DOCUMENTS).filter(pk=projects.pop()).first()
    if project is None:
        problem = _("Choose documents of one project of yours at a time: filter the list by project first.")
        messages.error(request, problem)
        return redirect(request.get_full_path())
    return _page(request, project, [pk for pk, _project in chosen])


def show(request: HttpRequest) -> HttpResponse:
    """Set what was chosen in the form."""
    mine = projects_for(request, Verb.ARRANGE_DOCUMENTS)
    wanted = request.POST.get("project", "")
    project = mine.filter(pk=wanted).first() if wanted.isdecimal() else None
    documents = [int(pk) for pk in request.POST.get("documents", "").split(",") if pk.isdecimal()]
    if project is None or not documents:
        messages.info(request, _("Choose documents first, then the action."))
        return HttpResponseRedirect(address("document_changelist"))
    try:
        count = arranging.arrange(project, documents, _wanted(request), by=person(request))
    except REFUSED as error:
        return _page(request, project, documents, problem=str(error))
    messages.success(request, ngettext("%(count)s document set.", "%(count)s documents set.", count) % {"count": count})
    return HttpResponseRedirect(f"{address('document_changelist')}?project={project.pk}")


def _wanted(request: HttpRequest) -> Arrangement:
    who, split = request.POST.get("assigned_to", KEEP), request.POST.get("split", KEEP)
    return Arrangement(
        assigned_to=int(who) if who.isdecimal() else None,
        stratum=request.POST.get("stratum", "") if "set_stratum" in request.POST else None,
        split=Split(split) if split in Split.values else None,
    )


def _page(request: HttpRequest, project: Project, documents: list[int], problem: str = "") -> HttpResponse:
    names = Document.objects.filter(pk__in=documents[:20]).order_by("name").values_list("name", flat=True)
    return render_page(
        request,
        "portal/arrange.html",
        _("Assign documents, set source or split"),
        trail=trail_of((_("Documents"), address("document_changelist"))),
        project=project,
        chosen=",".join(map(str, documents)),
        total=len(documents),
        names=names,
        more=max(0, len(documents) - 20),
        people=arranging.correctors(project),
        strata=Document.objects.filter(project=project)
        .exclude(stratum="")
        .order_by("stratum")
        .values_list("stratum", flat=True)
        .distinct()[:100],
        splits=SPLITS.items(),
        typed=request.POST,
        problem=problem,
        status=400 if problem else 200,
    )
