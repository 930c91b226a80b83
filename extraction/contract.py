"""The contract: THE definition of fields.

Everything that follows is made from it: the model's response schema, the workbook's columns, the
review form, the comparators of the evaluation. Nothing about a field is written down twice.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as Described

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class ContractError(ValueError):
    """No contract, or not one that can be used; says what to write instead."""


class FieldType(StrEnum):
    TEXT = "text"
    IDENTIFIER = "identifier"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ENUM = "enum"

    __hash__ = str.__hash__  # the one of Enum is many times as slow, and scoring asks for every cell

    @property
    def is_number(self) -> bool:
        return self in NUMBERS


NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.PERCENT})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AllowedValue(_Frozen):
    """One value of an enumeration and the words that mean it (EUR: "€", "Euro")."""

    value: str
    aliases: tuple[str, ...] = ()


class Conventions(_Frozen):
    """How a field, a document or a file writes numbers and dates; None: not known, never guessed.

    `decimal` is the decimal mark, `dates` the order of day, month and year in numeric dates.
    """

    decimal: Literal[",", "."] | None = None
    dates: Literal["dmy", "mdy", "ymd"] | None = None

    def over(self, other: Conventions) -> Conventions:
        """This convention where it says something, `other` where it does not."""
        return Conventions(decimal=self.decimal or other.decimal, dates=self.dates or other.dates)


UNKNOWN = Conventions()
CANONICAL = Conventions(decimal=".", dates="ymd")
"""The notation of stored values: `1234.50`, `2024-03-04`."""


class Field(_Frozen):
    """One value a document states."""

    name: Name
    type: FieldType = FieldType.TEXT
    label: str = ""
    """What people read; the name with blanks unless set."""
    description: str = ""
    aliases: tuple[str, ...] = ()
    """What pages print beside or above the value ("Rechnungsnr.", "Invoice no.")."""
    unit: str | None = None
    """The unit or currency of a number without one. A percent field with unit "1" is a fraction."""
    conventions: Conventions = UNKNOWN
    languages: tuple[str, ...] = ("en", "de", "fr", "ru")
    """Whose month names and words for yes and no are understood (Babel's locale names)."""
    required: bool = False
    critical: bool = False
    allowed: tuple[AllowedValue, ...] = ()
    absolute_tolerance: Decimal = Described(default=Decimal(0), ge=0)
    relative_tolerance: Decimal = Described(default=Decimal(0), ge=0)
    weight: Decimal = Described(default=Decimal(1), ge=0)
    key: bool = False
    """In a list: pairs rows by this column before anything else does."""
    spaces: Literal["keep", "ignore"] = "keep"
    case: Literal["keep", "ignore"] = "keep"

    @model_validator(mode="after")
    def _enumerations_have_values(self) -> Self:
        if (self.type is FieldType.ENUM) != bool(self.allowed):
            raise ValueError(f"{self.name}: allowed values belong to type enum, and an enum needs them")
        return self

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    def reads_like(self, other: Field) -> bool:
        """Whether a text means the same under both: then stored values stay as they are."""
        return all(getattr(self, name) == getattr(other, name) for name in _READ_BY)


_READ_BY = ("type", "unit", "conventions", "allowed", "languages")


class ListField(_Frozen):
    """A list of items, each with fields of its own (the lines of an invoice)."""

    name: Name
    label: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    fields: tuple[Field, ...] = Described(min_length=1)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        _refuse_duplicates([field.name for field in self.fields], f"in the list {self.name}")
        return self

    @property
    def title(self) -> str:
        return self.label or self.name.replace("_", " ").capitalize()

    def field(self, name: str) -> Field:
        """Raises KeyError."""
        return _named(name, self.fields)


class Check(_Frozen):
    """A rule across fields, written as a formula (see checks.py).

    `total_net + total_tax = total_gross`, `sum(line_items.line_total) = total_net`,
    `due_date >= invoice_date`, `each line_items: quantity * unit_price = line_total`, `iban(payment_iban)`.
    """

    name: Name
    rule: str
    label: str = ""
    """What to tell a person when it fails."""
    tolerance: Decimal = Described(default=Decimal("0.01"), ge=0)


class Contract(_Frozen):
    """A named set of fields, lists and checks. A contract may be one list alone."""

    name: Name
    title: str = ""
    description: str = ""
    kinds: tuple[str, ...] = ()
    """Words that name this kind of document on its pages ("Invoice", "Rechnung")."""
    fields: tuple[Field, ...] = ()
    lists: tuple[ListField, ...] = ()
    checks: tuple[Check, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.fields and not self.lists:
            raise ValueError("a contract needs at least one field or list")
        _refuse_duplicates([f.name for f in self.fields] + [part.name for part in self.lists], "in the contract")
        _refuse_duplicates([check.name for check in self.checks], "among the checks")
        return self

    def field(self, name: str) -> Field:
        """The scalar field of that name. Raises KeyError."""
        return _named(name, self.fields)

    def list(self, name: str) -> ListField:
        """The list of that name. Raises KeyError."""
        return _named(name, self.lists)

    def find(self, name: str, list_name: str = "") -> Field:
        """A scalar field, or with `list_name` a field of that list. Raises KeyError."""
        return self.list(list_name).field(name) if list_name else self.field(name)

    def __hash__(self) -> int:
        return hash((self.name, len(self.fields)))  # over all fields it takes longer than what is cached by it

    @property
    def hash(self) -> str:
        """sha256 of the definition: equal contracts have equal hashes."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


Part = TypeVar("Part", Field, ListField)


def _named(name: str, parts: tuple[Part, ...]) -> Part:
    for part in parts:  # asked for every cell: making a dict of them takes longer
        if part.name == name:
            return part
    raise KeyError(name)


def _refuse_duplicates(names: list[str], where: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)}: named more than once {where}")
