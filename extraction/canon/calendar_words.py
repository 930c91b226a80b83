"""The words of written dates in the declared languages: month names from CLDR, weekdays, and what joins them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

# Written by people, unknown to CLDR.
_ALSO = {"de": {"mrz": 3, "maerz": 3, "jaenner": 1, "feber": 2}, "en": {"sept": 9}}
_DIALECTS = {"de": ("de", "de_AT")}
_SHORTEST_PREFIX = 3

# Articles, prepositions and "year" around a date; the endings of ordinal numbers.
_FILLERS = """
    the of on den dem der am vom le la du de del el di da do dnia o г года год году р r roku
    st nd rd th er re e º ª го е ое
"""
FILLERS = frozenset(_FILLERS.split())


@dataclass(frozen=True)
class CalendarWords:
    months: dict[str, int]
    weekdays: frozenset[str]


@cache
def calendar_words(languages: tuple[str, ...]) -> CalendarWords:
    """Names, abbreviations and unmistakable beginnings (`Febr`), folded by `plain`.

    A word that names different months in two of the languages is left out.
    """
    full: dict[str, set[int]] = {}
    starts: dict[str, set[int]] = {}
    weekdays: set[str] = set()
    for locale in _locales(languages):
        for context in locale.months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    for word in _spellings(name):
                        full.setdefault(word, set()).add(number)
                        for end in range(_SHORTEST_PREFIX, len(word)):
                            starts.setdefault(word[:end], set()).add(number)
        for word, number in _ALSO.get(locale.language, {}).items():
            full.setdefault(word, set()).add(number)
        for context in locale.days.values():
            for width in ("wide", "abbreviated", "short"):
                weekdays.update(plain(name) for name in context.get(width, {}).values())
    months = {word: min(numbers) for word, numbers in starts.items() if len(numbers) == 1 and word not in full}
    months |= {word: min(numbers) for word, numbers in full.items() if len(numbers) == 1}
    return CalendarWords(months, frozenset(weekdays))


def plain(word: str) -> str:
    """Casefolded, composed, without dots."""
    return unicodedata.normalize("NFC", word.casefold()).replace(".", "").strip()


def _spellings(name: str) -> set[str]:
    """As written and without accents; names of several words or with digits are none a date is written with."""
    word = plain(name)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return {spelling for spelling in (word, bare) if spelling.isalpha()}


def _locales(languages: tuple[str, ...]) -> list[Locale]:
    found = []
    for language in languages:
        for name in _DIALECTS.get(language, (language,)):
            try:
                found.append(Locale.parse(name.replace("-", "_")))
            except (UnknownLocaleError, ValueError):
                continue
    return found
