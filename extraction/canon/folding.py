"""Folding: what makes two values the same for comparing and grouping, never for showing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable

from extraction.contract import NUMBERS, Field, FieldType
from extraction.values import Canonical, Invalid, Value

DASHES = "‐‑‒–—―−﹘﹣－⁃"
SINGLE_QUOTES = "‘’‚‛ʼʹ′`´＇"
DOUBLE_QUOTES = "“”„‟«»″＂"
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"

_TEXT = str.maketrans(
    {**dict.fromkeys(DASHES, "-"), **dict.fromkeys(SINGLE_QUOTES, "'"), **dict.fromkeys(DOUBLE_QUOTES, '"')}
    | dict.fromkeys(UNSEEN, None)
)
_TRANSLATED = frozenset(map(chr, _TEXT))
# Of an identifier only what nobody can see is folded: kinds of hyphen, kinds of blank.
_IDENTIFIER = str.maketrans({**dict.fromkeys("‐‑", "-"), **dict.fromkeys(UNSEEN, None)})
_BLANKS = re.compile(r"\s+")


def fold(text: str) -> str:
    """NFKC and casefold, with white space, quotes and dashes each folded to one form."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    text = unicodedata.normalize("NFKC", _translated(text))
    # Folding the case can compose anew, and compatibility forms can hold quotes and dashes.
    text = _translated(unicodedata.normalize("NFKC", text.casefold()))
    return " ".join(text.split())


def _translated(text: str) -> str:
    """Looking first is ten times as fast as translating, and most text has nothing to translate."""
    return text if _TRANSLATED.isdisjoint(text) else text.translate(_TEXT)


def key(value: Canonical, field: Field) -> Hashable:
    """Equal for values that say the same, whatever they look like. Units are part of it.

    Markers and Invalid are their own keys: an invalid value equals only itself.
    """
    if not isinstance(value, Value):
        return ("invalid", value.reason, value.detail) if isinstance(value, Invalid) else value
    kind = field.type
    if kind is FieldType.TEXT:
        return ("text", _spaces(fold(str(value)), field))
    if kind is FieldType.IDENTIFIER:
        return ("identifier", _identifier(str(value), field))
    if kind in NUMBERS:
        return ("number", value.v, fold(value.unit).rstrip(".") if value.unit else None)
    return (kind.value, value.v)


def _identifier(text: str, field: Field) -> str:
    if not text.isascii():
        text = text.translate(_IDENTIFIER)
    if field.case == "ignore":
        text = text.casefold()
    return _spaces(" ".join(text.split()), field)


def _spaces(text: str, field: Field) -> str:
    return _BLANKS.sub("", text) if field.spaces == "ignore" else text
