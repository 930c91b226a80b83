"""Why a cell could not be taken, as far as the cell itself tells, and what to do about it: words for a person.

Only hints: nothing here decides what a cell says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz, process

from extraction.canon import canon
from extraction.canon.tokens import TOKENS
from extraction.contract import CANONICAL, NUMBERS, UNKNOWN, Conventions, Field, FieldType
from extraction.tables import Cell, Kind
from extraction.values import Invalid, Value
from portal.workbook.cause_case import Case, Told
from portal.workbook.sheet_text import LONGEST_TEXT, units
from portal.workbook.spreadsheet_damage import (
    broken,
    date_elsewhere,
    days_swapped,
    id_as_number,
    id_cut,
    percent_mix_up,
    serial_of_a_date,
)

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NOT_STATED = frozenset(
    ("na", "n.a.", "n.a", "k.a.", "k.a", "n/v", "none", "null", "nil", "nan", "-", "--", "–", "—", "?", ".", "/")
)
_LIKE_ENOUGH, _LIKE_A_TOKEN = 60, 80
_MOST_NAMED = 12


def explain(
    cell: Cell,
    field: Field,
    conventions: Conventions = UNKNOWN,
    invalid: Invalid | None = None,
    shown_before: str = "",
) -> Told:
    """The likely cause and the remedy for a cell that could not be taken; both blank where nothing can be told.

    `conventions` are those under which the text was read, `invalid` is what that gave, `shown_before` what the cell
    said in the export.
    """
    case = Case(cell, field, conventions, invalid, shown_before.strip())
    return next(filter(None, (rule(case) for rule in _RULES)), ("", ""))


def suspicious(cell: Cell, field: Field, shown_before: str, conventions: Conventions = UNKNOWN) -> Told | None:
    """The likely cause and the remedy for a changed cell that can be read, and yet looks as if nobody meant it."""
    case = Case(cell, field, conventions, None, shown_before.strip())
    return id_as_number(case) or id_cut(case) or days_swapped(case)


def _token_out_of_place(case: Case) -> Told | None:
    token = case.text.upper()
    if token == "#DELETE":
        return (
            _("#DELETE removes a whole line item. It has a meaning only in the column of the item number."),
            _("Write #DELETE into the item number of this row, or #CLEAR here to take back a single statement."),
        )
    if token == "#CLEAR":
        return (
            _("#CLEAR takes an earlier statement back. It has a meaning only in a workbook of a known export."),
            _("Say from which export the file comes, or use a workbook that was downloaded from the portal."),
        )
    return None


def _nearly_a_token(case: Case) -> Told | None:
    if case.cell.kind is not Kind.TEXT or case.is_a(FieldType.TEXT, FieldType.IDENTIFIER):
        return None
    if case.text.casefold() in _NOT_STATED:
        return (
            _("“%(text)s” probably says that the document does not state it.") % {"text": case.shown},
            _("Write N/A for that. Leave the cell empty if you want to say nothing."),
        )
    if not case.text.startswith("#"):
        return None
    nearest = process.extractOne(case.text.upper(), TOKENS, scorer=fuzz.ratio, score_cutoff=_LIKE_A_TOKEN)
    if nearest is None:
        return None
    return (
        _("“%(text)s” looks like the word %(token)s, misspelt.") % {"text": case.shown, "token": nearest[0]},
        _("Write %(token)s if you mean that.") % {"token": nearest[0]},
    )


def _too_long(case: Case) -> Told | None:
    if case.reason != "too long" and units(case.cell.text) <= LONGEST_TEXT:
        return None
    count = len(case.cell.text)
    return (
        ngettext(
            "The cell holds %(count)s character, more than a value of this field has.",
            "The cell holds %(count)s characters, more than a value of this field has.",
            count,
        )
        % {"count": count},
        _("Keep only the value itself; a remark belongs into the comment of the row."),
    )


def _bad_characters(case: Case) -> Told | None:
    if case.reason != "characters":
        return None
    return (
        _("Text that was copied from another program brought invisible control characters along."),
        _("Empty the cell and type the value by hand."),
    )


def _swapped_day(case: Case) -> Told | None:
    if not case.is_a(FieldType.DATE):
        return None
    orders = {day for order in ("dmy", "mdy") if (day := case.as_date(order))}
    if case.reason == "ambiguous" and len(orders) == 2:
        first, second = sorted(orders)
        return (
            _("Day and month can be meant either way: %(first)s or %(second)s.") % {"first": first, "second": second},
            _("Type the date as year-month-day, or say for the whole file whether day or month comes first."),
        )
    written = _ISO.fullmatch(case.text)
    if case.reason != "impossible" or written is None:
        return None
    swapped = canon(f"{written[1]}-{written[3]}-{written[2]}", case.field, CANONICAL)
    if not isinstance(swapped, Value):
        return None
    return (
        _("Day and month seem to be swapped: there is no month %(month)s.") % {"month": written[2]},
        _("Compare with the document; type %(date)s if that is meant.") % {"date": swapped},
    )


def _impossible_day(case: Case) -> Told | None:
    if case.reason != "impossible":
        return None
    return (
        _("The calendar has no such day."),
        _("Compare with the document and type the date as year-month-day, as in 2024-03-31."),
    )


def _incomplete_date(case: Case) -> Told | None:
    if case.reason != "incomplete":
        return None
    return _("The year is missing."), _("Type the date with its year, as in 2024-03-31.")


def _no_date(case: Case) -> Told | None:
    if not case.is_a(FieldType.DATE):
        return None
    if case.cell.kind in (Kind.NUMBER, Kind.PERCENT, Kind.BOOLEAN):
        cause = _("The cell holds a number or a yes or no, and this field takes dates.")
    else:
        cause = _("The text is no date, or is written in a way that is not known here.")
    return cause, _("Type the date as year-month-day, as in 2024-03-31, or 2024-03 and 2024 if that is all there is.")


def _date_as_number(case: Case) -> Told | None:
    if (
        case.field.type not in NUMBERS
        or case.cell.kind is not Kind.TEXT
        or case.reason not in ("malformed", "not a number")
    ):
        return None
    day = case.as_date("dmy") or case.as_date("mdy")
    if not day:
        return None
    return (
        _("“%(text)s” is a date, and this field takes numbers.") % {"text": case.shown},
        _("Perhaps it belongs into another column. Type the number here."),
    )


def _not_whole(case: Case) -> Told | None:
    if case.reason != "not whole":
        return None
    remedy = _("Type a whole number.")
    grouped = re.fullmatch(r"(-?[0-9]{1,3})\.([0-9]{3})", case.text)
    if grouped:
        remedy = _("Type a whole number: %(number)s, if the mark was meant to group the thousands.") % {
            "number": grouped[1] + grouped[2]
        }
    return _("This field takes whole numbers only."), remedy


def _number_as_text(case: Case) -> Told | None:
    if case.field.type not in NUMBERS or case.cell.kind is not Kind.TEXT:
        return None
    meanings = {number for mark in (",", ".") if (number := case.as_number(mark))}
    if case.reason == "ambiguous" and len(meanings) == 2:
        first, second = sorted(meanings, key=Decimal)
        return (
            _("The number was typed as text, and its mark can be read either way: %(first)s or %(second)s.")
            % {"first": first, "second": second},
            _("Type it as a number without marks between the thousands, or say which decimal mark the file uses."),
        )
    if case.reason == "malformed":
        return (
            _("The number was typed as text, and its marks stand in places where no number has them."),
            _("Type it as a number, with one decimal mark and none between the thousands."),
        )
    if case.reason == "unit":
        return (
            _("Beside the number stands a unit or currency that does not go with this field."),
            _("Type the number alone, or with the unit that the document states."),
        )
    return (
        _("The cell holds text, and this field takes numbers."),
        _("Type the number alone; a remark belongs into the comment of the row."),
    )


def _unknown_choice(case: Case) -> Told | None:
    if not case.is_a(FieldType.ENUM):
        return None
    words = {word: choice.value for choice in case.field.allowed for word in (choice.value, *choice.aliases)}
    nearest = _nearest(case.text, words)
    if nearest:
        return (
            _("“%(text)s” is none of the allowed values; the nearest is “%(nearest)s”.")
            % {"text": case.shown, "nearest": nearest},
            _("Choose “%(nearest)s” from the list if that is meant, or another value of the list.")
            % {"nearest": nearest},
        )
    named = ", ".join(choice.value for choice in case.field.allowed[:_MOST_NAMED])
    return (
        _("“%(text)s” is none of the allowed values.") % {"text": case.shown},
        _("Choose one from the list, which begins: %(values)s.") % {"values": named}
        if len(case.field.allowed) > _MOST_NAMED
        else _("Choose one of: %(values)s.") % {"values": named},
    )


def _nearest(text: str, words: dict[str, str]) -> str:
    """The allowed value that is, or has an alias, most like the text; blank where none is."""
    found = process.extractOne(
        text, words.keys(), scorer=fuzz.WRatio, processor=str.casefold, score_cutoff=_LIKE_ENOUGH
    )
    return words[found[0]] if found else ""


def _no_yes_or_no(case: Case) -> Told | None:
    if not case.is_a(FieldType.BOOLEAN):
        return None
    return _("This field takes a yes or a no."), _("Write yes or no, or N/A if the document does not say.")


_RULES: tuple[Callable[[Case], Told | None], ...] = (
    broken,
    _token_out_of_place,
    _bad_characters,
    date_elsewhere,
    id_as_number,
    id_cut,
    _too_long,
    _nearly_a_token,
    serial_of_a_date,
    _swapped_day,
    _impossible_day,
    _incomplete_date,
    _no_date,
    _date_as_number,
    percent_mix_up,
    _not_whole,
    _number_as_text,
    _unknown_choice,
    _no_yes_or_no,
)
"""The most certain first."""
