"""Why text is no value, in words for a person who is no programmer."""

from __future__ import annotations

from extraction.values import Invalid

_SHOWN = 60


def refuse(reason: str, text: str, sentence: str) -> Invalid:
    """`{}` in the sentence is replaced by the text in quotation marks, shortened when it is long."""
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return Invalid(reason, sentence.replace("{}", f"“{shown}”"))
