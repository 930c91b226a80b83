"""How a document writes numbers and dates: a vote of everything on its pages that can be read one way only.

`1.234,50` and `11/17/2017` decide themselves; `1,234` and `03/04/2024` are decided by the others.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal, TypeVar

from extraction.canon.digits import MOST_DIGITS, read_digits
from extraction.contract import Conventions
from extraction.values import Invalid

AGREEMENT = 0.8
"""Of all votes, the share that one reading needs: pages quote a foreign amount now and then."""

_LONGEST = 2000
_NUMBER = re.compile(
    r"(?P<before>[€$£¥₽₹]|\b(?:EUR|USD|CHF|GBP|INR))?\s?"
    r"(?<![\w.,'’/:\-])(?P<digits>[0-9]+(?:[.,'’][0-9]+)+)(?![\w/:]|[.,\-][0-9]|['’][0-9])"
    r"\s?(?P<after>[€$£¥₽%]|(?:EUR|USD|CHF|GBP|INR)\b)?"
)
_YEAR_LAST = re.compile(r"(?<![\w.,/\-])([0-9]{1,2})([./\-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![\w/\-]|[.,][0-9])")
_YEAR_FIRST = re.compile(
    r"(?<![\w.,/\-])[12][0-9]{3}([./\-])(?:0?[1-9]|1[0-2])\1(?:[12][0-9]|3[01]|0?[1-9])(?![\w/\-])"
)

Mark = Literal[",", "."]
Order = Literal["dmy", "mdy", "ymd"]
Choice = TypeVar("Choice", Mark, Order)
_OTHER: dict[str, Mark] = {",": ".", ".": ","}
_LAST_HOUR_OR_DAY, _LAST_MINUTE = 31, 59


def detect(texts: Iterable[str]) -> Conventions:
    """The conventions of a document, from its lines or words.

    What has no evidence, or evidence that contradicts itself, stays None. A document is year-first
    only when it has no other numeric dates.
    """
    marks: Counter[Mark] = Counter()
    orders: Counter[Order] = Counter()
    year_first = year_last = 0
    for text in texts:
        line = text[:_LONGEST]
        for number in _NUMBER.finditer(line):
            mark = _decimal_mark(number["digits"].replace("’", "'"), measured=bool(number["before"] or number["after"]))
            if mark:
                marks[mark] += 1
        for date in _YEAR_LAST.finditer(line):
            year_last += 1
            # 26-10-22 may begin with its year.
            order = None if date[2] == "-" and len(date[4]) == 2 else _order(int(date[1]), int(date[3]), date[4])
            if order:
                orders[order] += 1
        year_first += sum(1 for _ in _YEAR_FIRST.finditer(line))
    if year_first and not year_last:
        orders["ymd"] = year_first
    return Conventions(decimal=_elected(marks), dates=_elected(orders))


def _decimal_mark(digits: str, *, measured: bool) -> Mark | None:
    """The decimal mark that `digits` shows. `measured`: a currency or a percent sign stands beside it."""
    if len(digits) > MOST_DIGITS or isinstance(read_digits(digits, "."), Invalid):
        return None
    marks = [sign for sign in digits if not sign.isdigit()]
    last = marks[-1]
    if last not in _OTHER:
        return None
    if marks.count(last) > 1:
        return _OTHER[last]
    mark: Mark = "," if last == "," else "."
    whole, _, fraction = digits.rpartition(last)
    if len(marks) > 1:
        return mark
    return mark if _is_fraction(whole, mark, fraction, measured=measured) else None


def _is_fraction(whole: str, mark: Mark, fraction: str, *, measured: bool) -> bool:
    """Whether a single mark can only be a decimal mark: not that of thousands, a time, a day, a section."""
    if len(fraction) == 3:
        return whole == "0" or len(whole) > 3
    if measured or whole == "0":
        return True
    if len(fraction) == 2:
        return mark == "," or int(whole) > _LAST_HOUR_OR_DAY or int(fraction) > _LAST_MINUTE
    return len(fraction) > 3 and mark == ","


def _order(first: int, second: int, year: str) -> Order | None:
    """The order that only one reading of a date with its year last allows."""
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    day_first, month_first = _exists(full_year, second, first), _exists(full_year, first, second)
    if day_first == month_first:
        return None
    return "dmy" if day_first else "mdy"


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _elected(votes: Counter[Choice]) -> Choice | None:
    if not votes:
        return None
    choice, count = votes.most_common(1)[0]
    return choice if count >= AGREEMENT * votes.total() else None
