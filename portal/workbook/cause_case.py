"""A cell that is to be explained, with what is known of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from extraction.canon import canon
from extraction.contract import Conventions, Field, FieldType
from extraction.tables import Cell
from extraction.values import Invalid, Value
from portal.workbook.sheet_text import shortened

Told = tuple[str, str]
"""The likely cause and the remedy."""
SHOWN = 60
"""Characters of a text that are shown in a sentence."""
_WRITTEN_NUMBER = re.compile(r"\+?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE]\+?[0-9]{1,3})?")


@dataclass(frozen=True)
class Case:
    cell: Cell
    field: Field
    conventions: Conventions
    invalid: Invalid | None
    before: str

    @property
    def shown(self) -> str:
        return shortened(self.text, SHOWN)

    @cached_property
    def text(self) -> str:
        return self.cell.text.strip()

    @property
    def reason(self) -> str:
        return self.invalid.reason if self.invalid else ""

    def is_a(self, *kinds: FieldType) -> bool:
        return self.field.type in kinds

    def as_date(self, order: Literal["dmy", "mdy"]) -> str:
        """The day that the text is in this order; blank where it is none."""
        found = canon(self.text, self.field.model_copy(update={"type": FieldType.DATE}), Conventions(dates=order))
        return str(found) if isinstance(found, Value) and found.precision == "day" else ""

    def as_number(self, mark: Literal[",", "."]) -> str:
        found = canon(self.text, self.field, Conventions(decimal=mark))
        return str(found) if isinstance(found, Value) else ""


def decimal_of(text: str) -> Decimal | None:
    """The number that an id looks like."""
    return Decimal(text) if _WRITTEN_NUMBER.fullmatch(text) else None
