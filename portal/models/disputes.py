"""Disputes: a field about whose meaning people disagree."""

from django.conf import settings
from django.db import models

from portal.models.contracts import ContractVersion
from portal.models.documents import Document
from portal.models.projects import Project
from portal.models.scoping import WORKING, ScopedModel


class Dispute(ScopedModel):
    """While it is open its field stands outside all totals; a contract version that says it better settles it."""

    project_path = "project"
    seen_by = WORKING

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="disputes")
    field = models.CharField(max_length=121, help_text="The field's name, or list.column.")
    question = models.TextField(help_text="What people do not agree on.")
    documents = models.ManyToManyField(Document, blank=True, related_name="disputes")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        ContractVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="disputes",
        help_text="Which version.",
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "field"],
                condition=models.Q(settled_by__isnull=True),
                name="one_open_dispute_a_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.question[:80]}"
