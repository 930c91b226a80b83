"""What types of fields, and ways to write numbers and dates, are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from extraction.contract import FieldType

DATES: dict[str, str | Promise] = {
    "dmy": gettext_lazy("day, month, year"),
    "mdy": gettext_lazy("month, day, year"),
    "ymd": gettext_lazy("year, month, day"),
}
DECIMALS: dict[str, str | Promise] = {
    ",": gettext_lazy("comma: 1.234,50"),
    ".": gettext_lazy("point: 1,234.50"),
}
TYPES: dict[FieldType, str | Promise] = {
    # Translators: the types a field may have; its definition as JSON calls them by the English words.
    FieldType.TEXT: pgettext_lazy("type of field", "text"),
    FieldType.IDENTIFIER: pgettext_lazy("type of field", "identifier"),
    FieldType.INTEGER: pgettext_lazy("type of field", "integer"),
    FieldType.DECIMAL: pgettext_lazy("type of field", "decimal"),
    FieldType.MONEY: pgettext_lazy("type of field", "money"),
    FieldType.PERCENT: pgettext_lazy("type of field", "percent"),
    FieldType.DATE: pgettext_lazy("type of field", "date"),
    FieldType.BOOLEAN: pgettext_lazy("type of field", "boolean"),
    FieldType.ENUM: pgettext_lazy("type of field", "enum"),
}
