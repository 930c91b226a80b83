"""What a table that came in says, row by row, once it is known what each of its columns means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict

from extraction.contract import UNKNOWN, Conventions
from extraction.tables import Cell

DOCUMENT, FILE, SHA256 = "@document", "@file", "@sha256"
ITEM, ROW_ID, STATUS, COMMENT, IGNORED = "@item", "@row", "@status", "@comment", ""
UNIT_OF = "@unit "
"""Before a field's path: the column that holds its unit."""
NAMING = (SHA256, DOCUMENT, FILE)
"""What says which document a row is about, the most certain first."""


class ColumnMapping(BaseModel):
    """A column of a table and what it means.

    `meaning` is the path of a field (`total_net`, `line_items.quantity`), the name of a list (its column says
    complete, partial or none), one of the words above, or blank: the column is not used.
    """

    model_config = ConfigDict(frozen=True)

    index: int
    header: str
    meaning: str = IGNORED
    how: Literal["name", "label", "alias", "similar", "remembered", "chosen", ""] = ""
    """How the meaning was found."""


class SheetMapping(BaseModel):
    """A sheet: the row of its headers (as the program numbers it; 0: the sheet is not used) and its columns."""

    model_config = ConfigDict(frozen=True)

    sheet: str
    header_row: int
    columns: tuple[ColumnMapping, ...] = ()


class Mapping(BaseModel):
    """What the columns of a file mean, and how it writes numbers and dates."""

    model_config = ConfigDict(frozen=True)

    sheets: tuple[SheetMapping, ...] = ()
    conventions: Conventions = UNKNOWN


@dataclass(frozen=True, slots=True)
class StatedCell:
    """A filled cell with its column, for its address."""

    column: int
    cell: Cell


@dataclass(slots=True)
class StatedRow:
    """A row: what names its document and item, and its filled cells by field path or list name.

    `list_name` says which list its item fields belong to; blank for a row of a document. A row of a foreign table
    that states both comes as two.
    """

    sheet: str
    number: int
    list_name: str
    names: tuple[str, ...]
    row_id: str = ""
    item: str = ""
    cells: dict[str, StatedCell] = field(default_factory=dict)
    units: dict[str, StatedCell] = field(default_factory=dict)
    beside: dict[str, StatedCell] = field(default_factory=dict)
    """STATUS, COMMENT and the cells that name the row, by their words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person is told of one cell or row of a file. `column` None: the whole row; row 0: the sheet."""

    sheet: str
    row: int
    column: int | None
    text: str
    value: str = ""
    cause: str = ""
    remedy: str = ""


@dataclass
class StatedTable:
    """All rows of a file, and what is wrong with the file itself (`problems`) or worth knowing (`notices`)."""

    rows: Sequence[StatedRow] = ()
    problems: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
