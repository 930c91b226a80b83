"""Ground truth: labels, and how they came to be."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from portal.models.contracts import ContractVersion
from portal.models.documents import Document
from portal.models.runs import SEES_PREDICTIONS
from portal.models.scoping import Role, ScopedModel
from portal.models.values import ValueRow

SEES_LABELS = frozenset({Role.LABELLER, Role.ENGINEER, Role.LEAD})


class Provenance(models.TextChoices):
    """How a label came to be."""

    # Translators: a label is what a person says that a document states. What precedes the bracket is shown alone, too.
    BLIND = "blind", gettext_lazy("Blind (no prediction in view)")
    IMPORTED = "imported", gettext_lazy("Imported from another system")
    ASSISTED = "assisted", gettext_lazy("Assisted (a prediction in view)")
    WEAK = "weak", gettext_lazy("Weak (made by rules)")
    ADJUDICATED = "adjudicated", gettext_lazy("Adjudicated (a third person decided)")


GOLD = (Provenance.ADJUDICATED, Provenance.BLIND, Provenance.IMPORTED)
"""Accepted labels of these kinds are gold, in this order of precedence."""

LABEL_OF: dict[str, str | Promise] = {
    Provenance.BLIND: gettext_lazy("blind label of %(document)s"),
    Provenance.IMPORTED: gettext_lazy("label of %(document)s from another system"),
    Provenance.ASSISTED: gettext_lazy("assisted label of %(document)s"),
    Provenance.WEAK: gettext_lazy("weak label of %(document)s"),
    Provenance.ADJUDICATED: gettext_lazy("adjudicated label of %(document)s"),
}


class LabelState(models.TextChoices):
    # Translators: states of a label.
    PROPOSED = "proposed", gettext_lazy("Proposed")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    REJECTED = "rejected", gettext_lazy("Rejected")


def visible_labels(model: type[ScopedModel], user: User | AnonymousUser, path: str = "") -> Q:
    """Rows of labels, `path` away from the row: who labels blind must not read predictions in disguise.

    Labels made from predictions are for those who see predictions anyway, and for who made them.
    """
    blind = Q(**{f"{path}provenance__in": GOLD}) | Q(**{f"{path}labeller": user.pk})
    return model.in_projects_of(user, SEES_LABELS & SEES_PREDICTIONS) | model.in_projects_of(user, SEES_LABELS) & blind


class GroundTruth(ScopedModel):
    """One a document, contract version, provenance and labeller."""

    project_path = "document__project"
    seen_by = SEES_LABELS

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="ground_truths")
    contract_version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="ground_truths")
    provenance = models.CharField(max_length=12, choices=Provenance.choices)
    labeller = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("labeller"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=LabelState.choices, default=LabelState.PROPOSED)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("ground truth")
        verbose_name_plural = gettext_lazy("ground truth")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "contract_version", "provenance", "labeller"], name="one_label_a_labeller"
            )
        ]
        indexes = [models.Index(fields=["state", "provenance"])]

    def __str__(self) -> str:
        return str(LABEL_OF[self.provenance]) % {"document": self.document}

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> Q:
        return visible_labels(cls, user)

    @property
    def is_gold(self) -> bool:
        return self.state == LabelState.ACCEPTED and self.provenance in GOLD


class LabelValue(ValueRow):
    """One value of a label."""

    project_path = "ground_truth__document__project"
    seen_by = SEES_LABELS

    ground_truth = models.ForeignKey(GroundTruth, on_delete=models.PROTECT, related_name="values")

    class Meta(ValueRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["ground_truth", "list_name", "item", "field"], name="one_value_a_place_in_a_label"
            )
        ]

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> Q:
        return visible_labels(cls, user, "ground_truth__")
