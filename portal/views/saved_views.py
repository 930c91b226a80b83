"""Keeping a list as it is shown, and forgetting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.services import saved_views
from portal.views.page import address, person, told


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """For every list: which one stands in the address."""
    match = request.resolver_match
    page = match.url_name.removeprefix("portal_").removesuffix("_keep") if match and match.url_name else ""
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    with told(request):
        if "forget" in request.POST:
            saved_views.forget(person(request), page, name)
            messages.success(request, _("The view “%(name)s” is forgotten.") % {"name": name})
            query = ""
        else:
            query = saved_views.save(person(request), page, name, query).query
            messages.success(request, _("This view is kept as “%(name)s”.") % {"name": name.strip()})
    where = address(f"{page}_changelist")
    return HttpResponseRedirect(f"{where}?{query.lstrip('?')}" if query else where)
