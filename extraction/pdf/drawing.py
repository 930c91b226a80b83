"""Small pictures of a page, with and without its text, to tell what of the text can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extraction.pdf.engine import mupdf, pymupdf

Picture = NDArray[np.uint8]
"""Rows x columns x RGB."""

MAX_PIXELS = 1_500_000
MIN_CHANGE = 4
"""Of 255: what a letter's thin, pale stroke at least leaves in a pixel."""
BLANK = 215
"""Of 255: a page without text that is nowhere darker is empty."""
TEXT = ("fill_text", "stroke_text")
ALL_BUT_TEXT = ("fill_path", "stroke_path", "fill_shade", "fill_image", "fill_image_mask")
WHITE, GREY = 255, 127


@dataclass(frozen=True)
class Drawn:
    """A page at 72 dpi, or less when it is huge."""

    display_list: Any
    matrix: Any
    """From the page to the pixels."""
    columns: int
    rows: int
    scale: float
    """Pixels a point."""

    @cached_property
    def ground(self) -> Picture:
        """The page without its text."""
        return self._picture(without=TEXT)

    @cached_property
    def difference(self) -> Picture:
        """How much the text changes what is seen."""
        whole = self._picture()
        return np.maximum(whole, self.ground) - np.minimum(whole, self.ground)

    @cached_property
    def changed(self) -> NDArray[np.bool_]:
        """Rows x columns x RGB: where the text makes a difference to what is seen."""
        return self.difference >= MIN_CHANGE

    @cached_property
    def ink(self) -> NDArray[np.bool_]:
        """Rows x columns: where there would be text if nothing covered it, grey text left out."""
        alone = self._picture(without=ALL_BUT_TEXT, paper=GREY)
        return np.abs(alone.astype(np.int16) - GREY).max(axis=2) > GREY // 2

    @cached_property
    def is_blank(self) -> bool:
        """Nothing but text is to be seen."""
        return bool(self.ground.min() > BLANK)

    def _picture(self, without: tuple[str, ...] = (), paper: int = WHITE) -> Picture:
        """Draw the page but for the kinds of marks named in `without` (functions of MuPDF's fz_device)."""
        pixmap = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, self.columns, self.rows), False)
        pixmap.clear_with(paper)
        device = mupdf.fz_new_draw_device(mupdf.FzMatrix(), pixmap.this)
        for function in without:
            setattr(device.m_internal, function, None)  # MuPDF skips what a device has no function for
        everywhere = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
        mupdf.fz_run_display_list(self.display_list, device, self.matrix, everywhere, mupdf.FzCookie())
        mupdf.fz_close_device(device)

        return np.frombuffer(pixmap.samples, np.uint8).reshape(self.rows, self.columns, 3)


def draw(display_list: Any, matrix: Any, width: float, height: float) -> Drawn:
    """A page of this size in points, `matrix` leading to it; drawn when its pictures are asked for."""
    scale = min(1.0, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
    matrix = mupdf.fz_concat(matrix, mupdf.FzMatrix(scale, 0, 0, scale, 0, 0))
    return Drawn(display_list, matrix, max(1, round(width * scale)), max(1, round(height * scale)), scale)
