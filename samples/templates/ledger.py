"""A print-out in typewriter letters from an old system: labels with dot leaders, columns held by blanks."""

from __future__ import annotations

from samples.bills import Bill
from samples.pen import Pen

LEFT, SIZE, STEP, LAST = 48.0, 9.0, 11.0, 68
WIDTH = 92
"""Characters a line."""

WORDS = {
    "en": {
        "title": "INVOICE",
        "credit": "CREDIT NOTE",
        "number": "Invoice",
        "date": "Tax point",
        "order": "Order no",
        "reference": "Cost centre",
        "due": "Please pay by",
        "vat": "VAT Reg",
        "to": "TO:",
        "terms": "Terms",
        "head": "Ln|Description|Qty|Unit|Price|Value",
        "net": "Goods total",
        "tax": "VAT",
        "gross": "INVOICE TOTAL",
        "more": "** continued **",
        "carried": "brought forward",
        "page": "Page",
        "pay": "Pay to",
    },
    "de": {
        "title": "R E C H N U N G",
        "credit": "G U T S C H R I F T",
        "number": "Rechnungsnummer",
        "date": "Rechnungsdatum",
        "order": "Bestellnummer",
        "reference": "Leitweg-ID",
        "due": "Faelligkeitsdatum",
        "vat": "UST-ID",
        "to": "An:",
        "terms": "Zahlung",
        "head": "Pos|Text|Menge|ME|Preis|Wert",
        "net": "Netto",
        "tax": "MWST",
        "gross": "ZU ZAHLEN",
        "more": "** Fortsetzung **",
        "carried": "Uebertrag",
        "page": "Blatt",
        "pay": "Bank",
    },
}


class Printer:
    """Line after line; a full page turns itself."""

    def __init__(self, pen: Pen, bill: Bill, words: dict[str, str]) -> None:
        self.pen, self.bill, self.words = pen, bill, words
        self.line = 0

    def put(self, text: str = "") -> None:
        if self.line >= LAST:
            self.turn()
        self.line += 1
        self.pen.text(LEFT, 50 + self.line * STEP, text.rstrip(), SIZE)

    def turn(self) -> None:
        self.pen.text(LEFT, 50 + (self.line + 1) * STEP, self.words["more"].rjust(WIDTH), SIZE)
        self.pen.next_page()
        self.line = 0
        self.put(f"{self.bill.seller.name}  {self.words['page']} {self.pen.page}".ljust(60) + self.bill.number)
        self.put()


def draw(pen: Pen, bill: Bill) -> None:
    words = WORDS[bill.language]
    page = Printer(pen, bill, words)
    _head(page, bill, words)
    columns = ("position", "description", "quantity", "unit", "unit_price", "line_total")

    def row(cells: dict[str, str]) -> list[str]:
        first, *more = pen.wrap(cells["description"], 38 * SIZE * 0.6, SIZE)
        numbers = f"{cells['quantity']:>9}  {cells['unit']:<8}{cells['unit_price']:>12}{cells['line_total']:>15}"
        return [f"{cells['position']:>3}  {first:<40}{numbers}", *(f"     {line}" for line in more)]

    head = dict(zip(columns, words["head"].split("|"), strict=True))
    page.put("-" * WIDTH)
    page.put(row(head)[0])
    page.put("-" * WIDTH)
    running = bill.lines - bill.lines
    for item, cells in zip(bill.items, bill.cells("{:03}"), strict=True):
        lines = row(cells)
        if page.line + len(lines) > LAST - 1:
            page.turn()
            page.put(row(head)[0])
            page.put("-" * WIDTH)
            page.put(f"     {words['carried']:<72}{bill.amount(running):>12}".ljust(WIDTH))
        for line in lines:
            page.put(line)
        running += item.total
    pen.columns.update(columns)
    _totals(page, bill, words)


def _head(page: Printer, bill: Bill, words: dict[str, str]) -> None:
    seller, buyer = bill.seller, bill.buyer
    page.put(seller.name.upper())
    page.put(", ".join(seller.address[1:]))
    page.put(f"{words['vat']}: {seller.vat_id}   {seller.mail}")
    page.put()
    page.put(words["credit" if bill.credit else "title"].center(WIDTH))
    page.put()
    facts = [
        (words["number"], bill.number),
        (words["date"], bill.day(bill.issued)),
        (words["order"], bill.order_reference),
        (words["reference"], bill.buyer_reference),
        (words["due"], bill.day(bill.due)),
    ]
    right = [f"{label:.<20}: {value}" for label, value in facts if value]
    left = [words["to"], *buyer.address]
    for index in range(max(len(left), len(right))):
        address = left[index] if index < len(left) else ""
        page.put(f"{address:<48}{right[index] if index < len(right) else ''}")
    page.put()
    named = {
        "order_reference": bill.order_reference,
        "buyer_reference": bill.buyer_reference,
        "due_date": bill.due,
    }
    page.pen.state("seller_name", "seller_vat_id", "buyer_name", "invoice_number", "invoice_date")
    page.pen.state(*(field for field, value in named.items() if value))


def _totals(page: Printer, bill: Bill, words: dict[str, str]) -> None:
    write = bill.notation
    page.put("-" * WIDTH)
    page.put(f"{words['net']:>60}{bill.amount(bill.net):>31}")
    for rate, _, tax in bill.taxes:
        page.put(f"{words['tax'] + ' ' + write.number(rate) + '%':>60}{bill.amount(tax):>31}")
    page.put(" " * 46 + "=" * 45)
    page.put(f"{words['gross']:>60}{bill.cash(bill.gross):>31}")
    page.put()
    if not bill.due:
        page.put(f"{words['terms']}: " + ("30 days net" if bill.language == "en" else "30 Tage netto"))
    page.put(f"{words['pay']}: {bill.seller.bank}  IBAN {bill.seller.iban}  BIC {bill.seller.bic}")
    page.pen.state("total_net", "total_tax", "total_gross", "currency", "payment_iban")
