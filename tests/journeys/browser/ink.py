"""What is printed inside a rectangle of the screen."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image
from playwright.sync_api import FloatRect, Page

DARK = 200
"""Grey level below which a pixel is ink: small type on a screen is grey, not black."""


@dataclass(frozen=True)
class Ink:
    share: float
    """Of the rectangle's pixels."""
    crossed: int
    """Pixels of ink on the rectangle's rim: above 0 it cuts through something."""


def ink(page: Page, place: FloatRect) -> Ink:
    """Looks at the page's image alone, without the boxes drawn over it."""
    page.evaluate("document.querySelectorAll('.ps-overlay').forEach(one => one.style.visibility = 'hidden')")
    picture = Image.open(io.BytesIO(page.screenshot(clip=place))).convert("L")
    page.evaluate("document.querySelectorAll('.ps-overlay').forEach(one => one.style.visibility = '')")
    dark = np.asarray(picture) < DARK
    rim = dark.copy()
    rim[1:-1, 1:-1] = False
    return Ink(float(dark.mean()), int(rim.sum()))
