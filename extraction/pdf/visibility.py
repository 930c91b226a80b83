"""Which words of a page nobody who looks at it can see.

The page is drawn at 72 dpi, as it is and without its text. A word that can be seen has another colour than
what lies under it, and leaves a difference between the two pictures. That finds white on white and grey on the
same grey, text under pictures and shapes, clipped text and text off the page, whatever way it was done; white
on a coloured box and pale text remain what they are: visible.

Invisible text over a scanned picture is an OCR layer, and usable where the picture has ink at its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extraction.pdf.drawing import Drawn
from extraction.pdf.order import Box
from extraction.pdf.overprint import overprinted
from extraction.pdf.text import Span

TINY = 2.0
"""Points. Smaller letters are no text for a reader."""
NARROW = 0.4
"""Points a letter of a word of several. So squeezed they are none either."""
SAME_COLOUR = 16
"""Of 255, in the most different of red, green and blue: `#f0f0f0` on white is not seen, `#e8e8e8` is."""
SAMPLES = 5
MIN_GROUND = 0.3
"""Share of a word's box where its colour must differ from what lies below."""
MIN_CHANGED = 0.04
"""Share of a word's box that its letters at least change."""
MIN_INK = 40
"""Of 255: contrast of a picture where it shows a word."""
OCR_IMAGE_SHARE = 0.4
OCR_WORD_SHARE = 0.5
"""A page is a scan with an OCR layer when pictures cover that much of it and that much of its text is invisible."""


@dataclass(frozen=True, slots=True)
class Look:
    """What looking at a page told."""

    hidden: tuple[int, ...]
    """Indices of words."""
    has_ocr_layer: bool
    image_share: float
    """How much of the page pictures cover, 0 to 1."""


def look(words: list[Span], images: list[Box], width: float, height: float, drawn: Drawn) -> Look:
    """Judge every word of a page of this size in points."""
    share = _cover(images, width, height)
    unseen = _not_written_to_be_seen(words, width, height)
    if words:
        same_colour = _has_the_colour_of_its_ground(words, drawn).tolist()
        for index, word in enumerate(words):
            if not _can_be_seen(word, same_colour[index], drawn):
                unseen.add(index)
        unseen.update(overprinted(words, unseen, drawn))
    is_scan = share >= OCR_IMAGE_SHARE and _most_of(words, unseen)
    if is_scan:
        unseen = {index for index in unseen if not _lies_on_ink(words[index], images, drawn)}
    return Look(tuple(sorted(unseen)), is_scan, round(share, 3))


def look_unseen(words: list[Span], width: float, height: float) -> Look:
    """Judge every word by how and where it is written alone. Where most is invisible, a scan is supposed."""
    unseen = _not_written_to_be_seen(words, width, height)
    is_scan = _most_of(words, unseen)
    return Look(() if is_scan else tuple(sorted(unseen)), is_scan, 0.0)


def _most_of(words: list[Span], unseen: set[int]) -> bool:
    letters = sum(len(word.text) for word in words)
    return bool(unseen) and sum(len(words[index].text) for index in unseen) >= OCR_WORD_SHARE * letters


def _not_written_to_be_seen(words: list[Span], width: float, height: float) -> set[int]:
    return {index for index, word in enumerate(words) if not _is_written_to_be_seen(word, width, height)}


def _is_written_to_be_seen(word: Span, width: float, height: float) -> bool:
    x0, y0, x1, y1 = word.box
    on_page = 0 <= (x0 + x1) / 2 <= width and 0 <= (y0 + y1) / 2 <= height
    length = max(x1 - x0, y1 - y0)
    is_squeezed = len(word.text) > 1 and (x1 - x0 if word.upright else length) < NARROW * len(word.text)
    leaves_marks = word.is_stencil or (word.painted and word.alpha > 0)
    return leaves_marks and on_page and min(word.size, length) >= TINY and not is_squeezed


def _has_the_colour_of_its_ground(words: list[Span], drawn: Drawn) -> NDArray[np.bool_]:
    """For each word, by SAMPLES x SAMPLES points of its box."""
    boxes = np.array([word.box for word in words]) * drawn.scale
    steps = (np.arange(SAMPLES) + 0.5) / SAMPLES
    x = _pixels(boxes[:, 0, None] + (boxes[:, 2] - boxes[:, 0])[:, None] * steps, drawn.columns)
    y = _pixels(boxes[:, 1, None] + (boxes[:, 3] - boxes[:, 1])[:, None] * steps, drawn.rows)
    ground = drawn.ground[y[:, :, None], x[:, None, :]].reshape(len(words), -1, 3).astype(np.int16)
    colours = np.array([(word.colour >> 16, word.colour >> 8 & 255, word.colour & 255) for word in words], np.int16)
    contrast = np.abs(ground - colours[:, None, :]).max(axis=2) * np.array([[word.alpha / 255] for word in words])
    return (contrast >= SAME_COLOUR).mean(axis=1) < MIN_GROUND


def _pixels(edges: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    return edges.clip(0, count - 1).astype(np.int64)


def _can_be_seen(word: Span, same_colour: bool, drawn: Drawn) -> bool:
    if word.is_stencil:
        return _shows_something(word, drawn)
    return not same_colour and _leaves_ink(word, drawn)


def _leaves_ink(word: Span, drawn: Drawn) -> bool:
    changed = _patch(drawn.changed, word, drawn.scale)
    return changed.size > 0 and int(np.count_nonzero(changed)) >= MIN_CHANGED * changed.size


def _shows_something(word: Span, drawn: Drawn) -> bool:
    """Whether there are marks at the place of letters that are a stencil for them."""
    ground = _patch(drawn.ground, word, drawn.scale)
    return ground.size > 0 and int((ground.max(axis=(0, 1)) - ground.min(axis=(0, 1))).max()) >= SAME_COLOUR


def _lies_on_ink(word: Span, images: list[Box], drawn: Drawn) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    if not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in images):
        return False
    ground = _patch(drawn.ground, word, drawn.scale)
    return ground.size > 0 and int(ground.max()) - int(ground.min()) >= MIN_INK


def _patch(picture: NDArray[Any], word: Span, scale: float) -> NDArray[Any]:
    """The pixels of a word. Of words of letters and digits without the margins above and below, where
    neighbouring lines reach in; a row of dots or underscores has its ink just there."""
    x0, y0, x1, y1 = word.box
    if 2 * sum(map(str.isalnum, word.text)) > len(word.text):
        if word.upright:
            y0, y1 = y0 + 0.25 * (y1 - y0), y1 - 0.15 * (y1 - y0)
        elif y1 - y0 > x1 - x0:
            x0, x1 = x0 + 0.2 * (x1 - x0), x1 - 0.2 * (x1 - x0)
    rows, columns = picture.shape[:2]
    left, top = (min(max(0, int(edge * scale)), most) for edge, most in ((x0, columns), (y0, rows)))
    right, bottom = (min(max(0, ceil(edge * scale)), most) for edge, most in ((x1, columns), (y1, rows)))
    return picture[top:bottom, left:right]


def _cover(boxes: list[Box], width: float, height: float) -> float:
    """Share of the page that these boxes cover together, to about one per cent."""
    cells = np.zeros((100, 100), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        left, right = (round(100 * min(1.0, max(0.0, x / width))) for x in (x0, x1))
        top, bottom = (round(100 * min(1.0, max(0.0, y / height))) for y in (y0, y1))
        cells[top:bottom, left:right] = True
    return float(cells.mean())
