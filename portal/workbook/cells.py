"""What the cells of a label or prediction table say, judged by the contract: the widgets of django-import-export."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from extraction.canon import canon, cell_of
from extraction.contract import CANONICAL, Conventions, Field, FieldType
from extraction.tables import Cell, Kind
from extraction.values import ABSENT, Invalid
from portal.sentences import translated
from portal.services.labels import Said
from portal.services.values import LIST_STATES
from portal.workbook.layout import Column

LATER_TOKENS = ("#CLEAR", "#DELETE")
"""Tokens that change what the portal holds; they need a workbook that was exported from it."""

_TYPED = (Kind.NUMBER, Kind.PERCENT, Kind.DATE, Kind.BOOLEAN)
_PLAIN_NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)


def said(cell: Cell, field: Field | None) -> Said:
    """A cell's text and its notation: typed cells are canonical, texts as people write them. Raises ValueError."""
    if cell.kind is Kind.PROBLEM:
        raise ValueError(translated(cell.text))
    if cell.text.strip().upper() in LATER_TOKENS:
        raise ValueError(
            # Translators: the token is one like #CLEAR.
            _("%(token)s has a meaning only in a workbook that was exported from the portal")
            % {"token": cell.text.strip()}
        )
    if field is not None and cell.kind is Kind.DATE and field.type is not FieldType.DATE:
        raise ValueError(
            _("the spreadsheet made the date %(date)s of it; format the cell as text and type it again")
            % {"date": cell.text}
        )
    text = cell.text
    if cell.kind is Kind.PERCENT and field is not None and field.type not in _PLAIN_NUMBERS:
        text = f"{(Decimal(cell.text) * 100).normalize():f}%"
    return Said(text, "canonical" if cell.kind in _TYPED else "page")


class LabelWidget(Widget):
    """A label: a text that is no value of its field is refused."""

    def __init__(self, column: Column, conventions: Conventions) -> None:
        """`conventions` is the notation of the table's texts, where it was declared."""
        super().__init__()
        self.field = column.field
        self.conventions = conventions

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Said | None:
        """None for a blank cell. Raises ValueError."""
        if value.kind is Kind.BLANK:
            return None
        stated = said(value, self.field)
        if self.field is None:
            if stated.text.strip().lower() not in LIST_STATES:
                raise ValueError(
                    # Translators: complete, partial and none stand so in the file, in whatever language.
                    _("“%(text)s” says nothing of a list; use complete, partial or none") % {"text": stated.text}
                )
            return stated
        found = canon(stated.text, self.field, self._notation(stated), side="label")
        if isinstance(found, Invalid):
            raise ValueError(f"{self.field.title}: {translated(found.detail or found.reason)}")
        return stated

    def _notation(self, stated: Said) -> Conventions:
        """What was declared of the table; where it is silent `canon` takes the field's own, that of its pages."""
        return CANONICAL if stated.notation == "canonical" else self.conventions


class PredictionWidget(LabelWidget):
    """A prediction in the line format: what is no value of its field is kept as a mistake of the pipeline."""

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> dict[str, Any] | None:  # type: ignore[override]
        """None where nothing is predicted. Raises ValueError where a cell has no text, or its notation is not known."""
        if value.kind is Kind.BLANK or self.field is None:
            return None
        stated = said(value, self.field)
        found = canon(stated.text, self.field, self._notation(stated))
        if isinstance(found, Invalid):
            # Lines hold canonical text: what would mean something there, and is unclear here, must be cleared up.
            if not isinstance(canon(stated.text, self.field, CANONICAL), Invalid):
                advice = _("Say how the table writes numbers and dates.")
                raise ValueError(f"{translated(found.detail or found.reason)} {advice}")
            return {"value": stated.text}
        return None if found is ABSENT else cell_of(found).model_dump(mode="json", exclude_none=True)
