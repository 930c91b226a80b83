"""The only writer of value rows, of reviews and labels alike: row and ledger in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extraction.canon import canon, cell_of, key, stored_value
from extraction.contract import CANONICAL, UNKNOWN, Contract, Conventions, Field
from extraction.values import ABSENT, ILLEGIBLE, UNLABELLED, Canonical, Cell, Invalid, Notation
from portal.models import Door, GroundTruth, LabelValue, Review, ReviewValue, Says, StoredValue, ValueChange
from portal.models.scoping import AnyUser
from portal.models.values import NOTHING_STORED, ValueEvidence, ValueRow, ValueState
from portal.sentences import translated
from portal.services import bulk_rows
from portal.services.access import actor
from portal.services.errors import BadInput, StaleRevision
from portal.services.held_values import HeldValues, held_values

Place = tuple[str, int, str]
"""List name, item, field; ("", 0, "total_net") for a scalar, ("line_items", 0, "") for the list itself."""

LIST_STATES = ("complete", "partial", "none")

SAID = {
    Says.NOTHING: gettext_lazy("nothing said"),
    Says.ABSENT: gettext_lazy("not in the document"),
    Says.ILLEGIBLE: gettext_lazy("illegible"),
}
"""What is shown where there is no value."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value to write. `seen` is the revision the writer had in view (0: no row yet); None where nobody looked."""

    place: Place
    new: StoredValue
    seen: int | None = None
    reason: str = ""


def write(
    parent: Review | GroundTruth, changes: Iterable[Change], *, by: AnyUser, door: Door, at: datetime | None = None
) -> list[Place]:
    """Write values and their trail, all or nothing; equal values are left alone. Returns the places that changed.

    Raises StaleRevision where somebody else changed a value since `seen`.
    """
    return write_many([(parent, changes)], by=by, door=door, at=at)[parent.pk]


def write_many(
    wanted: Sequence[tuple[Review | GroundTruth, Iterable[Change]]],
    *,
    by: AnyUser,
    door: Door,
    at: datetime | None = None,
) -> dict[int, list[Place]]:
    """The same for many reviews, or many labels, in as many queries as for one. Returns places by their key."""
    written: dict[int, list[Place]] = {parent.pk: [] for parent, _changes in wanted}
    if not wanted:
        return written
    at, person = at or timezone.now(), actor(by)
    owner, rows_of = _family(wanted[0][0])
    created: list[tuple[object, ...]] = []
    updated: list[tuple[object, ...]] = []
    trail: list[tuple[object, ...]] = []
    with transaction.atomic():
        held = _held(wanted, owner, rows_of)
        for parent, changes in wanted:
            values = held[parent.pk]
            now: dict[Place, tuple[StoredValue, int]] = {}
            for change in changes:
                place = change.place
                old, revision = now.get(place) or (values.get(place), values.revisions.get(place, 0))
                if _same(old or NOTHING_STORED, change.new):
                    continue
                _refuse_stale(old, revision, change)
                now[place] = (change.new, revision + 1)
                written[parent.pk].append(place)
                trail.append(
                    (
                        parent.document_id,
                        parent.pk,
                        *place,
                        person.pk if person else None,
                        at,
                        change.reason,
                        revision + 1,
                        door,
                        old,
                        change.new,
                    )
                )
            for place, (new, revision) in now.items():
                content = (*(getattr(new, name) for name in _SAYS), revision, at)
                if place in values:
                    updated.append((*content, values.row(place)))
                else:
                    created.append((*content, parent.pk, *place))
        bulk_rows.insert(rows_of, [*_CONTENT, owner, *_PLACE], created)
        bulk_rows.update(rows_of, _CONTENT, updated)
        bulk_rows.insert(ValueChange, ["document_id", owner, *_PLACE, *_TRAIL], trail)
    return written


_PLACE = ("list_name", "item", "field")
_SAYS = ("says", "value", "unit", "precision", "raw", "invalid", "state", "evidence")
_CONTENT = (*_SAYS, "revision", "changed_at")
_TRAIL = ("by_id", "at", "reason", "revision", "door", "old", "new")


