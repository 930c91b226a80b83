"""Projects and who may do what in them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from portal.models.scoping import EVERY_ROLE, Role, ScopedModel


class Project(ScopedModel):
    """Everything below belongs to a project; a person sees a row only through a membership."""

    project_path = "pk"
    seen_by = EVERY_ROLE

    name = models.CharField(max_length=120)
    slug = models.CharField(
        "short name",
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", "Small letters, digits and hyphens only.")],
        help_text="How commands and addresses call it.",
    )
    delivery_source = models.CharField(
        max_length=60, default="layout", help_text="The source whose extractions seed the reviews."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(ScopedModel):
    """This person holds this role in this project; several rows for several roles."""

    project_path = "project"
    seen_by = frozenset({Role.LEAD})

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        ordering = ["project", "user", "role"]
        constraints = [models.UniqueConstraint(fields=["project", "user", "role"], name="one_row_a_role")]

    def __str__(self) -> str:
        return f"{self.user} as {self.get_role_display()} in {self.project}"
