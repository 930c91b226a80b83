"""What can be said of a field: a value, or that there is none, and where the page shows it.

`Value`, `Invalid` and the markers are what programs compute with. `Cell` is the same on its way
to JSON: the form of the line format, of the stored extraction and of everything that reads either.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from extraction.contract import UNKNOWN, Conventions

Precision = Literal["year", "month", "day"]
Notation = Literal["page", "canonical"]
"""Raw text as the page prints it, or already as stored values are written (`1234.50`, `2024-03-04`)."""
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points of the page as shown (after rotation), origin top left."""


@dataclass(frozen=True, slots=True)
class Value:
    """A canonical value: `v` is a Decimal (decimal, money, percent), int, bool or str.

    Dates are ISO strings cut to their precision: `2024-03-04`, `2024-03`, `2024`.
    """

    v: str | int | Decimal | bool
    unit: str | None = None
    precision: Precision | None = None

    def __str__(self) -> str:
        """The canonical string: decimals plain, booleans `true` / `false`."""
        value = self.v
        if isinstance(value, str):
            return value
        if isinstance(value, Decimal):
            return format(value, "f")
        return str(value).lower() if isinstance(value, bool) else str(value)


class Marker(Enum):
    ABSENT = "absent"
    """The document does not state it."""
    ILLEGIBLE = "illegible"
    """It is there, nobody can read it."""
    UNLABELLED = "unlabelled"
    """Nobody said anything."""


ABSENT, ILLEGIBLE, UNLABELLED = Marker.ABSENT, Marker.ILLEGIBLE, Marker.UNLABELLED


@dataclass(frozen=True, slots=True)
class Invalid:
    """Text that is no value of its field's type. `reason` is a short code, `detail` words for a person."""

    reason: str
    detail: str = ""


Canonical = Value | Invalid | Marker


class Grounding(StrEnum):
    """Whether the page shows a value."""

    EXACT = "EXACT"
    NORMALISED = "NORMALISED"
    DERIVED = "DERIVED"
    NONE = "NONE"
    NO_TEXT = "NO_TEXT"

    @property
    def is_grounded(self) -> bool:
        return self in (Grounding.EXACT, Grounding.NORMALISED, Grounding.DERIVED)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Frozen):
    """A place on a page: `page` counts from 1."""

    page: int = Described(ge=1)
    box: Box


class Cell(_Frozen):
    """One stated value with its evidence, as it is stored and written. `value` is canonical text."""

    value: str | None = None
    unit: str | None = None
    precision: Precision | None = None
    invalid: str | None = None
    """Why `raw` is no value of the field's type; then `value` is None."""
    raw: str | None = None
    page: int | None = None
    box: Box | None = None
    grounding: Grounding | None = None
    rule: str | None = None
    """The check that derives the value, when `grounding` is DERIVED."""


Item = dict[str, Cell | None]


class CheckResult(_Frozen):
    """What a check of the contract said. `passed` is None where a value is missing."""

    name: str
    passed: bool | None
    detail: str = ""
    item: int | None = None
    """For a rule about each item of a list: which one, from 0."""


class Flag(_Frozen):
    """Something about the document a person should know: hidden text, repaired, scanned pages."""

    code: str
    message: str
    page: int | None = None


class ExtractionResult(_Frozen):
    """What one source says about one document. A field is None when the source found nothing."""

    fields: dict[str, Cell | None] = {}
    lists: dict[str, list[Item]] = {}
    checks: tuple[CheckResult, ...] = ()
    flags: tuple[Flag, ...] = ()
    conventions: Conventions = UNKNOWN
    """How the document writes numbers and dates, as far as the source could tell."""
    notation: Notation = "page"
    notes: tuple[str, ...] = ()
    """What the source wants to say: "no embedded invoice XML in this file"."""