def _held(
    wanted: Sequence[tuple[Review | GroundTruth, Iterable[Change]]], owner: str, rows_of: type[ValueRow]
) -> dict[int, HeldValues]:
    """What these reviews or labels say, which are locked from now on."""
    keys = [parent.pk for parent, _changes in wanted]
    list(type(wanted[0][0])._default_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    return held_values(rows_of, owner, keys)


def _family(parent: Review | GroundTruth) -> tuple[str, type[ValueRow]]:
    """The column of its key, and its rows."""
    return ("review_id", ReviewValue) if isinstance(parent, Review) else ("ground_truth_id", LabelValue)


def _same(old: StoredValue, new: StoredValue) -> bool:
    """Whether writing `new` over `old` would change anything a person can see."""
    return _content(old) == _content(new) and old.state == new.state


def _content(value: StoredValue) -> tuple[str, ...]:
    return (value.says, value.value, value.unit, value.precision, value.raw if value.says == Says.INVALID else "")


def _refuse_stale(held: StoredValue | None, revision: int, change: Change) -> None:
    if change.seen is None or change.seen == revision:
        return
    what = ".".join(filter(None, (change.place[0], change.place[2])))
    said, wanted = describe(held or NOTHING_STORED), describe(change.new)
    message = _(
        "%(field)s was changed by somebody else while you were working: it now says "
        "“%(now)s”, you wanted “%(wanted)s”. Nothing was saved; look at both and save again."
    )
    raise StaleRevision(message % {"field": what, "now": said, "wanted": wanted}, now=said, wanted=wanted)


def describe(value: StoredValue) -> str:
    """A stored value in words, for a reader: the value with its unit, or what is said instead."""
    if value.says == Says.VALUE:
        return f"{value.value} {value.unit}".strip()
    return value.raw if value.says == Says.INVALID else str(SAID[Says(value.says)])


# Between what is stored and what programs compute with.


def store(
    canonical: Canonical, *, raw: str = "", state: str = ValueState.UNREVIEWED, cell: Cell | None = None
) -> StoredValue:
    """The stored form of a canonical value; `cell` brings the evidence of a prediction."""
    evidence = None
    if cell is not None and (cell.grounding or cell.page):
        evidence = ValueEvidence(page=cell.page, box=cell.box, grounding=cell.grounding, rule=cell.rule)
    if isinstance(canonical, Invalid):
        invalid = (canonical.detail or canonical.reason)[:300]
        return StoredValue(says=Says.INVALID, raw=raw, invalid=invalid, state=state, evidence=evidence)
    if canonical is UNLABELLED:
        return StoredValue(says=Says.NOTHING, state=state)
    if canonical in (ABSENT, ILLEGIBLE):
        says = Says.ABSENT if canonical is ABSENT else Says.ILLEGIBLE
        return StoredValue(says=says, raw=raw, state=state, evidence=evidence)
    written = cell_of(canonical)
    return StoredValue(
        says=Says.VALUE,
        value=written.value or "",
        unit=written.unit or "",
        precision=written.precision or "",
        raw=raw,
        state=state,
        evidence=evidence,
    )


def load(stored: StoredValue, field: Field) -> Canonical:
    """The canonical value that a stored one stands for."""
    if stored.says == Says.VALUE:
        return stored_value(stored.value, stored.unit or None, stored.precision or None, field)  # type: ignore[arg-type]
    if stored.says == Says.INVALID:
        return Invalid("invalid", stored.invalid)
    return {Says.ABSENT: ABSENT, Says.ILLEGIBLE: ILLEGIBLE}.get(Says(stored.says), UNLABELLED)


def read(
    text: str,
    contract: Contract,
    place: Place,
    *,
    conventions: Conventions = UNKNOWN,
    notation: Notation = "page",
    state: str = ValueState.UNREVIEWED,
) -> StoredValue:
    """What a person's or a table's text says of a place, as a label. Raises BadInput naming what is wrong.

    `conventions` are declared of the text itself; the field's own, which are those of its pages, come after them.
    """
    list_name, _item, name = place
    if list_name and not name:
        word = text.strip().lower()
        if word and word not in LIST_STATES:
            # Translators: complete, partial and none are to be typed as they are.
            problem = _("%(list)s: “%(text)s” says nothing of a list; use complete, partial or none")
            raise BadInput(problem % {"list": list_name, "text": text})
        return StoredValue(says=Says.VALUE if word else Says.NOTHING, value=word, raw=text, state=state)
    try:
        field = contract.find(name, list_name)
    except KeyError:
        path = ".".join(filter(None, (list_name, name)))
        raise BadInput(_("%(field)s is no field of the contract") % {"field": path}) from None
    canonical = canon(text, field, CANONICAL if notation == "canonical" else conventions, side="label")
    if isinstance(canonical, Invalid):
        why = translated(canonical.detail or canonical.reason)
        raise BadInput(_("%(field)s: “%(text)s”: %(why)s") % {"field": field.title, "text": text, "why": why})
    return store(canonical, raw=text, state=state)


def same_value(one: StoredValue, other: StoredValue, field: Field) -> bool:
    """Whether both say the same, compared by key: spelling and trailing zeros do not count, nor does tolerance."""
    return key(load(one, field), field) == key(load(other, field), field)


def content_hash(rows: Sequence[ValueRow]) -> str:
    """sha256 over all values of a review or label: what an approval approved."""
    content = sorted([*row.place, *_content(row.stored)] for row in rows if row.state != ValueState.REMOVED)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
