"""Extraction runs and what they extracted."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import BaseModel, ConfigDict

from extraction.values import ExtractionResult, Notation
from portal.models.contracts import ContractVersion
from portal.models.documents import Document
from portal.models.json_field import PydanticField
from portal.models.projects import Project
from portal.models.scoping import Role, ScopedModel

SEES_PREDICTIONS = frozenset({Role.EXPERT, Role.APPROVER, Role.ENGINEER, Role.LEAD})
"""Not labellers: who labels blind must not see predictions."""


class RunSettings(BaseModel):
    """How a run asks its source. `pipeline` names where imported predictions came from."""

    model_config = ConfigDict(extra="forbid")

    pipeline: str = ""


class GivenPrediction(BaseModel):
    """What another pipeline said about a document, before it was made canonical and grounded."""

    record: dict[str, Any]
    notation: Notation = "page"

    @property
    def failure(self) -> str:
        """Why the other pipeline has nothing to say, where it says that it failed."""
        if self.record.get("status") != "failed":
            return ""
        error = self.record.get("error")
        return str(error.get("message") or error) if isinstance(error, dict) else str(error or "no reason given")


class ExtractionRun(ScopedModel):
    """One source with its settings over some documents."""

    project_path = "project"
    seen_by = SEES_PREDICTIONS

    project = models.ForeignKey(
        Project, verbose_name=gettext_lazy("project"), on_delete=models.PROTECT, related_name="runs"
    )
    contract_version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="runs")
    source = models.CharField(max_length=60)
    settings: RunSettings = PydanticField(schema=RunSettings, default=RunSettings)  # type: ignore[assignment]
    created_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("created by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("extraction run")
        verbose_name_plural = gettext_lazy("extraction runs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        # Translators: such as "run 3: layout"; the source is what states the values, by name.
        return _("run %(number)s: %(source)s") % {"number": self.pk, "source": self.settings.pipeline or self.source}

    def progress(self) -> dict[str, int]:
        """How many extractions are in each state: {"queued": n, "running": n, "succeeded": n, "failed": n}."""
        found = dict(self.extractions.order_by().values_list("state").annotate(Count("pk")))
        return {state: found.get(state, 0) for state in Extraction.State.values}


class Extraction(ScopedModel):
    """What one source said about one document in one run; never changed once it has succeeded."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("extraction", "Queued")
        RUNNING = "running", pgettext_lazy("extraction", "Running")
        SUCCEEDED = "succeeded", pgettext_lazy("extraction", "Succeeded")
        FAILED = "failed", pgettext_lazy("extraction", "Failed")

    project_path = "run__project"
    seen_by = SEES_PREDICTIONS

    run = models.ForeignKey(ExtractionRun, on_delete=models.PROTECT, related_name="extractions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="extractions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0, help_text="Counted before the work starts.")
    fence = models.PositiveIntegerField(default=0, help_text="Grows with every claim; only the last claim may write.")
    lease_until = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=120, blank=True, help_text="Host and process of the last claim.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True, help_text="When the queue was last told.")
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    given: GivenPrediction | None = PydanticField(schema=GivenPrediction, null=True, blank=True)  # type: ignore[assignment]
    result: ExtractionResult | None = PydanticField(schema=ExtractionResult, null=True, blank=True)  # type: ignore[assignment]
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = gettext_lazy("extraction")
        verbose_name_plural = gettext_lazy("extractions")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["run", "document"], name="one_extraction_a_document")]
        indexes = [
            models.Index(fields=["run", "state"]),
            models.Index(
                fields=["state", "lease_until"],
                name="extraction_unfinished",
                condition=models.Q(state__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return _("%(document)s in %(run)s") % {"document": self.document, "run": self.run}
