"""What a value of a type looks like in running text. `canon` has the last word on every one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel.numbers import get_currency_symbol, list_currencies

from extraction.canon import canon, effective
from extraction.contract import Conventions, Field, FieldType
from extraction.sources.layout.lexicon import CONNECTIVES
from extraction.values import Value

_DATE = re.compile(
    r"(?<![\w./-])(?:"
    r"\d{4}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}"
    r"|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?(?:\d{4}|\d{2})"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.)?(?:\s+de)?[\s-]+[^\W\d_]{3,}\.?,?(?:\s+de)?[\s-]+\d{4}"
    r"|[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|(?:19|20)\d{6}"
    r")(?![\w-]|[./]\d)"
)
_MONTH = re.compile(r"(?<!\w)[^\W\d_]{3,}\.?\s+\d{4}(?!\w)")
_CODES = "|".join(sorted(list_currencies()))
_SYMBOLS = "".join(sorted({get_currency_symbol(code, "en") for code in ("EUR", "GBP", "JPY", "INR", "KRW")})) + "$₽₴"
_CURRENCY = (
    rf"(?:(?<![A-Za-z])(?:US|CA|A|R)?\$|[{re.escape(_SYMBOLS)}]|(?<![A-Za-z])(?:{_CODES})(?![A-Za-z])|zł|Kč|руб\.?)"
)
_DIGITS = (
    r"(?:\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,4})?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,4})?|\d+(?:[.,]\d{1,6})?)"
)
_CURRENCY_ALONE = re.compile(_CURRENCY)
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[-−–+]\s?)?(?P<before>{_CURRENCY}\s?)?(?P<sign2>[-−]\s?)?"
    rf"(?<![\w.,/:])(?P<digits>{_DIGITS})(?P<minus>[-−](?![\w]))?(?P<close>\))?(?P<percent>\s?%)?(?P<after>\s?{_CURRENCY})?(?![\w/:]|[.,-]\d)",
)
_IN_BRACKETS = re.compile(r"\(.*\)|[©®]")
_WRAPPING = " \t:;,.#=|*—–-·•<>"


@dataclass(frozen=True, slots=True)
class Span:
    """Text that can be a value: `text[start:end]`; `fit` 0 to 1: how much it looks like one of this type."""

    start: int
    end: int
    raw: str
    fit: float


def spans(text: str, field: Field, conventions: Conventions) -> list[Span]:
    """What a text holds for a field, in its order; everything in it canonicalises."""
    found = _FINDERS.get(field.type, _rest)(text, field)
    return [span for span in found if is_value(span.raw, field, conventions)]


def is_value(raw: str, field: Field, conventions: Conventions) -> bool:
    return isinstance(_canonical(raw, field, conventions), Value)


def canonical(raw: str, field: Field, conventions: Conventions) -> Value | None:
    found = _canonical(raw, field, conventions)
    return found if isinstance(found, Value) else None


def _canonical(raw: str, field: Field, conventions: Conventions) -> object:
    return canon(raw, field, effective(field, conventions))


def _dates(text: str, field: Field) -> Iterator[Span]:
    end = 0
    for match in _DATE.finditer(text):
        end = match.end()
        yield Span(match.start(), end, match[0].strip(), 0.8 if match[0].isdigit() else 1.0)
    if not end:
        yield from (Span(match.start(), match.end(), match[0], 0.5) for match in _MONTH.finditer(text))


def _numbers(text: str, field: Field) -> Iterator[Span]:
    dates = [match.span() for match in _DATE.finditer(text)]
    for match in _NUMBER.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in dates):
            continue
        if bool(match["percent"]) != (field.type is FieldType.PERCENT) and field.type is not FieldType.DECIMAL:
            continue
        start, end = match.span()
        if (match["before"] or match["after"]) and field.type in (FieldType.INTEGER, FieldType.PERCENT):
            continue
        if match["close"] and not match["open"]:
            end -= 1 if not match["after"] else 0
        if match["open"] and not match["close"]:
            start += 1
        yield Span(start, end, text[start:end].strip(), _number_fit(match, field))


def _number_fit(match: re.Match[str], field: Field) -> float:
    if field.type is not FieldType.MONEY:
        return 1.0
    if match["before"] or match["after"]:
        return 1.0
    decimals = re.search(r"[.,](\d+)$", match["digits"])
    if decimals:
        return {1: 0.4, 2: 1.0, 3: 0.6}.get(len(decimals[1]), 0.8)
    return 0.35 if len(match["digits"]) < 7 else 0.05


def _identifiers(text: str, field: Field) -> Iterator[Span]:
    if field.spaces == "ignore":
        yield from _spaced_identifiers(text)
        return
    words = list(re.finditer(r"\S+", text))
    at = 0
    while at < len(words):
        run: list[re.Match[str]] = []
        for word in words[at : at + 5]:
            bare = word[0].strip(_WRAPPING).casefold()
            if (
                word[0].casefold() in CONNECTIVES or bare in CONNECTIVES or not bare or _IN_BRACKETS.fullmatch(bare)
            ) or (_DATE.match(text, word.start()) and run):
                break
            run.append(word)
            if word[0][-1] in ",;|:":
                break
        if run:
            yield from _identifier(text, run)
        at += max(1, len(run))


def _identifier(text: str, run: list[re.Match[str]]) -> Iterator[Span]:
    has_digit = [any(sign.isdigit() for sign in word[0]) for word in run]
    prose = sum(1 for word in run if word[0].isalpha() and word[0].islower()) > 1
    if any(has_digit) and (prose or len(run) > 4):
        run = [run[has_digit.index(True)]]
    raw = text[run[0].start() : run[-1].end()]
    start = run[0].start() + len(raw) - len(raw.lstrip(_WRAPPING))
    raw = raw.strip(_WRAPPING)
    if not raw or raw.count("(") != raw.count(")"):
        raw = raw.strip("()")
    if not raw:
        return
    yield Span(start, start + len(raw), raw, _identifier_fit(raw))


def _identifier_fit(raw: str) -> float:
    if _DATE.fullmatch(raw) and not raw.isdigit():
        return 0.1
    if re.search(rf"[@<>]|www\.|\bhttps?:|{_CURRENCY}(?![-\w])", raw):
        return 0.0
    if any(sign.isdigit() for sign in raw):
        money = re.fullmatch(rf"{_DIGITS}\s?{_CURRENCY}?", raw) and re.search(r"[.,]\d\d\b", raw)
        return 0.2 if money or raw.endswith("%") else 1.0
    if raw.isupper() and len(raw) > 2 and " " not in raw:
        return 0.6
    return 0.3 if len(raw) > 2 and len(raw.split()) <= 3 and raw[0].isupper() else 0.0


_GROUPED = re.compile(
    r"(?<![\w-])[A-Z]{2}\d{2}(?: ?[A-Z]{4})?(?: ?(?=[A-Z]*\d)[\dA-Z]{1,4}){3,8}(?!\w)|"
    r"(?<![\w-])(?:(?!ID|NO|NR)[A-Z]{2,3}[ -]?)?\d[\dA-Z.]*(?:[ -]?[\dA-Z.]*\d[\dA-Z.]*)*(?![a-z])"
    r"|(?<![\w-])[A-Z]{2}\d{2} ?(?:[A-Z]{4} ?)?(?:[\dA-Z]{1,4} ?)+(?![\w])"
    r"|(?<![\w-])[A-Z]{2}[-]?[A-Z0-9-]*\d[A-Z0-9-]*"
)


def _spaced_identifiers(text: str) -> Iterator[Span]:
    for match in _GROUPED.finditer(text):
        raw = match[0].rstrip(" .-")
        digits = sum(1 for sign in raw if sign.isdigit())
        if digits < 4 or re.fullmatch(r"[\d.,' ]*[.,]\d\d", raw):
            continue
        fit = 1.0 if raw[:2].isalpha() else 0.4
        yield Span(match.start(), match.start() + len(raw), raw, fit)


def _rest(text: str, field: Field) -> Iterator[Span]:
    """Everything there is, without the punctuation of the label."""
    raw = text.strip(_WRAPPING + "|")
    if not raw or _CURRENCY_ALONE.fullmatch(raw) or re.fullmatch(r"\([^)]*\)", raw):
        return
    start = text.index(raw)
    if any(sign.isalpha() for sign in raw):
        yield Span(start, start + len(raw), raw, 1.0)
    elif sum(sign.isdigit() for sign in raw) > 2:
        weak = _DATE.fullmatch(raw) or re.fullmatch(r"[\d.,' ]*[.,]\d\d", raw)
        yield Span(start, start + len(raw), raw, 0.3 if weak else 0.9)


_WORDISH = re.compile(r"[^\W\d_]+\.?|[^\w\s.,;:()\[\]]")
_LONGEST_CHOICE = 6
_INSIDE = re.compile(r"[^\W\d_]\w*$")
"""A longer word that goes on here: no value of its own."""


def _allowed(text: str, field: Field) -> Iterator[Span]:
    """The longest words that mean an allowed value; case counts in short ones."""
    known = _choices(field)
    words = list(_WORDISH.finditer(text))
    at = 0
    while at < len(words):
        taken = 1
        begins = any(form in known.beginnings for form in _forms(words[at][0]))
        if not begins or _INSIDE.search(text, 0, words[at].start()):
            at += 1
            continue
        for count in range(min(_LONGEST_CHOICE, len(words) - at), 0, -1):
            start, end = words[at].start(), words[at + count - 1].end()
            if any(_bare(raw) in known.words for raw in (text[start:end], text[start:end].rstrip("."))):
                yield Span(start, end, text[start:end], 1.0)
                taken = count
                break
        at += taken


@dataclass(frozen=True)
class _Choices:
    """What means an allowed value, and how it begins; the field is kept because it is known by its identity."""

    field: Field
    words: frozenset[str]
    beginnings: frozenset[str]


_CHOICES: dict[int, _Choices] = {}
"""By identity, because hashing a field with hundreds of allowed values costs more than the search."""


def _choices(field: Field) -> _Choices:
    held = _CHOICES.get(id(field))
    if held is None or held.field is not field:
        if len(_CHOICES) > 256:
            _CHOICES.clear()
        words = [word for allowed in field.allowed for word in (allowed.value, *allowed.aliases) if word]
        beginnings = frozenset(part for word in words if (first := _WORDISH.search(word)) for part in _forms(first[0]))
        held = _CHOICES[id(field)] = _Choices(field, frozenset(map(_bare, words)), beginnings)
    return held


def _forms(word: str) -> tuple[str, str]:
    return word.casefold(), word.casefold().rstrip(".")


def _bare(word: str) -> str:
    joined = "".join(word.split())
    return joined if len(joined) <= 3 else joined.casefold()


_FINDERS = {
    FieldType.DATE: _dates,
    FieldType.IDENTIFIER: _identifiers,
    FieldType.ENUM: _allowed,
    **dict.fromkeys((FieldType.MONEY, FieldType.INTEGER, FieldType.DECIMAL, FieldType.PERCENT), _numbers),
}
