"""The next version of a project's contract, written as JSON and published."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import Project
from portal.sentences import translated
from portal.services import contracts
from portal.services.access import Verb, can
from portal.services.contracts import Carried
from portal.views.contract_text import contract_from, text_of
from portal.views.page import REFUSED, address, found, person, render_page, trail_of


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the project's."""
    project = found(request, Project, pk)
    if not can(request.user, Verb.EDIT_CONTRACT, project):
        raise PermissionDenied(_("Contracts are edited by engineers and leads of the project."))
    latest = project.contract_versions.order_by("-number").first()
    if latest is None:
        raise Http404(_("This project has no contract."))
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
            problems = translated(str(error)).split("\n")
        else:
            messages.success(
                request,
                _("%(version)s is published and in force. %(carried)s")
                % {"version": version, "carried": in_words(carried)},
            )
            return HttpResponseRedirect(address("contractversion_change", version.pk))
    return render_page(
        request,
        "portal/contract_new.html",
        _("New version after v%(number)s") % {"number": latest.number},
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
    again = ngettext(
        "%(count)s value read again because the field changed, %(invalid)s of them not valid any more.",
        "%(count)s values read again because the field changed, %(invalid)s of them not valid any more.",
        carried.values_read_again,
    )
    # Translators: labels and reviews that belong to the new version of the contract now.
    return _("Carried forward: %(labels)s, %(reviews)s; %(copied)s. %(again)s") % {
        "labels": ngettext("%(count)s label", "%(count)s labels", carried.labels) % {"count": carried.labels},
        "reviews": ngettext("%(count)s open review", "%(count)s open reviews", carried.reviews)
        % {"count": carried.reviews},
        "copied": ngettext(
            "%(count)s approved review copied, to be approved under the new version",
            "%(count)s approved reviews copied, to be approved under the new version",
            carried.reviews_copied,
        )
        % {"count": carried.reviews_copied},
        "again": again % {"count": carried.values_read_again, "invalid": carried.values_invalid},
    }
