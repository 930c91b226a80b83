"""Parties of a contract by the names it gives them: 'between Acme Ltd, 1 High Street (the "Customer")'.

The definition names the field, by one of its labels; the party is what the statement begins with that ends there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.contract import Contract, Conventions, Field, FieldType
from extraction.pdf.model import Word
from extraction.sources.layout.candidates import Candidate
from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.shapes import canonical
from extraction.sources.layout.vocabulary import Vocabulary

_SCORE = 1.05
_PAGES, _LONGEST = 2, 6_000
_QUOTED = re.compile(
    r"[\"“„«'‘]\s*(?P<quoted>[^\"“”„«»'‘’\n]{2,40}?)\s*[\"”“»'’]|\((?P<bare>[^\W\d_][^\W\d_ ]{2,30})\)"
)
"""A name in quotes, or alone in brackets."""
_DEFINES = re.compile(
    r"(?:\(|\b(?:hereinafter|hereafter|referred|called|nachfolgend|nachstehend|im folgenden)\b"
    r"|\b(?:ci-après|именуем\w+|далее)\b)"
    r"[^\"“„«»'‘’()]{0,60}$",
    re.IGNORECASE,
)
"""What stands between a party and its name in the contract."""
_BETWEEN = re.compile(r"\b(?:between|by and among|zwischen|entre(?: les soussignés)?|между)\b\s*:?\s*", re.IGNORECASE)
_AND = re.compile(r"(?:^|[\s,–-])(?:and|und|et|и)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|der|die|dem|den|das|la|le|les)\s+", re.IGNORECASE)
_NAME_ENDS = re.compile(r",\s|\s\(|;|\n|\s[-–—]\s|,$")


def defined(contract: Contract, sheet: Sheet, labels: Vocabulary, conventions: Conventions) -> Iterator[Candidate]:
    """Candidates for the text fields whose labels the first pages define as names of parties."""
    if sheet.number > _PAGES:
        return
    named = {field.name: field for field in contract.fields if field.type is FieldType.TEXT}
    text, words = _running(sheet)
    begin = 0
    for quoted in _QUOTED.finditer(text[:_LONGEST]):
        names = {hit.name for hit in labels.find(quoted["quoted"] or quoted["bare"]) if hit.whole and hit.name in named}
        opening = quoted if quoted["bare"] else _DEFINES.search(text, begin, quoted.start())
        if not names or opening is None:
            continue
        start = _start(text, begin, opening.start())
        end = _NAME_ENDS.search(text, start + 2, opening.start())
        stop = end.start() if end else opening.start()
        for name in sorted(names):
            yield from _made(sheet, text, words, start, stop, named[name], conventions)
        begin = quoted.end()


def _running(sheet: Sheet) -> tuple[str, list[tuple[int, Word]]]:
    """The words of a page line by line, and where each begins."""
    text, words, last = "", [], None
    for cell in sheet.cells:
        for word in cell.words:
            text += ("" if last is None else " " if last == cell.line else "\n") + word.text
            words.append((len(text) - len(word.text), word))
            last = cell.line
        if len(text) > _LONGEST:
            break
    return text, words


def _start(text: str, begin: int, end: int) -> int:
    """Where the party begins: after "between", after "and" behind another party, else with its line."""
    found = _BETWEEN.search(text, begin, end)
    if found is None and begin:
        found = _AND.search(text, begin, end)
    start = found.end() if found else max(begin, text.rfind("\n", begin, end) + 1)
    article = _ARTICLE.match(text, start, end)
    return article.end() if article else start


def _made(
    sheet: Sheet,
    text: str,
    words: list[tuple[int, Word]],
    start: int,
    stop: int,
    field: Field,
    conventions: Conventions,
) -> Iterator[Candidate]:
    raw = text[start:stop].strip(" ,;:–-")
    value = canonical(raw, field, conventions) if 2 < len(raw) < 100 else None
    touched = tuple(word for at, word in words if at < stop and at + len(word.text) > start)
    if value is not None and touched:
        yield Candidate(field, raw, value, Cell(sheet.number, touched, touched[0].line), _SCORE)
