"""Which column of a sheet means what: one to one, the surest words first, and nothing that is a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from extraction.contract import FieldType
from extraction.tables import Cell
from portal.workbook.column_values import counts_items, states_a_list, suits
from portal.workbook.header_likeness import HeaderLikeness
from portal.workbook.header_words import UNUSED, HeaderWords, Level, header_key
from portal.workbook.stated import ITEM

WEIGHTS = {Level.REMEMBERED: 3, Level.NAME: 3, Level.LABEL: 3, Level.ALIAS: 2, Level.SIMILAR: 1}
"""What a column with a field counts for when two readings of a sheet are weighed."""

_CLEARLY = 0.5
"""By how much of its values one reading of a header must suit better than another."""
_LEAST = {Level.ALIAS: 0.2, Level.SIMILAR: 0.8}

Options = dict[int, set[str]]
Some = TypeVar("Some", int, str)


@dataclass(frozen=True)
class SampledColumn:
    """A column with some of its filled cells."""

    index: int
    header: str
    cells: Sequence[Cell] = ()
    within: Literal["differs", "repeats", ""] = ""
    """Whether its values differ in the rows of one document, where a document has several."""


@dataclass(frozen=True)
class Matching:
    """What columns mean if the sheet states these lists; blank is the document itself."""

    lists: frozenset[str]
    found: Mapping[int, tuple[str, Level]]
    score: int
    fields: Mapping[str, int]
    """The number of columns with fields, by list."""


class ColumnMatcher:
    """Matches the columns of one sheet, those left that name no document."""

    def __init__(
        self,
        columns: Sequence[SampledColumn],
        words: HeaderWords,
        likeness: HeaderLikeness,
        remembered: Mapping[int, str],
    ) -> None:
        self.columns = {column.index: column for column in columns if column.header}
        self.words = words
        self.likeness = likeness
        self.remembered = remembered
        self._suits: dict[tuple[int, str], float] = {}

    def match(self, lists: Collection[str]) -> Matching:
        """The best matching where the sheet states `lists`."""
        found = {index: (meaning, Level.REMEMBERED) for index, meaning in self.remembered.items()}
        claimed = set(self.remembered.values())
        waiting = {index for index in self.columns if index not in found}
        for level in (Level.NAME, Level.LABEL, Level.OURS, Level.ALIAS, Level.ITEM, Level.SIMILAR):
            options = {index: self._options(index, level, lists, claimed) for index in waiting}
            settled, contested, open_columns = self._settled({index: some for index, some in options.items() if some})
            found |= {index: (meaning, level) for index, meaning in settled.items()}
            claimed |= contested | {meaning for meaning in settled.values() if meaning != UNUSED}
            waiting -= settled.keys() | open_columns
        fields: dict[str, int] = defaultdict(int)
        for meaning, _ in found.values():
            part = self.words.list_of(meaning)
            if part is not None:
                fields[part] += 1
        score = sum(
            WEIGHTS.get(level, 0) for meaning, level in found.values() if self.words.list_of(meaning) is not None
        )
        return Matching(frozenset(lists), found, score, fields)

    def _options(self, index: int, level: Level, lists: Collection[str], claimed: set[str]) -> set[str]:
        column = self.columns[index]
        if level is Level.SIMILAR:
            allowed = [
                meaning
                for meaning in (*self.words.fields, *self.words.lists)
                if meaning not in claimed and self._has_place(column, meaning, level, lists)
            ]
            options = set(self.likeness.similar(column.header, allowed))
        else:
            options = {
                meaning
                for meaning, stated in self.words.meanings(column.header).items()
                if stated is level and meaning not in claimed and self._has_place(column, meaning, level, lists)
            }
        options = {meaning for meaning in options if self._suit(index, meaning) >= self._least(meaning, level)}
        places = {self.words.list_of(meaning) for meaning in options}
        if column.within == "repeats" and "" in places and len(places) > 1:
            options = {meaning for meaning in options if self.words.list_of(meaning) == ""}
        return _clearly_best(options, lambda meaning: self._suit(index, meaning))

    def _has_place(self, column: SampledColumn, meaning: str, level: Level, lists: Collection[str]) -> bool:
        """Whether a sheet of these lists can state it there: what differs in one document is hardly a field of it."""
        part = self.words.list_of(meaning)
        if part == "" and column.within == "differs" and len(lists) > 1 and level >= Level.ALIAS:
            return False
        return any(lists) if meaning == ITEM else part is None or part in lists

    def _least(self, meaning: str, level: Level) -> float:
        """The share of values that must suit."""
        if meaning == ITEM:
            return 1.0
        field = self.words.fields.get(meaning)
        if field is None:
            return _CLEARLY if meaning in self.words.lists else 0.0
        if field.type is FieldType.TEXT or (field.type is FieldType.IDENTIFIER and level is not Level.SIMILAR):
            return 0.0
        return _LEAST.get(level, 0.0)

    def _suit(self, index: int, meaning: str) -> float:
        place = (index, meaning)
        if place not in self._suits:
            cells = self.columns[index].cells
            if meaning == ITEM:
                share = counts_items(cells)
            elif meaning in self.words.lists:
                share = states_a_list(cells)
            else:
                share = suits(cells, self.words.fields[meaning]) if meaning in self.words.fields else 1.0
            self._suits[place] = share
        return self._suits[place]

    def _settled(self, options: Options) -> tuple[dict[int, str], set[str], set[int]]:
        """Columns with their meanings, meanings that columns contest, and columns that nothing decides."""
        settled: dict[int, str] = {}
        contested: set[str] = set()
        undecided: set[int] = set()
        while True:
            claims: dict[str, list[int]] = defaultdict(list)
            for index, some in options.items():
                if len(some) == 1:
                    claims[next(iter(some))].append(index)
            if not claims:
                return settled, contested, undecided | options.keys()
            for meaning, claimants in claims.items():
                winners = claimants if meaning == UNUSED else self._winner(meaning, claimants)
                settled |= dict.fromkeys(winners, meaning)
                if not winners:
                    contested.add(meaning)
                    undecided |= set(claimants)
            options = {
                index: rest
                for index, some in options.items()
                if index not in settled and index not in undecided and (rest := some - claims.keys())
            }

    def _winner(self, meaning: str, claimants: list[int]) -> list[int]:
        """The column whose header says more (`Invoice date` beside `Date`) or whose values suit; none in doubt."""
        keys = {index: header_key(self.columns[index].header) for index in claimants}
        special = [
            index for index in claimants if all(keys[other] in keys[index] for other in claimants if other != index)
        ]
        left = special if len(special) == 1 else claimants
        best = _clearly_best(set(left), lambda index: self._suit(index, meaning))
        return list(best) if len(best) == 1 else []


def _clearly_best(some: set[Some], suit: Callable[[Some], float]) -> set[Some]:
    """Without those that suit clearly worse than the best."""
    most = max(map(suit, some), default=0.0)
    return {one for one in some if suit(one) > most - _CLEARLY}
