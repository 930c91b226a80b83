"""Reviews that are approved, of documents with values of every kind."""

from collections.abc import Callable

import pytest

from extraction.values import Cell, ExtractionResult
from portal.models import Document, Review
from portal.services import reviews


@pytest.fixture
def approve(make_extraction, erika, anton) -> Callable[..., Review]:
    """Seed a document's review with these fields and lines of canonical cells, submit and approve it."""

    def _approve(document: Document, fields: dict[str, Cell], lines: tuple[dict[str, Cell], ...] = ()) -> Review:
        make_extraction(document, ExtractionResult(fields=fields, lists={"lines": list(lines)}))
        review = reviews.submit(document.reviews.get(), by=erika, confirm_rest=True)
        return reviews.approve(review, by=anton)

    return _approve
