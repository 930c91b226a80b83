"""What this person may do anywhere, read once a request."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.models import Membership, Project, Role
from portal.services.access import RIGHTS, Verb, roles_needed
from portal.views.page import person

_KEPT = "_portal_roles"


def roles_held(request: HttpRequest) -> frozenset[Role]:
    """All roles this person holds in any project."""
    held: frozenset[Role] | None = getattr(request, _KEPT, None)
    if held is None:
        user = request.user
        mine = (
            Membership.objects.filter(user=user)
            if user.is_authenticated and user.is_active
            else Membership.objects.none()
        )
        roles = mine.values_list("role", flat=True).distinct()
        held = frozenset(Role(role) for role in roles)
        setattr(request, _KEPT, held)
    return held


def may(request: HttpRequest, verb: Verb) -> bool:
    """Whether there is a project in which this person may do it."""
    return bool(RIGHTS[verb] & roles_held(request))


def projects_for(request: HttpRequest, verb: Verb) -> QuerySet[Project]:
    """The projects in which this person may do it. Raises PermissionDenied where there is none."""
    if not may(request, verb):
        raise PermissionDenied(
            _("To %(verb)s you need the role %(roles)s in a project; ask a lead of the project.")
            % {"verb": verb.label, "roles": roles_needed(verb)}
        )
    mine = Project.in_projects_of(person(request), RIGHTS[verb])
    return Project.objects.filter(mine)
