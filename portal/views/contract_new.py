"""The next version of a project's contract, written as JSON and published."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from portal.models import Project
from portal.services import contracts
from portal.services.access import Verb, can
from portal.services.contracts import Carried
from portal.views.contract_text import contract_from, text_of
from portal.views.page import REFUSED, address, found, person, render_page, trail_of
from portal.views.words import counted


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the project's."""
    project = found(request, Project, pk)
    if not can(request.user, Verb.EDIT_CONTRACT, project):
        raise PermissionDenied("Contracts are edited by engineers and leads of the project.")
    latest = project.contract_versions.order_by("-number").first()
    if latest is None:
        raise Http404("This project has no contract.")
    problems: list[str] = []
    text = request.POST.get("definition", "").replace("\r\n", "\n") or text_of(latest.definition)
    if request.method == "POST":
        try:
            version, carried = contracts.publish(
                project,
                contract_from(request.POST.get("definition", "")),
                by=person(request),
                note=request.POST.get("note", ""),
            )
        except REFUSED as error:
            problems = str(error).split("\n")
        else:
            messages.success(request, f"{version} is published and in force. {in_words(carried)}")
            return HttpResponseRedirect(address("contractversion_change", version.pk))
    return render_page(
        request,
        "portal/contract_new.html",
        f"New version after v{latest.number}",
        trail=trail_of(
            (project.name, address("project_change", project.pk)),
            (str(latest), address("contractversion_change", latest.pk)),
        ),
        project=project,
        latest=latest,
        text=text,
        note=request.POST.get("note", ""),
        problems=problems,
        status=400 if problems else 200,
    )


def in_words(carried: Carried) -> str:
    """What publishing did to what was there."""
    return (
        f"Carried forward: {counted(carried.labels, 'label')}, {counted(carried.reviews, 'open review')}; "
        f"{counted(carried.reviews_copied, 'approved review')} copied, to be approved under the new version. "
        f"{counted(carried.values_read_again, 'value')} read again because the field changed, "
        f"{carried.values_invalid} of them not valid any more."
    )
