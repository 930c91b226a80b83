"""What spreadsheet programs do to what was typed: the causes that are nobody's mistake."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extraction.canon import canon
from extraction.contract import CANONICAL, NUMBERS, FieldType
from extraction.tables import Kind
from extraction.values import Value
from portal.workbook.cause_case import SHOWN, Case, Told, decimal_of
from portal.workbook.sheet_text import shortened

_SERIALS = (20_000, 80_000)
"""Of days from 1954 to 2119: other numbers are hardly dates."""
_FIRST_SERIAL = date(1899, 12, 30)
_CUT = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}")
"""How a spreadsheet shows a long number: 1.23E+12."""


def broken(case: Case) -> Told | None:
    if case.cell.kind is not Kind.PROBLEM:
        return None
    for beginning, cause, remedy in _BROKEN:
        if case.cell.text.startswith(beginning):
            return str(cause), str(remedy)
    return None


_BROKEN = (
    (
        "#",
        gettext_lazy("The cell shows an error of the spreadsheet, which is no value."),
        gettext_lazy("Correct the formula or type the value itself. Write N/A if the document does not state it."),
    ),
    (
        "a formula that was never calculated",
        gettext_lazy("The cell holds a formula, and the file was saved by a program that does not calculate."),
        gettext_lazy("Open the file in Excel or LibreOffice and save it, or type the value in place of the formula."),
    ),
    (
        "a number of more than 15 digits",
        gettext_lazy("The spreadsheet turned a long number or id into a number and keeps only 15 of its digits."),
        gettext_lazy("Format the cell as text, and type all digits again from the document: they are lost here."),
    ),
    (
        "a date before 1 March 1900",
        gettext_lazy("Spreadsheets count the days before 1 March 1900 differently."),
        gettext_lazy("Format the cell as text and type the date as year-month-day, as in 1899-12-31."),
    ),
)


def date_elsewhere(case: Case) -> Told | None:
    if case.cell.kind is not Kind.DATE or case.is_a(FieldType.DATE):
        return None
    cause = _("The spreadsheet took what was typed for the date %(date)s. It does so with 1-2, 3/4 or 1.5, too.")
    if case.before:
        return cause % {"date": case.text}, _(
            "Format the cell as text, then type it again. Before, it said “%(before)s”."
        ) % {"before": shortened(case.before, SHOWN)}
    return cause % {"date": case.text}, _("Format the cell as text, then type it again.")


def serial_of_a_date(case: Case) -> Told | None:
    if not case.is_a(FieldType.DATE) or case.cell.kind not in (Kind.NUMBER, Kind.TEXT):
        return None
    number = decimal_of(case.text)
    if number is None or not _SERIALS[0] <= number <= _SERIALS[1]:
        return None
    day = _FIRST_SERIAL + timedelta(days=int(number))
    return (
        _("The spreadsheet stores a date as a number of days: %(number)s would be %(date)s.")
        % {"number": case.text, "date": day.isoformat()},
        _("Compare with the document, then format the cell as a date or type %(date)s.") % {"date": day.isoformat()},
    )


def percent_mix_up(case: Case) -> Told | None:
    if case.cell.kind is Kind.PERCENT and not case.is_a(FieldType.PERCENT):
        return (
            _("The cell is formatted as a percentage: it shows %(shown)s %%, and its value is %(value)s.")
            % {"shown": f"{(Decimal(case.text) * 100).normalize():f}", "value": case.text},
            _("Format the cell as a number or as text, then type the value again."),
        )
    if case.field.type in NUMBERS - {FieldType.PERCENT} and case.text.endswith(("%", "‰")):
        return (
            _("“%(text)s” is a percentage, and this field takes plain numbers.") % {"text": case.shown},
            _("Type the number that the document states, without a percent sign."),
        )
    if case.is_a(FieldType.PERCENT) and case.reason == "unit":
        return (
            _("“%(text)s” has a unit or a currency, and this field takes percentages.") % {"text": case.shown},
            _("Type only the percentage, as in 19%."),
        )
    return None


def id_as_number(case: Case) -> Told | None:
    """The same number as before, written differently: `00123` has become 123, `1e5` 100000."""
    if not case.is_a(FieldType.IDENTIFIER, FieldType.TEXT) or case.cell.kind not in (Kind.NUMBER, Kind.PERCENT):
        return None
    if not case.before or case.before == case.text or decimal_of(case.before) != decimal_of(case.text):
        return None
    before = {"before": shortened(case.before, SHOWN), "text": case.shown}
    if case.before.startswith("0") and case.before.lstrip("0") == case.text:
        cause = _("The spreadsheet turned the id “%(before)s” into the number %(text)s: its leading zeros are lost.")
    else:
        cause = _("The spreadsheet turned “%(before)s” into the number %(text)s.")
    return cause % before, _("Format the cell as text, then type %(before)s again.") % before


def id_cut(case: Case) -> Told | None:
    """A long id in scientific notation, unless it said so before."""
    if not case.is_a(FieldType.IDENTIFIER, FieldType.TEXT) or not _CUT.fullmatch(case.text):
        return None
    if case.before == case.text:
        return None
    return (
        _("The spreadsheet shortened a long number to %(text)s; its other digits are lost.") % {"text": case.shown},
        _("Format the cell as text, then type %(before)s again.") % {"before": shortened(case.before, SHOWN)}
        if case.before
        else _("Format the cell as text, then type all digits again from the document."),
    )


def days_swapped(case: Case) -> Told | None:
    """A date that is the earlier one with day and month swapped."""
    if not case.is_a(FieldType.DATE):
        return None
    notation = CANONICAL if case.cell.kind is Kind.DATE else case.conventions
    now = canon(case.text, case.field, notation)
    was = canon(case.before, case.field, CANONICAL)
    if not (isinstance(now, Value) and isinstance(was, Value) and now.precision == was.precision == "day"):
        return None
    year, month, day = str(was).split("-")
    if day == month or str(now) != f"{year}-{day}-{month}":
        return None
    return (
        _("%(now)s is the earlier date %(before)s with day and month swapped.") % {"now": now, "before": was},
        _("Compare with the document; type the date as year-month-day if the earlier one is right."),
    )
