"""Digits with marks between them to a Decimal: which mark groups thousands, which one is the decimal mark."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from extraction.canon.refusals import refuse
from extraction.values import Invalid

MOST_DIGITS = 50
"""Longer runs are no numbers of a document, and arithmetic with them is no use to anybody."""

_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+") for mark in ".,' "}
_INDIAN = re.compile(r"[1-9]\d?(?:,\d{2})*,\d{3}")
_FIRST_GROUP = re.compile(r"[1-9]\d{0,2}")


def read_digits(digits: str, decimal: Literal[",", "."] | None) -> Decimal | Invalid:
    """`digits` is made of ASCII digits with single marks (dot, comma, apostrophe, blank) between them.

    Text that can be read in one way only decides itself (`1.234,50`, `15291,50`, `1,00,000`); the
    known decimal mark decides the others; without one they are Invalid("ambiguous").
    """
    marks = [sign for sign in digits if not sign.isdigit()]
    if len(digits) - len(marks) > MOST_DIGITS:
        return refuse("too long", digits, f"{{}} has more than {MOST_DIGITS} digits.")
    if not marks:
        return Decimal(digits)
    last, kinds = marks[-1], len(set(marks))
    if last in ".," and marks.count(last) == 1 and kinds <= 2:
        whole, _, fraction = digits.rpartition(last)
        if kinds == 1:
            return _one_mark(digits, whole, last, fraction, decimal)
        return Decimal(f"{_ungrouped(whole)}.{fraction}") if _is_grouped(whole) else _malformed(digits)
    return Decimal(_ungrouped(digits)) if kinds == 1 and _is_grouped(digits) else _malformed(digits)


def _one_mark(
    digits: str, whole: str, mark: str, fraction: str, decimal: Literal[",", "."] | None
) -> Decimal | Invalid:
    may_group = len(fraction) == 3 and _FIRST_GROUP.fullmatch(whole)
    if may_group and decimal is None:
        return refuse(
            "ambiguous",
            digits,
            f"{{}} can mean {whole}{fraction} or {whole}.{fraction}: "
            "nothing says which decimal mark the field or the document uses.",
        )
    if may_group and decimal != mark:
        return Decimal(whole + fraction)
    return Decimal(f"{whole or '0'}.{fraction}")


def _is_grouped(digits: str) -> bool:
    mark = next(sign for sign in digits if not sign.isdigit())
    return bool(_GROUPED[mark].fullmatch(digits)) or bool(_INDIAN.fullmatch(digits))


def _ungrouped(digits: str) -> str:
    return "".join(sign for sign in digits if sign.isdigit())


def _malformed(digits: str) -> Invalid:
    return refuse("malformed", digits, "The digits of {} are not grouped as those of a number are.")
