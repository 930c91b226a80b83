"""What a reader of the document should know, in codes for programs and words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from extraction.pdf.model import EmbeddedFile, Page
from extraction.values import Flag

HARMLESS = 3
"""So few letters and digits of hidden text are no message."""
GARBLED_SHARE = 0.3
EXCERPT = 80
UNKNOWN_SIGN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out about a document besides its words. Page numbers count from 1."""

    repaired: bool = False
    scripts: bool = False
    attachments_left_out: int = 0
    unreadable: frozenset[int] = frozenset()
    unchecked: frozenset[int] = frozenset()
    turned: frozenset[int] = frozenset()
    blank: frozenset[int] = frozenset()
    """Pages without pictures or drawings."""
    comments: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Of pages that have any."""


def flags(pages: tuple[Page, ...], embedded: tuple[EmbeddedFile, ...], facts: Facts) -> Iterator[Flag]:
    if facts.repaired:
        yield Flag(
            code="repaired",
            message="The file is damaged and was repaired while reading. Parts may be missing: "
            "compare it with what was sent.",
        )
    if facts.scripts:
        yield Flag(code="javascript", message="The PDF holds JavaScript. It was not run.")
    if embedded:
        names = ", ".join(file.name for file in embedded[:5])
        more = f" and {len(embedded) - 5} more" if len(embedded) > 5 else ""
        yield Flag(code="attachments", message=f"Attached to the PDF: {names}{more}.")
    if facts.attachments_left_out:
        yield Flag(
            code="attachments_left_out",
            message=f"Attached files that could not be read or are too large: {facts.attachments_left_out}.",
        )
    if not any(page.words for page in pages):
        yield Flag(code="no_text", message="The document holds no text: it is a scan or a drawing. OCR it first.")
    for page in pages:
        yield from _of_page(page, facts, is_only=len(pages) == 1)


def _of_page(page: Page, facts: Facts, is_only: bool) -> Iterator[Flag]:
    def flag(code: str, message: str) -> Flag:
        return Flag(code=code, message=message, page=page.number)

    number = page.number
    if number in facts.unreadable:
        yield flag("page_unreadable", f"Page {number} is damaged and could not be read.")
        return
    if number in facts.turned:
        yield flag("turned", f"Page {number} lies on its side in the PDF. It is shown turned, so that it can be read.")
    if not page.words and number not in facts.blank and not is_only:
        yield flag("no_text", f"Page {number} shows something, but holds no text: a scan or a drawing.")
    if page.words and sum(UNKNOWN_SIGN in word.text for word in page.words) >= GARBLED_SHARE * len(page.words):
        yield flag("garbled_text", f"The characters of page {number} cannot be told: the file lacks what maps them.")
    if page.has_ocr_layer:
        yield flag(
            "ocr_layer", f"The text of page {number} is a layer behind its picture and may differ from what is seen."
        )
    said = [word.text for word in page.words if word.hidden]
    if hidden := _unseen_message(page, said):
        yield flag("hidden_text", f"Page {number} holds text that cannot be seen: “{hidden}”. It is not used.")
    noted = [word for comment in facts.comments.get(number, ()) for word in comment.split()]
    if hidden := _unseen_message(page, noted):
        yield flag("hidden_text", f"Page {number} has a comment that it does not print: “{hidden}”. It is not used.")
    if number in facts.unchecked:
        yield flag(
            "visibility_unchecked",
            f"Page {number} could not be drawn in time: whether all of its text can be seen is unknown.",
        )


def _unseen_message(page: Page, said: list[str]) -> str:
    """The beginning of what is said that no visible word of the page says."""
    visible = {word.text for word in page.visible}
    news = [word for word in said if word not in visible]
    if sum(map(str.isalnum, _characters(news))) <= HARMLESS:
        return ""
    text = " ".join(news)
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def _characters(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from word
