"""Conflicts of uploads: each with both values, their authors and times, decided by a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.models import Conflict, Review, Target, Upload
from portal.services import conflicts
from portal.services.conflicts import Held
from portal.views.cell_rows import address_of, in_words, what_of
from portal.views.page import address, found, person, render_page, told, trail_of

A_PAGE = 25


@dataclass(frozen=True)
class Row:
    conflict: Conflict
    held: Held
    what: str
    address: str
    now: str
    """What the portal says, in words."""
    wanted: str
    """What the file says, in words."""
    href: str
    """The page of the review or document."""


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the upload's."""
    upload = found(request, Upload, pk, "project", "contract_version", "made_by")
    rows = Conflict.objects.for_user(request.user).filter(cell__upload=upload)
    waiting = rows.filter(decision="").select_related(
        "cell__document", "cell__upload__project", "cell__upload__made_by"
    )
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request,
        "portal/conflicts.html",
        _("Conflicts of %(file)s") % {"file": upload.name},
        trail=trail_of(
            (_("Uploads"), address("upload_changelist")), (upload.name, address("upload_change", upload.pk))
        ),
        upload=upload,
        page=page,
        rows=[_row(conflict, upload) for conflict in page.object_list],
        settled=rows.exclude(decision="").select_related("cell__document", "decided_by")[:A_PAGE],
    )


def _row(conflict: Conflict, upload: Upload) -> Row:
    cell = conflict.cell
    parent = conflicts.parent_of(cell)
    held = conflicts.held_at(cell)
    if isinstance(parent, Review):
        href = address("review_change", parent.pk)
    elif upload.target == Target.LABELS and parent is not None:
        href = address("groundtruth_change", parent.pk)
    else:
        href = address("document_change", cell.document_id)
    contract = upload.contract_version.definition
    return Row(
        conflict,
        held,
        what_of(cell, contract),
        address_of(cell),
        in_words(held.value),
        in_words(cell.new),
        href,
    )


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the conflict's."""
    conflict = found(request, Conflict, pk, "cell__upload__project")
    seen = request.POST.get("seen", "")
    with told(request):
        decision = request.POST.get("decision", "")
        conflicts.decide(conflict, decision, seen=int(seen) if seen.isdecimal() else -1, by=person(request))
        messages.success(
            request,
            _("Decided: the value of the file was written.")
            if decision == Conflict.Decision.FILE
            else _("Decided: the value of the portal stays."),
        )
    return HttpResponseRedirect(address("upload_conflicts", conflict.cell.upload_id))
