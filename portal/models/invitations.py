"""Invitations: a way into a project for somebody who need not have an account yet."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models.projects import Project
from portal.models.scoping import Role, ScopedModel


class Invitation(ScopedModel):
    """Who holds the link may join, once, until it expires. Only a hash of the link's token is kept."""

    project_path = "project"
    seen_by = frozenset({Role.LEAD})

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    roles = models.CharField(max_length=120, help_text="Separated by blanks.")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_an_address",
            )
        ]

    def __str__(self) -> str:
        return _("invitation of %(email)s to %(project)s") % {"email": self.email, "project": self.project}

    @property
    def held(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles.split())

    @property
    def role_names(self) -> str:
        return ", ".join(role.word for role in Role if role in self.held)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
