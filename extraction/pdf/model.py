"""What reading a PDF gives. All boxes in points of the page as shown (rotation applied), origin top left.

A page whose text would lie on its side is shown turned, in the boxes and in its image alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from extraction.values import Box, Flag


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    line: int
    """Index of its line on the page, in reading order."""
    hidden: bool = False
    """A person who looks at the page does not see it: never evidence. Words of an OCR layer are not hidden."""
    upright: bool = True
    """False for text that runs up, down or aslant on the page as shown (margin notes)."""
    bold: bool = False
    size: float = 0.0
    """Font size in points."""


@dataclass(frozen=True)
class Page:
    number: int
    """From 1."""
    width: float
    height: float
    rotation: int
    """Clockwise degrees from how the PDF holds the page to how it is shown."""
    words: tuple[Word, ...]
    """In reading order, hidden ones included."""
    has_ocr_layer: bool = False
    """The text is an invisible layer over a picture: what it says may differ from what is seen."""
    image_share: float = 0.0
    """How much of the page pictures cover, 0 to 1."""

    @cached_property
    def visible(self) -> tuple[Word, ...]:
        return tuple(word for word in self.words if not word.hidden)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Visible words by line, in reading order."""
        rows: dict[int, list[Word]] = {}
        for word in self.visible:
            rows.setdefault(word.line, []).append(word)
        return tuple(Line(f"p{self.number}.l{index}", tuple(words)) for index, words in sorted(rows.items()))


@dataclass(frozen=True)
class Line:
    """Words that stand on one line as the PDF wrote it; `id` as in `p2.l14`."""

    id: str
    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        return union(word.box for word in self.words)


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    name: str
    """As the PDF says it: data, never a path."""
    content: bytes


@dataclass(frozen=True, slots=True)
class FormField:
    name: str
    value: str
    page: int
    box: Box


@dataclass(frozen=True)
class PdfDocument:
    pages: tuple[Page, ...]
    embedded: tuple[EmbeddedFile, ...] = ()
    form_fields: tuple[FormField, ...] = ()
    flags: tuple[Flag, ...] = field(default=())

    @property
    def has_text(self) -> bool:
        return any(page.visible for page in self.pages)


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them. Raises ValueError for none."""
    every = list(boxes)
    return (
        min(box[0] for box in every),
        min(box[1] for box in every),
        max(box[2] for box in every),
        max(box[3] for box in every),
    )
