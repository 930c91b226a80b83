"""Which item each row of a list's sheet is: by its row id, its number, or as an earlier upload said it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from extraction.canon.tokens import storable
from portal.workbook.bases import Base, SentItem
from portal.workbook.holdings import Holding
from portal.workbook.marks import CLEAR, DELETE, PREDICTED, mark
from portal.workbook.stated import ROW_ID, StatedRow

LARGEST_ITEM = 100_000
_NUMBER = re.compile(r"[0-9]{1,6}")
_ALIKE = 0.5
"""Share of its cells that a row without an id must repeat of an item sent earlier to be taken for it."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """`is_new`: the portal has no such item yet; the number is the one it will have."""

    row: StatedRow
    item: int
    is_new: bool


class Known(StrEnum):
    """By what rows without an id are known: nothing (they are new), their numbers, or their numbers or else order."""

    ID = "id"
    NUMBER = "number"
    ORDER = "order"


def known_by(sheet: str, columns: Mapping[str, Mapping[str, int]], *, from_portal: bool) -> Known:
    """`columns`: of each sheet, where the column of each meaning is."""
    if not from_portal:
        return Known.ORDER
    return Known.ID if ROW_ID in columns.get(sheet, {}) else Known.NUMBER


def item_rows(
    list_name: str, rows: list[tuple[int | None, StatedRow]], held: Holding, base: Base, by: Known
) -> list[ItemRow]:
    """In the order of the file.

    Of several rows with one id the one that says what went out keeps it, else one that deletes it, else the first:
    copying a row is how people add one.
    """
    there = set(held.items(list_name))
    known = there if base.content is None else set(base.content.lists.get(list_name, {}))
    kept: dict[int, ItemRow] = {}
    new: list[StatedRow] = []
    claims: dict[int, list[StatedRow]] = {}
    by_order = by is Known.ORDER and not base.sent.get(list_name)
    for place, (item, row) in enumerate(rows, start=1):
        number = item or (0 if by is Known.ID else _number(row)) or (place if by_order else 0)
        if number and (item or number in known):
            claims.setdefault(number, []).append(row)
        else:
            new.append(row)
    for number, claimants in claims.items():
        same = [row for row in claimants if _is_base(list_name, number, row, base)]
        keeper = (same or [row for row in claimants if _deletes(row)] or claimants)[0]
        kept[id(keeper)] = ItemRow(keeper, number, is_new=False)
        new += [row for row in claimants if row is not keeper]
    order = {id(row): place for place, (_item, row) in enumerate(rows)}
    new.sort(key=lambda row: order[id(row)])
    taken = there | known | set(claims) | {one.item for one in base.sent.get(list_name, ())}
    for row, sent in _known_again(list_name, new, base.sent.get(list_name, [])):
        if sent is not None:
            kept[id(row)] = ItemRow(row, sent.item, is_new=False)
            continue
        wish = _number(row)
        number = wish if wish and wish not in taken else max(taken, default=0) + 1
        taken.add(number)
        kept[id(row)] = ItemRow(row, number, is_new=True)
    return sorted(kept.values(), key=lambda one: order[id(one.row)])


def typed_for(row: StatedRow) -> str:
    """The number that was typed for an item, as it is kept."""
    return storable(row.item)[:60]


def _number(row: StatedRow) -> int:
    text = row.item.strip()
    number = int(text) if _NUMBER.fullmatch(text) else 0
    return number if number <= LARGEST_ITEM else 0


def _deletes(row: StatedRow) -> bool:
    return row.item.strip().upper() == DELETE


def _said(list_name: str, row: StatedRow) -> dict[str, str]:
    """As it is kept when it is heard: the mark of each cell, of one that takes something back the token alone."""
    said = {}
    for path, cell in row.cells.items():
        unit = row.units[path].cell if path in row.units else None
        takes_back = cell.cell.text.strip().upper() == CLEAR
        said[path.removeprefix(f"{list_name}.")] = CLEAR if takes_back else mark(cell.cell, unit)
    return said


def _is_base(list_name: str, number: int, row: StatedRow, base: Base) -> bool:
    if _deletes(row) or (list_name, number) in base.gone:
        return _deletes(row) and (list_name, number) in base.gone
    return all(
        (base.mark((list_name, number, name)) or "").lstrip(PREDICTED) == told
        for name, told in _said(list_name, row).items()
    )


def _known_again(
    list_name: str, rows: list[StatedRow], sent: list[SentItem]
) -> list[tuple[StatedRow, SentItem | None]]:
    """Each row with the item that an earlier upload of the file made of it: the same text, number, or most of it."""
    if not sent:
        return [(row, None) for row in rows]
    left = list(sent)
    found: dict[int, SentItem] = {}
    texts = {id(row): _said(list_name, row) for row in rows}

    def take(row: StatedRow, one: SentItem) -> None:
        found[id(row)] = one
        left.remove(one)

    for row in rows:
        same = [one for one in left if one.typed == typed_for(row) and one.cells == texts[id(row)]]
        if same:
            take(row, same[0])
    for row in rows:
        same = [one for one in left if one.typed and one.typed == typed_for(row)]
        if id(row) not in found and same:
            take(row, same[0])
    for row in rows:
        if id(row) not in found and left:
            best = max(left, key=lambda one: _shared(one, texts[id(row)]))
            if _shared(best, texts[id(row)]) >= _ALIKE:
                take(row, best)
    return [(row, found.get(id(row))) for row in rows]


def _shared(sent: SentItem, said: dict[str, str]) -> float:
    same = sum(said.get(name) == told for name, told in sent.cells.items())
    return same / max(len(sent.cells), 1)
