"""Drawing on pages, and remembering which fields were drawn: what is printed is what the truth says is stated."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

Align = Literal["left", "right", "center"]
A4 = (595.28, 841.89)
LETTER = (612.0, 792.0)

FONT_FOLDER = Path(os.environ.get("PROOFSHEET_FONTS", "/usr/share/fonts/truetype/dejavu"))
"""Where Debian's fonts-dejavu-core puts its files; only generating needs them."""
FONTS = {
    "helvetica": ("Helvetica", "Helvetica-Bold"),
    "times": ("Times-Roman", "Times-Bold"),
    "courier": ("Courier", "Courier-Bold"),
    "sans": ("DejaVuSans", "DejaVuSans-Bold"),
    "condensed": ("DejaVuSansCondensed", "DejaVuSansCondensed-Bold"),
    "serif": ("DejaVuSerif", "DejaVuSerif-Bold"),
}
EMBEDDED = ("sans", "condensed", "serif")


def fonts_are_here() -> bool:
    return all((FONT_FOLDER / f"{name}.ttf").is_file() for family in EMBEDDED for name in FONTS[family])


def register_fonts() -> None:
    for family in EMBEDDED:
        for name in FONTS[family]:
            pdfmetrics.registerFont(TTFont(name, FONT_FOLDER / f"{name}.ttf"))


class Pen:
    """A canvas measured in points from the top left of the page as shown.

    `pages` is the number of pages, once it is known. `turned`: the page is stored upright with its content lying
    on the side, and /Rotate 90 shows the content level.
    """

    def __init__(
        self,
        family: str = "helvetica",
        *,
        size: tuple[float, float] = A4,
        title: str = "",
        pages: int = 0,
        turned: bool = False,
        encrypt: Any = None,
    ) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size, invariant=1, pageCompression=1, encrypt=encrypt)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("")
        self.width, self.height = size
        self.family = family
        self.pages = pages
        self.turned = turned
        self.page = 1
        self.stated: set[str] = set()
        self.columns: set[str] = set()
        self._lay_down()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 9,
        *,
        bold: bool = False,
        align: Align = "left",
        color: str = "#000000",
        state: str = "",
        family: str = "",
    ) -> float:
        """Draws one line with its baseline at y; `state` names the field it states. Returns its width."""
        font = FONTS[family or self.family][bold]
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(HexColor(color))
        draw = {
            "left": self.canvas.drawString,
            "right": self.canvas.drawRightString,
            "center": self.canvas.drawCentredString,
        }[align]
        draw(x, self.height - y, text)
        if state and text:
            self.stated.add(state)
        return pdfmetrics.stringWidth(text, font, size)

    def lines(
        self, x: float, y: float, lines: Sequence[str], size: float = 9, *, gap: float = 1.3, **style: Any
    ) -> float:
        """One line under the other from baseline y. Returns the baseline that would come next."""
        for line in lines:
            self.text(x, y, line, size, **style)
            y += size * gap
        return y

    def paragraph(self, x: float, y: float, text: str, width: float, size: float = 9, **style: Any) -> float:
        return self.lines(x, y, self.wrap(text, width, size, bold=style.get("bold", False)), size, **style)

    def wrap(self, text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
        """Broken at blanks and at the line breaks the text has."""
        font, lines = FONTS[self.family][bold], []
        for part in text.split("\n"):
            line = ""
            for word in part.split(" "):
                longer = f"{line} {word}" if line else word
                if line and pdfmetrics.stringWidth(longer, font, size) > width:
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines

    def rule(
        self, x: float, y: float, to: float, *, width: float = 0.6, color: str = "#000000", down: bool = False
    ) -> None:
        """From (x, y) to the x `to`, or with `down` to the y `to`."""
        self.canvas.setLineWidth(width)
        self.canvas.setStrokeColor(HexColor(color))
        end = (x, self.height - to) if down else (to, self.height - y)
        self.canvas.line(x, self.height - y, *end)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str = "", stroke: str = "", line: float = 0.6
    ) -> None:
        """A rectangle whose upper left corner is (x, y)."""
        if fill:
            self.canvas.setFillColor(HexColor(fill))
        if stroke:
            self.canvas.setStrokeColor(HexColor(stroke))
        self.canvas.setLineWidth(line)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=int(bool(stroke)), fill=int(bool(fill)))

    def state(self, *fields: str) -> None:
        """These fields are stated by what was just drawn, in a sentence for example."""
        self.stated.update(fields)

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self._lay_down()

    def _lay_down(self) -> None:
        if self.turned:  # reportlab swaps the sides of a page that is turned
            self.canvas.setPageRotation(90)
            self.canvas.transform(0, 1, -1, 0, self.height, 0)

    def finish(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()
