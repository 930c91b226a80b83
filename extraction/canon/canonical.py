"""The one door: raw text of a field to what it says."""

from __future__ import annotations

from typing import Literal

from extraction.canon.amounts import read_number
from extraction.canon.choices import read_boolean, read_choice
from extraction.canon.dates import read_date
from extraction.canon.tokens import NOT_READABLE, NOT_STATED, clean, is_token, unescape
from extraction.contract import CANONICAL, UNKNOWN, Conventions, Field, FieldType
from extraction.values import ABSENT, ILLEGIBLE, UNLABELLED, Canonical, Invalid, Notation, Value

Side = Literal["prediction", "label"]


def canon(raw: str | None, field: Field, conventions: Conventions = UNKNOWN, *, side: Side = "prediction") -> Canonical:
    """What `raw` says as a value of `field`.

    `conventions` is the known notation of the text (see `effective`); where it is silent the field's
    own counts. Blank text is ABSENT for a prediction and UNLABELLED for a label; `N/A` is ABSENT for
    both. Labels know `#ILLEGIBLE` and a backslash that makes a token text. Never raises on text.
    """
    if raw is None:
        return UNLABELLED if side == "label" else ABSENT
    text = clean(raw)
    if isinstance(text, Invalid):
        return text
    if not text:
        return UNLABELLED if side == "label" else ABSENT
    if is_token(text, NOT_STATED):
        return ABSENT
    if side == "label":
        if is_token(text, NOT_READABLE):
            return ILLEGIBLE
        text = unescape(text)
    return _read(text, field, conventions)


def effective(field: Field, conventions: Conventions, notation: Notation = "page") -> Conventions:
    """The notation of a field's text: its own, then the document's; stored values have one of their own."""
    if notation == "canonical":
        return CANONICAL
    if field.conventions is UNKNOWN or field.conventions == UNKNOWN:
        return conventions
    return field.conventions.over(conventions)


def _read(text: str, field: Field, conventions: Conventions) -> Value | Invalid:
    match field.type:
        case FieldType.TEXT | FieldType.IDENTIFIER:
            return Value(text)
        case FieldType.DATE:
            return read_date(text, field, conventions.dates or field.conventions.dates)
        case FieldType.BOOLEAN:
            return read_boolean(text, field)
        case FieldType.ENUM:
            return read_choice(text, field)
    return read_number(text, field, conventions.decimal or field.conventions.decimal)
