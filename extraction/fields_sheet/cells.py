"""What the cells of a contract's sheets say: each kind writes a setting in plain words and reads them again.

A blank cell is the setting as it is by default. Reading raises ValueError with a sentence that says what to write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from rapidfuzz import fuzz, process

from extraction.canon import canon
from extraction.contract import AllowedValue, Field, FieldType
from extraction.fields_sheet import entries
from extraction.values import Value

YES, NO, NONE = "yes", "no", "none"
_ALIKE = 55
_YES_OR_NO = Field(name="said", type=FieldType.BOOLEAN)


@dataclass(frozen=True, slots=True)
class CellKind:
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    choices: tuple[str, ...] = ()
    counts: bool = False
    """It holds numbers: 1 % is 0.01."""


def nearest(word: str, known: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str:
    """The known word most like this one; blank where none is."""
    found = process.extractOne(word, list(known), scorer=fuzz.WRatio, processor=str.casefold, score_cutoff=_ALIKE)
    return found[0] if found else ""


def meant(word: str, known: Mapping[str, Any] | tuple[str, ...] | list[str]) -> str:
    """A question after the nearest known word; blank where none is like it."""
    near = nearest(word, known)
    return f" Did you mean “{near}”?" if near else ""


def choice(values: Mapping[str, Any], others: Mapping[str, Any], what: str, *, blank: bool = True) -> CellKind:
    """One of `values`, by its words; `others` are words that are understood, too."""
    words = {value: word for word, value in values.items()}
    known = {_folded(word): value for word, value in {**values, **others}.items()}

    def read(cell: str) -> Any:
        word = entries.text(cell)
        if not word and blank:
            return None
        if _folded(word) not in known:
            listed = ", ".join(values)
            if not word:
                raise ValueError(f"The {what} is missing. Write one of: {listed}.")
            raise ValueError(f"“{word}” is no {what}.{meant(word, values)} Write one of: {listed}.")
        return known[_folded(word)]

    return CellKind(lambda value: words.get(value, ""), read, tuple(values))


def _folded(word: str) -> str:
    return " ".join(word.casefold().replace(",", " ").split()) or word


def flag(true: Any = True, false: Any = False) -> CellKind:
    """Yes, or blank for no."""
    said = {"x": True, "ignore": True, "keep": False, "": False}

    def read(cell: str) -> Any:
        word = entries.text(cell).casefold()
        if word not in said:
            found = canon(word, _YES_OR_NO)
            if not isinstance(found, Value):
                raise ValueError(f"“{entries.text(cell)}” is neither yes nor no. Write yes, or leave the cell empty.")
            return true if found.v else false
        return true if said[word] else false

    return CellKind(lambda value: YES if value == true else "", read, (YES, NO))


def number(default: Decimal) -> CellKind:
    """A decimal that is not negative, as text: every digit stays."""

    def read(cell: str) -> Decimal:
        said = entries.text(cell)
        if not said:
            return default
        try:
            found = Decimal(said)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or found < 0:
            raise ValueError(f"“{said}” is no number of 0 or more. Write it with a point, as 0.01.")
        return found

    return CellKind(lambda value: "" if str(value) == str(default) else str(value), read, counts=True)


def _read_optional(cell: str) -> str | None:
    return entries.text(cell) if cell.strip() else None


def _write_allowed(allowed: tuple[AllowedValue, ...]) -> str:
    return "\n".join(
        " = ".join(filter(None, (entries.line(one.value, "="), entries.joined(one.aliases)))) for one in allowed
    )


def _read_allowed(cell: str) -> tuple[AllowedValue, ...]:
    parts = [entries.parted(written) for written in entries.lines(cell)]
    if not all(value for value, _words in parts):
        raise ValueError(
            "A line begins with =. Write the value first, then = and the words that mean it: EUR = €, Euro."
        )
    return tuple(
        AllowedValue(value=entries.unquoted(value), aliases=tuple(entries.split(words))) for value, words in parts
    )


_LANGUAGES: tuple[str, ...] = Field.model_fields["languages"].default


def _write_languages(languages: tuple[str, ...]) -> str:
    if languages == _LANGUAGES:
        return ""
    written = entries.joined(languages)
    return f'"{written}"' if written.casefold() == NONE else written or NONE


def _read_languages(cell: str) -> tuple[str, ...]:
    written = ", ".join(entries.lines(cell))
    if written.casefold() == NONE:
        return ()
    return tuple(entries.split(written)) if written else _LANGUAGES


TEXT = CellKind(entries.text_cell, entries.text)
OPTIONAL_TEXT = CellKind(lambda value: "" if value is None else entries.text_cell(value) or '""', _read_optional)
WORDS = CellKind(
    lambda values: "\n".join(map(entries.line, values)),
    lambda cell: tuple(map(entries.unquoted, entries.lines(cell))),
)
ALLOWED = CellKind(_write_allowed, _read_allowed)
LANGUAGES = CellKind(_write_languages, _read_languages)
FLAG = flag()
IGNORE = flag("ignore", "keep")
TYPE = choice({str(one): one for one in FieldType}, {}, "type of field", blank=False)
DECIMAL_MARK = choice({"comma": ",", "point": "."}, {",": ",", ".": ".", "dot": "."}, "decimal mark")
ORDER_OF_DATES = choice(
    {"day month year": "dmy", "month day year": "mdy", "year month day": "ymd"},
    {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd"},
    "order of dates",
)
