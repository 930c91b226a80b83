"""What a PDF says of itself beside its pages: an embedded invoice, or a form that was filled in.

It is what the sender's program meant, not what the page shows: grounding decides whether both agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.contract import CANONICAL, Contract
from extraction.pdf.model import EmbeddedFile, PdfDocument
from extraction.sources.base import Claim, Statement
from extraction.sources.embedded import cii, form
from extraction.sources.embedded.invoice_xml import Node, XmlError, looks_like_xml, parse
from extraction.sources.embedded.units import PrintedUnits

KNOWN_NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
"""The names the standards prescribe, which are looked at first (ZUGFeRD 1 wrote its own in capitals)."""


class EmbeddedSource:
    """Factur-X, ZUGFeRD 1 and 2 and XRechnung (CII) attachments; without one, form fields by name."""

    name = "embedded"

    def state(self, document: PdfDocument, contract: Contract) -> Statement:
        """States the embedded invoice, else the form. Never raises: what cannot be read is a note."""
        invoice, notes = _invoice(document.embedded)
        if invoice is not None:
            return _of_invoice(invoice, contract, PrintedUnits(document), notes)
        filled = form.fields(document.form_fields, contract)
        if filled:
            notes.append(f"{len(filled)} values from the fields of the PDF form")
        return Statement(fields=filled, notes=tuple(notes))


def _of_invoice(invoice: Node, contract: Contract, units: PrintedUnits, notes: list[str]) -> Statement:
    known = {field.name for field in contract.fields}
    columns = {field.name for part in contract.lists if part.name == cii.LINES for field in part.fields}
    fields = {name: claim for name, claim in cii.fields(invoice).items() if name in known}
    items: list[dict[str, Claim | None]] = []
    if columns:
        lines = cii.lines(invoice, units.word_for)
        items = [{name: claim for name, claim in line.items() if name in columns} for line in lines]
    if not fields and not columns:
        notes.append("the contract has none of the fields of an invoice XML")
    return Statement(
        fields=fields,
        lists={cii.LINES: items} if columns else {},
        conventions=CANONICAL,
        notation="canonical",
        notes=tuple(notes),
    )


def _invoice(files: Iterable[EmbeddedFile]) -> tuple[Node | None, list[str]]:
    """The root of the first embedded invoice, and what there is to say of the files on the way to it."""
    notes: list[str] = []
    for file in _likely_first(files):
        try:
            root = parse(file.content)
        except XmlError as error:
            notes.append(f"{_shown(file)}: {error}")
            continue
        if root.name in cii.ROOTS:
            return root, [*notes, f"embedded invoice XML: {_shown(file)}"]
        notes.append(f"{_shown(file)}: XML, but no invoice in the CII format ({root.name[:60]})")
    return None, [*notes, "no embedded invoice XML"]


def _likely_first(files: Iterable[EmbeddedFile]) -> Iterator[EmbeddedFile]:
    """Files that may hold XML; the names come verbatim from the PDF and prove nothing."""
    xml = [file for file in files if looks_like_xml(file.content)]
    yield from sorted(xml, key=lambda file: file.name.lower() not in KNOWN_NAMES)


def _shown(file: EmbeddedFile) -> str:
    """The name for a person's eyes: short, without control characters."""
    return "".join(char for char in file.name if char.isprintable())[:80] or "unnamed file"
