"""The next version of a contract in the making: its parts, what they change, and publishing them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from extraction.checks import validate_contract
from extraction.contract import Contract
from extraction.contract_editing import with_settings
from portal.models import Project
from portal.sentences import translated
from portal.services import contract_drafts
from portal.services.access import Verb, can
from portal.services.compatibility import compatibility
from portal.services.contract_drafts import Draft
from portal.services.errors import BadInput
from portal.views import compatibility_words, contract_words
from portal.views.contract_forms import AboutForm
from portal.views.contract_new import in_words
from portal.views.contract_page import in_words as field_in_words
from portal.views.page import REFUSED, address, found, person, render_page, trail_of


def project_to_edit(request: HttpRequest, pk: int) -> Project:
    """The project whose contract this person may edit. Raises 404, PermissionDenied."""
    project = found(request, Project, pk)
    if not can(request.user, Verb.EDIT_CONTRACT, project):
        raise PermissionDenied(_("Contracts are edited by engineers and leads of the project."))
    return project


def seen_revision(request: HttpRequest) -> int:
    """Which state of the draft the form was made from."""
    stated = request.POST.get("seen", "")
    if not stated.isdecimal():
        raise BadInput(_("The form is incomplete; open the page again."))
    return int(stated)


def show(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_to_edit(request, pk)
    problem = ""
    about: AboutForm | None = None
    if request.method == "POST":
        try:
            match request.POST.get("do"):
                case "publish":
                    return _publish(request, project)
                case "discard":
                    contract_drafts.discard(project, by=person(request), seen=seen_revision(request))
                    messages.success(request, _("The draft is discarded; the version in force is as it was."))
                    return HttpResponseRedirect(address("contractversion_draft", pk))
                case "about":
                    about = AboutForm(request.POST)
                    if about.is_valid():
                        draft = contract_drafts.of(project)
                        keep(request, project, with_settings(draft.definition, **about.part))
                        return HttpResponseRedirect(address("contractversion_draft", pk))
                case _:
                    raise BadInput(_("Choose what to do."))
        except REFUSED as error:
            problem = str(error)
    return _page(request, project, problem, about)


def keep(request: HttpRequest, project: Project, definition: Contract) -> Draft:
    """Save the draft as the person who asked had it in view."""
    return contract_drafts.save(project, definition, by=person(request), seen=seen_revision(request))


def _publish(request: HttpRequest, project: Project) -> HttpResponse:
    after = request.POST.get("after", "")
    version, carried = contract_drafts.publish(
        project,
        by=person(request),
        seen=seen_revision(request),
        after=int(after) if after.isdecimal() else 0,
        note=request.POST.get("note", "").strip()[:500],
    )
    messages.success(
        request,
        _("%(version)s is published and in force. %(carried)s") % {"version": version, "carried": in_words(carried)},
    )
    return HttpResponseRedirect(address("contractversion_change", version.pk))


def _page(request: HttpRequest, project: Project, problem: str, about: AboutForm | None) -> HttpResponse:
    draft = contract_drafts.of(project)
    contract = draft.definition
    changed = contract_words.in_words(draft.base.definition, contract)
    return render_page(
        request,
        "portal/contract_draft.html",
        _("Next version of the contract"),
        trail=trail_of(
            (project.name, address("project_change", project.pk)),
            (str(draft.base), address("contractversion_change", draft.base.pk)),
        ),
        project=project,
        draft=draft,
        contract=contract,
        fields=[field_in_words(field) for field in contract.fields],
        lists=[(part, [field_in_words(field) for field in part.fields]) for part in contract.lists],
        changed=changed,
        impact=contract_drafts.impact(draft) if changed else None,
        compatible=compatibility_words.in_words(compatibility(draft), draft) if changed else [],
        cannot=[translated(one) for one in validate_contract(contract)],
        about=about or AboutForm(AboutForm.of(contract)),
        note=request.POST.get("note", ""),
        problem=problem,
        asks_discard="discard" in request.GET,
        status=400 if problem or (about and about.errors) else 200,
    )
