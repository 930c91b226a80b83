"""Integers, decimals, money and percentages: sign, digits, power of ten, unit or currency."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Literal

from extraction.canon.digits import MOST_DIGITS, read_digits
from extraction.canon.folding import DASHES, SINGLE_QUOTES, UNSEEN
from extraction.canon.measures import NOTHING, Measure, currency, measure
from extraction.canon.refusals import refuse
from extraction.contract import Field, FieldType
from extraction.values import Invalid, Value

_LONGEST = 200
_EXACT = Context(prec=200)

_SIGNS: dict[int | str, str | None] = {
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys(UNSEEN, None),
    **dict.fromkeys("\u00a0\u202f\u2007\u2009\u2008\u3000", " "),
    **{zero + digit: str(digit) for zero in map(ord, "０٠۰") for digit in range(10)},
    **dict(zip("٫٬．，％＋＄￥", ".'.,%+$¥", strict=True)),
}
_PLAIN = str.maketrans(_SIGNS)
# What most cells hold: read without looking for signs, groups and units. Three decimals may be a group.
_SIMPLE = re.compile(r"-?[0-9]{1,15}(?:[.,](?:[0-9]{1,2}|[0-9]{4,10}))?")
_DIGITS = re.compile(r"[.,]?[0-9]+(?:[.,' ][0-9]+)*")
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)(?![^\W_])")
_NO_CENTS = re.compile(r"[.,]-{1,2}")
_PERCENT = {
    "%": 0, "percent": 0, "per cent": 0, "pct": 0, "prozent": 0, "v.h": 0, "pour cent": 0, "pourcent": 0,
    "процент": 0, "процента": 0, "процентов": 0, "проц": 0, "‰": -1, "permille": -1, "promille": -1,
}  # fmt: skip


def read_number(text: str, field: Field, decimal: Literal[",", "."] | None) -> Value | Invalid:
    """`text` is clean; `decimal` is the known decimal mark. The value is exact, whatever its length."""
    if _SIMPLE.fullmatch(text):
        simple = Decimal(text.replace(",", "."))
        return _checked(text, field, simple if simple else simple.copy_abs(), NOTHING, NOTHING)
    plain = text.translate(_PLAIN) if not text.isascii() else text.replace("`", "'")
    if len(plain) > _LONGEST:
        return refuse("too long", text, "{} is too long for a number.")
    match = _DIGITS.search(plain)
    if not match:
        return refuse("not a number", text, "{} is not a number.")
    before, digits, after = plain[: match.start()], match[0], plain[match.end() :]
    power = 0
    if exponent := _EXPONENT.match(after):
        power = int(exponent[1]) if len(exponent[1]) <= len("+999") else MOST_DIGITS
        after = after[exponent.end() :]
    elif no_cents := _NO_CENTS.match(after):
        digits, after = f"{digits}{after[0]}00", after[no_cents.end() :]
    number = read_digits(digits, decimal)
    if isinstance(number, Invalid):
        return number
    signed = _take_sign(before.strip(), after.removeprefix(".").strip())
    if signed is None:
        return refuse("not a number", text, "{} is not a number.")
    negative, before, after = signed
    number = number.copy_negate() if negative and number else number
    value = _with_measure(text, field, number, power, before, after) if abs(power) < MOST_DIGITS else None
    if value is None or (isinstance(value, Value) and _width(value) > MOST_DIGITS):
        return refuse("out of range", text, "{} is larger or smaller than any number of a document.")
    return value


def _take_sign(before: str, after: str) -> tuple[bool, str, str] | None:
    """Whether the number is negative, and what else stands around it. None: more than one sign."""
    signs = []
    if before.count("(") == 1 and after.count(")") == 1 and ")" not in before and "(" not in after:
        before, after = " ".join(before.replace("(", " ").split()), " ".join(after.replace(")", " ").split())
        signs.append("-")
    for edge in (before[:1], before[-1:] if len(before) > 1 else "", after[:1], after[-1:] if len(after) > 1 else ""):
        if edge and edge in "+-":
            signs.append(edge)
    if len(signs) > 1:
        return None
    return signs == ["-"], before.strip("+-").strip(), after.strip("+-").strip()


def _with_measure(text: str, field: Field, number: Decimal, power: int, before: str, after: str) -> Value | Invalid:
    percent = _percent(before, after) if field.type is FieldType.PERCENT else None
    if percent is not None:
        shift = percent - 2 if field.unit == "1" else percent
        return Value(_shifted(number, power + shift), _own_unit(field))
    money, expected = field.type is FieldType.MONEY, _own_unit(field)
    left = measure(before, field.languages, expected, money=money)
    right = measure(after, field.languages, expected, money=money)
    # Before a number only a currency has a place: "Total 5" and "Pos. 3" are more than a number.
    if left is None or right is None or (left.unit and not left.currency) or (left.power and right.power):
        return refuse("not a number", text, "{} is more than a number with its unit.")
    if left.unit and right.unit and left.unit != right.unit:
        return refuse("unit", text, "{} names two currencies or units.")
    return _checked(text, field, _shifted(number, power + left.power + right.power), left, right)


def _checked(text: str, field: Field, number: Decimal, left: Measure, right: Measure) -> Value | Invalid:
    unit = left.unit or right.unit
    if field.type is FieldType.MONEY and right.unit and not right.currency:
        return refuse("unit", text, "{} is no amount of money: its unit is no currency.")
    if field.type is FieldType.PERCENT:
        if unit:
            return refuse("unit", text, "{} is no percentage.")
        return Value(number, _own_unit(field))
    if field.type is FieldType.INTEGER:
        if number != number.to_integral_value(context=_EXACT):
            return refuse("not whole", text, "{} is not a whole number.")
        return Value(int(number), unit or field.unit)
    return Value(number, unit or _own_unit(field))


def _own_unit(field: Field) -> str | None:
    """The unit of a number without one: an ISO code for money, `1` or `%` for a percentage."""
    match field.type:
        case FieldType.PERCENT:
            return "1" if field.unit == "1" else "%"
        case FieldType.MONEY if field.unit:
            return currency(field.unit, field.languages) or field.unit
    return field.unit


def _percent(before: str, after: str) -> int | None:
    """The power of ten to a percentage when the number has a sign or word for one."""
    stated = [word for word in (before, after) if word]
    return _PERCENT.get(stated[0].casefold().rstrip(".")) if len(stated) == 1 else None


def _width(value: Value) -> int:
    """The digits that the number has when it is written out."""
    return sum(sign.isdigit() for sign in str(value))


def _shifted(number: Decimal, power: int) -> Decimal:
    return _EXACT.scaleb(number, power) if power else number
