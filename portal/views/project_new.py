"""A new project, with its first contract: for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from extraction.contract import Contract
from extraction.contracts import SHIPPED
from portal.sentences import translated
from portal.services import projects
from portal.services.errors import BadInput
from portal.views.contract_text import contract_from
from portal.views.contract_workbook import sent, uploaded
from portal.views.page import REFUSED, address, person, render_page, trail_of
from portal.workbook.fields_workbook import contract_or_refusal

OWN, WORKBOOK = "own", "workbook"


def show(request: HttpRequest) -> HttpResponse | FileResponse:
    """With `?workbook=invoices`, that contract as a workbook to begin with."""
    if not person(request).is_superuser:
        raise PermissionDenied(_("Projects are created by an administrator."))
    begun = request.GET.get("workbook", "")
    if begun in SHIPPED:
        return sent(SHIPPED[begun], f"{begun}.xlsx")
    problems: list[str] = []
    if request.method == "POST":
        try:
            project = projects.create(
                request.POST.get("name", "").strip(),
                request.POST.get("slug", "").strip(),
                _contract(request),
                by=person(request),
            )
        except REFUSED as error:
            problems = translated(str(error)).split("\n")
        else:
            messages.success(
                request,
                _("%(project)s is there, and you are its lead. Add its members next.") % {"project": project},
            )
            return HttpResponseRedirect(address("project_change", project.pk))
    return render_page(
        request,
        "portal/project_new.html",
        _("New project"),
        trail=trail_of((_("Projects"), address("project_changelist"))),
        shipped=[(name, contract.title or name, contract.description) for name, contract in SHIPPED.items()],
        typed=request.POST,
        problems=problems,
        status=400 if problems else 200,
    )


def _contract(request: HttpRequest) -> Contract:
    chosen = request.POST.get("contract", "")
    if chosen in SHIPPED:
        return SHIPPED[chosen]
    if chosen == WORKBOOK:
        return contract_or_refusal(uploaded(request), name=request.POST.get("slug", "").strip().replace("-", "_"))
    if chosen != OWN:
        raise BadInput(_("Choose a contract that comes with Proofsheet, or give your own, as Excel or as JSON."))
    return contract_from(request.POST.get("definition", ""))
