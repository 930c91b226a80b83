"""What a cell says besides a value: nothing, "not stated", "not readable"; and which characters it may hold."""

from __future__ import annotations

import re
import unicodedata

from extraction.values import Invalid

NOT_STATED = "N/A"
NOT_READABLE = "#ILLEGIBLE"
TOKENS = (NOT_STATED, NOT_READABLE, "#CLEAR", "#DELETE")
"""Words of the workbook that are no values. They count in any case, and as text after a backslash."""

_FOLDED_TOKENS = frozenset(token.casefold() for token in TOKENS)
# Line breaks and tabs are text; the other control characters break workbooks, JSON and databases.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = "\u200b\u2060\ufeff"


def clean(raw: str) -> str | Invalid:
    """The text NFC and trimmed, or Invalid("characters") where it holds what no file can carry."""
    bad = _FORBIDDEN.search(raw)
    if bad:
        return Invalid("characters", f"The text holds a character that cannot be stored (U+{ord(bad[0]):04X}).")
    if raw.isascii():
        return raw.strip()
    text = unicodedata.normalize("NFC", raw).strip()
    while text and (text[0] in _INVISIBLE or text[-1] in _INVISIBLE):
        text = text.strip(_INVISIBLE).strip()
    return text


def storable(raw: str) -> str:
    """The text with U+FFFD in place of what no file can hold."""
    return raw if raw.isascii() and raw.isprintable() else _FORBIDDEN.sub("\ufffd", raw)


def is_token(text: str, token: str) -> bool:
    return len(text) == len(token) and text.casefold() == token.casefold()


def unescape(text: str) -> str:
    """The text a person meant: one leading backslash makes a token text, and a backslash a backslash."""
    if text.startswith("\\") and (text.startswith("\\\\") or text[1:].casefold() in _FOLDED_TOKENS):
        return text[1:]
    return text


def escape(text: str) -> str:
    """The text as a workbook cell or label holds it, so that it comes back unchanged."""
    return "\\" + text if text.startswith("\\") or text.strip().casefold() in _FOLDED_TOKENS else text
