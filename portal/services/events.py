"""The one writer of state events, of reviews and labels alike."""

from __future__ import annotations

from django.utils import timezone

from portal.models import GroundTruth, Review, ReviewEvent
from portal.models.scoping import AnyUser
from portal.services.access import actor


def record(parent: Review | GroundTruth, before: str, *, kind: str, by: AnyUser, reason: str = "") -> None:
    """The review or label went from state `before` ("" when new) to the one it is in now."""
    ReviewEvent(
        document=parent.document,
        review=parent if isinstance(parent, Review) else None,
        ground_truth=parent if isinstance(parent, GroundTruth) else None,
        by=actor(by),
        at=timezone.now(),
        reason=reason,
        kind=kind,
        from_state=before,
        to_state=parent.state,
    ).save(force_insert=True)
