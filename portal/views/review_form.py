"""The review form: a row a value, read back into edits without losing anything that was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from extraction.contract import Contract, Field, FieldType, ListField
from portal.models import Review, ReviewValue, StoredValue, ValueChange, ValueState
from portal.models.values import NOTHING_STORED
from portal.services import values
from portal.services.errors import BadInput
from portal.services.reviews import Edit, shown
from portal.services.values import Place
from portal.views.columns import Column, Saying, of_row
from portal.views.words import VALUE_STATES, Sign

BLANK_ROWS = 3
LONG = 60
"""From so many characters on, a text gets several lines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value in the form. `key` is its part of the names of the inputs."""

    key: str
    path: str
    """`total_net`, `line_items.unit`."""
    field: Field
    text: str
    seen: int
    saying: Saying | None = None
    state: Sign | None = None
    asks_confirm: bool = False
    asks_flag: bool = True
    confirm: bool = False
    flag: bool = False
    source_said: str = ""
    problem: str = ""

    @property
    def lines(self) -> int:
        """How many lines its input has; 0 for a plain one."""
        if self.field.type is not FieldType.TEXT or (len(self.text) <= LONG and "\n" not in self.text):
            return 0
        return min(8, 1 + self.text.count("\n") + len(self.text) // LONG)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line item; `number` is None for a blank row."""

    key: str
    number: int | None
    entries: tuple[Entry, ...]
    removed: bool = False
    remove: bool = False
    restore: bool = False
    states: tuple[Sign, ...] = ()
    asks_confirm: bool = False
    asks_flag: bool = True
    confirm: bool = False
    flag: bool = False


@dataclass(frozen=True, slots=True)
class ListPart:
    part: ListField
    rows: tuple[ItemRow, ...]


@dataclass(frozen=True)
class Typed:
    """What came back from the browser: edits for what was touched, and the texts by key."""

    edits: tuple[Edit, ...] = ()
    keys: Mapping[Place, str] = field(default_factory=dict)
    """Of every edit: its key in the form."""
    post: QueryDict = field(default_factory=lambda: QueryDict(""))

    def text(self, key: str, otherwise: str) -> str:
        touched = key in self.keys.values() or ".new" in key
        return self.post.get(f"text:{key}", otherwise) if touched else otherwise

    def checked(self, what: str, key: str) -> bool:
        return f"{what}:{key}" in self.post


