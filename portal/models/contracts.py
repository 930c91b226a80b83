"""Versions of a project's contract."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extraction.contract import Contract
from portal.models.json_field import PydanticField
from portal.models.projects import Project
from portal.models.scoping import EVERY_ROLE, Role, ScopedModel


class ContractVersion(ScopedModel):
    """One version of the definition of fields; immutable once published. The highest published one is in force."""

    project_path = "project"
    seen_by = EVERY_ROLE

    project = models.ForeignKey(
        Project, verbose_name=gettext_lazy("project"), on_delete=models.PROTECT, related_name="contract_versions"
    )
    number = models.PositiveIntegerField()
    definition: Contract = PydanticField(schema=Contract)  # type: ignore[assignment]
    note = models.CharField(gettext_lazy("note"), max_length=500, blank=True, help_text="What changed and why.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("created by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("contract version")
        verbose_name_plural = gettext_lazy("contract versions")
        ordering = ["project", "-number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_contract_a_number")]

    def __str__(self) -> str:
        return f"{self.definition.title or self.definition.name} v{self.number}"


class ContractDraft(ScopedModel):
    """The next version in the making: one a project, shared by those who may edit; gone when published."""

    project_path = "project"
    seen_by = frozenset({Role.ENGINEER, Role.LEAD})

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="contract_draft")
    definition: Contract = PydanticField(schema=Contract)  # type: ignore[assignment]
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["project"]

    def __str__(self) -> str:
        return _("draft of %(project)s") % {"project": self.project}
