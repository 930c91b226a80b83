"""Values found offline, by where words stand on the page and what the contract says of its fields.

The same rules serve every contract: labels and aliases say where to look, types what to accept, checks which of
several to believe. Where nothing fits, nothing is claimed.
"""

from __future__ import annotations

from extraction.contract import Contract
from extraction.conventions import detect
from extraction.pdf.model import PdfDocument
from extraction.sources.base import Statement
from extraction.sources.layout.cells import sheets
from extraction.sources.layout.fields import find_fields
from extraction.sources.layout.regions import settled
from extraction.sources.layout.tables import find_list


class Layout:
    """The source "layout": visible, upright words only; attachments and metadata are never read."""

    name = "layout"

    def state(self, document: PdfDocument, contract: Contract) -> Statement:
        """Everything found; raw text as the page prints it, with its place."""
        pages = sheets(document)
        conventions = settled(detect(cell.text for sheet in pages for cell in sheet.cells), pages)
        lists = {part.name: find_list(contract, part, pages, conventions) for part in contract.lists}
        listed = frozenset(word for found in lists.values() for word in found.words)
        chosen = find_fields(contract, pages, conventions, listed)
        return Statement(
            fields={
                field.name: chosen[field.name].claim() if field.name in chosen else None for field in contract.fields
            },
            lists={name: found.rows for name, found in lists.items()},
            conventions=conventions,
            notes=() if document.has_text else ("No text on these pages: scanned?",),
        )
