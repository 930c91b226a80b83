"""Who changed what, when, from what to what, and why: the ledger for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.models import (
    Door,
    GroundTruth,
    LabelState,
    Review,
    ReviewEvent,
    ReviewState,
    StoredValue,
    ValueChange,
    ValueState,
)
from portal.sentences import translated
from portal.services.values import describe

SHOWN = 100

STATES = {**dict(ReviewState.choices), **dict(LabelState.choices)}
KINDS = {
    "submit": pgettext_lazy("what happened to a review", "submit"),
    "withdraw": pgettext_lazy("what happened to a review", "withdraw"),
    "approve": pgettext_lazy("what happened to a review", "approve"),
    "send back": pgettext_lazy("what happened to a review", "send back"),
    "reopen": pgettext_lazy("what happened to a review", "reopen"),
    # Translators: a review was made from what a source said.
    "seed": pgettext_lazy("what happened to a review", "seed"),
    # Translators: values nobody had touched were moved to what a later run said.
    "rebase": pgettext_lazy("what happened to a review", "rebase"),
    # Translators: to a new version of the contract.
    "carried": pgettext_lazy("what happened to a review or label", "carried"),
    # Translators: somebody said something in a workbook without changing a value.
    "comment": pgettext_lazy("what happened to a review or label", "comment"),
    "import": pgettext_lazy("what happened to a label", "import"),
    "changed": pgettext_lazy("what happened to a label", "changed"),
    "accept": pgettext_lazy("what happened to a label", "accept"),
    "reject": pgettext_lazy("what happened to a label", "reject"),
    # Translators: the label was made from one.
    "approved review": pgettext_lazy("what happened to a label", "approved review"),
}
OF_THE_PROGRAM = ("rebase", "carried")
"""Events whose reason the program writes; every other is in the words of a person and stays as it is."""


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
    old = _of_value(change.old) if change.old else _("nothing")
    reason = translated(change.reason) if change.door == Door.CARRIED else change.reason
    return Entry(change.at, _name(change.by), what, old, _of_value(change.new), reason, change.get_door_display())


def _of_value(value: StoredValue) -> str:
    return f"{describe(value)} ({str(ValueState(value.state).label).lower()})"


def _of_event(event: ReviewEvent) -> Entry:
    before = _state(event.from_state) or pgettext("before the first event of a review or label", "new")
    what = str(KINDS.get(event.kind, event.kind))
    reason = translated(event.reason) if event.kind in OF_THE_PROGRAM else event.reason
    return Entry(event.at, _name(event.by), what, before, _state(event.to_state), reason, "")


def _state(state: str) -> str:
    return str(STATES.get(state, state)).lower()


def _name(user: object) -> str:
    return str(user) if user else _("the program")
