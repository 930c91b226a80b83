"""The sheets and columns that a contract makes: one definition for what is read and what is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rapidfuzz import fuzz, process

from extraction.contract import Contract, Field, ListField

DATA = "Data"
FINAL = "Final"
READ_ME = "Read me"
OTHER_SHEETS = (READ_ME, FINAL, "Compare", "Evidence", "Quality", "Fields", "Problems", "_proofsheet")
"""Sheets of our own workbooks that hold no labels and no predictions."""

_LIKE_ENOUGH = 60


class Role(StrEnum):
    """What a column is for. The first three say which document a row is about."""

    SHA256 = "sha256"
    DOCUMENT = "document"
    FILE = "file"
    ITEM = "item"
    LIST = "list"
    """On `Data`: whether a list is stated completely, partially, or is none."""
    FIELD = "field"
    BESIDE = "beside"
    """Said beside the values: status, comment, the link to the review."""


NAMES_DOCUMENT = (Role.SHA256, Role.DOCUMENT, Role.FILE)
"""The most certain first."""

_HEADERS = {
    Role.SHA256: ("sha256", "sha-256"),
    Role.DOCUMENT: ("document", "document id", "external id"),
    Role.FILE: ("file", "file name", "filename"),
    Role.ITEM: ("item", "item number"),
    Role.BESIDE: ("status", "comment", "review", "link"),
}


@dataclass(frozen=True)
class Column:
    """`key` is unique on its sheet: the name of a field or list, or of a role. `headers` are what may head it."""

    key: str
    role: Role
    headers: tuple[str, ...]
    field: Field | None = None


@dataclass(frozen=True)
class SheetLayout:
    """`Data`, or the sheet of one list."""

    name: str
    columns: tuple[Column, ...]
    list: ListField | None = None

    def column(self, header: str) -> Column | None:
        """The column that a header names. None: no column, or more than one."""
        return self._by_header.get(folded(header))

    def is_shared(self, header: str) -> bool:
        """Whether it is the label of several fields."""
        return self._by_header.get(folded(header), self) is None

    def nearest(self, header: str) -> str:
        """The known header most like this one; empty where none is."""
        known = sorted({header for column in self.columns for header in column.headers})
        found = process.extractOne(header, known, scorer=fuzz.WRatio, processor=folded, score_cutoff=_LIKE_ENOUGH)
        return found[0] if found else ""

    @cached_property
    def _by_header(self) -> dict[str, Column | None]:
        # The contract's names come first, then its labels, then our own words: a field called `file` is a field.
        # A label that two fields share names neither; their names do.
        contracts = [column for column in self.columns if column.role in (Role.FIELD, Role.LIST)]
        named: dict[str, Column | None] = {folded(column.key): column for column in contracts}
        labelled: dict[str, Column | None] = {}
        for column in contracts:
            label = folded(column.headers[-1])
            labelled[label] = None if label in labelled else column
        ours = {folded(header): column for column in self.columns for header in column.headers}
        return {**ours, **labelled, **named}


_NAMING = tuple(Column(f"@{role}", role, _HEADERS[role]) for role in NAMES_DOCUMENT)
_BESIDE = Column("@beside", Role.BESIDE, _HEADERS[Role.BESIDE])
_ITEM = Column("@item", Role.ITEM, _HEADERS[Role.ITEM])


def layouts(contract: Contract) -> tuple[SheetLayout, ...]:
    """`Data`, then one sheet a list, as labels and predictions come in."""
    states = tuple(Column(part.name, Role.LIST, (part.name, part.title)) for part in contract.lists)
    data = SheetLayout(DATA, (*_NAMING, *_columns(contract.fields), *states, _BESIDE))
    return data, *(
        SheetLayout(part.title, (*_NAMING, _ITEM, *_columns(part.fields), _BESIDE), part) for part in contract.lists
    )


def _columns(fields: Iterable[Field]) -> tuple[Column, ...]:
    return tuple(Column(field.name, Role.FIELD, (field.name, field.title), field) for field in fields)


def layout_of(sheet: str, known: Iterable[SheetLayout]) -> SheetLayout | None:
    """The layout whose sheet is called so: `Data`, or a list's label or name."""
    wanted = folded(sheet)
    for layout in known:
        if wanted in {folded(layout.name)} | ({folded(layout.list.name)} if layout.list else set()):
            return layout
    return None


def folded(header: str) -> str:
    """What counts of a header: not case, not the kind or number of blanks, hyphens and underscores."""
    return re.sub(r"[\s_\-]+", " ", unicodedata.normalize("NFKC", header).casefold()).strip()
