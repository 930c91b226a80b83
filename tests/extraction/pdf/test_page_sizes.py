"""Sizes of pages without their text: what a page image is measured by."""

import pytest

from extraction.pdf.errors import PdfError
from extraction.pdf.guard import page_sizes, read
from tests.extraction.pdf.pdfs import page, text

WORDS = text("Rechnung", 80, 230, size=20)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_as_large_as_it_is_when_read(write, rotation):
    path = write(page(WORDS, page_entries=b"/Rotate %d /CropBox [40 60 390 290]" % rotation))
    (shown,) = read(path).pages
    assert page_sizes(path, 1, 1) == [pytest.approx((shown.width, shown.height))]


def test_pages_beyond_the_last_have_no_size(write):
    path = write(page(WORDS))
    assert len(page_sizes(path, 1, 40)) == 1
    assert page_sizes(path, 2, 40) == []


def test_a_file_that_is_no_pdf_has_no_sizes(write):
    with pytest.raises(PdfError):
        page_sizes(write(b"<html>"), 1, 1)
