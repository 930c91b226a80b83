"""What pages print, for the shipped contracts: a TOML file beside each, a table a field, a list a language."""

from __future__ import annotations

import tomllib
from pathlib import Path

from extraction.contract import AllowedValue


def wording(contract: str) -> dict[str, tuple[str, ...]]:
    """By field (`kinds`, `currency`, `line_items.unit`): all wordings, each once, languages in the file's order."""
    tables = tomllib.loads(Path(__file__).with_name(f"{contract}.toml").read_text("utf-8"))
    return {
        name: tuple(dict.fromkeys(word for words in languages.values() for word in words))
        for name, languages in tables.items()
    }


def choices(contract: str) -> tuple[AllowedValue, ...]:
    """The file read as an enumeration: a table a value, its wordings the words that mean it."""
    return tuple(AllowedValue(value=value, aliases=words) for value, words in wording(contract).items())
