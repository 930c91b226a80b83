"""Small PDFs made by hand, so that a test can plant exactly what it looks for."""

from __future__ import annotations


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A file of these objects, numbered from 1, with a right cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def page(
    content: bytes,
    *more: bytes,
    catalog: bytes = b"",
    page_entries: bytes = b"",
    resources: bytes = b"",
    media: bytes = b"0 0 400 300",
    pages: int = 1,
) -> bytes:
    """A document whose pages all show `content`, with Helvetica as /F1. `more` objects are numbered from 6."""
    shown = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s"
        b" /Resources << /Font << /F1 5 0 R >> %s >> >>" % (media, page_entries, resources)
    )
    kids = b"3 0 R " + b"".join(b"%d 0 R " % (6 + len(more) + number) for number in range(pages - 1))
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        shown,
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *more,
        *[shown] * (pages - 1),
    )


def text(words: str, x: float, y: float, size: float = 12, before: str = "") -> bytes:
    """Operators that write `words` at x, y (from the bottom left); `before` sets colour, mode and so on."""
    return f"q BT {before} /F1 {size} Tf {x} {y} Td ({words}) Tj ET Q\n".encode("cp1252")
