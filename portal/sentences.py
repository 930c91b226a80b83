"""Sentences that were written in English where no reader's language is known: by the core, by a worker, in a row.

They are told by the words around what differs: the template `“%(text)s” is not a number.` knows `“12a” is not a
number.`, is looked up in the catalogue and gets its parts back. Templates are matched by searching for their words
one after the other, without regular expressions: the texts come from strangers' documents, and may hold anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, takewhile

from django.utils.translation import get_language, gettext

from portal.core_sentences import DETAILS, SENTENCES, TERMS

LONGEST = 2_000
"""Characters of one sentence; a longer text stays as it is."""
LONGEST_TEXT = 20_000
"""Characters of several."""
MOST_PREFIXES = 6
"""In `Data, row 7: Total: “x” is not a number.` there are two."""
DEPTH = 1
"""Sentences within a sentence: in `Check total: “x” names no field.` there is one."""

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_JOINTS = ((re.compile("\n"), "\n"), (re.compile(r"(?<=\.); "), "; "), (re.compile("; "), "; "))
_PREFIX_ENDS = re.compile(": ")
_TERM_ENDS = re.compile(r"(: | [-+*/] )")
_FIGURES = frozenset(("row", "line", "page", "item", "run", "number"))
_MUST_BE_OURS, _MAY_BE_OURS = "problem", "why"
_WITHIN = frozenset((_MUST_BE_OURS, _MAY_BE_OURS))
_TERMS = frozenset(("left", "right", "term"))


@dataclass(frozen=True, slots=True)
class _Template:
    """A sentence with placeholders: `literals` stand around the parts called `names`, one more than these."""

    msgid: str
    names: tuple[str, ...]
    literals: tuple[str, ...]

    @classmethod
    def of(cls, msgid: str) -> _Template:
        literals = [literal.replace("%%", "%") for literal in _PLACEHOLDER.split(msgid)[::2]]
        return cls(msgid, tuple(_PLACEHOLDER.findall(msgid)), tuple(literals))

    def parts(self, text: str) -> dict[str, str] | None:
        """What stands in the places of the placeholders, in linear time; None where the text is another sentence.

        Quoted text comes first in most sentences and may hold words of ours, so they are searched from the end; a
        sentence within comes last, then from the beginning.
        """
        first, *between, last = self.literals
        if not (text.endswith(last) and text.startswith(first)) or len(text) < len(first) + len(last):
            return None
        rest = text[len(first) : len(text) - len(last)]
        found = _split(rest, between) if self.names[-1] in _WITHIN else _split_from_end(rest, between)
        parts = dict(zip(self.names, found, strict=False))
        is_whole = len(found) == len(self.names) and [parts[name] for name in self.names] == found
        return parts if is_whole and all(parts[name].isdecimal() for name in _FIGURES & parts.keys()) else None


def _split(text: str, separators: list[str]) -> list[str]:
    """The text cut at each separator in turn, as early as possible; no parts where one is missing."""
    parts: list[str] = []
    for separator in separators:
        part, found, text = text.partition(separator)
        if not found:
            return []
        parts.append(part)
    return [*parts, text]


def _split_from_end(text: str, separators: list[str]) -> list[str]:
    """The same, as late as possible."""
    parts: list[str] = []
    for separator in reversed(separators):
        text, found, part = text.rpartition(separator)
        if not found:
            return []
        parts.append(part)
    return [text, *reversed(parts)]


def _templates(sentences: tuple[str, ...]) -> list[_Template]:
    """Those with placeholders, the most telling first."""
    found = [_Template.of(one) for one in sentences if _PLACEHOLDER.search(one)]
    return sorted(found, key=lambda one: -sum(map(len, one.literals)))


_PLAIN = frozenset(SENTENCES) | frozenset(DETAILS)
_AROUND = [one for one in _templates(SENTENCES) if not _WITHIN.isdisjoint(one.names)]
_WHOLE = [one for one in _templates(SENTENCES) if _WITHIN.isdisjoint(one.names)]
_OF_DETAILS, _OF_TERMS = _templates(DETAILS), _templates(TERMS)


def translated(text: str) -> str:
    """The text in the reader's language; as it stands where neither the catalogue nor a template knows it.

    Also of several sentences, on lines of their own or joined with semicolons, and of one behind what it is about.
    """
    if not text or len(text) > LONGEST_TEXT or (get_language() or "en").partition("-")[0] == "en":
        return text
    if len(text) <= LONGEST and "\r" not in text:  # which Django's gettext would replace
        found = gettext(text)
        if found != text:
            return found
    for joint, mark in _JOINTS:
        several = joint.split(text)
        ours = list(takewhile(bool, map(_sentence, several)))
        if len(ours) == len(several) > 1:
            return mark.join(filter(None, ours))
    whole = _sentence(text)
    return whole or "\n".join(_sentence(line) or line for line in text.split("\n"))


def _sentence(text: str, depth: int = DEPTH) -> str | None:
    """One of our sentences, with what it is about before it or a detail in parentheses behind it; None for others."""
    if len(text) > LONGEST or depth < 0:
        return None
    starts = [0, *(match.end() for match in islice(_PREFIX_ENDS.finditer(text), MOST_PREFIXES))]
    for read in (_around, _plain, _whole):
        for start in starts:
            found = read(text[start:], depth)
            if found is not None:
                return text[:start] + found
    return None


def _plain(text: str, depth: int) -> str | None:
    if text in _PLAIN:
        return gettext(text)
    said, bracket, detail = text.partition(" (")
    if bracket and said in _PLAIN and detail.endswith(")"):
        return f"{gettext(said)} ({_detail(detail[:-1])})"
    return None


def _around(text: str, depth: int) -> str | None:
    """A sentence that holds another one."""
    for template in _AROUND:
        parts = template.parts(text)
        if parts is not None:
            within = _MUST_BE_OURS if _MUST_BE_OURS in parts else _MAY_BE_OURS
            inside = _sentence(parts[within], depth - 1)
            if inside or within == _MAY_BE_OURS:
                return gettext(template.msgid) % {**parts, within: inside or parts[within]}
    return None


def _whole(text: str, depth: int) -> str | None:
    for template in _WHOLE:
        parts = template.parts(text)
        if parts is not None:
            terms = {name: "".join(map(_term, _TERM_ENDS.split(parts[name]))) for name in parts if name in _TERMS}
            return gettext(template.msgid) % {**parts, **terms}
    return None


def _detail(text: str) -> str:
    return gettext(text) if text in _PLAIN else _first(_OF_DETAILS, text)


def _term(text: str) -> str:
    return _first(_OF_TERMS, text)


def _first(templates: list[_Template], text: str) -> str:
    """Of fragments, which hold no words of ours."""
    for template in templates:
        parts = template.parts(text)
        if parts is not None:
            return gettext(template.msgid) % parts
    return text
