"""Evaluations: an extraction run against one frozen set of labels."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from evaluation.frozen_labels import FrozenLabels
from evaluation.metrics import Counts
from evaluation.outcomes import DocumentOutcome
from portal.models.contracts import ContractVersion
from portal.models.documents import Document
from portal.models.json_field import PydanticField
from portal.models.projects import Project
from portal.models.runs import SEES_PREDICTIONS, ExtractionRun
from portal.models.scoping import Role, ScopedModel

SEES_SCORES = frozenset({Role.ENGINEER, Role.LABELLER, Role.LEAD})
SEES_CELLS = SEES_SCORES & SEES_PREDICTIONS
"""Outcomes of cells quote predictions: not for labellers."""


class LabelKind(models.TextChoices):
    """Which labels are scored against; never mixed in one score."""

    GOLD = "gold", gettext_lazy("gold labels")
    ASSISTED = "assisted", gettext_lazy("assisted labels")
    SILVER = "silver", gettext_lazy("silver labels")


class LabelSet(ScopedModel):
    """Labels frozen for scoring. Equal labels have equal hashes, and are stored once."""

    project_path = "project"
    seen_by = SEES_SCORES

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="label_sets")
    kind = models.CharField(max_length=10, choices=LabelKind.choices)
    hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["project", "kind", "hash"], name="one_label_set_a_hash")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.hash[:12]}"


class FrozenLabel(ScopedModel):
    """What the labels said of one document when the set was frozen."""

    project_path = "label_set__project"
    seen_by = SEES_CELLS

    label_set = models.ForeignKey(LabelSet, on_delete=models.PROTECT, related_name="labels")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    labels: FrozenLabels = PydanticField(schema=FrozenLabels)  # type: ignore[assignment]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["label_set", "document"], name="one_frozen_label_a_document")]


class EvalRun(ScopedModel):
    """One extraction run scored against one label set under one scoring contract version."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("evaluation", "Running")
        SUCCEEDED = "succeeded", pgettext_lazy("evaluation", "Succeeded")
        FAILED = "failed", pgettext_lazy("evaluation", "Failed")

    project_path = "project"
    seen_by = SEES_SCORES

    project = models.ForeignKey(
        Project, verbose_name=gettext_lazy("project"), on_delete=models.PROTECT, related_name="eval_runs"
    )
    run = models.ForeignKey(
        ExtractionRun, verbose_name=pgettext_lazy("noun", "run"), on_delete=models.PROTECT, related_name="eval_runs"
    )
    label_set = models.ForeignKey(LabelSet, on_delete=models.PROTECT, related_name="eval_runs")
    contract_version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    attempts = models.PositiveIntegerField(default=0, help_text="Starts without progress: counted before the work.")
    moved_at = models.DateTimeField(null=True, blank=True, help_text="When it last got on, or the queue was told.")
    error_message = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("created by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("evaluation")
        verbose_name_plural = gettext_lazy("evaluations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return _("evaluation %(number)s of %(run)s") % {"number": self.pk, "run": self.run}


class EvalDocument(ScopedModel):
    """The outcome of every cell of one document."""

    project_path = "eval_run__project"
    seen_by = SEES_CELLS

    eval_run = models.ForeignKey(EvalRun, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    outcome: DocumentOutcome = PydanticField(schema=DocumentOutcome)  # type: ignore[assignment]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["eval_run", "document"], name="one_outcome_a_document")]


class EvalMetric(ScopedModel):
    """The counts of one field (or of all, when blank) in one source of documents (or in all)."""

    project_path = "eval_run__project"
    seen_by = SEES_SCORES

    eval_run = models.ForeignKey(EvalRun, on_delete=models.CASCADE, related_name="metrics")
    stratum = models.CharField(max_length=120, blank=True)
    field = models.CharField(max_length=121, blank=True, help_text="`list.column` for list fields.")
    counts: Counts = PydanticField(schema=Counts)  # type: ignore[assignment]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["eval_run", "stratum", "field"], name="one_metric_a_field")]
