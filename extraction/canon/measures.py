"""What stands beside a number: a currency, a power of ten in words, a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

# What pages print and CLDR does not list, or lists for the country's own language only.
_PRINTED = {
    "$": "USD", "us$": "USD", "usd$": "USD", "dollar": "USD", "dollars": "USD",
    "€": "EUR", "euro": "EUR", "euros": "EUR",
    "£": "GBP", "eur": "EUR", "usd": "USD", "chf": "CHF",
    "¥": "JPY", "円": "JPY", "元": "CNY", "rmb": "CNY",
    "fr": "CHF", "sfr": "CHF", "franken": "CHF",
    "₽": "RUB", "руб": "RUB", "рубль": "RUB", "рубля": "RUB", "рублей": "RUB", "р": "RUB",
    "zł": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF", "лв": "BGN", "lei": "RON",
    "₴": "UAH", "грн": "UAH", "₸": "KZT", "₺": "TRY", "tl": "TRY",
    "₹": "INR", "rs": "INR", "₩": "KRW", "₪": "ILS", "r$": "BRL",
    "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD",
}  # fmt: skip
_SHARED = {
    "$": frozenset(("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "TWD", "CLP", "COP", "ARS")),
    "¥": frozenset(("JPY", "CNY")),
    "£": frozenset(("GBP", "EGP", "GIP")),
    "kr": frozenset(("SEK", "NOK", "DKK", "ISK")),
}
"""Symbols of several currencies: a field with one of them as its unit means that one."""

_WORDS = {
    3: ("thousand", "tausend", "tsd", "тыс", "тысяч"),
    5: ("lakh", "lakhs", "lac"),
    6: ("million", "millions", "millionen", "mio", "mill", "mln", "mn", "млн", "миллионов"),
    7: ("crore", "crores", "cr"),
    # The English billion: German and French pages print Milliarde and milliard for it.
    9: ("billion", "billions", "bn", "milliarde", "milliarden", "milliard", "milliards", "mrd", "mia", "mld",
        "млрд", "миллиардов"),
    12: ("trillion", "trillions", "tn", "billionen", "трлн"),
}  # fmt: skip
_POWERS = {word: power for power, words in _WORDS.items() for word in words}
_SCALE = re.compile(rf"({'|'.join(sorted(_POWERS, key=len, reverse=True))})(\.?)(\s*)(.*)", re.IGNORECASE)
_LETTERS = {"k": 3, "K": 3, "M": 6}
_MONEY_LETTERS = {"m": 6, "B": 9, "b": 9}
_LETTER = re.compile(r"([kKMmBbT])()(\s*)(.*)")

_UNIT_SIGNS = frozenset("%‰°\"'")
_INSIDE_UNITS = _UNIT_SIGNS | frozenset("²³/.·*-")
_LONGEST_UNIT, _MOST_UNIT_WORDS = 30, 3
_PER = re.compile(r"(.+?)\s*(?:/|\bpro\b|\bper\b|\bje\b|\bpar\b)\s*[^\W\d_][\w.]*")


@dataclass(frozen=True, slots=True)
class Measure:
    """`power`: of ten, that the number is to be multiplied with. `currency`: `unit` is an ISO code."""

    unit: str | None = None
    power: int = 0
    currency: bool = False


NOTHING = Measure()


@cache
def _currencies(languages: tuple[str, ...]) -> dict[str, str]:
    """Folded codes, symbols and names to ISO codes; a name of several currencies is in none of them."""
    found: dict[str, set[str]] = {}
    for language in dict.fromkeys((*languages, "en")):
        try:
            locale = Locale.parse(language.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
        for names in (locale.currencies, locale.currency_symbols):
            for code, name in names.items():
                found.setdefault(str(name).casefold().rstrip("."), set()).add(str(code))
    table = {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}
    codes = {str(code).casefold(): str(code) for code in Locale.parse("en").currencies}
    return codes | table | _PRINTED


def currency(text: str, languages: tuple[str, ...], expected: str | None = None) -> str | None:
    """The ISO code that a symbol, a code in any case or a name means. `expected` settles shared symbols."""
    folded = text.casefold().rstrip(".")
    if expected in _SHARED.get(folded, ()):
        return expected
    code = _currencies(languages).get(folded)
    # "Std" is an hour, not the dobra of São Tomé.
    is_code = code is not None and code.casefold() == folded and folded not in _PRINTED
    return None if is_code and not (text.isupper() or text.islower()) else code


def measure(text: str, languages: tuple[str, ...], expected: str | None, *, money: bool) -> Measure | None:
    """What the trimmed text beside a number says; None when it is no unit.

    With `money` single letters are powers of ten (`5m`) and prices per unit are prices (`5 €/h`).
    """
    if not text:
        return NOTHING
    if code := _currency_for(text, languages, expected, money):
        return Measure(code, currency=True)
    scaled = _scaled(text, languages, expected, money)
    if scaled:
        return scaled
    if money and (per := _PER.fullmatch(text)) and (code := currency(per[1], languages, expected)):
        return Measure(code, currency=True)
    return Measure(text) if _is_unit(text) else None


def _currency_for(text: str, languages: tuple[str, ...], expected: str | None, money: bool) -> str | None:
    code = currency(text, languages, expected)
    # "Fr" is no franc where no money is asked for: only symbols and plain codes count there.
    return code if money or text == code or not text[0].isalpha() else None


def _scaled(text: str, languages: tuple[str, ...], expected: str | None, money: bool) -> Measure | None:
    for pattern, powers in (
        (_SCALE, _POWERS),
        (_LETTER, _LETTERS | (_MONEY_LETTERS if money else {})),
    ):
        match = pattern.fullmatch(text)
        if not match:
            continue
        word, dot, gap, rest = match.groups()
        code = currency(rest, languages, expected) if rest else None
        # "T€" and "TEUR" are thousands; a T alone is a tonne or a typing error.
        power = 3 if word == "T" and code and not gap else powers.get(word.casefold() if len(word) > 1 else word)
        if power is None:
            continue
        if not rest or code:
            return Measure(code, power, currency=code is not None)
        if (dot or gap) and not money and _is_unit(rest) and not _scaled(rest, languages, expected, money):
            return Measure(rest, power)
    return None


def _is_unit(text: str) -> bool:
    words = text.split(" ")
    return len(text) <= _LONGEST_UNIT and len(words) <= _MOST_UNIT_WORDS and all(map(_is_unit_word, words))


def _is_unit_word(word: str) -> bool:
    """Letters and signs, with a power at the end (`m2`): `12A34` is no number of A34, `2½` none of halves."""
    if not word or not (word[0].isalpha() or word[0] in _UNIT_SIGNS):
        return False
    return all(sign.isalpha() or sign in _INSIDE_UNITS for sign in word.rstrip("23"))
