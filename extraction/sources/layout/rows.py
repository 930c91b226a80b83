"""The body of a table: cells given to columns, lines grouped to items.

An item begins where at least two numbers of its columns stand side by side; what stands between two such lines
belongs to the one it touches.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from extraction.contract import Conventions, Field, FieldType
from extraction.sources.layout.cells import Cell, Sheet, overlap
from extraction.sources.layout.headers import Column
from extraction.sources.layout.shapes import spans

LACKING = 1
"""Of the columns that most items fill, how many one may leave empty."""
MAX_ITEMS = 2_000


@dataclass(eq=False)
class Item:
    """One row of the table: by column the cells it holds; `top` and `bottom` of its line of numbers."""

    page: int
    top: float
    bottom: float
    cells: dict[int, list[Cell]] = field(default_factory=dict)
    raised: bool = False
    """Its text begins above its numbers."""

    def add(self, column: int, cell: Cell) -> None:
        self.cells.setdefault(column, []).append(cell)


@dataclass(frozen=True)
class Memory:
    """What was worked out for one table, whatever its columns are taken to mean."""

    fits: dict[tuple[str, str], bool] = field(default_factory=dict)
    places: dict[tuple[object, int], list[tuple[int, Cell]]] = field(default_factory=dict)


class Grid:
    """The columns of one table, with what each may hold."""

    def __init__(
        self, columns: list[Column], fields: dict[str, Field], conventions: Conventions, memory: Memory
    ) -> None:
        self.columns = columns
        self.fields = fields
        self.conventions = conventions
        self.texts = [self._is_text(column) for column in columns]
        firsts = [next(iter(column.names), None) for column in columns]
        self._numbers = [name is not None and fields[name].type.is_number for name in firsts]
        self._memory = memory
        self._form = tuple((text, bool(column.names)) for text, column in zip(self.texts, columns, strict=True))

    def _is_text(self, column: Column) -> bool:
        first = next(iter(column.names), None)
        return first is not None and self.fields[first].type is FieldType.TEXT

    def is_number(self, index: int) -> bool:
        return self._numbers[index]

    def fits(self, index: int, text: str) -> bool:
        """Whether a text holds something for a column of numbers, dates or choices."""
        name = next(iter(self.columns[index].names), None)
        if name is None:
            return False
        if (name, text) not in self._memory.fits:
            self._memory.fits[name, text] = bool(spans(text, self.fields[name], self.conventions))
        return self._memory.fits[name, text]

    def place(self, cell: Cell) -> list[tuple[int, Cell]]:
        """The column or columns a cell belongs to, with the part of it that does."""
        known = (self._form, id(cell))
        if known not in self._memory.places:
            touched = sum(_shared(cell, column) > 0 for column in self.columns)
            several = touched > 1 and len(cell.words) > 1
            self._memory.places[known] = list(self._split(cell)) if several else [(self._nearest(cell), cell)]
        return self._memory.places[known]

    def _split(self, cell: Cell) -> Iterator[tuple[int, Cell]]:
        """Numbers at either end of a cell go to the columns they stand in; the rest stays together."""
        owners = [self._nearest(Cell(cell.page, (word,), cell.line)) for word in cell.words]
        digits = [any(sign.isdigit() for sign in word.text) for word in cell.words]
        main = self._nearest(cell)
        text = self.texts[main]
        first, last = 0, len(owners)
        while text and first < last - 1 and owners[first] != main and digits[first] and self._takes(owners[first]):
            first += 1
        while (
            text
            and last > first + 1
            and owners[last - 1] != main
            and digits[last - 1]
            and self._takes(owners[last - 1])
        ):
            last -= 1
        if text:
            for index in range(first, last):
                owners[index] = main
        begin = 0
        for index, (left, right) in enumerate(pairwise([*owners, -1]), start=1):
            if left != right:
                yield left, Cell(cell.page, cell.words[begin:index], cell.line)
                begin = index

    def _takes(self, index: int) -> bool:
        return bool(self.columns[index].names) and not self.texts[index]

    def _nearest(self, cell: Cell) -> int:
        def distance(index: int) -> tuple[float, float]:
            column = self.columns[index]
            shared = _shared(cell, column)
            if shared > 0:
                edge = min(abs(cell.box[0] - column.left), abs(cell.box[2] - column.right))
                return (0.0, edge - shared)
            gap = -shared
            if self.texts[index] and cell.box[0] > column.left:  # text runs on into the free space at its right
                gap *= 0.4
            return (1.0, gap)

        return min(range(len(self.columns)), key=distance)


@dataclass(frozen=True)
class Filled:
    """A line of the body and the columns of numbers, and of numbers and identifiers, that it fills."""

    cell: Cell
    numbers: frozenset[int]
    columns: frozenset[int]


def items(sheet: Sheet, grid: Grid, top: float, bottom: float) -> list[Item]:
    """The items between two heights of a page."""
    placed = _placed(sheet, grid, top, bottom)
    found = [Item(sheet.number, line.cell.box[1], line.cell.box[3]) for line in _filled(grid, placed)][:MAX_ITEMS]
    edges = _edges(found, [cell for _, cell in placed])
    for index, cell in placed:
        owner = _owner(found, index, cell, placed) if edges is None else found[bisect(edges, cell.middle)]
        if owner is not None:
            owner.add(index, cell)
            owner.raised = edges is not None
    return found


def _edges(found: list[Item], cells: list[Cell]) -> list[float] | None:
    """Where items end whose numbers stand beside the middle of their text; None where they stand beside its top.

    The widest gap between the numbers of two items lies above the text of the second, or right above its numbers.
    """
    if not found or not any(cell.box[3] < found[0].top for cell in cells):
        return None
    edges, above = [], 0
    for item, following in pairwise(found):
        lines = sorted((cell for cell in cells if item.top < cell.middle < following.bottom), key=lambda it: it.box[1])
        low, gaps = item.bottom, []
        for cell in lines:
            gaps.append((cell.box[1] - low, low, cell.box[1]))
            low = max(low, cell.box[3])
        _, begin, end = max(gaps, key=lambda gap: (round(gap[0]), gap[1]))
        edges.append((begin + end) / 2)
        above += following.top - end > 0.8 * (following.bottom - following.top)
    return edges if edges and 2 * above >= len(edges) else None


def filled_lines(sheet: Sheet, grid: Grid, top: float, bottom: float) -> list[Filled]:
    """The lines on which at least two columns of numbers are filled: items begin there."""
    return _filled(grid, _placed(sheet, grid, top, bottom))


def _placed(sheet: Sheet, grid: Grid, top: float, bottom: float) -> list[tuple[int, Cell]]:
    cells = [cell for cell in sheet.between(top, bottom) if top - 1 < cell.middle < bottom]
    return _aligned(grid, [(index, part) for cell in cells for index, part in grid.place(cell)])


def _aligned(grid: Grid, placed: list[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    """Words that begin equally far from the edge belong to one column: the one they share the most width with."""
    votes: dict[int, dict[int, float]] = {}
    for index, cell in placed:
        if not grid.is_number(index):
            weight = votes.setdefault(round(cell.box[0] / 2), {})
            weight[index] = weight.get(index, 0.0) + max(_shared(cell, grid.columns[index]), 0.0)
    chosen = {left: max(weight, key=lambda index: weight[index]) for left, weight in votes.items()}
    return [(index if grid.is_number(index) else chosen[round(cell.box[0] / 2)], cell) for index, cell in placed]


def _filled(grid: Grid, placed: list[tuple[int, Cell]]) -> list[Filled]:
    numeric = {index for index in range(len(grid.columns)) if grid.is_number(index)}
    wanted = min(2, len(numeric)) or 2
    lines: list[tuple[Cell, set[int]]] = []
    for index, cell in sorted(placed, key=lambda it: it[1].middle):
        if (grid.texts[index] and numeric) or not grid.columns[index].names or not grid.fits(index, cell.text):
            continue
        if lines and abs(lines[-1][0].middle - cell.middle) < 0.55 * cell.height:
            lines[-1][1].add(index)
        else:
            lines.append((cell, {index}))
    found = [Filled(cell, frozenset(columns & numeric), frozenset(columns)) for cell, columns in lines]
    found = [line for line in found if len(line.numbers if numeric else line.columns) >= wanted]
    counts = Counter(column for line in found for column in line.columns)
    usual = {column for column, count in counts.items() if 2 * count >= len(found)}
    return [line for line in found if len(usual - line.columns) <= LACKING]


def _owner(found: list[Item], index: int, cell: Cell, placed: list[tuple[int, Cell]]) -> Item | None:
    if not found:
        return None
    over = [item for item in found if item.top <= cell.middle <= item.bottom]
    if over:
        return over[0]
    before = [item for item in found if item.bottom <= cell.middle]
    after = [item for item in found if item.top >= cell.middle]
    if not before:
        return after[0] if _reaches(cell, index, after[0], placed) else None
    if after and _reaches(cell, index, after[0], placed) and not _reaches(cell, index, before[-1], placed):
        return after[0]
    return before[-1]


def _reaches(cell: Cell, index: int, item: Item, placed: list[tuple[int, Cell]]) -> bool:
    """Whether lines of the same column lead from a cell to an item without a gap."""
    column = sorted((other for i, other in placed if i == index), key=lambda it: it.middle)
    low, high = sorted((cell.middle, (item.top + item.bottom) / 2))
    between = [other for other in column if low - 1 <= other.middle <= high + 1]
    if not any(item.top - 2 <= other.middle <= item.bottom + 2 for other in between):
        reach = abs(cell.middle - (item.top + item.bottom) / 2)
        return reach < 1.3 * cell.height
    return all(b.box[1] - a.box[3] < 0.45 * a.height for a, b in pairwise(between))


def _shared(cell: Cell, column: Column) -> float:
    return overlap(cell.box, (column.left, 0.0, column.right, 0.0))
