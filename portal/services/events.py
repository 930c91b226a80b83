"""The one writer of state events, of reviews and labels alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from portal.models import GroundTruth, Review, ReviewEvent
from portal.models.scoping import AnyUser
from portal.services.access import actor


def record_many(moved: Sequence[tuple[Review | GroundTruth, str]], *, kind: str, by: AnyUser, reason: str = "") -> None:
    """The same for many: each with the state it was in before."""
    now = timezone.now()
    ReviewEvent.objects.bulk_create(
        [_event(parent, before, kind=kind, by=by, at=now, reason=reason) for parent, before in moved], batch_size=500
    )


def record(parent: Review | GroundTruth, before: str, *, kind: str, by: AnyUser, reason: str = "") -> None:
    """The review or label went from state `before` ("" when new) to the one it is in now."""
    _event(parent, before, kind=kind, by=by, at=timezone.now(), reason=reason).save(force_insert=True)


def _event(
    parent: Review | GroundTruth, before: str, *, kind: str, by: AnyUser, at: datetime, reason: str
) -> ReviewEvent:
    return ReviewEvent(
        document_id=parent.document_id,
        review=parent if isinstance(parent, Review) else None,
        ground_truth=parent if isinstance(parent, GroundTruth) else None,
        by=actor(by),
        at=at,
        reason=reason,
        kind=kind,
        from_state=before,
        to_state=parent.state,
    )
