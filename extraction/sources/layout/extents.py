"""Where the items of a table begin and end: under its header, over several pages, before the totals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.headers import Header
from extraction.sources.layout.rows import LACKING, Grid, Item, filled_lines, items
from extraction.sources.layout.vocabulary import Vocabulary

_SURE = 0.8
"""Quality from which a label of a total counts."""
_LOW = 0.7
"""A header so far down a page may have its first item on the next."""
_RESUMES, _EMPTY = 160.0, 260.0
"""Points: items that go on so near below are still the table; without any for so long it has ended."""


def body(kind: list[Header], headers: list[Header], pages: list[Sheet], grid: Grid, totals: Vocabulary) -> list[Item]:
    """The items under headers of one kind; `headers` are all there are: another one ends the table."""
    found = list(_items(kind, headers, pages, grid, totals))
    counts = Counter(column for item in found for column in item.cells if grid.columns[column].names)
    usual = {column for column, count in counts.items() if 2 * count >= len(found)}
    return [item for item in found if len(usual - item.cells.keys()) <= LACKING]


def _items(
    kind: list[Header], headers: list[Header], pages: list[Sheet], grid: Grid, totals: Vocabulary
) -> Iterator[Item]:
    open_ = False
    for sheet in pages:
        here = [header for header in kind if header.page == sheet.number]
        others = [header.top for header in headers if header.page == sheet.number and header not in kind]
        starts = [header.bottom for header in here] or ([0.0] if open_ else [])
        open_ = False
        for index, start in enumerate(starts):
            end = here[index + 1].top if index + 1 < len(here) else sheet.height
            end = min([end, *(top for top in others if top > start + 1)])
            stop = _stop(sheet, grid, start, end, totals)
            found = items(sheet, grid, start, stop)
            yield from found
            open_ = stop >= sheet.height and (bool(found) or start > _LOW * sheet.height)


def _stop(sheet: Sheet, grid: Grid, top: float, bottom: float, totals: Vocabulary) -> float:
    """Where the totals begin: a labelled row that fills hardly any column, and after which no item follows."""
    lines = filled_lines(sheet, grid, top, bottom)
    if not lines:
        return bottom
    last = lines[0].cell.box[3]
    for cell in sheet.between(top, bottom):
        if cell.middle < top:
            continue
        resumes = any(
            0 < line.cell.middle - cell.middle < _RESUMES and line.columns >= lines[0].columns for line in lines
        )
        goes_on = resumes or any(_continues(sheet, line.cell, cell) for line in lines)
        if _heads_totals(sheet, cell, totals) or (not goes_on and _is_total(sheet, grid, cell, top, totals)):
            return cell.box[1] - 0.1
        if any(abs(line.cell.middle - cell.middle) < cell.height for line in lines):
            last = cell.box[3]
        elif cell.box[1] - last > _EMPTY:
            return last + _EMPTY
    return bottom


def _continues(sheet: Sheet, line: Cell, cell: Cell) -> bool:
    """Whether a cell is a further line of one on the line above: "(Net): 7.00" under a price."""
    close = 0 < cell.middle - line.middle < 1.9 * line.height
    return close and any(abs(other.box[2] - cell.box[2]) < 2 for other in sheet.row(line))


def _heads_totals(sheet: Sheet, cell: Cell, totals: Vocabulary) -> bool:
    """A row of two or more labels of totals without any number: the header of a table of taxes or sums."""
    if not any(hit.whole for hit in totals.find(cell.text)):
        return False
    row = sheet.row(cell)
    labelled = sum(1 for other in row if any(hit.whole for hit in totals.find(other.text)))
    return labelled > 1 and not any(re.search(r"\d", other.text) for other in row)


def _is_total(sheet: Sheet, grid: Grid, cell: Cell, top: float, totals: Vocabulary) -> bool:
    hits = [hit for hit in totals.find(cell.text) if hit.whole or hit.quality >= _SURE]
    if not hits:
        return False
    row = [other for other in sheet.row(cell) if other.middle > top]
    others = [other for other in row if other is not cell]
    filled = {
        index
        for other in others
        for index, part in grid.place(other)
        if grid.is_number(index) and grid.fits(index, part.text)
    }
    if len(filled) > 1:
        return False
    labelled = sum(1 for other in row if any(hit.whole for hit in totals.find(other.text)))
    amount = re.search(r"\d[.,]\d", cell.text[hits[0].end :])
    return bool(amount) or labelled > 1 or any(re.search(r"\d", other.text) for other in others)
