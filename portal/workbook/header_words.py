"""What a header can mean: names, labels and aliases of a contract's fields, and the words of our own workbooks."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from enum import IntEnum
from typing import Literal

from extraction.canon import fold
from extraction.contract import Contract, Field
from portal.workbook.stated import COMMENT, IGNORED, ITEM, NAMING, ROW_ID, STATUS, UNIT_OF

How = Literal["name", "label", "alias", "similar", "remembered", "chosen", ""]

UNUSED = "@unused"
"""A column of our own workbooks that says nothing of a document."""

_OURS = {
    ROW_ID: ("row id",),
    STATUS: ("status",),
    COMMENT: ("comment",),
    UNUSED: ("review", "review link", "link", "remarks", "approved_by", "approved_at", "contract_version"),
}
_ITEM_WORDS = (
    "item", "item number", "item no", "item #", "line", "line no", "line number", "no", "number", "#", "pos",
    "position", "nr", "lfd. nr.", "position nr", "zeile", "n°", "no ligne", "ligne", "numéro", "№ п/п", "номер",
    "строка", "позиция",
)  # fmt: skip
_SIGNS = re.compile(r"[^\w#%€$£¥₽°]|_")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Level(IntEnum):
    """How a meaning was found, the most certain first. The number of an item comes after all that fields claim."""

    REMEMBERED = 0
    NAME = 1
    LABEL = 2
    OURS = 3
    ALIAS = 4
    ITEM = 5
    SIMILAR = 6


HOW: dict[Level, How] = {
    Level.REMEMBERED: "remembered",
    Level.NAME: "name",
    Level.LABEL: "label",
    Level.OURS: "name",
    Level.ALIAS: "alias",
    Level.ITEM: "alias",
    Level.SIMILAR: "similar",
}


def header_key(header: str) -> str:
    """What counts of a header: its letters and digits, not their case, blanks and punctuation."""
    folded = fold(header)
    return _SIGNS.sub("", folded) or folded


def unaccented(text: str) -> str:
    """The text without accents, as tables from other programs come."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


class HeaderWords:
    """The meanings that a contract and our own workbooks give to headers."""

    def __init__(self, contract: Contract) -> None:
        self.fields: dict[str, Field] = {field.name: field for field in contract.fields}
        for part in contract.lists:
            self.fields |= {f"{part.name}.{field.name}": field for field in part.fields}
        self.lists = {part.name: part for part in contract.lists}
        self.forms: dict[str, list[str]] = defaultdict(list)
        """All words for a meaning."""
        self._levels: dict[str, dict[str, Level]] = defaultdict(dict)
        for level, meaning, form in self._stated():
            self._add(level, meaning, form)

    def list_of(self, meaning: str) -> str | None:
        """The list that a meaning belongs to; blank: the document; None: a row of either."""
        path = meaning.removeprefix(UNIT_OF)
        if path in self.fields:
            return path.partition(".")[0] if "." in path else ""
        return "" if path in self.lists else None

    def knows(self, meaning: str) -> bool:
        """Whether the contract has what a mapping made earlier speaks of."""
        path = meaning.removeprefix(UNIT_OF)
        return path in self.fields or meaning in {*self.lists, IGNORED, ITEM, ROW_ID, STATUS, COMMENT, *NAMING}

    def title(self, meaning: str) -> str:
        """The label of a field or list, for people; the word of anything else."""
        path = meaning.removeprefix(UNIT_OF)
        known = self.fields.get(path) or self.lists.get(path)
        return known.title if known else path.lstrip("@")

    def meanings(self, header: str) -> dict[str, Level]:
        """All that the header is a word for, each with its most certain level."""
        plain = header_key(header)
        known = self._levels.get(plain) or self._levels.get(unaccented(plain)) or {}
        return {meaning: self._level(header, plain, meaning, level) for meaning, level in known.items()}

    def _level(self, header: str, plain: str, meaning: str, level: Level) -> Level:
        """A label that differs from the name by blanks and capitals alone is a label, where it is written like one."""
        known = self.fields.get(meaning) or self.lists.get(meaning)
        if level is not Level.NAME or known is None or header.strip() == known.name:
            return level
        return Level.LABEL if plain == header_key(known.title) else level

    def party(self, path: str) -> frozenset[str]:
        """The words for whom a field is about: `seller_vat_id` may be headed by its alias and one of `seller_name`."""
        where, dot, name = path.rpartition(".")
        first, underscore, _ = name.partition("_")
        named = self.fields.get(f"{where}{dot}{first}_name") if underscore else None
        if named is None or named.name == name:
            return frozenset()
        return frozenset(unaccented(header_key(word)) for word in (first, *named.aliases))

    def _stated(self) -> Iterator[tuple[Level, str, str]]:
        for path, field in self.fields.items():
            part = self.lists.get(path.partition(".")[0]) if "." in path else None
            for level, form in ((Level.NAME, field.name), (Level.LABEL, field.title)):
                yield level, path, form
                if part:
                    yield level, path, f"{part.name if level is Level.NAME else part.title} {form}"
                if field.type.is_number:
                    yield Level.OURS, UNIT_OF + path, f"{form} unit"
            for alias in field.aliases:
                yield Level.ALIAS, path, alias
        for name, part in self.lists.items():
            yield Level.NAME, name, part.name
            yield Level.LABEL, name, part.title
        for meaning, forms in _OURS.items():
            for form in forms:
                yield Level.OURS, meaning, form
        for form in _ITEM_WORDS:
            yield Level.ITEM, ITEM, form

    def _add(self, level: Level, meaning: str, form: str) -> None:
        self.forms[meaning].append(form)
        plain = header_key(form)
        for key in {plain, unaccented(plain), unaccented(plain.translate(_GERMAN))}:
            known = self._levels[key]
            known[meaning] = min(level, known.get(meaning, level))
