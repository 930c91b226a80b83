"""What a workbook is made of before it is written: sheets, columns, and cells that are more than a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Native = str | int | Decimal | bool | date | datetime | None


class Shown(StrEnum):
    """How the cells of a column are shown: a number format of Excel."""

    TEXT = "@"
    NUMBER = "General"
    INTEGER = "0"
    MONEY = "#,##0.00##"
    PERCENT = "0.0%"
    DATE = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm:ss"

    __hash__ = str.__hash__  # the one of Enum is many times as slow, and the writer asks for every cell


class Look(StrEnum):
    """The colour of a cell. What it means stands in words beside it, too."""

    PLAIN = "plain"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    WEAK = "weak"
    UNGROUNDED = "ungrounded"
    FAILED = "failed"
    FILL_IN = "fill in"

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class Styled:
    """A value with a colour."""

    value: Native
    look: Look


@dataclass(frozen=True, slots=True)
class Link:
    """An address, under the words that are shown for it."""

    address: str
    words: str


Content = Native | Styled | Link


@dataclass(frozen=True)
class SheetColumn:
    """`choices` become a drop-down; with `only_these` Excel refuses anything else (blank is always allowed).

    `hint` is shown while a cell of the column is chosen.
    """

    header: str
    shown: Shown = Shown.TEXT
    note: str = ""
    choices: tuple[str, ...] = ()
    only_these: bool = False
    hint: str = ""
    hidden: bool = False
    wraps: bool = False
    """Long texts take several lines of the cell."""


@dataclass(frozen=True)
class SheetContent:
    """A sheet; `rows` are read once, `count` of them. The first cell of a row names it in messages."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Content]]
    count: int
    hidden: bool = False
