"""The append-only ledger: every change of a value, every change of a state."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q

from portal.models.ground_truth import GroundTruth, visible_labels
from portal.models.json_field import PydanticField
from portal.models.reviews import SEES_REVIEWS, Review
from portal.models.values import Door, LedgerRow, StoredValue, one_parent


class TrailRow(LedgerRow):
    """A row of the ledger is for those who may see the review or the label that it is about."""

    project_path = "document__project"
    seen_by = SEES_REVIEWS

    class Meta:
        abstract = True

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> Q:
        of_reviews = Q(review__isnull=False) & super().visible_to(user)
        return of_reviews | Q(ground_truth__isnull=False) & visible_labels(cls, user, "ground_truth__")


class ValueChange(TrailRow):
    """A value changed: from what, to what, by whom, why, through which door."""

    review = models.ForeignKey(Review, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    ground_truth = models.ForeignKey(
        GroundTruth, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    list_name = models.CharField(max_length=60, blank=True)
    item = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(help_text="The revision this change made.")
    door = models.CharField(max_length=10, choices=Door.choices)
    old: StoredValue | None = PydanticField(schema=StoredValue, null=True)  # type: ignore[assignment]
    new: StoredValue = PydanticField(schema=StoredValue)  # type: ignore[assignment]

    class Meta:
        ordering = ["-pk"]
        constraints = [one_parent("a_change_has_one_parent")]
        indexes = [models.Index(fields=["review", "list_name", "item", "field"])]

    def __str__(self) -> str:
        return f"{'.'.join(filter(None, (self.list_name, self.field)))} -> {self.new.value or self.new.says}"


class ReviewEvent(TrailRow):
    """A review or a label moved from one state to another."""

    review = models.ForeignKey(Review, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    ground_truth = models.ForeignKey(
        GroundTruth, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(max_length=20, help_text="submit, approve, send back, withdraw, reopen, rebase, accept ...")
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)

    class Meta:
        ordering = ["-pk"]
        constraints = [one_parent("an_event_has_one_parent")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.from_state or 'new'} -> {self.to_state}"
