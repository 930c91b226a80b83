"""Values of a fixed set: yes and no in the declared languages, and enumerations with their aliases."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz, process

from extraction.canon.folding import fold
from extraction.canon.refusals import refuse
from extraction.contract import AllowedValue, Field
from extraction.values import Invalid, Value

# CLDR has no words for yes and no that Babel shows.
_YES = {
    "en": "yes y", "de": "ja wahr j", "fr": "oui vrai o", "ru": "да истина", "es": "sí si verdadero s",
    "it": "sì si vero", "pt": "sim verdadeiro", "nl": "ja waar", "pl": "tak prawda", "cs": "ano pravda",
    "sv": "ja sant", "da": "ja sand", "nb": "ja sann", "fi": "kyllä tosi", "tr": "evet doğru", "uk": "так",
}  # fmt: skip
_NO = {
    "en": "no n", "de": "nein falsch", "fr": "non faux", "ru": "нет ложь", "es": "no falso",
    "it": "no falso", "pt": "não nao falso", "nl": "nee onwaar", "pl": "nie fałsz", "cs": "ne nepravda",
    "sv": "nej falskt", "da": "nej falsk", "nb": "nei usann", "fi": "ei epätosi", "tr": "hayır yanlış", "uk": "ні",
}  # fmt: skip
_ANYWHERE = {"true": True, "1": True, "✓": True, "✔": True, "☑": True, "false": False, "0": False, "☐": False}


def read_boolean(text: str, field: Field) -> Value | Invalid:
    found = _booleans(field.languages).get(fold(text).rstrip("."))
    if found is None:
        return refuse("not yes or no", text, "{} is neither a yes nor a no.")
    return Value(found)


def read_choice(text: str, field: Field) -> Value | Invalid:
    """The allowed value that the text names, itself or by an alias."""
    table = _choices(field.allowed)
    found = table.get(text) or table.get(fold(text))
    if found is not None:
        return Value(found)
    nearest = process.extractOne(fold(text), table.keys(), scorer=fuzz.WRatio)
    hint = f" The nearest is “{table[nearest[0]]}”." if nearest else ""
    return refuse("not allowed", text, "{} is none of the allowed values." + hint)


@lru_cache(maxsize=256)
def _booleans(languages: tuple[str, ...]) -> dict[str, bool]:
    table = dict(_ANYWHERE)
    for words, means in ((_YES, True), (_NO, False)):
        for language in languages:
            table |= dict.fromkeys(map(fold, words.get(language[:2], "").split()), means)
    return table


@lru_cache(maxsize=1024)
def _choices(allowed: tuple[AllowedValue, ...]) -> dict[str, str]:
    """Values as written win over values folded, and those over aliases; then the first wins."""
    table = {choice.value: choice.value for choice in allowed}
    for choice in allowed:
        table.setdefault(fold(choice.value), choice.value)
    for choice in allowed:
        for alias in choice.aliases:
            table.setdefault(fold(alias), choice.value)
    return table
