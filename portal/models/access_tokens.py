"""Tokens by which programs fetch the final data of a project."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models.projects import Project
from portal.models.scoping import Role, ScopedModel


class AccessToken(ScopedModel):
    """Reads what its maker may read of one project, until it expires or is revoked. Only its hash is kept."""

    project_path = "project"
    seen_by = frozenset({Role.INTEGRATOR, Role.LEAD})

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=120, help_text="What it is for.")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    used_at = models.DateTimeField(null=True, blank=True, help_text="Last use, to the minute.")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        # Translators: such as "token “Power BI” for Invoices".
        return _("token “%(name)s” for %(project)s") % {"name": self.name, "project": self.project}

    @property
    def is_good(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
