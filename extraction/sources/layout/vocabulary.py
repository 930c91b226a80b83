"""The labels of a contract, found in the text of a cell. The longest label wins where two overlap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from extraction.contract import Field
from extraction.sources.layout.lexicon import CURRENCIES, FILLERS
from extraction.sources.layout.phrases import Token, key, tokens

_SILENT = FILLERS | CURRENCIES
_LONGEST = 12
"""Tokens of the longest label looked for."""
_ALIKE, _FUZZY_FROM = 92.0, 9
"""How much of a long label must agree when it is spelt a little differently."""
_NUMBER = "#"
"""The key of "No.", "Nr.", "№", which label a column of numbers when they stand alone."""
_GLUED = re.compile(r"[-.](?:[A-Z]{2}|\w*\d)|_\w")
"""What makes a label the beginning of a longer word: "PO-2024-7"."""
_REMEMBERED = 20_000
"""Texts whose labels are kept."""
_VAGUE, _VAGUE_PHRASE = 0.45, 0.6
"""What is left of a label that is nothing but such a word ("vom"), or several ("bis zum")."""
_BREAK = re.compile(r"[:;|•·●=]|\s[-–—]\s|\t")
"""Where one statement in a line ends and the next begins."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A label of `name` at `text[start:end]`; `quality` 0 to 1: how much of the words around it the label explains."""

    name: str
    start: int
    end: int
    quality: float
    whole: bool
    """Nothing but the label stands in the text."""


@lru_cache(maxsize=64)
def vocabulary(fields: tuple[Field, ...], numbered: bool = False) -> Vocabulary:
    """The labels of these fields, worked out once; `numbered`: "No." alone is one of them."""
    return Vocabulary(fields, numbered)


class Vocabulary:
    """The labels of some fields: titles, names and aliases, the first of them trusted most."""

    def __init__(self, fields: Sequence[Field], numbered: bool = False) -> None:
        self._entries: dict[str, dict[str, int]] = {}
        for field in fields:
            phrases = (*field.aliases, field.title, field.name.replace("_", " "))
            for rank, phrase in enumerate(dict.fromkeys(key(phrase) for phrase in phrases)):
                if phrase and (numbered or phrase != _NUMBER):
                    self._entries.setdefault(phrase, {}).setdefault(field.name, rank)
        self.numbers = frozenset(field.name for field in fields if field.type.is_number)
        self._cache: dict[str, tuple[Hit, ...]] = {}

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(phrase[:length] for phrase in self._entries for length in range(1, len(phrase) + 1))

    @cached_property
    def _long(self) -> list[str]:
        return sorted(phrase for phrase in self._entries if len(phrase) >= _FUZZY_FROM)

    def find(self, text: str) -> tuple[Hit, ...]:
        """All labels in a text, in its order; several fields may share one."""
        if text not in self._cache:
            if len(self._cache) >= _REMEMBERED:
                self._cache.clear()
            self._cache[text] = tuple(self._hits(text))
        return self._cache[text]

    def _hits(self, text: str) -> list[Hit]:
        words = tokens(text)
        spans: list[tuple[int, int, str]] = []
        at = 0
        while at < len(words):
            matched = self._longest(words, at)
            if matched is None or _GLUED.match(text, words[at + matched[0] - 1].end):
                at += 1
            else:
                spans.append((at, at + matched[0], matched[1]))
                at += matched[0]
        if not spans and len(words) <= 6:
            spans = self._fuzzy(words, text)
        hits: dict[str, list[tuple[int, int, int]]] = {}
        for first, last, phrase in spans:
            for name, rank in self._entries[phrase].items():
                ranges = hits.setdefault(name, [])
                if (
                    ranges and ranges[-1][1] == first and ":" not in text[words[first - 1].end : words[first].start]
                ):  # "Käufer/Leistungsempfänger": two labels of one field
                    ranges[-1] = (ranges[-1][0], last, min(rank, ranges[-1][2]))
                else:
                    ranges.append((first, last, rank))
        return [
            self._hit(name, rank, first, last, words, text)
            for name, ranges in hits.items()
            for first, last, rank in ranges
        ]

    def _longest(self, words: tuple[Token, ...], at: int) -> tuple[int, str] | None:
        grown, best = "", None
        for length, word in enumerate(words[at : at + _LONGEST], start=1):
            grown += word.key
            if grown not in self._beginnings:
                break
            if grown in self._entries and (grown != _NUMBER or len(words) == 1):
                best = (length, grown)
        return best

    def _fuzzy(self, words: tuple[Token, ...], text: str) -> list[tuple[int, int, str]]:
        letters = [word for word in words if not word.key.isdigit()]
        grown = "".join(word.key for word in letters)
        if len(grown) < _FUZZY_FROM:
            return []
        found = process.extractOne(grown, self._long, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return [(words.index(letters[0]), words.index(letters[-1]) + 1, found[0])] if found else []

    def _hit(self, name: str, rank: int, first: int, last: int, words: tuple[Token, ...], text: str) -> Hit:
        start, end = words[first].start, words[last - 1].end
        before = unexplained(text[:start], backwards=True)
        after = unexplained(text[end:])
        quality = max(0.97, 1 - 0.0003 * rank) * 0.8 ** min(before, 4)
        if all(word.key in FILLERS for word in words[first:last]):
            quality *= _VAGUE if last - first == 1 else _VAGUE_PHRASE
        return Hit(name, start, end, quality, before == 0 and after == 0 and not _has_value(text[end:]))


def unexplained(text: str, *, backwards: bool = False) -> int:
    """How many words beside a label it does not explain, up to the next break in the line."""
    parts = _BREAK.split(re.sub(r"\([^)]*\)", " ", text))
    clause = parts[-1] if backwards else parts[0]
    return sum(
        1
        for token in tokens(clause)
        if token.key not in _SILENT and not any(sign.isdigit() for sign in token.key) and len(token.key) > 1
    )


def _has_value(text: str) -> bool:
    return any(sign.isalnum() for sign in re.sub(r"\([^)]*\)", "", text))
