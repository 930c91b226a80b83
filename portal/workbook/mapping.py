"""What the columns of a table mean: proposed from headers and values, for a person to confirm."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extraction.contract import Contract
from extraction.tables import Sheet, Tables
from portal.workbook.column_conventions import WrittenTexts
from portal.workbook.column_matching import ColumnMatcher, Matching, SampledColumn
from portal.workbook.header_likeness import HeaderLikeness
from portal.workbook.header_rows import header_row
from portal.workbook.header_words import HOW, UNUSED, HeaderWords, How, header_key
from portal.workbook.layout import FINAL, OTHER_SHEETS, folded
from portal.workbook.naming_columns import KnownNames, naming_columns
from portal.workbook.sheet_sample import SheetSample, compared, has_several_rows
from portal.workbook.stated import IGNORED, NAMING, ROW_ID, STATUS, ColumnMapping, Mapping, SheetMapping

_ASIDE = frozenset(map(folded, (*OTHER_SHEETS, "Problems")))
_DECIDED = ("chosen", "remembered")
_FEWEST_FIELDS = 3
"""Columns that make a sheet one of values though nothing in it names documents."""
_SINGLE_ITEMS = 3
"""Columns of a list beside those of documents, where no document has several rows."""


def propose(
    tables: Tables, contract: Contract, names: Collection[str] = (), remembered: Mapping | None = None
) -> Mapping:
    """What each column probably means; blank where that would be a guess.

    `names` are those of the project's documents: sha256, external ids, file names. Headers of `remembered`, which
    a person confirmed for another file of the project, mean what they meant there.
    """
    proposer = _Proposer(contract, names, remembered)
    sheets = tuple(proposer.sheet(sheet) for sheet in tables.sheets)
    fields = proposer.words.fields
    texts = WrittenTexts()
    for sheet, mapped in zip(tables.sheets, sheets, strict=True):
        stated = {column.index: fields[column.meaning] for column in mapped.columns if column.meaning in fields}
        texts.add((row for row in sheet.rows() if row.number > mapped.header_row), stated)
    return Mapping(sheets=sheets, conventions=texts.proven())


def remember(mapping: Mapping) -> Mapping:
    """What of a confirmed mapping helps with the next file: columns that mean something or that a person decided."""
    sheets = []
    for sheet in mapping.sheets:
        columns = tuple(column for column in sheet.columns if column.meaning or column.how in _DECIDED)
        if sheet.header_row and columns:
            sheets.append(sheet.model_copy(update={"columns": columns}))
    return Mapping(sheets=tuple(sheets))


def is_aside(sheet: str, contract: Contract) -> bool:
    """Whether it is a sheet of our own workbooks that states nothing: `Read me`, `Final`, `Final Line items`."""
    finals = {folded(f"{FINAL} {part.title}") for part in contract.lists}
    return folded(sheet) in _ASIDE | finals


class _Proposer:
    """Maps the sheets of one file."""

    def __init__(self, contract: Contract, names: Collection[str], remembered: Mapping | None) -> None:
        self.contract = contract
        self.words = HeaderWords(contract)
        self.likeness = HeaderLikeness(self.words)
        self.known = KnownNames(names)
        self.remembered = _Remembered(remembered, self.words)

    def sheet(self, sheet: Sheet) -> SheetMapping:
        """The mapping of a sheet; header row 0 where it states nothing of the contract."""
        unused = SheetMapping(sheet=sheet.name, header_row=0)
        if is_aside(sheet.name, self.contract):
            return unused
        meanings = self.remembered.of(sheet.name)
        header = header_row(sheet, self.words, meanings)
        if header is None:
            return unused
        sample = SheetSample.of(sheet, header)
        columns = sample.columns()
        found = self._meanings(columns, sample, _recalled(columns, meanings))
        if not _is_usable(columns, found, self.words):
            return unused
        return SheetMapping(
            sheet=sheet.name,
            header_row=header.number,
            columns=tuple(_mapped(column, *found.get(column.index, (IGNORED, ""))) for column in columns),
        )

    def _meanings(
        self, columns: Sequence[SampledColumn], sample: SheetSample, recalled: dict[int, str]
    ) -> dict[int, tuple[str, How]]:
        left = [column for column in columns if column.index not in recalled]
        naming = {index for index, meaning in recalled.items() if meaning in NAMING}
        found: dict[int, tuple[str, How]] = {index: (meaning, "remembered") for index, meaning in recalled.items()}
        if not naming:
            found |= naming_columns(left, self.words, self.known)
            naming = found.keys() - recalled.keys()
        documents = sample.documents(naming)
        left = [compared(column, documents) for column in left if column.index not in found]
        for index, (meaning, level) in self._matching(left, recalled, has_several_rows(documents)).found.items():
            found[index] = (IGNORED if meaning == UNUSED else meaning, HOW[level])
        return found

    def _matching(self, columns: Sequence[SampledColumn], recalled: dict[int, str], has_several: bool) -> Matching:
        """The reading of a sheet under which most columns have a meaning: of documents, of one list, or of both."""
        fixed = {index: meaning for index, meaning in recalled.items() if meaning}
        matcher = ColumnMatcher(columns, self.words, self.likeness, fixed)
        documents = matcher.match({""})
        lists = [matcher.match({name}) for name in self.words.lists]
        best = max([*lists, documents] if has_several else [documents, *lists], key=lambda one: one.score)
        for name in self.words.lists:
            both = matcher.match({"", name})
            enough = 1 if has_several else _SINGLE_ITEMS
            if both.fields.get("", 0) and both.fields.get(name, 0) >= enough and both.score > best.score:
                best = both
        return best


class _Remembered:
    """Meanings of headers in files before this one."""

    def __init__(self, mapping: Mapping | None, words: HeaderWords) -> None:
        self._by_sheet: dict[str, dict[str, str]] = {}
        everywhere: dict[str, set[str]] = {}
        for sheet in remember(mapping).sheets if mapping else ():
            for column in sheet.columns:
                if column.header and words.knows(column.meaning):
                    key = header_key(column.header)
                    self._by_sheet.setdefault(folded(sheet.sheet), {})[key] = column.meaning
                    everywhere.setdefault(key, set()).add(column.meaning)
        self._everywhere = {key: next(iter(some)) for key, some in everywhere.items() if len(some) == 1}

    def of(self, sheet: str) -> dict[str, str]:
        """By header: those of a sheet of that name, else what all sheets agree on."""
        return self._by_sheet.get(folded(sheet), self._everywhere)


def _recalled(columns: Sequence[SampledColumn], meanings: dict[str, str]) -> dict[int, str]:
    """Meanings by column, as remembered; no meaning for two columns."""
    found = {column.index: meanings[key] for column in columns if (key := header_key(column.header)) in meanings}
    given = list(found.values())
    return {index: meaning for index, meaning in found.items() if not meaning or given.count(meaning) == 1}


def _mapped(column: SampledColumn, meaning: str, how: How) -> ColumnMapping:
    return ColumnMapping(index=column.index, header=column.header, meaning=meaning, how=how)


def _is_usable(columns: Sequence[SampledColumn], found: dict[int, tuple[str, How]], words: HeaderWords) -> bool:
    """Whether a sheet states something: a field of a named document, several fields, or the state of our own rows."""
    meanings = {meaning for meaning, _ in found.values()}
    stated = sum(words.list_of(meaning) is not None for meaning in meanings)
    for column in columns:
        if column.index not in found:  # two fields, or two columns, contest it: the sheet is one of values all the same
            stated += any(meaning in words.fields for meaning in words.meanings(column.header))
    if ROW_ID in meanings:
        return bool(stated) or STATUS in meanings
    return stated >= (_FEWEST_FIELDS if meanings.isdisjoint(NAMING) else 1)
