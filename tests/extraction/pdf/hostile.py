"""Hostile PDFs of our own, small and made on the spot, each with what it attacks."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.extraction.pdf.pdfs import page, pdf, stream, text

MILLION = 1_000_000


def flate(content: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + entries)


def one_page(content: bytes, *more: bytes, resources: bytes = b"", page_entries: bytes = b"") -> bytes:
    """A page whose content is this object (a stream); `more` objects are numbered from 5."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> %s >>"
        % (resources, page_entries),
        content,
        *more,
    )


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WITH_FONT = b"/Font << /F1 5 0 R >>"


def nested_forms(depth: int, width: int) -> bytes:
    """Forms that draw the next form `width` times each: width ** depth drawings."""
    forms = [
        stream(
            b"/X Do " * width,
            b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X %d 0 R >> >>"
            % (6 + level),
        )
        for level in range(depth)
    ]
    last = stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 600 900]")
    return one_page(stream(b"/X Do"), *forms, last, resources=b"/XObject << /X 5 0 R >>")


def tiling() -> bytes:
    """A pattern of a thousandth of a point, all over the page."""
    pattern = stream(
        b"0 0 .0005 .0005 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 .001 .001] /XStep .001 /YStep .001 "
        b"/Resources << >>",
    )
    content = text("still readable", 50, 100) + b"/Pattern cs /P scn 0 0 595 842 re f " * 50
    return page(content, pattern, resources=b"/Pattern << /P 6 0 R >>")


def many_letters() -> bytes:
    """Some kilobytes that unpack to 11 million characters."""
    return one_page(
        flate(b"BT /F1 9 Tf 1 0 0 1 9 9 Tm " + b"(aaaaaaaaaaaaaaaa) Tj " * 700_000 + b"ET"), FONT, resources=WITH_FONT
    )


def blanks() -> bytes:
    """Two layers of compression around four gigabytes of blanks."""
    packer = zlib.compressobj(9)
    chunk = b" " * MILLION
    inner = b"".join(packer.compress(chunk) for _ in range(400)) + packer.flush()
    return one_page(stream(zlib.compress(inner, 9), b"/Filter [/FlateDecode /FlateDecode]"))


def giant_image() -> bytes:
    """Sixty thousand pixels square."""
    image = flate(
        b"\0" * (20 * MILLION),
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8",
    )
    return one_page(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), image, resources=b"/XObject << /I 5 0 R >>")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "tiling": tiling,
    "nested forms": lambda: nested_forms(depth=9, width=10),
    "forms that draw each other": lambda: one_page(
        stream(b"/X Do"),
        stream(b"/Y Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Y 6 0 R >> >>"),
        stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"),
        resources=b"/XObject << /X 5 0 R >>",
    ),
    "many letters": many_letters,
    "blanks": blanks,
    "giant image": giant_image,
    "giant page": lambda: page(text("far away", 50, 100), media=b"0 0 14400000 14400000"),
    "page without an area": lambda: page(text("nowhere", 50, 100), media=b"0 0 0 0"),
    "page of no numbers": lambda: page(text("nowhere", 50, 100), media=b"a b c d"),
    "deep arrays": lambda: pdf(b"<< /Type /Catalog /Pages 2 0 R /X %s >>" % (b"[" * 200_000), b"<< /Type /Pages >>"),
    "deep dictionaries": lambda: pdf(b"<</A" * 100_000 + b">>" * 100_000),
    "deep graphics states": lambda: page(b"q " * 500_000 + text("x", 50, 100)),
    "pages that are their own parents": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"
    ),
    "a lie about the number of pages": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 999999999 >>"
    ),
    "fewer than no pages": lambda: pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count -5 >>"),
    "cross-references in a circle": lambda: page(text("x", 50, 100)).replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"),
    "an object that is itself": lambda: pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"2 0 R"),
    "a length that refers to itself": lambda: page(b"x").replace(b"/Length 1", b"/Length 4 0 R"),
    "too many pages": lambda: page(text("x", 50, 100), pages=2_500),
    "huge font": lambda: page(text("x", 50, 100, size=10**9)),
    "huge matrix": lambda: page(b"1e38 0 0 1e38 1e38 1e38 cm " + text("x", 50, 100)),
    "not numbers": lambda: page(b"nan inf -inf 1e999 0 0 cm " + text("x", 50, 100)),
    "a million rectangles": lambda: page(b"0 0 9 9 re f " * MILLION),
    "header alone": lambda: b"%PDF-1.7\n",
    "rubbish after the header": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 2_000,
    "unending dictionary": lambda: b"%PDF-1.7\n1 0 obj\n<< /A " * 20_000,
    "half": lambda: page(text("x", 50, 100))[:400],
    "NUL bytes": lambda: b"%PDF-1.7" + b"\0" * MILLION,
}
