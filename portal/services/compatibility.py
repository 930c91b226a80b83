"""What a new contract would mean for what is there: values, workbooks that are out, programs that read final data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, QuerySet
from rapidfuzz import fuzz

from extraction.canon import canon, effective, fold
from extraction.contract import CANONICAL, Contract, Field
from extraction.contract_changes import ChangeKind, PartKind, changes
from extraction.values import Invalid
from portal.models import LabelState, LabelValue, Review, ReviewState, ReviewValue, Says, ValueState
from portal.services.contract_drafts import Draft

MOST_READ = 5_000
"""Values that are read under the new contract, of labels and of reviews each, before the report says so and stops."""
_ALIKE = 75


@dataclass(frozen=True, slots=True)
class Renamed:
    """A field that goes and one that comes, so alike that it was probably meant to be renamed."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Values:
    """What becomes of the values of labels, or of reviews."""

    stay: int
    read_again: int
    unseen: int
    """Of fields that go: kept, but shown nowhere."""
    invalid: int
    """Of those read again, found not valid any more among the first `looked_at`."""
    holders: int
    """Reviews with such a value, and labels that go back to proposed for one."""
    looked_at: int

    @property
    def is_capped(self) -> bool:
        return self.looked_at < self.read_again


@dataclass(frozen=True, slots=True)
class Placed:
    """A column of `Final`; `after` is the one that it stands behind, blank for the first, `sheet` its list."""

    name: str
    after: str
    sheet: str


@dataclass(frozen=True)
class Compatibility:
    """Paths are those of `ContractChange`."""

    renamed: tuple[Renamed, ...]
    labels: Values
    reviews: Values
    still_final: int
    """Approved reviews that go on to deliver under an earlier version until their copies are approved."""
    unmapped: tuple[str, ...]
    """Fields and lists that old workbooks still have columns or sheets for."""
    read_differently: tuple[str, ...]
    """Fields whose cells in old workbooks will be read under another type or notation."""
    columns_added: tuple[Placed, ...]
    columns_gone: tuple[Placed, ...]
    columns_moved: tuple[Placed, ...]
    sheets_renamed: tuple[tuple[str, str], ...]
    """Sheets of lists, by the labels that they were and will be called by."""
    sheets_gone: tuple[str, ...]
    sheets_added: tuple[str, ...]


def compatibility(draft: Draft) -> Compatibility:
    """Worked out from the draft and the version in force; nothing is written. Five queries at most."""
    before, after = draft.base.definition, draft.definition
    found = changes(before, after)
    retyped = {one.path for one in found if one.kind is ChangeKind.RETYPED}
    gone = {one.path for one in found if one.kind is ChangeKind.REMOVED and one.part is not PartKind.CHECK}
    old, new = _by_path(before), _by_path(after)
    labels = LabelValue.objects.filter(ground_truth__contract_version=draft.base)
    reviews = ReviewValue.objects.filter(review__contract_version=draft.base)
    old_lists, new_lists = ({part.name: part.title for part in one.lists} for one in (before, after))
    return Compatibility(
        renamed=tuple(_renamed(old, new)),
        labels=_values(labels, "ground_truth", old, new, retyped),
        reviews=_values(reviews, "review", old, new, retyped),
        still_final=Review.objects.filter(contract_version=draft.base, state=ReviewState.APPROVED).count(),
        unmapped=tuple(sorted(gone)),
        read_differently=tuple(path for path in new if path in retyped),
        columns_added=tuple(one for one in _columns(after) if _path(one) not in old and _has_sheet(one, old_lists)),
        columns_gone=tuple(one for one in _columns(before) if _path(one) not in new and _has_sheet(one, new_lists)),
        columns_moved=tuple(
            one
            for one in _columns(after)
            if any(move.path == _path(one) for move in found if move.kind is ChangeKind.MOVED)
        ),
        sheets_renamed=tuple(
            (old_lists[name], title) for name, title in new_lists.items() if old_lists.get(name, title) != title
        ),
        sheets_gone=tuple(title for name, title in old_lists.items() if name not in new_lists),
        sheets_added=tuple(title for name, title in new_lists.items() if name not in old_lists),
    )


