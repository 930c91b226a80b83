"""Names of parts: whether a text is one, and what to call a part instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LONGEST = 60
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe"})


def is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text))


def proposal(*texts: str, taken: Collection[str] = (), otherwise: str) -> str:
    """A free name made from the first of the texts that gives one, else from `otherwise`, which is a name."""
    name = next(filter(None, map(_name_of, texts)), otherwise)
    number, chosen = 1, name
    while chosen in taken:
        number += 1
        chosen = f"{name[: _LONGEST - len(str(number)) - 1]}_{number}"
    return chosen


def _name_of(text: str) -> str:
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:_LONGEST] if plain else ""
