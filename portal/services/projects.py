"""Projects and their members."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from extraction.contract import Contract
from portal.models import Membership, Project, Role
from portal.services import contracts
from portal.services.access import Verb, require
from portal.services.errors import BadInput


def create(name: str, slug: str, contract: Contract, *, by: User) -> Project:
    """A new project with its first contract version; who creates it becomes its lead. For superusers."""
    if not by.is_superuser:
        raise PermissionDenied(_("Projects are created by an administrator."))
    project = Project(name=name, slug=slug)
    try:
        project.full_clean()
    except ValidationError as error:
        raise BadInput("; ".join(error.messages)) from error
    with transaction.atomic():
        project.save()
        Membership.objects.create(project=project, user=by, role=Role.LEAD)
        contracts.publish(project, contract, by=by)
    return project


def set_roles(project: Project, user: User, roles: Iterable[Role], *, by: User) -> None:
    """Give a person exactly these roles; none: the person leaves. A project keeps at least one lead."""
    require(by, Verb.MANAGE_MEMBERS, project)
    wanted = set(roles)
    with transaction.atomic():
        held = Membership.objects.select_for_update().filter(project=project, user=user)
        held.exclude(role__in=wanted).delete()
        known = set(held.values_list("role", flat=True))
        Membership.objects.bulk_create(
            [Membership(project=project, user=user, role=role) for role in sorted(wanted - known)]
        )
        _keep_a_lead(project)
    if not user.is_staff:
        user.is_staff = True  # lets a person into the portal; what they see there comes from memberships alone
        user.save(update_fields=["is_staff"])


def leave(project: Project, *, by: User) -> None:
    """Give up all own roles. What the person did stays in the history; the last lead cannot leave."""
    with transaction.atomic():
        mine = Membership.objects.select_for_update().filter(project=project, user=by)
        held = set(mine.values_list("role", flat=True))
        if not held:
            raise BadInput(_("You are no member of %(project)s.") % {"project": project})
        mine.delete()
        if Role.LEAD in held:
            _keep_a_lead(project)


def _keep_a_lead(project: Project) -> None:
    if not Membership.objects.filter(project=project, role=Role.LEAD).exists():
        raise BadInput(_("%(project)s would have no lead; make somebody else lead first.") % {"project": project})
