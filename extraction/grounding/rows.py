"""Where the items of a list stand: the cells of one item lie together, and no row is two items.

Each item gets one anchor, the row where most of its telling cells are found; its band reaches to the
next anchor. A value that stands elsewhere is not the item's. Items may come in any order; of equal
ones the first is the uppermost.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extraction.contract import ListField
from extraction.grounding.labels import Labels
from extraction.grounding.places import Place
from extraction.values import Box

Places = dict[str, list[Place]]
"""Of one item: by column, everywhere its value stands."""

_UP, _DOWN = 2.5, 20.0
"""How far from its anchor a cell can stand, in line heights: cells are centred, texts run on below."""
_LAST_DOWN = 3.0
"""The same for the last item, behind which the totals begin, unless the other bands are larger."""
_TELLING = 40
"""A value that stands in more places than this says nothing about where the item is."""
_ENOUGH = 6
"""Signs that must be found of an item before any of its cells count: less is found by chance."""
_MOST_SIGNS = 12
_COLUMN_SLACK = 25.0
"""Points off the column that cost as much as a line height off the row."""


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    page: int
    y: float
    height: float


def place_items(part: ListField, items: Sequence[Places], labels: Labels) -> list[dict[str, Place]]:
    """The place of each cell that stands in its item's band; cells without one are left out."""
    anchors = _assigned(items)
    bands = _bands(anchors)
    inside = [
        {name: [place for place in places if band and _in_band(place, band)] for name, places in item.items()}
        for item, band in zip(items, bands, strict=True)
    ]
    columns = _columns(part, inside, anchors, labels)
    used: set[tuple[int, int]] = set()
    return [
        _chosen(item, anchor, columns, used) if anchor else {} for item, anchor in zip(inside, anchors, strict=True)
    ]


def _signs(place: Place) -> int:
    return min(sum(sign.isalnum() for sign in place.printed), _MOST_SIGNS)


def _anchor(place: Place) -> Anchor:
    """The first line of a place; the boxes of longer texts are as high as all their lines."""
    height = place.line_height
    return Anchor(place.page, place.box[1] + height / 2, height)


def _closeness(place: Place, anchor: Anchor) -> float:
    """1 on the anchor's line, less with every line away from it, 0 out of reach."""
    if place.page != anchor.page:
        return 0.0
    lines = (max(place.box[1] - anchor.y, 0.0) - max(anchor.y - place.box[3], 0.0)) / anchor.height
    if lines < -_UP or lines > _DOWN:
        return 0.0
    return 1 / (1 + abs(lines))


def _scores(item: Places) -> dict[Anchor, float]:
    """How much of the item is found around each line on which one of its telling cells stands."""
    telling = [places for places in item.values() if 0 < len(places) <= _TELLING]
    anchors = {_anchor(place) for places in telling for place in places}
    return {
        anchor: sum(
            max(_closeness(place, anchor) * _signs(place) for place in places) / (1 + len(places)) ** 0.5
            for places in telling
        )
        for anchor in anchors
    }


def _assigned(items: Sequence[Places]) -> list[Anchor | None]:
    """An anchor an item, each row once: the surest pairs first, equal items in the order of the page."""
    pairs = sorted(
        (-round(score, 6), item, anchor.page, anchor.y, anchor)
        for item, places in enumerate(items)
        for anchor, score in _scores(places).items()
    )
    anchors: list[Anchor | None] = [None] * len(items)
    taken: set[tuple[int, int]] = set()
    for _, item, _, _, anchor in pairs:
        if anchors[item] is None and _row(anchor) not in taken:
            anchors[item] = anchor
            taken.add(_row(anchor))
    return anchors


def _row(anchor: Anchor) -> tuple[int, int]:
    return anchor.page, round(anchor.y)


def _bands(anchors: Sequence[Anchor | None]) -> list[tuple[Anchor, float] | None]:
    """Each item's anchor and the height at which its band ends."""
    found = sorted(anchor for anchor in anchors if anchor)
    follows = dict(itertools.pairwise(found))
    heights = [after.y - anchor.y for anchor, after in follows.items() if after.page == anchor.page]
    bands: list[tuple[Anchor, float] | None] = []
    for anchor in anchors:
        if anchor is None:
            bands.append(None)
            continue
        after = follows.get(anchor)
        if after and after.page == anchor.page:
            end = after.y - anchor.height / 2
        else:
            end = anchor.y + max([_LAST_DOWN * anchor.height, *heights])
        bands.append((anchor, min(end, anchor.y + _DOWN * anchor.height)))
    return bands


def _in_band(place: Place, band: tuple[Anchor, float]) -> bool:
    anchor, end = band
    return _closeness(place, anchor) > 0 and place.box[1] + place.line_height / 2 < end


def _columns(
    part: ListField, items: Sequence[Places], anchors: Sequence[Anchor | None], labels: Labels
) -> dict[str, tuple[float, float]]:
    """Left and right edge of each column: of cells that can stand in one place only, else of its label."""
    columns: dict[str, tuple[float, float]] = {}
    top = next((anchor for anchor in anchors if anchor), None)
    for field in part.fields:
        sure = [
            item[field.name][0].box
            for item in items
            if len(item.get(field.name, ())) == 1 and not _is_shared(item, field.name)
        ]
        if not sure and top:
            sure = [box for box in labels.on(top.page, field) if top.y - 80 < box[3] < top.y][-1:]
        if sure:
            columns[field.name] = (median(box[0] for box in sure), median(box[2] for box in sure))
    return columns


def _is_shared(item: Places, name: str) -> bool:
    words = set(item[name][0].words)
    return any(words & set(place.words) for other, places in item.items() if other != name for place in places)


def _off_column(box: Box, column: tuple[float, float] | None) -> float:
    """How far a cell is from its column, by the edge or middle that fits best; in points."""
    if column is None:
        return 0.0
    left, right = abs(box[0] - column[0]), abs(box[2] - column[1])
    return min(left, right, abs(box[0] + box[2] - sum(column)) / 2)


def _chosen(
    item: Places, anchor: Anchor, columns: dict[str, tuple[float, float]], used: set[tuple[int, int]]
) -> dict[str, Place]:
    """A place a cell, no word used twice: first what is nearest to row and column. Adds to the words used."""
    ranked = sorted(
        ((name, place) for name, places in item.items() for place in places),
        key=lambda cell: (
            1 / _closeness(cell[1], anchor) + _off_column(cell[1].box, columns.get(cell[0])) / _COLUMN_SLACK
        ),
    )
    chosen: dict[str, Place] = {}
    own: set[tuple[int, int]] = set()
    for name, place in ranked:
        words = {(place.page, word) for word in place.words}
        if name not in chosen and not words & (used | own):
            chosen[name] = place
            own |= words
    signs = sum(_signs(place) for place in chosen.values())
    alone = len(chosen) == 1 and len(item) > 1
    if signs < (2 * _ENOUGH if alone else _ENOUGH):
        return {}
    used |= own
    return chosen
