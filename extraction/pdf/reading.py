"""One page -> words, form fields, comments; and, as a second step, which of the words can be seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from extraction.pdf.drawing import draw
from extraction.pdf.engine import pymupdf, reraise_for_want_of_memory
from extraction.pdf.errors import PdfError
from extraction.pdf.extras import comments, form_fields
from extraction.pdf.limits import Limits
from extraction.pdf.opening import Opened, Shown, show
from extraction.pdf.order import Box
from extraction.pdf.text import Span, image_boxes, words_of
from extraction.pdf.visibility import Look, look, look_unseen


@dataclass(frozen=True, slots=True)
class ReadPage:
    shown: Shown
    words: list[Span]
    fields: list[tuple[str, str, Box]]
    comments: list[str]

    def stated(self) -> dict[str, Any]:
        """The page as JSON has it, with a first guess at what can be seen."""
        shown = self.shown
        return {
            "number": shown.number,
            "width": round(shown.width, 2),
            "height": round(shown.height, 2),
            "rotation": shown.rotation,
            "turned": shown.turned,
            "words": [
                [word.text, _rounded(word.box), word.line, word.upright, word.bold, round(word.size, 2)]
                for word in self.words
            ],
            "fields": [[name, value, _rounded(box)] for name, value, box in self.fields],
            "comments": self.comments,
            "look": _stated(look_unseen(self.words, shown.width, shown.height)),
        }


@dataclass(frozen=True, slots=True)
class UnreadablePage:
    number: int
    reason: str

    def stated(self) -> dict[str, Any]:
        return {"number": self.number, "unreadable": self.reason}


def read_page(document: Any, number: int, limits: Limits) -> ReadPage | UnreadablePage:
    """Page `number` (from 1). Raises PdfError, MemoryError."""
    try:
        page = document[number - 1]
        shown, lines = show(page, limits)
        fields = form_fields(page, shown.matrix) if document.is_form_pdf else []
        return ReadPage(shown, words_of(lines), fields, comments(page))
    except PdfError:
        raise
    except Exception as error:  # MuPDF raises a dozen kinds, and RuntimeError, ValueError, IndexError
        reraise_for_want_of_memory(error)
        return UnreadablePage(number, str(error)[:200])


def with_all_layers(opened: Opened) -> Any:
    """The document again, every layer (optional content) of it switched on; None when it has no layers."""
    catalog = opened.document.pdf_catalog()
    if opened.document.xref_get_key(catalog, "OCProperties")[0] == "null":
        return None
    again = pymupdf.open(stream=opened.content, filetype="pdf")
    if again.needs_pass:
        again.authenticate("")
    again.xref_set_key(again.pdf_catalog(), "OCProperties", "null")
    return again


def add_layers(page: ReadPage | UnreadablePage, layered: Any, limits: Limits) -> ReadPage | UnreadablePage:
    """The page with the words of switched-off layers added, as words that are not painted."""
    if isinstance(page, UnreadablePage):
        return page
    whole = read_page(layered, page.shown.number, limits)
    if isinstance(whole, UnreadablePage):
        return page
    known = Counter((word.text, _rounded(word.box)[0]) for word in page.words)
    first = max((word.line for word in page.words), default=-1) + 1
    added = []
    for word in whole.words:
        place = word.text, _rounded(word.box)[0]
        if known[place]:
            known[place] -= 1
        else:
            added.append(replace(word, line=first + word.line, painted=False, is_stencil=False))
    return replace(page, words=page.words + added)


def look_at(document: Any, page: ReadPage) -> dict[str, Any]:
    """What drawing the page tells. Raises whatever MuPDF does."""
    shown = page.shown
    display_list = document[shown.number - 1].get_displaylist().this
    drawn = draw(display_list, shown.matrix, shown.width, shown.height)
    images = image_boxes(display_list, shown.matrix)
    seen = look(page.words, images, shown.width, shown.height, drawn)
    is_blank = not images and drawn.is_blank  # a scan without text is not worth the time to draw it
    return {"number": shown.number, "is_blank": is_blank, **_stated(seen)}


def _stated(seen: Look) -> dict[str, Any]:
    return {"hidden": seen.hidden, "has_ocr_layer": seen.has_ocr_layer, "image_share": seen.image_share}


def _rounded(box: Box) -> list[float]:
    return [round(edge, 2) for edge in box]
