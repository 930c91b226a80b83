"""Text as it is compared with labels: tokens without case, accents, punctuation and spelling of "number"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"n\s?[°º]|[^\W_]+|[#№%]", re.IGNORECASE)
_NUMBER = frozenset(["nr", "no", "nro", "num", "number", "nummer", "numero", "номер", "n°", "nº", "№"]) | {
    "#",
    "n°",
    "nº",
}
_COMPOUND = re.compile(r"(.{3,}?)(?:nummer|nr)")
"""German compounds: Rechnungsnummer, Kundennr."""


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word and where it stands in the text."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Compatible forms, no case, no accents: "№ Échéance" -> "no echeance"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


@lru_cache(maxsize=65_536)
def _word_key(word: str) -> str:
    folded = fold(word).replace(" ", "")
    if word.casefold().replace(" ", "") in _NUMBER or folded in _NUMBER:
        return "#"
    compound = _COMPOUND.fullmatch(folded)
    return f"{compound[1]}#" if compound else folded


@lru_cache(maxsize=16_384)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text; punctuation is left out."""
    return tuple(Token(_word_key(match[0]), match.start(), match.end()) for match in _TOKEN.finditer(text))


def key(text: str) -> str:
    """One string for all spellings of a label: "USt.-Id.-Nr.", "UStIdNr" -> "ustid#"."""
    return "".join(token.key for token in tokens(text))