class ReviewForm:
    """The values of a review as inputs. `seed` is what the source said, with its evidence."""

    def __init__(self, review: Review, seed: Column) -> None:
        self.contract: Contract = review.contract_version.definition
        self.review = review
        self.seed = seed
        self.rows: dict[Place, ReviewValue] = {row.place: row for row in review.values.all()}

    def read(self, post: QueryDict) -> Typed:
        """Edits for what a person touched; what they left alone is not written, so others' changes stay."""
        keys: dict[Place, str] = {}
        edits: list[Edit] = []
        for key, place in self._places(post):
            edit = self._edit(post, key, place)
            if edit is not None:
                edits.append(edit)
                keys[place] = key
        return Typed(tuple(edits), keys, post)

    def _places(self, post: QueryDict) -> Iterator[tuple[str, Place]]:
        for one in self.contract.fields:
            yield one.name, ("", 0, one.name)
        for part in self.contract.lists:
            used = [place[1] for place in self.rows if place[0] == part.name]
            for item in sorted(set(used) - {0}):
                for one in part.fields:
                    yield f"{part.name}.{item}.{one.name}", (part.name, item, one.name)
            free = max(used, default=0) + 1  # numbers of removed items are never used again
            for blank in range(1, BLANK_ROWS + 1):
                key = f"{part.name}.new{blank}"
                if any(post.get(f"text:{key}.{one.name}", "").strip() for one in part.fields):
                    for one in part.fields:
                        yield f"{key}.{one.name}", (part.name, free, one.name)
                    free += 1

    def _edit(self, post: QueryDict, key: str, place: Place) -> Edit | None:
        if f"text:{key}" not in post:
            return None
        text = post.get(f"text:{key}", "").replace("\r\n", "\n")
        item_key = key.rpartition(".")[0]
        seen = int(post.get(f"seen:{key}", "0")) if post.get(f"seen:{key}", "0").isdecimal() else 0
        before = self._as_seen(place, seen)
        confirmed = f"confirm:{key}" in post or f"confirm:{item_key}" in post or f"restore:{item_key}" in post
        flagged = f"flag:{key}" in post or f"flag:{item_key}" in post
        removed = f"remove:{item_key}" in post
        confirmed = confirmed and before.state in (ValueState.UNREVIEWED, ValueState.FLAGGED, ValueState.REMOVED)
        is_new = place not in self.rows
        if not (confirmed or flagged or removed) and _same_text(text, before) and not (is_new and ".new" in key):
            return None
        if removed and is_new:
            return None
        return Edit(
            place,
            text,
            seen,
            confirmed=confirmed,
            removed=removed,
            flagged=flagged,
            reason=post.get("reason", "").strip(),
        )

    def _as_seen(self, place: Place, seen: int) -> StoredValue:
        """What the value said when the person opened the form: now, or by the ledger."""
        row = self.rows.get(place)
        if row is None or seen == 0:
            return NOTHING_STORED
        if row.revision == seen:
            return row.stored
        past = ValueChange.objects.filter(
            review=self.review, list_name=place[0], item=place[1], field=place[2], revision=seen
        ).first()
        return past.new if past else row.stored

    def problems(self, typed: Typed) -> dict[str, str]:
        """What cannot be read, by key: all of it at once."""
        found: dict[str, str] = {}
        for edit in typed.edits:
            if edit.removed or not edit.text.strip() or _same_text(edit.text, self._held(edit.place)):
                continue
            try:
                values.read(edit.text, self.contract, edit.place, notation="canonical")
            except BadInput as error:
                found[typed.keys[edit.place]] = str(error)
        return found

    def stale(self, typed: Typed) -> dict[str, str]:
        """What somebody else changed meanwhile, by key, with both values."""
        found: dict[str, str] = {}
        for edit in typed.edits:
            row = self.rows.get(edit.place)
            if row and row.revision != edit.seen:
                now = values.describe(row.stored)
                found[typed.keys[edit.place]] = _(
                    "Somebody else changed this while you were working: it now says “%(now)s”, you typed "
                    "“%(typed)s”. Save again to keep yours, or type theirs."
                ) % {"now": now, "typed": edit.text}
        return found

    def _held(self, place: Place) -> StoredValue:
        row = self.rows.get(place)
        return row.stored if row else NOTHING_STORED

    # What the page shows.

    def scalars(self, typed: Typed, problems: Mapping[str, str]) -> list[Entry]:
        return [self._entry(one.name, ("", 0, one.name), one, typed, problems) for one in self.contract.fields]

    def lists(self, typed: Typed, problems: Mapping[str, str]) -> list[ListPart]:
        return [ListPart(part, tuple(self._items(part, typed, problems))) for part in self.contract.lists]

    def _items(self, part: ListField, typed: Typed, problems: Mapping[str, str]) -> Iterator[ItemRow]:
        for item in sorted({place[1] for place in self.rows if place[0] == part.name and place[2]}):
            key = f"{part.name}.{item}"
            rows = [
                self.rows[part.name, item, one.name] for one in part.fields if (part.name, item, one.name) in self.rows
            ]
            states = dict.fromkeys(VALUE_STATES[row.state] for row in rows)
            yield ItemRow(
                key,
                item,
                self._cells(part, key, item, typed, problems),
                removed=bool(rows) and all(row.state == ValueState.REMOVED for row in rows),
                remove=typed.checked("remove", key),
                restore=typed.checked("restore", key),
                states=tuple(states),
                asks_confirm=any(row.state in (ValueState.UNREVIEWED, ValueState.FLAGGED) for row in rows),
                asks_flag=any(row.state != ValueState.FLAGGED for row in rows),
                confirm=typed.checked("confirm", key),
                flag=typed.checked("flag", key),
            )
        for blank in range(1, BLANK_ROWS + 1):
            key = f"{part.name}.new{blank}"
            yield ItemRow(key, None, self._cells(part, key, 0, typed, problems))

    def _cells(
        self, part: ListField, key: str, item: int, typed: Typed, problems: Mapping[str, str]
    ) -> tuple[Entry, ...]:
        return tuple(
            self._entry(f"{key}.{one.name}", (part.name, item, one.name), one, typed, problems) for one in part.fields
        )

    def _entry(self, key: str, place: Place, one: Field, typed: Typed, problems: Mapping[str, str]) -> Entry:
        row = self.rows.get(place)
        text = shown(row.stored) if row else ""
        return Entry(
            key,
            f"{place[0]}.{one.name}" if place[0] else one.name,
            one,
            typed.text(key, text),
            row.revision if row else 0,
            saying=self.saying(place),
            state=VALUE_STATES[row.state] if row else None,
            asks_confirm=row is not None and row.state in (ValueState.UNREVIEWED, ValueState.FLAGGED),
            asks_flag=row is not None and row.state != ValueState.FLAGGED,
            confirm=typed.checked("confirm", key),
            flag=typed.checked("flag", key),
            source_said=self._source_said(place, row),
            problem=problems.get(key, ""),
        )

    def saying(self, place: Place) -> Saying | None:
        """The value with its evidence; a corrected one is shown where the source saw what it replaced."""
        row, seed = self.rows.get(place), self.seed.said.get(place)
        if row is None:
            return None
        said = of_row(row, self.seed.letter)
        if said.box is None and seed is not None and seed.box is not None:
            return Saying(
                said.anchor, said.text, said.is_value, said.raw, page=seed.page, box=seed.box, state=said.state
            )
        return said

    def _source_said(self, place: Place, row: ReviewValue | None) -> str:
        seed = self.seed.said.get(place)
        if seed is None or row is None:
            return ""
        if seed.raw and seed.raw != seed.text:
            # Translators: a value, and how the page prints it.
            return _("%(value)s (printed: %(printed)s)") % {"value": seed.text, "printed": seed.raw}
        return seed.text if row.state == ValueState.CORRECTED else ""


def _same_text(text: str, before: StoredValue) -> bool:
    return text.strip() == shown(before).replace("\r\n", "\n").strip()
