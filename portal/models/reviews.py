"""Reviews: the copy of a document's values on its way to the client."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.models.contracts import ContractVersion
from portal.models.documents import Document
from portal.models.runs import Extraction
from portal.models.scoping import Role, ScopedModel
from portal.models.values import ValueRow

SEES_REVIEWS = frozenset({Role.EXPERT, Role.APPROVER, Role.ENGINEER, Role.LEAD})


class ReviewState(models.TextChoices):
    OPEN = "open", pgettext_lazy("review", "Open")
    SUBMITTED = "submitted", pgettext_lazy("review", "Submitted")
    APPROVED = "approved", pgettext_lazy("review", "Approved")
    SENT_BACK = "sent_back", pgettext_lazy("review", "Sent back")


class Review(ScopedModel):
    """One a document and contract version, seeded from an extraction of the project's delivery source."""

    project_path = "document__project"
    seen_by = SEES_REVIEWS
    approved_path = "state"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="reviews")
    contract_version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.OPEN)
    seeded_from = models.ForeignKey(Extraction, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("submitted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("approved by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True, help_text="sha256 of the values that were approved.")

    class Meta:
        verbose_name = gettext_lazy("review")
        verbose_name_plural = gettext_lazy("reviews")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "contract_version"], name="one_review_a_version"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="nobody_approves_their_own_submission",
            ),
        ]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        words = {"document": self.document, "state": self.get_state_display().lower()}
        return _("review of %(document)s (%(state)s)") % words


class ReviewValue(ValueRow):
    """One value of a review."""

    project_path = "review__document__project"
    seen_by = SEES_REVIEWS
    approved_path = "review__state"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="values")

    class Meta(ValueRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["review", "list_name", "item", "field"], name="one_value_a_place_in_a_review"
            )
        ]
