"""Projects and who may do what in them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models.scoping import EVERY_ROLE, Role, ScopedModel


class Project(ScopedModel):
    """Everything below belongs to a project; a person sees a row only through a membership."""

    project_path = "pk"
    seen_by = EVERY_ROLE

    name = models.CharField(gettext_lazy("name"), max_length=120)
    slug = models.CharField(
        gettext_lazy("short name"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", gettext_lazy("Small letters, digits and hyphens only."))],
        help_text="How commands and addresses call it.",
    )
    delivery_source = models.CharField(
        gettext_lazy("delivery source"),
        max_length=60,
        default="layout",
        help_text="The source whose extractions seed the reviews.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("project")
        verbose_name_plural = gettext_lazy("projects")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(ScopedModel):
    """This person holds this role in this project; several rows for several roles."""

    project_path = "project"
    seen_by = frozenset({Role.LEAD})

    project = models.ForeignKey(
        Project, verbose_name=gettext_lazy("project"), on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("user"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = gettext_lazy("membership")
        verbose_name_plural = gettext_lazy("memberships")
        ordering = ["project", "user", "role"]
        constraints = [models.UniqueConstraint(fields=["project", "user", "role"], name="one_row_a_role")]

    def __str__(self) -> str:
        words = {"user": self.user, "role": self.get_role_display(), "project": self.project}
        return _("%(user)s as %(role)s in %(project)s") % words
