"""Pages made of text for tests: words six points wide a sign and ten points high."""

from collections.abc import Sequence

from extraction.pdf.model import EmbeddedFile, Page, PdfDocument, Word

SIGN, HEIGHT, BLANK = 6.0, 10.0, 2.0


def words(text: str, x: float, y: float, line: int, *, hidden: bool = False) -> list[Word]:
    """The words of one line of the PDF; two blanks or more make a gap of that many signs."""
    found: list[Word] = []
    at = x
    for part in text.split(" "):
        if not part:
            at += SIGN
            continue
        width = SIGN * len(part)
        found.append(Word(part, (at, y, at + width, y + HEIGHT), line, hidden=hidden))
        at += width + BLANK
    return found


def page(*lines: str | tuple[str, float, float], number: int = 1, hidden: Sequence[str] = ()) -> Page:
    """A page of lines, each below the last at the left edge, or at the x and y given with it."""
    every: list[Word] = []
    for index, line in enumerate(lines):
        text, x, y = line if isinstance(line, tuple) else (line, 50.0, 50.0 + 14.0 * index)
        every += words(text, x, y, index)
    for index, text in enumerate(hidden, start=len(lines)):
        every += words(text, 50.0, 50.0 + 14.0 * index, index, hidden=True)
    return Page(number, 600.0, 800.0, 0, tuple(every))


def document(*pages: Page, embedded: Sequence[EmbeddedFile] = ()) -> PdfDocument:
    return PdfDocument(pages=tuple(pages), embedded=tuple(embedded))
