"""The numbers and dates a page prints, each as a whole: `1 234,50` is one number, `4. March 2024` one date.

A part of them is no number of its own: 234,50 is not on such a page, nor is 4, nor a group of an IBAN.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from extraction.grounding.words import PageWords
from extraction.values import Canonical, Value

_TIGHT = 0.36
"""A blank inside a number is narrower than this many word heights; gaps between cells are wider."""
_NEAR = 0.8
"""A currency, unit or per cent sign stands at most this many word heights beside its number."""
_SEPARATOR = re.compile(r"[:=;|\[\]{}<>*#]")
_EDGES = "\"'„“”‚‘’«»,;:!?"
_LEADING_GROUP = re.compile(r"[-+−–]?\d{1,3}")
_NEXT_GROUP = re.compile(r"\d{3}")
_LAST_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?(?:\D{0,5})")
_SIGNS = frozenset("-−–—")
_GLUED_UNIT = re.compile(r"([-+−–]?\d[\d.,'’ ]*)(?=[^\W\d_]{1,4}[²³.]?$)")
_GLUED_LABEL = re.compile(r"[^\W\d_]+\.(?=\d)")
_YEAR = re.compile(r"(?:^|\D)(?:19|20)\d\d\D{0,2}$")
_SHORT_YEAR = re.compile(r"['’]?\d\d\.?,?$")
_DATE_LIKE = re.compile(r"\d{1,4}[./-]\w{1,9}[./-]\d{1,4}|\d{8}|\d年")
_RANGE = re.compile(r"(?<=\d)\s?[-–—]\s?(?=\d)")
_IBAN_START = re.compile(r"(?:.*\W)?[A-Z]{2}\d{2}[A-Z\d]{0,4}")
_IBAN_GROUP = re.compile(r"[A-Z\d]{1,4}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed. `texts`: ways to write down what stands there, the fullest first."""

    words: tuple[int, ...]
    texts: tuple[str, ...]
    percent: bool


@dataclass(frozen=True, slots=True)
class PrintedDate:
    words: tuple[int, ...]
    text: str
    value: Value


def digits_of(text: str) -> str:
    """What a number keeps in every notation: its digits without the zeros at both ends."""
    return "".join(sign for sign in text if sign.isdigit()).strip("0")


def pieces(text: str) -> list[str]:
    """The parts of a word that separators set off, without quotation marks and punctuation at the edges."""
    parts: list[str] = []
    start = 0
    for mark in _SEPARATOR.finditer(text):
        at = mark.start()
        if not (0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()):
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [trimmed for part in parts if (trimmed := _trimmed(part))]


def _trimmed(text: str) -> str:
    text = text if text.endswith((",-", ",--")) else text.rstrip(_EDGES)
    text = text.lstrip(_EDGES)
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    return text


