"""Values as rows, for reviews and labels alike, and the one ledger of all their changes.

Only `services/values.py` writes these rows.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ConfigDict

from extraction.values import Box, Grounding
from portal.models.json_field import PydanticField
from portal.models.scoping import ScopedModel, ScopedQuerySet


class Says(models.TextChoices):
    """What a row says of its field."""

    NOTHING = "nothing", gettext_lazy("Nothing said")
    VALUE = "value", gettext_lazy("A value")
    ABSENT = "absent", gettext_lazy("Not in the document")
    ILLEGIBLE = "illegible", gettext_lazy("Illegible")
    INVALID = "invalid", gettext_lazy("Not a valid value")


class ValueState(models.TextChoices):
    # Translators: states of a value.
    UNREVIEWED = "unreviewed", gettext_lazy("Unreviewed")
    CONFIRMED = "confirmed", gettext_lazy("Confirmed")
    CORRECTED = "corrected", gettext_lazy("Corrected")
    FLAGGED = "flagged", gettext_lazy("Flagged")
    REMOVED = "removed", gettext_lazy("Removed")
    """Of a line item's row: the item does not exist."""


class ValueEvidence(BaseModel):
    """Where the page shows the value."""

    model_config = ConfigDict(frozen=True)

    page: int | None = None
    box: Box | None = None
    grounding: Grounding | None = None
    rule: str | None = None


class StoredValue(BaseModel):
    """All that a value row says, as the ledger keeps it."""

    model_config = ConfigDict(frozen=True)

    says: str
    value: str = ""
    unit: str = ""
    precision: str = ""
    raw: str = ""
    invalid: str = ""
    state: str = ValueState.UNREVIEWED
    evidence: ValueEvidence | None = None


NOTHING_STORED = StoredValue(says=Says.NOTHING)


class ValueRow(ScopedModel):
    """What is said of one field. `item` counts a list's items from 1 and is never used again; 0 for a scalar field.

    A row with a list and no field says of the list itself whether it is complete, partial or none.
    """

    list_name = models.CharField(max_length=60, blank=True)
    item = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=60, blank=True)
    says = models.CharField(max_length=10, choices=Says.choices)
    value = models.TextField(blank=True, help_text="Canonical text.")
    unit = models.TextField(blank=True)
    precision = models.CharField(max_length=5, blank=True)
    raw = models.TextField(blank=True, help_text="As the page, the person or the table said it.")
    invalid = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=ValueState.choices, default=ValueState.UNREVIEWED)
    evidence: ValueEvidence | None = PydanticField(schema=ValueEvidence, null=True, blank=True)  # type: ignore[assignment]
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["list_name", "item", "pk"]

    def __str__(self) -> str:
        return f"{'.'.join(filter(None, (self.list_name, self.field)))}: {self.value or self.get_says_display()}"

    @property
    def place(self) -> tuple[str, int, str]:
        return (self.list_name, self.item, self.field)

    @property
    def stored(self) -> StoredValue:
        return StoredValue(
            says=self.says,
            value=self.value,
            unit=self.unit,
            precision=self.precision,
            raw=self.raw,
            invalid=self.invalid,
            state=self.state,
            evidence=self.evidence,
        )


class Door(models.TextChoices):
    """Through which door a change came."""

    DESK = "desk", gettext_lazy("Review form")
    WORKBOOK = "workbook", gettext_lazy("Workbook or table")
    COMMAND = "command", gettext_lazy("Command")
    RUN = "run", gettext_lazy("Extraction run")
    CARRIED = "carried", gettext_lazy("New contract version")


class AppendOnlyQuerySet(ScopedQuerySet):
    """What is in the ledger stays as it was written."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("rows of the ledger are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("rows of the ledger are never deleted")


class AppendOnly(Exception):
    """Somebody tried to change or delete a row of the ledger."""


class LedgerRow(ScopedModel):
    """An append-only row about a review or a label: who, when, through which door."""

    objects = AppendOnlyQuerySet.as_manager()  # type: ignore[misc]

    document = models.ForeignKey("portal.Document", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("rows of the ledger are never changed")
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("rows of the ledger are never deleted")


def one_parent(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(review__isnull=False, ground_truth__isnull=True)
        | models.Q(review__isnull=True, ground_truth__isnull=False),
        name=name,
    )