def _by_path(contract: Contract) -> dict[str, Field]:
    inside = ((f"{part.name}.{field.name}", field) for part in contract.lists for field in part.fields)
    return dict(chain(((field.name, field) for field in contract.fields), inside))


def _renamed(old: dict[str, Field], new: dict[str, Field]) -> Iterator[Renamed]:
    """Each field that goes with the likest that comes in its place: of one type, with words in common."""
    coming = {path: field for path, field in new.items() if path not in old}
    for path, field in old.items():
        if path in new:
            continue
        rivals = {
            other: likeness
            for other, one in coming.items()
            if other.rpartition(".")[0] == path.rpartition(".")[0] and one.type is field.type
            if (likeness := _likeness(field, one)) >= _ALIKE
        }
        if rivals:
            chosen = max(rivals, key=lambda other: rivals[other])
            del coming[chosen]
            yield Renamed(path, chosen)


def _likeness(field: Field, other: Field) -> float:
    """100 where one word on the page is shared; else that of their labels or names, whichever is more alike."""
    if {*map(fold, field.aliases)} & {*map(fold, other.aliases)}:
        return 100.0
    return max(fuzz.ratio(fold(field.title), fold(other.title)), fuzz.ratio(field.name, other.name))


def _values(
    rows: QuerySet[LabelValue] | QuerySet[ReviewValue],
    holder: str,
    old: dict[str, Field],
    new: dict[str, Field],
    retyped: set[str],
) -> Values:
    """`holder`: what such a value belongs to."""
    live = rows.exclude(state=ValueState.REMOVED).exclude(field="").order_by()
    stay = again = unseen = 0
    for list_name, name, says, count in live.values_list("list_name", "field", "says").annotate(Count("pk")):
        path = f"{list_name}.{name}" if list_name else name
        if path not in new:
            unseen += count
        elif path in retyped and path in old and says in (Says.VALUE, Says.INVALID):
            again += count
        else:
            stay += count
    invalid = looked_at = 0
    holders: set[int] = set()
    if again:
        wanted = live.filter(
            says__in=(Says.VALUE, Says.INVALID), field__in={path.rpartition(".")[2] for path in retyped}
        )
        known: dict[tuple[str, str, str], bool] = {}
        columns = wanted.values_list(f"{holder}_id", f"{holder}__state", "list_name", "field", "raw", "value")
        for owner, state, list_name, name, raw, value in columns.order_by("pk").iterator():
            path = f"{list_name}.{name}" if list_name else name
            if path not in retyped:
                continue
            if looked_at == MOST_READ:
                break
            looked_at += 1
            text = (path, raw, value)
            if text not in known:
                known[text] = is_valid(raw, value, new[path])
            if not known[text]:
                invalid += 1
                if state != LabelState.PROPOSED:
                    holders.add(owner)
    return Values(stay, again, unseen, invalid, len(holders), looked_at)


def is_valid(raw: str, value: str, field: Field) -> bool:
    """Whether a stored value, read again as publishing does it, is one of the field."""
    found = canon(raw or value, field, effective(field, field.conventions), side="label")
    if isinstance(found, Invalid) and value:
        found = canon(value, field, CANONICAL, side="label")
    return not isinstance(found, Invalid)


def _columns(contract: Contract) -> Iterator[Placed]:
    """Those that fields make, in the order of the sheets."""
    parts: Iterable[tuple[str, tuple[Field, ...]]] = chain(
        [("", contract.fields)], ((part.name, part.fields) for part in contract.lists)
    )
    for sheet, fields in parts:
        behind = ""
        for field in fields:
            yield Placed(field.name, behind, sheet)
            behind = field.name


def _path(column: Placed) -> str:
    return f"{column.sheet}.{column.name}" if column.sheet else column.name


def _has_sheet(column: Placed, lists: dict[str, str]) -> bool:
    """Whether its sheet is there before and after: a new or removed sheet is told as one."""
    return not column.sheet or column.sheet in lists
