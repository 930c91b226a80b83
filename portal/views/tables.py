"""Tables come in: uploaded, read by a worker, shown as a preview, written when confirmed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.models import (
    COMES_BACK,
    Conflict,
    JobState,
    Outcome,
    Project,
    Target,
    Upload,
    UploadAnswers,
    UploadCell,
    UploadStep,
    WorkbookExport,
)
from portal.services import uploads
from portal.services.access import RIGHTS, Verb, roles_needed
from portal.services.errors import BadInput
from portal.services.labels import MADE
from portal.views.cell_rows import CellRow, cell_rows
from portal.views.field_words import DATES, DECIMALS
from portal.views.how_made import EXPLAINED
from portal.views.page import REFUSED, address, found, person, render_page, told, trail_of
from portal.views.table_mapping import choices_of, mapping_from, sheets_of
from portal.views.who import may, roles_held
from portal.views.words import UPLOAD_OUTCOMES

CELLS_A_PAGE = 100
SHOWN_EXPORTS = 50


def add(request: HttpRequest) -> HttpResponse:
    """The form of an upload, and the file it brings."""
    allowed = RIGHTS[Verb.WRITE_LABELS] | RIGHTS[Verb.EDIT_REVIEW]
    projects = Project.objects.filter(Project.in_projects_of(person(request), allowed))
    chosen = request.POST.get("project", request.GET.get("project", ""))
    project = projects.filter(pk=chosen).first() if chosen.isdecimal() else None
    problem = ""
    if request.method == "POST":
        try:
            upload = _begin(request, project)
            return HttpResponseRedirect(address("upload_change", upload.pk))
        except REFUSED as error:
            problem = str(error)
    mine = WorkbookExport.objects.for_user(request.user).filter(purpose__in=COMES_BACK, project__in=projects)
    return render_page(
        request,
        "portal/table_add.html",
        _("Upload a workbook or table"),
        trail=trail_of((_("Uploads"), address("upload_changelist"))),
        projects=projects,
        project=project,
        exports=mine.select_related("project", "made_by")[:SHOWN_EXPORTS],
        explained=[(made, *EXPLAINED[made]) for made in MADE],
        may_label=may(request, Verb.WRITE_LABELS),
        may_accept=may(request, Verb.ACCEPT_LABELS),
        accepting_roles=roles_needed(Verb.ACCEPT_LABELS),
        decimals=list(DECIMALS.items()),
        dates=list(DATES.items()),
        largest=uploads.LARGEST_MEGABYTES,
        typed=request.POST,
        problem=problem,
        nowhere=not allowed & roles_held(request),
        status=400 if problem else 200,
    )


def _begin(request: HttpRequest, project: Project | None) -> Upload:
    file = request.FILES.get("file")
    if project is None:
        raise BadInput(_("Choose the project that the file belongs to."))
    if file is None:
        raise BadInput(_("Choose a file: a workbook of the portal, or a table as xlsx, csv or lines of JSON."))
    if (file.size or 0) > uploads.LARGEST_MEGABYTES << 20:
        raise BadInput(_("The file is larger than %(size)s MB; split it.") % {"size": uploads.LARGEST_MEGABYTES})
    named = request.POST.get("export", "")
    export = None
    if named.isdecimal():
        export = WorkbookExport.objects.for_user(request.user).filter(pk=named, project=project).first()
    return uploads.begin(
        project,
        file.name or "table",
        file.read(),
        by=person(request),
        export=export,
        answers=UploadAnswers(
            made=request.POST.get("made", "") if request.POST.get("made") in MADE else "",
            accept="accept" in request.POST,
            decimal=_one_of(request, "decimal", DECIMALS),
            dates=_one_of(request, "dates", DATES),
        ),
    )


def _one_of(request: HttpRequest, name: str, known: dict[str, Any]) -> str:
    value = request.POST.get(name, "")
    return value if value in known else ""


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an upload, whatever its step."""
    upload = found(request, Upload, pk, "project", "contract_version", "made_by", "export")
    at_work = upload.job in (JobState.WAITING, JobState.RUNNING) and upload.step != UploadStep.DISCARDED
    context: dict[str, Any] = {}
    if at_work:
        context["progress"] = how_far(upload)
    elif upload.step == UploadStep.MAPPING:
        context |= _questions(request, upload)
    elif upload.step in (UploadStep.PREVIEW, UploadStep.WRITING, UploadStep.DONE):
        context |= _cells(request, upload)
    return render_page(
        request,
        "portal/table.html",
        upload.name,
        trail=trail_of((_("Uploads"), address("upload_changelist"))),
        upload=upload,
        is_mine=upload.made_by_id == request.user.pk,
        sees_export=WorkbookExport.objects.for_user(request.user).filter(pk=upload.export_id or 0).exists(),
        failed=upload.job == JobState.FAILED,
        asks_discard="discard" in request.GET,
        **context,
    )


