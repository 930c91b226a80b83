"""The sheets and columns that a contract is written in: one definition for what is written and what is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from extraction.contract import Check, Contract, Conventions, Field, ListField
from extraction.fields_sheet import cells
from extraction.fields_sheet.cells import CellKind


class SheetName(StrEnum):
    CONTRACT = "Contract"
    FIELDS = "Fields"
    LISTS = "Lists"
    CHECKS = "Checks"


@dataclass(frozen=True, slots=True)
class Column:
    """`setting` is what it says of the part; `others` are headers that are understood, too."""

    header: str
    setting: str
    kind: CellKind
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPlan:
    name: SheetName
    part: type[BaseModel]
    columns: tuple[Column, ...]

    def find(self, header: str) -> Column | None:
        """The column that a header names, whatever its case and blanks."""
        wanted = folded(header)
        for column in self.columns:
            if wanted in map(folded, (column.header, column.setting, *column.others)):
                return column
        return None


_NAME = Column("Name", "name", cells.TEXT)
_LABEL = Column("Label", "label", cells.TEXT)
_DESCRIPTION = Column("Description", "description", cells.TEXT)
_ALIASES = Column("Words on the page", "aliases", cells.WORDS, ("label aliases",))

LIST = Column("List", "list", cells.TEXT)
"""Blank for a field of the document."""
FIELDS = SheetPlan(
    SheetName.FIELDS,
    Field,
    (
        _NAME,
        LIST,
        _LABEL,
        Column("Type", "type", cells.TYPE),
        Column("Required", "required", cells.FLAG),
        Column("Critical", "critical", cells.FLAG),
        _DESCRIPTION,
        Column("Allowed values", "allowed", cells.ALLOWED),
        _ALIASES,
        Column("Unit", "unit", cells.OPTIONAL_TEXT),
        Column("Decimal mark", "decimal", cells.DECIMAL_MARK),
        Column("Order of dates", "dates", cells.ORDER_OF_DATES),
        Column("Languages", "languages", cells.LANGUAGES),
        Column("Tolerance", "absolute_tolerance", cells.number(Decimal(0))),
        Column("Relative tolerance", "relative_tolerance", cells.number(Decimal(0))),
        Column("Weight", "weight", cells.number(Decimal(1))),
        Column("Key", "key", cells.FLAG),
        Column("Ignore blanks", "spaces", cells.IGNORE, ("ignore spaces",)),
        Column("Ignore capitals", "case", cells.IGNORE, ("ignore case",)),
    ),
)
LISTS = SheetPlan(SheetName.LISTS, ListField, (_NAME, _LABEL, _DESCRIPTION, _ALIASES))
CHECKS = SheetPlan(
    SheetName.CHECKS,
    Check,
    (
        _NAME,
        Column("Rule", "rule", cells.TEXT),
        Column("What it means when it fails", "label", cells.TEXT),
        Column("Tolerance", "tolerance", cells.number(Decimal("0.01"))),
    ),
)
CONTRACT = SheetPlan(
    SheetName.CONTRACT,
    Contract,
    (
        _NAME,
        Column("Title", "title", cells.TEXT),
        _DESCRIPTION,
        Column("Words that name such documents", "kinds", cells.WORDS),
    ),
)
"""A row of its own for each setting: what would be headers stands in the first column, what it says in the second."""
SETTING, SAYS = "Setting", "Value"

SHEETS = (FIELDS, LISTS, CHECKS, CONTRACT)
"""In the order in which a workbook has them."""

_CONVENTIONS = frozenset(Conventions.model_fields)


def settings_of(part: BaseModel) -> dict[str, Any]:
    """What the part says, flat: a setting for each column."""
    said = {name: getattr(part, name) for name in type(part).model_fields}
    conventions: Conventions = said.pop("conventions", Conventions())
    return said | ({name: getattr(conventions, name) for name in _CONVENTIONS} if isinstance(part, Field) else {})


def field_of(settings: dict[str, Any]) -> Field:
    """Raises ValidationError."""
    own = {name: value for name, value in settings.items() if name not in _CONVENTIONS}
    return Field(**own, conventions=Conventions(**{name: settings[name] for name in _CONVENTIONS}))


def folded(header: str) -> str:
    return re.sub(r"[\s_\-]+", " ", header.casefold()).strip()
