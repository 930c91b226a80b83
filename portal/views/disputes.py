"""A field about whose meaning people disagree: set apart from scores, and settled by a contract version."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.models import ContractVersion, Dispute
from portal.services import disputes
from portal.services.errors import BadInput
from portal.views.page import address, found, person, told


@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """About a field of this contract version."""
    version = found(request, ContractVersion, pk, "project")
    field, question = request.POST.get("field", ""), request.POST.get("question", "")
    with told(request):
        disputes.open_dispute(version.project, field, question, by=person(request))
        messages.success(
            request,
            _("%(field)s is disputed: it stands outside all totals until a version settles it.") % {"field": field},
        )
    return HttpResponseRedirect(address("contractversion_change", pk) + "#disputes")


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """This contract version says what the field means."""
    version = found(request, ContractVersion, pk, "project")
    wanted = request.POST.get("dispute", "")
    mine = Dispute.objects.for_user(request.user).filter(project=version.project)
    with told(request):
        dispute = mine.filter(pk=wanted).first() if wanted.isdecimal() else None
        if dispute is None:
            raise BadInput(_("That dispute is not there any more."))
        disputes.settle(dispute, version, by=person(request))
        messages.success(
            request,
            _("%(field)s means what %(version)s says; it is scored again.")
            % {"field": dispute.field, "version": version},
        )
    return HttpResponseRedirect(address("contractversion_change", pk) + "#disputes")