class PageFigures:
    """The numbers of one page by their digits, and its dates by how they are read."""

    def __init__(self, page: PageWords) -> None:
        self.page = page

    @cached_property
    def ibans(self) -> tuple[range, ...]:
        """Words that make up an account number printed in groups."""
        return tuple(self._ibans())

    def _ibans(self) -> Iterator[range]:
        words = self.page.plain
        index = 0
        while index < len(words):
            end = index + 1
            if _IBAN_START.fullmatch(words[index]):
                while self._near(end - 1) and _IBAN_GROUP.fullmatch(words[end].rstrip(".,;")):
                    end += 1
            if end - index > 2:
                yield range(index, end)
            index = max(end, index + 1)

    def numbers(self, bound: Callable[[tuple[int, ...]], bool]) -> dict[str, list[Figure]]:
        """By digits: every number that is no part of something else (`bound`)."""
        found: dict[str, list[Figure]] = {}
        for figure in self._numbers():
            if not bound(figure.words):
                for digits in dict.fromkeys(digits_of(text) for text in figure.texts):
                    found.setdefault(digits, []).append(figure)
        return found

    def _numbers(self) -> Iterator[Figure]:
        index = 0
        while index < len(self.page.words):
            if not any(sign.isdigit() for sign in self.page.plain[index]):
                index += 1
                continue
            end = self._group_end(index)
            if end > index + 1:
                yield self._figure(index, end, " ".join(self.page.plain[index:end]))
            else:
                yield from (self._figure(index, end, piece) for piece in pieces(self.page.plain[index]))
            index = end

    def _group_end(self, index: int) -> int:
        """The end of a number written in groups of three digits with blanks: `1 234 567,50`."""
        words, end = self.page.plain, index + 1
        if not _LEADING_GROUP.fullmatch(words[index].lstrip("(")):
            return end
        while self.page.same_line(end - 1) and self.page.gap(end - 1) < _TIGHT:
            if not _LAST_GROUP.fullmatch(words[end]):
                break
            end += 1
            if not _NEXT_GROUP.fullmatch(words[end - 1]):
                break
        return end

    def _figure(self, start: int, end: int, text: str) -> Figure:
        text = _trimmed(text)
        before = self.page.plain[start - 1] if start and self._near(start - 1) else ""
        after = self.page.plain[end] if self._near(end - 1) else ""
        if before and before[-1] in _SIGNS and len(before) == 1 and self.page.gap(start - 1) < 2 * _TIGHT:
            start, text, before = start - 1, f"-{text}", ""
        elif after in _SIGNS and not self._near(end):
            end, text, after = end + 1, f"{text}-", ""
        texts = [f"{text} {_trimmed(after)}"] if after and not any(sign.isdigit() for sign in after) else []
        if before and not any(sign.isdigit() for sign in before):
            texts.append(f"{pieces(before)[-1] if pieces(before) else ''} {text}".strip())
        texts.append(text)
        texts += [match[1] for match in [_GLUED_UNIT.match(text)] if match]
        texts += [text[match.end() :] for match in [_GLUED_LABEL.match(text)] if match]
        percent = any(sign in text or after.startswith(sign) for sign in "%‰")
        return Figure(tuple(range(start, end)), tuple(dict.fromkeys(texts)), percent)

    def _near(self, index: int) -> bool:
        """Whether the next word stands close behind the word `index` on its line."""
        return self.page.same_line(index) and self.page.gap(index) < _NEAR

    def dates(self, read: Callable[[str], Canonical]) -> tuple[PrintedDate, ...]:
        """Every date, the longest way to read it: `read` canonicalises text as a date of this document."""
        found: list[PrintedDate] = []
        for index, text in enumerate(self.page.plain):
            if _YEAR.search(text) or _DATE_LIKE.search(text) or (_SHORT_YEAR.fullmatch(text) and index):
                found.extend(self._dates_at(index, read))
        taken = [set(date.words) for date in found]
        return tuple(
            date for date, words in zip(found, taken, strict=True) if not any(words < other for other in taken)
        )

    def _dates_at(self, index: int, read: Callable[[str], Canonical]) -> Iterator[PrintedDate]:
        """Dates that end with the word `index`, or begin with it as a year."""
        for length in range(5, 0, -1):
            start = index - length + 1
            if start < 0 or not all(self._near(at) for at in range(start, index)):
                continue
            words = range(start, index + 1)
            if length == 1:
                yield from self._within(index, read)
            elif any(sign.isdigit() for sign in self.page.plain[start]) or length <= 3:
                date = self._date(words, read)
                if date:
                    yield date
                    return
        if all(self._near(at) for at in (index, index + 1)):
            date = self._date(range(index, index + 3), read)
            if date:
                yield date

    def _date(self, words: range, read: Callable[[str], Canonical]) -> PrintedDate | None:
        parts = pieces(" ".join(self.page.plain[at] for at in words))
        value = read(parts[-1]) if parts else None
        whole = parts and len(parts[-1].split()) == len(words)
        return PrintedDate(tuple(words), parts[-1], value) if whole and isinstance(value, Value) else None

    def _within(self, index: int, read: Callable[[str], Canonical]) -> Iterator[PrintedDate]:
        """Dates in one word, also two of them as from - to."""
        for piece in pieces(self.page.plain[index]):
            for text in dict.fromkeys((piece, *_RANGE.split(piece))):
                value = read(text.strip("().")) if any(sign.isdigit() for sign in text) else None
                if isinstance(value, Value):
                    yield PrintedDate((index,), text, value)
