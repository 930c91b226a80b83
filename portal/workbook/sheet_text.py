"""Text into a cell of an opened workbook: the same characters, and never a formula."""

from __future__ import annotations

import re
from typing import Any

from extraction.canon.tokens import storable

FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TEXT = 32_767
"""UTF-16 units of one cell or note."""
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def units(text: str) -> int:
    """How long a text is for Excel."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, most: int) -> str:
    """For showing: the beginning of a text that is longer."""
    return text if len(text) <= most else text[: most - 1] + "…"


def put_text(cell: Any, text: str) -> None:
    """Write a text of at most LONGEST_TEXT units; what no workbook can hold becomes U+FFFD. Raises ValueError."""
    if units(text) > LONGEST_TEXT:
        raise ValueError("a text longer than a cell")
    cell.value = None
    if text:
        # The setter of `value` would take some texts for formulas and errors, and would cut others.
        cell._value = _LIKE_AN_ESCAPE.sub("_x005F_", storable(text)).replace("\r", "_x000D_")
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA_LIKE)
