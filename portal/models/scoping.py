"""Rows are reached through `for_user()`: no membership, no rows; never "no filter"."""

from __future__ import annotations

from typing import ClassVar, Self, cast

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Role(models.TextChoices):
    # Translators: what a person does in a project, as the heading of a list.
    EXPERT = "expert", gettext_lazy("Expert")
    APPROVER = "approver", gettext_lazy("Approver")
    LABELLER = "labeller", gettext_lazy("Labeller")
    ENGINEER = "engineer", gettext_lazy("Engineer")
    INTEGRATOR = "integrator", gettext_lazy("Integrator")
    LEAD = "lead", gettext_lazy("Lead")
    VIEWER = "viewer", gettext_lazy("Viewer")

    @property
    def word(self) -> str:
        """The role within a sentence, where English writes it small and German does not."""
        return str(_IN_SENTENCES[self])


_IN_SENTENCES: dict[str, str | Promise] = {
    # Translators: roles inside a sentence ("you need the role engineer or lead"), as the language writes them there.
    Role.EXPERT: gettext_lazy("expert"),
    Role.APPROVER: gettext_lazy("approver"),
    Role.LABELLER: gettext_lazy("labeller"),
    Role.ENGINEER: gettext_lazy("engineer"),
    Role.INTEGRATOR: gettext_lazy("integrator"),
    Role.LEAD: gettext_lazy("lead"),
    Role.VIEWER: gettext_lazy("viewer"),
}


EVERY_ROLE = frozenset(Role)
WORKING = EVERY_ROLE - {Role.INTEGRATOR, Role.VIEWER}
"""Roles that see work in progress; the others see what is approved."""

AnyUser = User | AnonymousUser | None


class ScopedQuerySet(models.QuerySet):
    def for_user(self, user: AnyUser) -> Self:
        """The rows this person may see: of projects where they hold a role that sees this model."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(cast("type[ScopedModel]", self.model).visible_to(user))


class ScopedModel(models.Model):
    """A row of one project. `project_path` leads to it, `seen_by` are the roles that see such rows at all."""

    project_path: ClassVar[str]
    seen_by: ClassVar[frozenset[Role]]
    approved_path: ClassVar[str] = ""
    """Where the state is that, when approved, opens the row to viewers and integrators."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> Q:
        """Which rows an active person may see."""
        condition = cls.in_projects_of(user, cls.seen_by)
        if cls.approved_path:
            approved = cls._default_manager.filter(**{cls.approved_path: "approved"}).values("pk")
            condition |= cls.in_projects_of(user, EVERY_ROLE - WORKING) & Q(pk__in=approved)
        return condition

    @classmethod
    def in_projects_of(cls, user: User | AnonymousUser, roles: frozenset[Role]) -> Q:
        memberships = apps.get_model("portal", "Membership")
        projects = memberships._default_manager.filter(user_id=user.pk or 0, role__in=roles)
        return Q(**{f"{cls.project_path}__in": projects.values("project_id")})
