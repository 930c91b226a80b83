"""Workbooks go out: asked for, made by a worker, downloaded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.models import Document, EvalRun, ExportOptions, JobState, Project, Purpose, WorkbookExport
from portal.services import exports
from portal.services.access import roles_of
from portal.services.errors import BadInput
from portal.views.final import XLSX
from portal.views.page import REFUSED, address, found, person, render_page, trail_of
from portal.views.who import roles_held
from portal.views.words import sentence

EXPLAINED = {
    Purpose.BLIND: gettext_lazy(
        "For labellers: the documents and what you have labelled blind so far. It hides all predictions."
    ),
    Purpose.ASSISTED: gettext_lazy("For labels made with predictions in view. They count as assisted, never as gold."),
    Purpose.REVIEW: gettext_lazy(
        "For experts: the values on their way to the client, to be corrected in Excel instead of page by page."
    ),
    Purpose.COMPARISON: gettext_lazy("Label and prediction of every cell of an evaluation, and its scores."),
    Purpose.FINAL: gettext_lazy("What integrators load: one row a document and one an item."),
    Purpose.CONTRACT: gettext_lazy("The fields of the contract: change them and propose the next version."),
}
SHOWN_NAMES = 10


def make(request: HttpRequest) -> HttpResponse:
    """The form, and the wish it states."""
    asked = request.POST if request.method == "POST" else request.GET
    projects = Project.objects.for_user(request.user)
    chosen = asked.get("project", "")
    project = projects.filter(pk=chosen).first() if chosen.isdecimal() else None
    if not chosen and projects.count() == 1:
        project = projects.first()
    documents = [int(pk) for pk in asked.get("documents", "").split(",") if pk.isdecimal() and len(pk) < 19]
    problem = ""
    if request.method == "POST":
        try:
            export = _begin(request, project, documents)
            _tell_left_out(request, export, len(documents))
            return HttpResponseRedirect(address("workbookexport_change", export.pk))
        except REFUSED as error:
            problem = str(error)
    return _form(request, projects, project, documents, problem)


def _form(
    request: HttpRequest, projects: QuerySet[Project], project: Project | None, documents: list[int], problem: str = ""
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    held = roles_of(request.user, project) if project else roles_held(request)
    offered = [purpose for purpose in EXPLAINED if exports.for_whom(purpose) & held]
    evaluations = EvalRun.objects.for_user(request.user).filter(state=EvalRun.State.SUCCEEDED, project__in=projects)
    return render_page(
        request,
        "portal/workbook_make.html",
        _("Make a workbook"),
        trail=trail_of((_("Workbooks"), address("workbookexport_changelist"))),
        projects=projects,
        project=project,
        purposes=[(purpose, purpose.label, EXPLAINED[purpose]) for purpose in offered],
        evaluations=evaluations.select_related("project", "run")[:100] if Purpose.COMPARISON in offered else [],
        has_evidence=Purpose.REVIEW in offered or Purpose.ASSISTED in offered,
        has_unapproved=bool(exports.for_whom(Purpose.FINAL, approved_only=False) & held),
        documents=documents,
        chosen=",".join(map(str, documents)),
        names=Document.objects.for_user(request.user).filter(pk__in=documents[:SHOWN_NAMES]),
        more=max(0, len(documents) - SHOWN_NAMES),
        typed=asked,
        problem=problem,
        status=400 if problem else 200,
    )


def _begin(request: HttpRequest, project: Project | None, documents: list[int]) -> WorkbookExport:
    if project is None:
        raise BadInput(_("Choose a project."))
    if request.POST.get("purpose", "") not in Purpose.values:
        raise BadInput(_("Choose what the workbook is for."))
    evaluation = request.POST.get("evaluation", "")
    options = ExportOptions(
        evaluation=int(evaluation) if evaluation.isdecimal() else None,
        approved_only="all" not in request.POST,
        evidence="evidence" in request.POST,
    )
    return exports.begin(
        project,
        Purpose(request.POST["purpose"]),
        by=person(request),
        documents=documents or None,
        options=options,
    )


def _tell_left_out(request: HttpRequest, export: WorkbookExport, chosen: int) -> None:
    """Of the chosen documents those without a review are not in a review copy."""
    left_out = chosen - export.documents.count() if export.purpose == Purpose.REVIEW else 0
    if left_out > 0:
        words = ngettext(
            "%(count)s of the chosen documents has no review yet and is left out.",
            "%(count)s of the chosen documents have no review yet and are left out.",
            left_out,
        )
        messages.warning(request, words % {"count": left_out})


def ask(request: HttpRequest, documents: QuerySet[Document]) -> HttpResponse:
    """What the action of the documents' list leads to."""
    chosen = list(documents.order_by("pk").values_list("pk", "project_id"))
    projects = {project for _pk, project in chosen}
    if len(projects) != 1:
        problem = _("Choose documents of one project of yours at a time: filter the list by project first.")
        messages.error(request, problem)
        return redirect(request.get_full_path())
    mine = Project.objects.for_user(request.user)
    return _form(request, mine, mine.get(pk=projects.pop()), [pk for pk, _project in chosen])


def show(request: HttpRequest, pk: int) -> HttpResponse:
    export = found(request, WorkbookExport, pk, "project", "contract_version", "made_by", "returns")
    return render_page(
        request,
        "portal/workbook.html",
        sentence(str(export)),
        trail=trail_of((_("Workbooks"), address("workbookexport_changelist"))),
        export=export,
        progress=how_far(export) if export.job in (JobState.WAITING, JobState.RUNNING) else None,
        documents=export.documents.count(),
        uploads=export.uploads.for_user(request.user).select_related("made_by")[:20],
    )


def how_far(export: WorkbookExport) -> dict[str, Any]:
    """For the bar, which asks for it again and again."""
    words = ngettext(
        "%(done)s of %(total)s document written.", "%(done)s of %(total)s documents written.", export.total
    )
    if export.job == JobState.WAITING:
        told = _("Waiting for a worker.")
    elif export.total:
        told = words % {"done": export.done, "total": export.total}
    else:
        told = _("Being made.")
    finished = export.job not in (JobState.WAITING, JobState.RUNNING)
    return {"finished": export.done, "total": max(export.total, 1), "done": finished, "words": told}


def progress(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(how_far(found(request, WorkbookExport, pk)))


def download(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """The file. Who may not make such a workbook any more may not download it either."""
    export = found(request, WorkbookExport, pk, "project", "returns")
    try:
        if not export.file:
            raise BadInput(_("The workbook is not finished yet."))
        if export.returns_id is None:
            exports.allow(export.project, Purpose(export.purpose), export.options, by=person(request))
    except REFUSED as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(address("workbookexport_change", pk))
    return FileResponse(
        default_storage.open(export.file),
        as_attachment=True,
        filename=file_name(export),
        content_type=XLSX,
        headers={"Cache-Control": "private, no-store"},
    )


def file_name(export: WorkbookExport) -> str:
    if export.returns is not None:
        return f"{export.returns.name.rsplit('.', 1)[0]}-returned.xlsx"
    made = timezone.localtime(export.created_at)
    return f"{export.project.slug}-{export.purpose}-{made:%Y-%m-%d}.xlsx"