def _questions(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    asked = upload.answers.questions
    return {
        "asked": asked,
        "explained": [(made, *EXPLAINED[made]) for made in MADE],
        "sheets": sheets_of(upload) if "mapping" in asked else [],
        "choices": choices_of(upload.contract_version.definition),
        "decimals": list(DECIMALS.items()),
        "dates": list(DATES.items()),
    }


def _cells(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """The cells that say anything new, filtered, a page at a time."""
    cells = UploadCell.objects.filter(upload=upload)
    outcome, sheet, field = (request.GET.get(name, "") for name in ("outcome", "sheet", "field"))
    document = request.GET.get("document", "")
    shown = cells
    if outcome in Outcome.values:
        shown = shown.filter(outcome=outcome)
    if sheet:
        shown = shown.filter(sheet=sheet)
    if field:
        list_name, _dot, name = field.rpartition(".")
        shown = shown.filter(field=name, list_name=list_name)
    if document:
        shown = shown.filter(document__name__icontains=document)
    page = Paginator(shown.select_related("document"), CELLS_A_PAGE).get_page(request.GET.get("page"))
    rows: list[CellRow] = cell_rows(page.object_list, upload.contract_version.definition)
    chosen = {"outcome": outcome, "sheet": sheet, "field": field, "document": document}
    conflicts = Conflict.objects.filter(cell__upload=upload, decision="").count()
    counts = upload.counts.cells
    return {
        "page": page,
        "rows": rows,
        "cards": [(sign, counts.get(value, 0), value) for value, sign in UPLOAD_OUTCOMES.items() if counts.get(value)],
        "applied": counts.get(Outcome.NEW, 0) + counts.get(Outcome.CHANGED, 0),
        "left_out": sum(
            counts.get(one, 0) for one in (Outcome.CONFLICT, Outcome.REFUSED, Outcome.PROBLEM, Outcome.EMPTIED)
        ),
        "outcomes": [(value, sign.words) for value, sign in UPLOAD_OUTCOMES.items() if counts.get(value)],
        "sheet_names": sorted(set(cells.order_by().values_list("sheet", flat=True).distinct()) - {""}),
        "fields": _fields(cells),
        "chosen": chosen,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "conflicts": conflicts,
        "returned": getattr(upload, "returned", None),
        "is_reviews": upload.target == Target.REVIEWS,
        "can_be_mapped": upload.export_id is None and upload.kind in ("xlsx", "csv"),
    }


def _fields(cells: Any) -> list[str]:
    pairs = cells.exclude(field="").order_by().values_list("list_name", "field").distinct()
    return sorted(f"{list_name}.{name}" if list_name else name for list_name, name in pairs if name[:1] != "@")


def how_far(upload: Upload) -> dict[str, Any]:
    """For the bar, which asks for it again and again."""
    if upload.job == JobState.WAITING:
        words = _("Waiting for a worker.")
    elif not upload.total:
        words = _("Reading the file.")
    elif upload.step == UploadStep.WRITING:
        words = _("Writing what you confirmed.")
    else:
        words = ngettext(
            "%(done)s of %(total)s document compared.", "%(done)s of %(total)s documents compared.", upload.total
        ) % {"done": upload.done, "total": upload.total}
    finished = upload.job not in (JobState.WAITING, JobState.RUNNING)
    return {"finished": upload.done, "total": max(upload.total, 1), "done": finished, "words": words}


def progress(request: HttpRequest, pk: int) -> JsonResponse:
    return JsonResponse(how_far(found(request, Upload, pk)))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file does not say itself; with `map`, the wish to say what its columns mean."""
    upload = found(request, Upload, pk, "project", "contract_version")
    with told(request):
        answers: dict[str, Any] = {"mapping_wanted": "map" in request.POST}
        if "map" in request.POST:
            answers["mapping_confirmed"] = False
        elif "mapping" in upload.answers.questions:
            answers["mapping"] = mapping_from(request, upload)
            answers["mapping_confirmed"] = True
            answers["decimal"] = _one_of(request, "decimal", DECIMALS)
            answers["dates"] = _one_of(request, "dates", DATES)
        if request.POST.get("made") in MADE:
            answers["made"] = request.POST["made"]
        if request.POST.get("lists") in ("complete", "partial"):
            answers["lists"] = request.POST["lists"]
        uploads.answer(upload, by=person(request), **answers)
    return HttpResponseRedirect(address("upload_change", pk))


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    upload = found(request, Upload, pk)
    with told(request):
        uploads.confirm(upload, by=person(request))
    return HttpResponseRedirect(address("upload_change", pk))


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    upload = found(request, Upload, pk)
    with told(request):
        uploads.discard(upload, by=person(request))
        messages.success(request, _("The upload was thrown away. Nothing of it was written."))
    return HttpResponseRedirect(address("upload_change", pk))
