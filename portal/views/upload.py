"""Documents come in: several PDFs or zips at once, with a line of result for each."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.models import Project
from portal.sentences import translated
from portal.services import documents
from portal.services.access import Verb
from portal.services.documents import Added
from portal.services.errors import BadInput
from portal.views.page import address, person, render_page, trail_of
from portal.views.who import projects_for
from portal.views.words import Sign

LARGEST_ZIP = 10
"""Times the largest PDF: an upload beyond it is refused before it is read."""


def upload(request: HttpRequest) -> HttpResponse:
    projects = projects_for(request, Verb.ADD_DOCUMENTS)
    problem = ""
    results: list[tuple[Sign, Added]] = []
    chosen = request.POST.get("project", request.GET.get("project", ""))
    project = projects.filter(pk=chosen).first() if chosen.isdecimal() else None
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if project is None:
            problem = _("Choose the project the documents belong to.")
        elif not files:
            problem = _("Choose at least one PDF or zip.")
        else:
            stratum = request.POST.get("stratum", "").strip()
            results = [(_sign(one), one) for one in _added(project, files, stratum, person(request))]
    if request.method == "POST" and request.accepts("application/json") and not request.accepts("text/html"):
        return _told(problem, [one for _sign_of, one in results])
    return render_page(
        request,
        "portal/upload.html",
        _("Upload documents"),
        trail=trail_of((_("Documents"), address("document_changelist"))),
        projects=projects,
        project=project,
        stratum=request.POST.get("stratum", ""),
        problem=problem,
        results=results,
        added=[one.document for _sign_of, one in results if one.is_new and one.document],
        largest=settings.MAX_PDF_MEGABYTES,
        status=400 if problem else 200,
    )


def _told(problem: str, added: list[Added]) -> JsonResponse:
    """For the script of the page, which sends one file at a time."""
    results = []
    for one in added:
        sign = _sign(one)
        results.append(
            {
                "name": one.name,
                "href": address("document_change", one.document.pk) if one.document else "",
                "why": translated(one.problem),
                "outcome": "refused" if one.document is None else "added" if one.is_new else "known",
                **sign._asdict(),
            }
        )
    return JsonResponse({"problem": problem, "results": results}, status=400 if problem else 200)


def _added(project: Project, files: list[UploadedFile], stratum: str, by: User) -> Iterator[Added]:
    for file in files:
        name = documents.clean_name(file.name or "")
        if (file.size or 0) > LARGEST_ZIP * settings.MAX_PDF_MEGABYTES << 20:
            size = LARGEST_ZIP * settings.MAX_PDF_MEGABYTES
            yield Added(name, None, problem=_("larger than %(size)s MB; send it in parts") % {"size": size})
            continue
        try:
            for inner, content in documents.files_in(name, file.read()):
                yield documents.add(project, inner, content, by=by, stratum=stratum)
        except BadInput as error:
            yield Added(name, None, problem=str(error))


def _sign(added: Added) -> Sign:
    if added.document is None:
        return Sign("✗", pgettext("of a file", "refused"), "bad")
    if not added.is_new:
        return Sign("=", pgettext("of a file", "already here"), "quiet")
    if added.problem:
        return Sign("!", pgettext("of a file", "added, but unreadable"), "warn")
    return Sign("✓", pgettext("of a file", "added"), "good")
