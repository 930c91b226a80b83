"""The three-way merge, cell by cell: what the file says, what it said when it was last heard, what the portal says now.

Compared by key, never with tolerance: spelling that does not count is no change, a difference of a cent is one.
"""

from __future__ import annotations

from collections.abc import Hashable

from extraction.canon import key
from extraction.contract import Field
from extraction.values import UNLABELLED, Invalid
from portal.models import Outcome, Says, StoredValue, ValueState
from portal.services import values
from portal.workbook.marks import canonical_of, shown

NOTHING = None
"""The key of a blank cell, and of what nobody has said anything about."""
REMOVED = "removed"
"""The key of a line item's cell when the item is taken away."""
UNKNOWN = object()
"""The base of a file that the portal did not make."""


def decide(file: Hashable, base: Hashable, now: Hashable, *, wanted: Hashable, held: Hashable) -> Outcome:
    """What becomes of a cell.

    `file` and `base` are what the cell says and said; `now` is what the portal says, `held` what it said when `base`
    was heard, and `wanted` what it would say if the cell were applied: they differ from what the cell says where that
    is a token, or a prediction that nobody has confirmed.
    """
    if base is UNKNOWN:
        if file is NOTHING or wanted == now:
            return Outcome.UNCHANGED
        return Outcome.NEW if now is NOTHING else Outcome.CONFLICT
    if file == base:
        return Outcome.UNCHANGED
    if file is NOTHING:
        return Outcome.EMPTIED
    if now == wanted:
        return Outcome.AGREED
    if now == held:
        return Outcome.NEW if now is NOTHING else Outcome.CHANGED
    return Outcome.CONFLICT


def key_of(stored: StoredValue | None, field: Field | None) -> Hashable:
    """Of what the portal holds. `field` is None for what is said of a list itself."""
    if stored is None or stored.says == Says.NOTHING:
        return REMOVED if stored is not None and stored.state == ValueState.REMOVED else NOTHING
    if stored.state == ValueState.REMOVED:
        return REMOVED
    if stored.says == Says.INVALID:
        return ("invalid", stored.raw)
    return stored.value if field is None else key(values.load(stored, field), field)


def key_of_mark(mark: str, field: Field | None) -> Hashable:
    """Of what the portal wrote into a cell."""
    if not mark:
        return NOTHING
    if field is None:
        return shown(mark).lower()
    canonical = canonical_of(mark, field)
    if isinstance(canonical, Invalid):
        return ("invalid", shown(mark))
    return NOTHING if canonical is UNLABELLED else key(canonical, field)
