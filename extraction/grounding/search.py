"""Where a text stands on a page: as a whole, over as many words and lines as it takes.

It may run on in the next line or below in its own table cell, and be hyphenated on the way. It
begins and ends where words do, whatever punctuation or label is glued on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from extraction.canon.folding import fold
from extraction.grounding.boundaries import SHORTEST_PART, begins, ends, joint, may_wrap
from extraction.grounding.words import PageWords

_LONGEST_RUN = 400
"""Words of one text: longer claims are not searched for."""


@dataclass(frozen=True, slots=True)
class Run:
    """A text found: the words it stands in, by index, and the text as printed (`plain`, dehyphenated)."""

    words: tuple[int, ...]
    text: str
    wrapped: bool = False
    """A word was broken at the edge of its cell without a hyphen."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A word to read next: from which sign, with how much of the target done, and what was read before."""

    word: int
    start: int
    done: int
    path: tuple[int, ...]
    said: str
    wrapped: bool = False


def find(
    page: PageWords, target: str, labels: frozenset[str] = frozenset(), *, spaces: bool = True, wraps: bool = False
) -> Iterator[Run]:
    """Every place where the folded text `target` stands, in reading order.

    `labels` are folded words that may be glued on before it. Without `spaces` it may be
    spaced in any way; then `target` has no blanks. With `wraps` its words may be broken without a hyphen.
    """
    if not target:
        return
    starts = _starts(page, target, labels, wraps) if spaces else _spaced_starts(page, target, labels)
    for index, offset in starts:
        run = _walk(page, target, _Step(index, offset, 0, (), ""), spaces, wraps)
        if run is not None:
            yield run


def find_sign(page: PageWords, target: str) -> Iterator[Run]:
    """Every place of a folded code or symbol, which pages glue to numbers and units: `EUR` in `5EUR/h`."""
    for index, text in enumerate(page.folded):
        at = text.find(target) if target else -1
        while at >= 0:
            around = text[max(at - 1, 0) : at], text[at + len(target) :][:1]
            if not ((target[0].isalpha() and around[0].isalpha()) or (target[-1].isalpha() and around[1].isalpha())):
                yield Run((index,), _printed(page, index, at, at + len(target), text))
                break
            at = text.find(target, at + 1)


def _starts(page: PageWords, target: str, labels: frozenset[str], wraps: bool) -> Iterator[tuple[int, int]]:
    """Words, and where in them, with which the target can begin."""
    head = target.partition(" ")[0]
    at = page.text.find(head)
    while at >= 0:
        index = bisect_right(page.offsets, at) - 1
        offset = at - page.offsets[index]
        if begins(page.folded[index], offset, labels):
            yield index, offset
        at = page.text.find(head, at + 1)
    yield from ((index, 0) for index in page.broken if head.startswith(page.folded[index][:-1]))
    if wraps and len(head) > SHORTEST_PART:
        parts = page.edges.get(head[:SHORTEST_PART], ())
        yield from ((index, 0) for index in parts if head != page.folded[index])


def _spaced_starts(page: PageWords, target: str, labels: frozenset[str]) -> Iterator[tuple[int, int]]:
    for index, text in enumerate(page.folded):
        at = text.find(target[0])
        while at >= 0:
            squeezed = text[at:].replace(" ", "")
            if (target.startswith(squeezed) or squeezed.startswith(target)) and begins(text, at, labels):
                yield index, at
            at = text.find(target[0], at + 1)


def _walk(page: PageWords, target: str, first: _Step, spaces: bool, wraps: bool) -> Run | None:
    """Reads on from a word until the target is used up; the first way that succeeds."""
    stack = [first]
    seen: set[tuple[int, int]] = set()
    while stack:
        step = stack.pop()
        if (step.word, step.done) in seen or step.word in step.path or len(step.path) > _LONGEST_RUN:
            continue
        seen.add((step.word, step.done))
        text, start = page.folded[step.word], step.start
        if not spaces:
            start = len(text[:start].replace(" ", ""))
            text = text.replace(" ", "")
        rest, piece, path = len(target) - step.done, text[start:], (*step.path, step.word)
        if len(piece) >= rest:
            end = start + rest
            if text[start:end] == target[step.done :] and ends(text, end) and not _runs_on(page, step.word, end):
                return Run(path, step.said + _printed(page, step.word, start, end, text), step.wrapped)
            continue
        step_on = joint(target, step.done, piece, spaces, page.ends_cell(step.word))
        if step_on is not None:
            onward = [there for there in page.following(step.word) if _may_say(page, there, target, step_on.done)]
            if onward:
                said = f"{step.said}{_printed(page, step.word, start, start + step_on.kept, text)}{step_on.blank}"
                stack.extend(_Step(there, 0, step_on.done, path, said, step.wrapped) for there in reversed(onward))
        elif wraps and may_wrap(target, step.done, piece) and page.ends_cell(step.word):
            said = step.said + _printed(page, step.word, start, len(text), text)
            stack.extend(_Step(there, 0, step.done + len(piece), path, said, True) for there in page.under(step.word))
    return None


def _may_say(page: PageWords, index: int, target: str, done: int) -> bool:
    """Whether the rest of the target can begin with this word: most words are out at the first sign."""
    return page.folded[index][:1] == target[done : done + 1]


def _printed(page: PageWords, index: int, start: int, end: int, folded: str) -> str:
    """The part of a word as printed; where nobody can tell which part of it, as folded."""
    text = page.plain[index]
    if len(text) == len(folded):
        return text[start:end]
    # Folding one sign can give two: ß is ss.
    lengths = list(accumulate((len(fold(sign)) for sign in text), initial=0))
    if lengths[-1] == len(folded) and start in lengths and end in lengths:
        return text[lengths.index(start) : lengths.index(end)]
    return folded[start:end]


def _runs_on(page: PageWords, index: int, end: int) -> bool:
    """Whether the word goes on in the next line: `AB-` of `AB-` `123`."""
    return page.folded[index][end:] in ("-", "/") and page.ends_cell(index)
