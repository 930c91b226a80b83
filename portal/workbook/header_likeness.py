"""Headers that are nearly the words for a field: misspelt, in another order, with a unit or a party beside them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from extraction.canon import fold
from portal.workbook.header_words import HeaderWords, header_key, unaccented

_NEUTRAL = frozenset(
    (
        "eur", "euro", "euros", "€", "usd", "$", "chf", "gbp", "£", "руб", "rub", "₽", "%", "in", "en", "of", "the",
        "der", "des", "die", "das", "de", "du", "da", "la", "le", "les", "d", "l", "в", "value",
        "wert", "valeur", "значение",
    )
)  # fmt: skip
"""Words that a header may have besides those of its field."""
_LIKE = 90
_WORD_LIKE = 80
_LEAD = 3
"""By how many points of a hundred a likeness must lead, to be no guess."""
_SHORTEST = 4
_RENAMED = 82
_WORD = re.compile(r"[^\W_]+|[%€$£₽]")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Form:
        return cls(unaccented(header_key(text)), tuple(_WORD.findall(unaccented(fold(text)))))


class HeaderLikeness:
    """Compares headers with all words of a contract."""

    def __init__(self, words: HeaderWords) -> None:
        self._titles = {meaning: set(_Form.of(words.title(meaning)).words) for meaning in words.forms}
        self._forms = {meaning: [_Form.of(form) for form in forms] for meaning, forms in words.forms.items()}
        self._parties = {path: words.party(path) for path in words.fields}

    def similar(self, header: str, among: Collection[str]) -> list[str]:
        """The meanings whose words are nearly the header; several where none leads."""
        form = _Form.of(header)
        points = {meaning: self._points(form, meaning) for meaning in among} if len(form.key) >= _SHORTEST else {}
        most = max(points.values(), default=0.0)
        return [meaning for meaning, value in points.items() if value and value > most - _LEAD]

    def nearest(self, header: str, among: Collection[str]) -> str:
        """The meaning that a header was probably renamed from; blank where none is like it."""
        words = _Form.of(header).words
        found, most = "", float(_RENAMED)
        for meaning in among:
            forms = [" ".join(form.words) for form in self._forms[meaning]]
            best = process.extractOne(" ".join(words), forms, scorer=fuzz.token_sort_ratio, score_cutoff=most)
            if best:
                found, most = meaning, best[1]
            elif not found and len(self._titles[meaning]) > 1 and self._titles[meaning] < set(words):
                found = meaning
        return found

    def _points(self, header: _Form, meaning: str) -> float:
        party = self._parties.get(meaning, frozenset())
        return max((_likeness(header, form, party) for form in self._forms[meaning]), default=0.0)


def _likeness(header: _Form, form: _Form, party: frozenset[str]) -> float:
    """Points of a hundred; 0 for anything that may be another thing."""
    if _completes(header, form, party):
        return 95 + 5 * len(form.key) / len(header.key)
    if len(form.words) != len(header.words) or len(form.key) < _SHORTEST:
        return 0
    if sorted(header.words) == sorted(form.words):
        return 99
    ratio = fuzz.ratio(header.key, form.key, score_cutoff=_LIKE)
    if not ratio or header.key[0] != form.key[0] or _DIGITS.findall(header.key) != _DIGITS.findall(form.key):
        return 0
    pairs = zip(header.words, form.words, strict=True)
    return ratio if all(fuzz.ratio(one, other) >= _WORD_LIKE for one, other in pairs) else 0


def _completes(header: _Form, form: _Form, party: frozenset[str]) -> bool:
    """Whether the header is the form, with words beside it that change nothing."""
    width = len(form.words)
    if not 0 < width < len(header.words):
        return False
    for start in range(len(header.words) - width + 1):
        if header.words[start : start + width] == form.words:
            rest = [word for word in header.words[:start] + header.words[start + width :] if word not in _NEUTRAL]
            if not rest or "".join(rest) in party:
                return True
    return False
