"""Names that Excel takes for sheets and tables, and lengths as it counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_NAME = 31
"""UTF-16 units of the name of a sheet."""
_NO_NAME = re.compile("[\\[\\]:*?/\\\\\x00-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What no sheet is called by; the last is how files write other characters."""
HIDDEN = "_proofsheet"
"""The sheet of ours that holds facts for the software."""
_TAKEN = ("history", HIDDEN)
"""Names that Excel keeps to itself, and that we do, in any case."""
_LIKE_A_CELL = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*", re.IGNORECASE)


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that Excel takes: no special characters, at most 31 UTF-16 units, different whatever their case."""
    names: list[str] = []
    taken = {*_TAKEN}
    for name in wanted:
        plain = _NO_NAME.sub(" ", name).strip("' ") or "Sheet"
        chosen, number = cut(plain, LONGEST_NAME).strip("' "), 2
        while chosen.casefold() in taken:
            ending = f" {number}"
            chosen, number = cut(plain, LONGEST_NAME - len(ending)).strip("' ") + ending, number + 1
        names.append(chosen)
        taken.add(chosen.casefold())
    return names


def table_names(sheets: Iterable[str]) -> list[str]:
    """Names for tables, by which Power Query finds them: of letters, digits and underscores, different in any case.

    None is like the address of a cell, or like what the rows of another sheet are called.
    """
    names: list[str] = []
    taken: set[str] = set()
    for sheet in sheets:
        plain = "".join(sign if sign.isalpha() or sign.isdecimal() else "_" for sign in sheet)
        plain = "_" * (not plain[:1].isalpha() or bool(_LIKE_A_CELL.fullmatch(plain))) + plain
        chosen, number = plain, 2
        while not taken.isdisjoint({chosen.casefold(), f"{chosen}_rows".casefold()}):
            chosen, number = f"{plain}_{number}", number + 1
        names.append(chosen)
        taken |= {chosen.casefold(), f"{chosen}_rows".casefold()}
    return names


def units(text: str) -> int:
    """How long a text is for Excel."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """As many characters as Excel counts as `most`."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")
