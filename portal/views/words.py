"""States and groundings in words, each with a sign: never told by colour alone."""

from __future__ import annotations

from typing import NamedTuple

from extraction.values import Grounding
from portal.models import Extraction, LabelState, ReviewState, ValueState


class Sign(NamedTuple):
    """`kind` is the style: good, bad, warn, busy or quiet."""

    sign: str
    words: str
    kind: str


NOT_LOOKED_FOR = Sign("–", "not looked for on the page", "quiet")
GROUNDINGS: dict[Grounding, Sign] = {
    Grounding.EXACT: Sign("✓", "printed like this", "good"),
    Grounding.NORMALISED: Sign("✓", "printed, written differently", "good"),
    Grounding.DERIVED: Sign("∑", "follows from other values", "good"),
    Grounding.NONE: Sign("✗", "not found on the page", "bad"),
    Grounding.NO_TEXT: Sign("?", "the page has no text to check it", "warn"),
}
VALUE_STATES: dict[str, Sign] = {
    ValueState.UNREVIEWED: Sign("○", "not reviewed", "quiet"),
    ValueState.CONFIRMED: Sign("✓", "confirmed", "good"),
    ValueState.CORRECTED: Sign("✎", "corrected", "busy"),
    ValueState.FLAGGED: Sign("⚑", "flagged", "warn"),
    ValueState.REMOVED: Sign("✗", "removed", "bad"),
}
REVIEW_STATES: dict[str, Sign] = {
    ReviewState.OPEN: Sign("○", "open: waits for an expert", "quiet"),
    ReviewState.SUBMITTED: Sign("→", "submitted: waits for an approver", "busy"),
    ReviewState.APPROVED: Sign("✓", "approved", "good"),
    ReviewState.SENT_BACK: Sign("↩", "sent back: waits for an expert", "warn"),
}
LABEL_STATES: dict[str, Sign] = {
    LabelState.PROPOSED: Sign("○", "proposed: waits for a lead", "quiet"),
    LabelState.ACCEPTED: Sign("✓", "accepted", "good"),
    LabelState.REJECTED: Sign("✗", "rejected", "bad"),
}
EXTRACTION_STATES: dict[str, Sign] = {
    Extraction.State.QUEUED: Sign("…", "waits for a worker", "quiet"),
    Extraction.State.RUNNING: Sign("▶", "at work", "busy"),
    Extraction.State.SUCCEEDED: Sign("✓", "succeeded", "good"),
    Extraction.State.FAILED: Sign("✗", "failed", "bad"),
}


def counted(number: int, one: str, many: str = "") -> str:
    """`1 document`, `3 documents`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """With a capital at the start; the rest (names, mostly) as it is."""
    return text[:1].upper() + text[1:]


def size_in_words(size: int) -> str:
    """Bytes for people: `812 bytes`, `14.2 KB`, `3.1 MB`."""
    if size < 1000:
        return counted(size, "byte")
    return f"{size / 1000:.1f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"
