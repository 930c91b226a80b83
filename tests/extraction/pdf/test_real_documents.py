"""Real documents are read whole."""

import pytest

from extraction.pdf.guard import read
from tests.shared_data import DATA, needs_data

INVOICES = sorted(path for folder in ("invoices", "mismatch", "invoice2data") for path in (DATA / folder).glob("*.pdf"))


@needs_data
@pytest.mark.parametrize("path", INVOICES, ids=lambda path: path.stem[:40])
def test_every_page_of_a_digital_invoice_gives_visible_words(path):
    document = read(path)
    assert document.pages
    assert "page_unreadable" not in {flag.code for flag in document.flags}
    assert document.pages[0].visible
