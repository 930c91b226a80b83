"""Who changed what, when, from what to what, and why: the ledger for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from portal.models import Door, GroundTruth, Review, ReviewEvent, ValueChange
from portal.services.values import describe

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    who: str
    what: str
    old: str
    new: str
    reason: str
    door: str


def history(reviews: QuerySet[Review], labels: QuerySet[GroundTruth]) -> list[Entry]:
    """The latest changes of these reviews and labels, newest first.

    What came in all at once (from an extraction, a table, an earlier version) is one event, not a line a value.
    """
    mine = Q(review__in=reviews.values("pk")) | Q(ground_truth__in=labels.values("pk"))
    changes = ValueChange.objects.filter(mine).exclude(~Q(door=Door.DESK), old__isnull=True)
    events = ReviewEvent.objects.filter(mine)
    entries = [_of_change(change) for change in changes.select_related("by")[:SHOWN]]
    entries += [_of_event(event) for event in events.select_related("by")[:SHOWN]]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _of_change(change: ValueChange) -> Entry:
    item = f" {change.item}" if change.item else ""
    what = f"{change.list_name}{item} {change.field}".strip()
    old = f"{describe(change.old)} ({change.old.state})" if change.old else "nothing"
    new = f"{describe(change.new)} ({change.new.state})"
    return Entry(change.at, _name(change.by), what, old, new, change.reason, change.get_door_display())


def _of_event(event: ReviewEvent) -> Entry:
    before = event.from_state.replace("_", " ") or "new"
    return Entry(event.at, _name(event.by), event.kind, before, event.to_state.replace("_", " "), event.reason, "")


def _name(user: object) -> str:
    return str(user) if user else "the program"
