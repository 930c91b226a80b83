"""Written dates to ISO dates with their precision: the year, the month or the day."""

from __future__ import annotations

import datetime
import re
from typing import Literal

from extraction.canon.calendar_words import FILLERS, CalendarWords, calendar_words, plain
from extraction.canon.folding import DASHES, UNSEEN
from extraction.canon.refusals import refuse
from extraction.contract import Field
from extraction.values import Invalid, Value

Order = Literal["dmy", "mdy", "ymd"]

PIVOT = 69
"""Two-digit years from here on are of the 1900s, smaller ones of the 2000s (as POSIX has it)."""

_LONGEST = 80
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(UNSEEN, None),
        **dict.fromkeys("‘’`´", "'"),
        **dict.fromkeys("年月", "-"),
        **dict.fromkeys("日()", " "),
    }
)
_TIME = re.compile(
    r"(?<=[0-9])(?:[T ]|,? )(?:at |um |à |в )?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    r"\s*(?:Uhr|[AaPp]\.?[Mm]\.?)?\s*(?:Z|[A-Z]{3,4}|[+-][0-9]{2}:?[0-9]{2})?$"
    r"|(?<=-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})$"
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NUMERIC = re.compile(r"([0-9]{1,4})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/.]([0-9]{4})|([0-9]{4})[-/.]([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_BLANKS_AFTER_MARKS = re.compile(r"(?<=[0-9][-/.])\s+(?=[0-9])|(?<=[0-9])\s+(?=[-/.]\s*[0-9])")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
_PIECE = re.compile(r"'?[0-9]+|[^\W\d_]+|[^\w\s]")
_IGNORED_MARKS = frozenset(".,-/'")


def read_date(text: str, field: Field, order: Order | None) -> Value | Invalid:
    """`text` is clean; `order` is the known order of numeric dates.

    Year-first dates and dates with a number above 12 decide themselves; dotted dates are day, month,
    year unless the order is known to be another.
    """
    iso = _ISO.fullmatch(text)
    if iso:
        return _day(text, int(iso[1]), int(iso[2]), int(iso[3]))
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return _no_date(text)
    if _NUMERIC.fullmatch(text):
        return _numeric(text, text, order)
    written = " ".join(text.translate(_PLAIN).split())
    written = _BLANKS_AFTER_MARKS.sub("", _TIME.sub("", written)).strip()
    if _LETTER.search(written):
        words = calendar_words(field.languages)
        pieces = _without_weekday(_PIECE.findall(written), words)
        if any(piece.isalpha() for piece in pieces):
            return _named(text, pieces, words, order)
        written = "".join(pieces)
    return _numeric(text, written.strip(" ,"), order)


def _numeric(text: str, written: str, order: Order | None) -> Value | Invalid:
    if match := _NUMERIC.fullmatch(written.removesuffix(".") if written.count(".") == 3 else written):
        first, mark, second, third = match.groups()
        if len(first) == 4:
            return _day(text, int(first), int(second), int(third))
        if len(first) == 3:
            return _no_date(text)
        return _ordered(text, (first, second, third), mark, order)
    if match := _COMPACT.fullmatch(written):
        return _day(text, *map(int, match.groups()))
    if match := _MONTH_YEAR.fullmatch(written):
        return _month(text, int(match[2] or match[3]), int(match[1] or match[4]))
    if _YEAR.fullmatch(written):
        return Value(written, precision="year") if int(written) else _impossible(text)
    return _no_date(text)


def _ordered(text: str, numbers: tuple[str, str, str], mark: str, order: Order | None) -> Value | Invalid:
    """Two numbers of one or two digits and a year: which is the day?"""
    orders: tuple[Order, ...] = ("dmy", "mdy") if order != "ymd" and mark != "-" else ("dmy", "mdy", "ymd")
    readings = {}
    for possible in orders:
        if possible == "ymd" and len(numbers[2]) > 2:
            continue
        parts = dict(zip(possible, numbers, strict=True))
        day = _iso(_full_year(parts["y"]), int(parts["m"]), int(parts["d"]))
        if day:
            readings[possible] = day
    if not readings:
        return _impossible(text)
    known: Order | None = order if order in readings else None
    if known is None and mark == "." and "dmy" in readings:
        known = "dmy"
    if known:
        return Value(readings[known], precision="day")
    if len(set(readings.values())) > 1:
        meanings = " or ".join(sorted(set(readings.values())))
        return refuse("ambiguous", text, f"{{}} can mean {meanings}: nothing says whether day or month comes first.")
    return Value(next(iter(readings.values())), precision="day")


def _named(text: str, pieces: list[str], words: CalendarWords, order: Order | None) -> Value | Invalid:
    """A date with the name of its month."""
    months, numbers = [], []
    for piece in pieces:
        if piece.lstrip("'").isdigit():
            numbers.append(piece)
        elif piece.isalpha():
            word = plain(piece)
            if word in words.months:
                months.append(words.months[word])
            elif word not in FILLERS:
                return _no_date(text)
        elif piece not in _IGNORED_MARKS:
            return _no_date(text)
    if len(months) != 1 or len(numbers) > 2 or any(len(number.lstrip("'")) not in (1, 2, 4) for number in numbers):
        return _no_date(text)
    years = [number for number in numbers if len(number.lstrip("'")) == 4 or number.startswith("'")]
    if len(numbers) < 2:
        if years:
            return _month(text, _full_year(years[0]), months[0])
        return refuse("incomplete", text, "{} does not name its year.")
    if len(years) > 1:
        return _no_date(text)
    year = years[0] if years else numbers[0] if order == "ymd" else numbers[1]
    day = numbers[1] if year is numbers[0] else numbers[0]
    return _day(text, _full_year(year), months[0], int(day))


def _without_weekday(pieces: list[str], words: CalendarWords) -> list[str]:
    """Without the name of a weekday; `mar. 4 mars` has one although "mar" could be a month."""
    names = [at for at, piece in enumerate(pieces) if piece.isalpha() and plain(piece) not in FILLERS]
    days = [at for at in names if plain(pieces[at]) in words.weekdays]
    if days and (len(names) > 1 or plain(pieces[days[0]]) not in words.months):
        dropped = days[0]
        after = dropped + 2 if pieces[dropped + 1 : dropped + 2] in (["."], [","]) else dropped + 1
        return pieces[:dropped] + pieces[after:]
    return pieces


def _full_year(year: str) -> int:
    number = int(year.lstrip("'"))
    if len(year.lstrip("'")) > 2:
        return number
    return number + (1900 if number >= PIVOT else 2000)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _day(text: str, year: int, month: int, day: int) -> Value | Invalid:
    iso = _iso(year, month, day)
    return Value(iso, precision="day") if iso else _impossible(text)


def _month(text: str, year: int, month: int) -> Value | Invalid:
    iso = _iso(year, month, 1)
    return Value(iso[:7], precision="month") if iso else _impossible(text)


def _no_date(text: str) -> Invalid:
    return refuse("not a date", text, "{} is not a date.")


def _impossible(text: str) -> Invalid:
    return refuse("impossible", text, "{} is no day of the calendar.")
