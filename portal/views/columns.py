"""What is said of a document, a column each: by a source, a review or a label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from extraction.canon import value_of
from extraction.contract import Contract, Field, ListField
from extraction.values import ILLEGIBLE, Box, Cell, Invalid
from portal.models import Extraction, Says
from portal.models.values import ValueRow, ValueState
from portal.sentences import translated
from portal.services.values import Place, describe
from portal.views.words import GROUNDINGS, NOT_LOOKED_FOR, VALUE_STATES, Sign


@dataclass(frozen=True, slots=True)
class Saying:
    """What one column says of one place, ready to be shown."""

    anchor: str
    """Unique on the page: `v-` + anchor is the value, `b-` + anchor its box."""
    text: str
    is_value: bool
    raw: str = ""
    why_invalid: str = ""
    page: int | None = None
    box: Box | None = None
    grounding: Sign | None = None
    rule: str = ""
    state: Sign | None = None


@dataclass(frozen=True)
class Column:
    """`letter` names it on boxes and in the table: A, B, C."""

    letter: str
    title: str
    subtitle: str
    href: str
    said: dict[Place, Saying] = field(default_factory=dict)

    @property
    def style(self) -> str:
        """Which of the six line styles its boxes have."""
        return str((ord(self.letter) - ord("A")) % 6)

    def items(self, list_name: str) -> list[int]:
        return sorted({place[1] for place in self.said if place[0] == list_name and place[2]})


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of the contract and what each column says of it."""

    field: Field
    sayings: tuple[Saying | None, ...]


@dataclass(frozen=True, slots=True)
class ItemTable:
    """The items of one list as one column states them."""

    part: ListField
    column: Column
    rows: tuple[tuple[int, tuple[Saying | None, ...]], ...]


def of_extraction(
    extraction: Extraction, contract: Contract, *, letter: str, title: str, subtitle: str, href: str
) -> Column:
    """What a source said, by the fields of `contract`."""
    column = Column(letter, title, subtitle, href)
    result = extraction.result
    if result is None:
        return column
    for one in contract.fields:
        column.said["", 0, one.name] = _of_cell(result.fields.get(one.name), one, letter, ("", 0, one.name))
    for part in contract.lists:
        for number, item in enumerate(result.lists.get(part.name, ()), start=1):
            for one in part.fields:
                place = (part.name, number, one.name)
                column.said[place] = _of_cell(item.get(one.name), one, letter, place)
    return column


def _of_cell(cell: Cell | None, field: Field, letter: str, place: Place) -> Saying:
    anchor = anchor_of(letter, place)
    if cell is None:
        return Saying(anchor, _("not found"), is_value=False)
    canonical = value_of(cell, field)
    shown = {
        "raw": cell.raw or "",
        "page": cell.page,
        "box": cell.box,
        "grounding": GROUNDINGS[cell.grounding] if cell.grounding else NOT_LOOKED_FOR,
        "rule": cell.rule or "",
    }
    if isinstance(canonical, Invalid):
        why = translated(canonical.detail or canonical.reason)
        return Saying(anchor, cell.raw or _("not valid"), is_value=False, why_invalid=why, **shown)  # type: ignore[arg-type]
    if cell.value is None:
        return Saying(anchor, _("illegible") if canonical is ILLEGIBLE else _("not in the document"), is_value=False)
    return Saying(anchor, f"{cell.value} {cell.unit or ''}".strip(), is_value=True, **shown)  # type: ignore[arg-type]


def of_rows(rows: Iterable[ValueRow], *, letter: str, title: str, subtitle: str, href: str) -> Column:
    """What a review or a label says."""
    column = Column(letter, title, subtitle, href)
    for row in rows:
        if row.state != ValueState.REMOVED:
            column.said[row.place] = of_row(row, letter)
    return column


def of_row(row: ValueRow, letter: str) -> Saying:
    evidence = row.evidence
    return Saying(
        anchor_of(letter, row.place),
        describe(row.stored),
        is_value=row.says == Says.VALUE,
        raw=row.raw,
        why_invalid=translated(row.invalid),
        page=evidence.page if evidence else None,
        box=evidence.box if evidence else None,
        grounding=GROUNDINGS[evidence.grounding] if evidence and evidence.grounding else None,
        rule=(evidence.rule or "") if evidence else "",
        state=VALUE_STATES[row.state],
    )


def anchor_of(letter: str, place: Place) -> str:
    list_name, item, name = place
    return f"{letter}-{list_name}.{item}.{name}" if list_name else f"{letter}-{name}"


def field_rows(contract: Contract, columns: list[Column]) -> list[FieldRow]:
    """Fields down, columns across."""
    return [FieldRow(one, tuple(column.said.get(("", 0, one.name)) for column in columns)) for one in contract.fields]


def item_tables(contract: Contract, columns: list[Column]) -> list[ItemTable]:
    """A table for each list and column; an empty one says that no items were found."""
    return [
        ItemTable(
            part,
            column,
            tuple(
                (item, tuple(column.said.get((part.name, item, one.name)) for one in part.fields))
                for item in column.items(part.name)
            ),
        )
        for part in contract.lists
        for column in columns
    ]
