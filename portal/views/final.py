"""Final data leave: approved values as a workbook."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import Project, Review, ReviewState
from portal.services.access import Verb, can
from portal.services.final import final_data
from portal.views.page import REFUSED, address, found, person, render_page, trail_of
from portal.views.who import may, projects_for
from portal.workbook.final import write_final

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 5_000_000
"""Bytes of a workbook up to which it needs no file on disk."""


def choose(request: HttpRequest) -> HttpResponse:
    """The projects whose final data this person may download."""
    projects = projects_for(request, Verb.DOWNLOAD_FINAL)
    approved = Review.objects.for_user(request.user).filter(state=ReviewState.APPROVED)
    rows = [
        (
            project,
            approved.filter(document__project=project).values("document").distinct().count(),
            can(request.user, Verb.DOWNLOAD_UNAPPROVED, project),
        )
        for project in projects
    ]
    return render_page(
        request,
        "portal/final.html",
        _("Final data"),
        trail=trail_of((_("Projects"), address("project_changelist"))),
        projects=rows,
        may_give_access=may(request, Verb.MANAGE_TOKENS),
    )


def download(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """`pk` is the project's; with `?all`, values that are not approved come too, for those who may."""
    project = found(request, Project, pk)
    try:
        data = final_data(project, by=person(request), approved_only="all" not in request.GET)
        target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the response closes it
        write_final(data, target)  # type: ignore[arg-type]
    except REFUSED as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(address("extraction_final"))
    target.seek(0)
    kind = "final" if data.approved_only else "not-approved"
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"{project.slug}-{kind}-{timezone.now():%Y-%m-%d}.xlsx",
        content_type=XLSX,
        headers={"Cache-Control": "private, no-store"},
    )
