"""Access tokens and the addresses that they open: made, seen once, revoked."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.models import AccessToken, Project
from portal.services import contracts, tokens
from portal.services.access import Verb
from portal.services.errors import BadInput
from portal.views.page import REFUSED, address, found, person, render_page, trail_of
from portal.views.who import projects_for

DAYS = (7, 30, 90, 366)
USUAL_DAYS = 90


def show(request: HttpRequest) -> HttpResponse:
    projects = list(projects_for(request, Verb.MANAGE_TOKENS))
    problem = made = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "revoke":
                return _revoke(request)
            made = _make(request, projects)
        except REFUSED as error:
            problem = str(error)
    mine = AccessToken.objects.for_user(request.user).filter(project__in=projects)
    return render_page(
        request,
        "portal/tokens.html",
        _("Access for programs"),
        trail=trail_of((_("Final data"), address("extraction_final"))),
        projects=projects,
        feeds=[(project, feeds_of(project)) for project in projects],
        tokens=mine.select_related("project", "made_by", "revoked_by"),
        made=made,
        typed=request.POST if problem else {},
        days=DAYS,
        usual_days=USUAL_DAYS,
        problem=problem,
        asks=request.GET.get("revoke", ""),
        status=400 if problem else 200,
    )


def feeds_of(project: Project) -> list[tuple[str, str]]:
    """What can be fetched, and where: the documents, then each list."""
    start = settings.SITE_URL.rstrip("/")
    try:
        lists = contracts.in_force(project).definition.lists
    except BadInput:
        return []
    documents = (_("Documents"), start + reverse("feed", args=[project.slug]))
    return [documents, *((part.title, start + reverse("feed_list", args=[project.slug, part.name])) for part in lists)]


def _make(request: HttpRequest, projects: list[Project]) -> str:
    wanted, days = request.POST.get("project", ""), request.POST.get("days", "")
    project = next((one for one in projects if str(one.pk) == wanted), None)
    if project is None:
        raise BadInput(_("Choose a project."))
    _row, token = tokens.make(
        project, request.POST.get("name", ""), int(days) if days.isdecimal() else 0, by=person(request)
    )
    return token


def _revoke(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("token", "")
    token = found(request, AccessToken, int(wanted) if wanted.isdecimal() else 0, "project")
    tokens.revoke(token, by=person(request))
    messages.success(request, _("The token “%(name)s” is revoked; it opens nothing any more.") % {"name": token.name})
    return HttpResponseRedirect(address("extraction_tokens"))
