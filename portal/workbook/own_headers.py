"""The headers of our own workbooks: one name for each column, known again when it comes back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

from extraction.canon.tokens import storable
from extraction.contract import Contract, Field, ListField
from portal.models import Purpose
from portal.workbook.excel_names import sheet_names
from portal.workbook.header_words import header_key
from portal.workbook.layout import DATA, FINAL, OTHER_SHEETS
from portal.workbook.stated import (
    COMMENT,
    DOCUMENT,
    FILE,
    IGNORED,
    ITEM,
    ROW_ID,
    STATUS,
    UNIT_OF,
    ColumnMapping,
    Mapping,
    SheetMapping,
)

REVIEW, REMARKS = "@review", "@remarks"
"""Columns that only tell something."""
OUR_WORDS = {
    DOCUMENT: "document",
    FILE: "file",
    REVIEW: "review",
    ITEM: "item",
    STATUS: "status",
    COMMENT: "comment",
    REMARKS: "remarks",
    ROW_ID: "row id",
}
_LONGEST_TITLE = 100
"""Characters of a label that is a header; the header of a table holds 255 UTF-16 units."""
_LIKE_AN_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
"""In the header of a table Excel takes it for the character of that number."""


@dataclass(frozen=True)
class OwnColumn:
    """A column of `Data` or of a list's sheet. `field` is that of values and their units."""

    header: str
    meaning: str
    field: Field | None = None
    list: ListField | None = None


@dataclass(frozen=True)
class OwnSheet:
    name: str
    columns: tuple[OwnColumn, ...]
    list: ListField | None = None

    @property
    def prefix(self) -> str:
        """Before the names of its fields in their paths."""
        return f"{self.list.name}." if self.list else ""

    @cached_property
    def fields(self) -> tuple[tuple[Field, str, bool], ...]:
        """Its fields with what their columns mean, and whether their units have columns of their own."""
        meanings = {column.meaning for column in self.columns}
        return tuple(
            (column.field, column.meaning, UNIT_OF + column.meaning in meanings)
            for column in self.columns
            if column.field is not None and not column.meaning.startswith(UNIT_OF)
        )


def own_sheets(contract: Contract, purpose: Purpose, units: Iterable[str]) -> list[OwnSheet]:
    """`Data` and a sheet a list; `units` are the paths of fields whose units have columns of their own."""
    units = frozenset(units)
    labels = purpose != Purpose.REVIEW
    titles = [part.title for part in contract.lists]
    aside = [*OTHER_SHEETS, *(f"{FINAL} {title}" for title in titles)]  # what is called so is not read
    names = sheet_names([*aside, DATA, *titles])[len(aside) :]
    before = [DOCUMENT, FILE] if labels else [DOCUMENT, FILE, REVIEW]
    can_agree = purpose != Purpose.BLIND
    after = [*([STATUS] if can_agree else []), COMMENT, REMARKS, ROW_ID]
    lists = contract.lists if labels else ()
    sheets = [OwnSheet(names[0], _columns(before, contract.fields, "", units, lists, after))]
    for name, part in zip(names[1:], contract.lists, strict=True):
        columns = _columns([DOCUMENT, ITEM], part.fields, f"{part.name}.", units, (), [REMARKS, ROW_ID])
        sheets.append(OwnSheet(name, columns, part))
    return sheets


def _columns(
    before: Sequence[str],
    fields: Sequence[Field],
    prefix: str,
    units: frozenset[str],
    lists: Sequence[ListField],
    after: Sequence[str],
) -> tuple[OwnColumn, ...]:
    headers = _headers(fields, lists)
    with_units = [field for field in fields if prefix + field.name in units]
    return (
        *(OwnColumn(headers[word], word) for word in before),
        *(OwnColumn(headers[field.name], prefix + field.name, field) for field in fields),
        *(OwnColumn(headers[UNIT_OF + one.name], f"{UNIT_OF}{prefix}{one.name}", one) for one in with_units),
        *(OwnColumn(headers[part.name], part.name, list=part) for part in lists),
        *(OwnColumn(headers[word], word) for word in after),
    )


def _headers(fields: Sequence[Field], lists: Sequence[ListField]) -> dict[str, str]:
    """By name of a field or list, by UNIT_OF and name, and by our words: each known from all others as it is read.

    All are named, whichever the sheet has, so that a header does not depend on the others' being there.
    """
    parts: list[Field | ListField] = [*fields, *lists]
    titles = {part.name: " ".join(part.title.split()) for part in parts}
    shared = Counter(map(header_key, titles.values()))
    names = {header_key(part.name): part.name for part in parts}
    kept = set(map(header_key, OUR_WORDS.values()))
    headers: dict[str, str] = {}
    taken: set[str] = set()

    def put(meaning: str, *wishes: str) -> None:
        numbered = (f"{wishes[-1]} {number}" for number in count(2))
        headers[meaning] = next(wish for wish in chain(wishes, numbered) if header_key(wish) not in taken)
        taken.add(header_key(headers[meaning]))

    for name, title in titles.items():
        key = header_key(title)
        is_its_own = shared[key] == 1 and names.get(key, name) == name and key not in kept
        put(name, *([title] if is_its_own and _can_be_header(title) else []), name)
    taken |= names.keys()
    for field in fields:
        put(UNIT_OF + field.name, f"{headers[field.name]} unit", f"{field.name} unit")
    for word, text in OUR_WORDS.items():
        put(word, text, f"{text} (portal)")
    return headers


def _can_be_header(title: str) -> bool:
    return 0 < len(title) <= _LONGEST_TITLE and storable(title) == title and not _LIKE_AN_ESCAPE.search(title)


def own_mapping(contract: Contract, purpose: Purpose) -> Mapping:
    """What the headers of a workbook mean that was made from this contract, wherever they have been moved to."""
    paths = [field.name for field in contract.fields if field.type.is_number]
    paths += [f"{part.name}.{field.name}" for part in contract.lists for field in part.fields if field.type.is_number]
    return Mapping(
        sheets=tuple(
            SheetMapping(
                sheet=sheet.name,
                header_row=1,
                columns=tuple(
                    ColumnMapping(
                        index=index,
                        header=column.header,
                        meaning=IGNORED if column.meaning in (REVIEW, REMARKS) else column.meaning,
                        how="remembered",
                    )
                    for index, column in enumerate(sheet.columns)
                ),
            )
            for sheet in own_sheets(contract, purpose, paths)
        )
    )
