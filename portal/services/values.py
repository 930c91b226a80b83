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

from extraction.canon import canon, cell_of, key, value_of
from extraction.contract import CANONICAL, UNKNOWN, Contract, Conventions, Field
from extraction.values import ABSENT, ILLEGIBLE, UNLABELLED, Canonical, Cell, Invalid, Notation
from portal.models import Door, GroundTruth, LabelValue, Review, ReviewValue, Says, StoredValue, ValueChange
from portal.models.scoping import AnyUser
from portal.models.values import NOTHING_STORED, ValueEvidence, ValueRow, ValueState
from portal.sentences import translated
from portal.services.access import actor
from portal.services.errors import BadInput, StaleRevision

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
    at = at or timezone.now()
    owner, rows_of = _family(parent)
    with transaction.atomic():
        type(parent)._default_manager.select_for_update().get(pk=parent.pk)
        rows: dict[Place, ValueRow] = {row.place: row for row in rows_of._default_manager.filter(**{owner: parent})}
        created: list[ValueRow] = []
        updated: list[ValueRow] = []
        trail: list[ValueChange] = []
        for change in changes:
            row = rows.get(change.place)
            old = row.stored if row else None
            if _same(old or NOTHING_STORED, change.new):
                continue
            _refuse_stale(row, change)
            if row is None:
                row = rows_of(**{owner: parent}, **_place(change.place), revision=1)
                rows[change.place] = row
                created.append(row)
            else:
                row.revision += 1
                if row.pk and row not in updated:
                    updated.append(row)
            _fill(row, change.new, at)
            trail.append(
                ValueChange(
                    document_id=parent.document_id,
                    **{owner: parent},
                    **_place(change.place),
                    by=actor(by),
                    at=at,
                    reason=change.reason,
                    revision=row.revision,
                    door=door,
                    old=old,
                    new=change.new,
                )
            )
        rows_of._default_manager.bulk_create(created, batch_size=500)
        rows_of._default_manager.bulk_update(updated, _CONTENT, batch_size=200)
        ValueChange._default_manager.bulk_create(trail, batch_size=500)
    return [(entry.list_name, entry.item, entry.field) for entry in trail]


_CONTENT = ["says", "value", "unit", "precision", "raw", "invalid", "state", "evidence", "revision", "changed_at"]


def _family(parent: Review | GroundTruth) -> tuple[str, type[ValueRow]]:
    return ("review", ReviewValue) if isinstance(parent, Review) else ("ground_truth", LabelValue)


def _place(place: Place) -> dict[str, str | int]:
    return {"list_name": place[0], "item": place[1], "field": place[2]}


def _fill(row: ValueRow, new: StoredValue, at: datetime) -> None:
    for name in ("says", "value", "unit", "precision", "raw", "invalid", "state", "evidence"):
        setattr(row, name, getattr(new, name))
    row.changed_at = at


def _same(old: StoredValue, new: StoredValue) -> bool:
    """Whether writing `new` over `old` would change anything a person can see."""
    return _content(old) == _content(new) and old.state == new.state


def _content(value: StoredValue) -> tuple[str, ...]:
    return (value.says, value.value, value.unit, value.precision, value.raw if value.says == Says.INVALID else "")


def _refuse_stale(row: ValueRow | None, change: Change) -> None:
    now = row.revision if row else 0
    if change.seen is None or change.seen == now:
        return
    held = row.stored if row else NOTHING_STORED
    what = ".".join(filter(None, (change.place[0], change.place[2])))
    said, wanted = describe(held), describe(change.new)
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
        return value_of(
            Cell(value=stored.value, unit=stored.unit or None, precision=stored.precision or None),
            field,
        )
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
