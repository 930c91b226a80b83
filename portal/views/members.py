"""Members of a project and their roles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from portal.models import Membership, Project, Role
from portal.services import projects
from portal.services.access import RIGHTS, Verb
from portal.services.errors import BadInput
from portal.views.page import REFUSED, address, found, person, render_page, trail_of
from portal.views.who import projects_for


def add(request: HttpRequest) -> HttpResponse:
    """Somebody with an account, by user name, into a project."""
    mine = projects_for(request, Verb.MANAGE_MEMBERS)
    wanted = request.POST.get("project", request.GET.get("project", ""))
    project = mine.filter(pk=wanted).first() if wanted.isdecimal() else None
    username = request.POST.get("username", "").strip()
    problem = ""
    if request.method == "POST":
        try:
            if project is None:
                raise BadInput(_("Choose a project."))
            user = _known(username)
            held = Membership.objects.filter(project=project, user=user).values_list("role", flat=True)
            chosen = chosen_roles(request)
            if not chosen:
                raise BadInput(_("Choose at least one role."))
            return _set(request, project, user, {*chosen, *map(Role, held)})
        except REFUSED as error:
            problem = str(error)
    return _page(
        request,
        _("Add a member"),
        mine=mine,
        project=project,
        username=username,
        roles=chosen_roles(request),
        problem=problem,
    )


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """All roles of one member in one project; none takes them out of it."""
    membership = found(request, Membership, pk, "project", "user")
    project, user = membership.project, membership.user
    problem = ""
    if request.method == "POST":
        try:
            return _set(request, project, user, chosen_roles(request))
        except REFUSED as error:
            problem = str(error)
    held = Membership.objects.filter(project=project, user=user).values_list("role", flat=True)
    chosen = chosen_roles(request) if request.method == "POST" else {Role(role) for role in held}
    title = _("Roles of %(user)s in %(project)s") % {"user": user, "project": project}
    return _page(request, title, project=project, member=user, roles=chosen, problem=problem)


def _set(request: HttpRequest, project: Project, user: User, roles: set[Role]) -> HttpResponse:
    projects.set_roles(project, user, roles, by=person(request))
    names = ", ".join(role.word for role in Role if role in roles)
    said = _("%(user)s is %(roles)s in %(project)s.") if names else _("%(user)s has left %(project)s.")
    messages.success(request, said % {"user": user, "roles": names, "project": project})
    return HttpResponseRedirect(address("project_change", project.pk))


def _known(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise BadInput(
            _("There is no account “%(name)s”; an administrator creates accounts, under “Accounts”.")
            % {"name": username}
        )
    return user


def chosen_roles(request: HttpRequest) -> set[Role]:
    return {Role(role) for role in request.POST.getlist("roles") if role in Role.values}


def explained(chosen: set[Role]) -> list[tuple[Role, str, bool]]:
    """Every role with what it may do, and whether it is ticked."""
    return [
        (role, ", ".join(str(verb.label) for verb in Verb if role in RIGHTS[verb]), role in chosen) for role in Role
    ]


def _page(request: HttpRequest, title: str, *, roles: set[Role], problem: str, **context: object) -> HttpResponse:
    return render_page(
        request,
        "portal/member.html",
        title,
        trail=trail_of((_("Memberships"), address("membership_changelist"))),
        explained=explained(roles),
        problem=problem,
        status=400 if problem else 200,
        **context,
    )
