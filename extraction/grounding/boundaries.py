"""Where in a word a text can begin and end, and how it goes on in the next one."""

from __future__ import annotations

from dataclasses import dataclass

_SEPARATORS = frozenset(":=;|()[]{}<>*#")
"""What separates a value from a word it is glued to, as in `IBAN:DE91` or `total[EUR]`."""
_JOINERS = frozenset("-_/\\&+@%‰°§")
"""Beside these a text is part of a longer one, as in `AB-12` or `100%`."""
SHORTEST_PART = 4
"""Letters of a word that must stand before it is taken for broken without a hyphen."""


def begins(word: str, offset: int, labels: frozenset[str] = frozenset()) -> bool:
    """Whether a text can begin inside a folded word: at its start, after punctuation, after a glued label."""
    before = word[:offset]
    if not before:
        return True
    if before[-1] in _SEPARATORS:
        return not _is_ratio(word, offset - 1)
    if not any(sign.isalnum() for sign in before):
        return not any(sign in _JOINERS or sign in ".," for sign in before)
    return before in labels or (before.rstrip(".") in labels and before[-1] == ".")


def ends(word: str, end: int) -> bool:
    """Whether a text can end inside a folded word: at its end, before punctuation, before what is glued on."""
    after = word[end:]
    if not after:
        return True
    if after[0] in _SEPARATORS:
        return not _is_ratio(word, end)
    if any(sign.isalnum() for sign in after):
        return False
    # A hyphen that ends a word is punctuation; in front of more it joins.
    return not any(sign in _JOINERS for sign in after.rstrip("-"))


def _is_ratio(word: str, at: int) -> bool:
    """Whether the sign at `at` stands between digits, as in 12:30."""
    return 0 < at < len(word) - 1 and word[at - 1].isdigit() and word[at + 1].isdigit()


@dataclass(frozen=True, slots=True)
class Joint:
    """How a text goes on after a word: how much of the target is used up, how much of the word counts."""

    done: int
    kept: int
    blank: str


def joint(target: str, done: int, piece: str, spaces: bool, broken: bool) -> Joint | None:
    """How the target goes on after the first `done` signs and the word `piece`; `broken`: a line ends here.

    None: it does not stand there. A hyphen at the end of a line may belong to the text or to the line.
    """
    if target.startswith(piece, done):
        after = done + len(piece)
        if not spaces:
            return Joint(after, len(piece), " ")
        if target[after] == " ":
            return Joint(after + 1, len(piece), " ")
        return Joint(after, len(piece), "") if broken and piece[-1:] in ("-", "/") else None
    hyphenated = broken and len(piece) > 1 and piece[-1] == "-" and target.startswith(piece[:-1], done)
    return Joint(done + len(piece) - 1, len(piece) - 1, "") if hyphenated else None


def may_wrap(target: str, done: int, piece: str) -> bool:
    """Whether a word of the target may be broken after `piece`: between letters or before a hyphen."""
    after = target[done + len(piece) : done + len(piece) + 1]
    return (
        len(piece) >= SHORTEST_PART
        and target.startswith(piece, done)
        and piece[-1].isalpha()
        and (after.isalpha() or after == "-")
    )
