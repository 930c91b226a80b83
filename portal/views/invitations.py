"""Invitations: sent and withdrawn by leads; the page behind the link, for people who may have no account yet."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from portal.models import Invitation, Project
from portal.services import invitations, projects
from portal.services.access import Verb
from portal.services.errors import BadInput
from portal.views.members import chosen_roles, explained
from portal.views.page import REFUSED, address, found, person, render_page, told, trail_of
from portal.views.who import projects_for

BACKEND = "django.contrib.auth.backends.ModelBackend"


def invite(request: HttpRequest) -> HttpResponse:
    """A form, and below it the invitations that are still open."""
    mine = projects_for(request, Verb.MANAGE_MEMBERS)
    wanted = request.POST.get("project", request.GET.get("project", ""))
    project = mine.filter(pk=wanted).first() if wanted.isdecimal() else None
    email = request.POST.get("email", "")
    chosen = chosen_roles(request)
    problem = ""
    if request.method == "POST":
        try:
            if project is None:
                raise BadInput(_("Choose a project."))
            made, link = invitations.invite(project, email, chosen, by=person(request))
            day = date_format(made.expires_at, "SHORT_DATE_FORMAT")
            messages.success(
                request,
                _("An invitation is on its way to %(address)s; it holds until %(day)s.")
                % {"address": made.email, "day": day},
            )
            if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
                messages.info(
                    request,
                    _("No mail server is set: the mail is printed where the portal runs. Link: %(link)s")
                    % {"link": link},
                )
            return HttpResponseRedirect(f"{address('membership_invite')}?project={project.pk}")
        except REFUSED as error:
            problem = str(error)
    still_open = Invitation.objects.for_user(request.user).filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    return render_page(
        request,
        "portal/invite.html",
        _("Invite by mail"),
        trail=trail_of((_("Members"), address("membership_changelist"))),
        mine=mine,
        project=project,
        email=email,
        explained=explained(chosen),
        problem=problem,
        invitations=still_open.select_related("project", "invited_by"),
        days=settings.INVITATION_DAYS,
        status=400 if problem else 200,
    )


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = found(request, Invitation, pk, "project")
    with told(request):
        invitations.withdraw(invitation, by=person(request))
        messages.success(request, _("The invitation of %(address)s no longer works.") % {"address": invitation.email})
    return HttpResponseRedirect(f"{address('membership_invite')}?project={invitation.project_id}")


def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then go."""
    project = found(request, Project, pk)
    if request.method == "POST":
        with told(request):
            projects.leave(project, by=person(request))
            messages.success(request, _("You have left %(project)s.") % {"project": project})
            return HttpResponseRedirect(reverse("admin:index"))
        return HttpResponseRedirect(address("project_change", pk))
    return render_page(
        request,
        "portal/leave.html",
        _("Leave %(project)s") % {"project": project},
        trail=trail_of((_("Projects"), address("project_changelist")), (project.name, address("project_change", pk))),
        project=project,
    )


@never_cache
@sensitive_post_parameters("password", "again")
@sensitive_variables("password", "again")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: join with the account one has, or make one."""
    invitation = invitations.find(token)
    problem = ""
    if request.method == "POST" and invitation is not None:
        try:
            return _joined(request, token)
        except REFUSED as error:
            problem = str(error)
    known = invitations.account_of(invitation) if invitation else None
    context = {
        **admin.site.each_context(request),
        "title": _("Join a project"),
        "invitation": invitation,
        "gone": invitations.GONE,
        "is_mine": known is not None and request.user == known,
        "has_account": known is not None,
        "log_in": f"{reverse('admin:login')}?next={request.path}",
        "problem": problem,
        "typed": request.POST,
        "suggested": invitation.email.partition("@")[0] if invitation else "",
    }
    status = 404 if invitation is None else 400 if problem else 200
    return TemplateResponse(request, "portal/join.html", context, status=status)


def _joined(request: HttpRequest, token: str) -> HttpResponse:
    if "username" not in request.POST:
        project = invitations.join(token, by=person(request))
        messages.success(request, _("Welcome to %(project)s.") % {"project": project})
        return HttpResponseRedirect(reverse("admin:index"))
    if request.POST.get("password") != request.POST.get("again"):
        raise BadInput(_("The two passwords differ."))
    user: User = invitations.join_as_new(
        token,
        request.POST["username"],
        request.POST.get("password", ""),
        first_name=request.POST.get("first_name", ""),
        last_name=request.POST.get("last_name", ""),
    )
    login(request, user, BACKEND)
    messages.success(request, _("Welcome. What waits for you stands here."))
    return HttpResponseRedirect(reverse("admin:index"))
