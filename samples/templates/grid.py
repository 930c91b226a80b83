"""A form out of an ERP system: boxes with small captions, stacked column titles, article numbers, discounts."""

from __future__ import annotations

from samples.bills import Bill
from samples.pen import Pen
from samples.table import Column, Look, Table

MARGIN = 36.0

WORDS = {
    "en": {
        "title": "COMMERCIAL INVOICE",
        "credit": "CREDIT NOTE",
        "number": "Document no.",
        "date": "Document date",
        "customer": "Customer no.",
        "order": "Your order no.",
        "reference": "Your ref.",
        "due": "Payable on or before",
        "page": "Page",
        "to": "Sold to",
        "goods": "Goods delivered to",
        "pos": "Line",
        "code": "Part no.",
        "text": "Description of goods",
        "quantity": "Quantity\ninvoiced",
        "unit": "UoM",
        "price": "Unit price\n{c}",
        "per": "per",
        "discount": "Disc.",
        "rate": "VAT",
        "total": "Net amount\n{c}",
        "net": "Total net",
        "base": "Taxable amount",
        "tax": "VAT amount",
        "gross": "Total incl. VAT",
        "vat": "VAT reg. no.",
        "seller": "Supplier",
    },
    "de": {
        "title": "RECHNUNG",
        "credit": "GUTSCHRIFT",
        "number": "Beleg-Nr.",
        "date": "Belegdatum",
        "customer": "Kunden-Nr.",
        "order": "Ihre Bestell-Nr.",
        "reference": "Leitweg-ID",
        "due": "Nettofälligkeit",
        "page": "Seite",
        "to": "Rechnungsempfänger",
        "goods": "Warenempfänger",
        "pos": "Pos",
        "code": "Artikel-Nr.",
        "text": "Bezeichnung",
        "quantity": "Menge",
        "unit": "ME",
        "price": "E-Preis\n{c}",
        "per": "PE",
        "discount": "Rab.",
        "rate": "MwSt",
        "total": "G-Preis\n{c}",
        "net": "Warenwert netto",
        "base": "Basis",
        "tax": "MwSt-Betrag",
        "gross": "Endbetrag",
        "vat": "USt-ID-Nr.",
        "seller": "Lieferant",
    },
}


def draw(pen: Pen, bill: Bill) -> None:
    words = WORDS[bill.language]
    right = pen.width - MARGIN
    bottom = pen.height - 80
    y = _head(pen, bill, words, right)

    def turn(at: float, running: str) -> float:
        _foot(pen, bill, words, right)
        pen.next_page()
        _strip(pen, bill, words, MARGIN, right)
        return MARGIN + 40

    discounted = any(item.discount for item in bill.items)
    priced_per = any(item.per > 1 for item in bill.items)
    fixed: list[Column | None] = [
        Column(words["pos"], "position", 34, "center"),
        Column(words["code"], "code", 62),
        Column(words["text"], "description", 0),
        Column(words["quantity"], "quantity", 54, "right"),
        Column(words["unit"], "unit", 34, "center"),
        Column(words["price"].format(c=bill.currency), "unit_price", 58, "right"),
        Column(words["per"], "per", 28, "right") if priced_per else None,
        Column(words["discount"], "discount", 36, "right") if discounted else None,
        Column(words["rate"], "rate", 36, "right"),
        Column(words["total"].format(c=bill.currency), "line_total", 66, "right"),
    ]
    chosen = [column for column in fixed if column]
    rest = right - MARGIN - sum(column.width for column in chosen)
    columns = tuple(Column(column.title, column.name, column.width or rest, column.align) for column in chosen)
    look = Look(size=8, header_size=7.5, header_fill="#e3e3e3", grid="#555555", header_rule=0, middle=True, padding=3)
    y = Table(columns, look, MARGIN, bottom, turn, position="{:02}0", keep=80).draw(pen, bill, y + 10)
    _totals(pen, bill, words, y + 12, right)
    _foot(pen, bill, words, right)


def _head(pen: Pen, bill: Bill, words: dict[str, str], right: float) -> float:
    seller = bill.seller
    pen.text(MARGIN, 52, seller.name, 13, bold=True, state="seller_name")
    pen.text(MARGIN, 64, " - ".join(seller.address[1:]), 7.5)
    pen.text(right, 54, words["credit" if bill.credit else "title"], 16, bold=True, align="right")
    half = (right - MARGIN) / 2
    for x, label, bold in ((MARGIN, words["to"], True), (MARGIN + half, words["goods"], False)):
        pen.box(x, 76, half, 74, stroke="#555555")
        pen.text(x + 4, 85, label, 6.5, color="#333333")
        pen.text(x + 6, 99, bill.buyer.name, 9.5, bold=bold)
        pen.lines(x + 6, 111, bill.buyer.address[1:], 8.5)
    pen.state("buyer_name")
    return _strip(pen, bill, words, 154, right)


def _strip(pen: Pen, bill: Bill, words: dict[str, str], y: float, right: float) -> float:
    cells = [
        (words["number"], bill.number, "invoice_number"),
        (words["date"], bill.day(bill.issued), "invoice_date"),
        (words["customer"], str(70000 + len(bill.buyer.name) * 113), ""),
        (words["order"], bill.order_reference, "order_reference"),
        (words["reference"], bill.buyer_reference, "buyer_reference"),
        (words["due"], bill.day(bill.due), "due_date"),
        (words["page"], f"{pen.page}/{pen.pages}", ""),
    ]
    cells = [cell for cell in cells if cell[1]]
    widths = [max(52.0, 5.2 * len(value) + 12) for _, value, _ in cells]
    stretch = (right - MARGIN) / sum(widths)
    x = MARGIN
    for index, ((label, value, field), width) in enumerate(zip(cells, widths, strict=True)):
        pen.box(x, y, width * stretch, 28, stroke="#555555")
        pen.text(x + 4, y + 9, label, 6.5, color="#333333")
        pen.text(x + 4, y + 21, value, 8.5, bold=index == 0, state=field)
        x += width * stretch
    return y + 28


def _totals(pen: Pen, bill: Bill, words: dict[str, str], y: float, right: float) -> None:
    taxes = [(bill.amount(base), bill.notation.number(rate), bill.amount(tax)) for rate, base, tax in bill.taxes]
    for row, cells in enumerate([(words["base"], "%", words["tax"]), *taxes]):
        x, top = MARGIN, y + row * 15
        for cell, width in zip(cells, (90, 40, 80), strict=True):
            pen.box(x, top, width, 15, stroke="#555555", fill="" if row else "#e3e3e3")
            pen.text(x + width - 4, top + 10.5, cell, 7.5, align="right")
            x += width
    rows = [(words["net"], bill.net, "total_net", False), (words["tax"], bill.tax, "total_tax", False)]
    rows.append((f"{words['gross']} {bill.currency}", bill.gross, "total_gross", True))
    for label, value, field, bold in rows:
        pen.box(right - 210, y, 130, 17, stroke="#555555")
        pen.box(right - 80, y, 80, 17, stroke="#555555", fill="#e3e3e3" if bold else "")
        pen.text(right - 205, y + 12, label, 8.5, bold=bold)
        pen.text(right - 4, y + 12, bill.amount(value), 8.5, bold=bold, align="right", state=field)
        y += 17
    pen.state("currency")


def _foot(pen: Pen, bill: Bill, words: dict[str, str], right: float) -> None:
    seller, y = bill.seller, pen.height - 48
    pen.rule(MARGIN, y - 10, right, width=0.4)
    pen.text(MARGIN, y, f"{seller.bank}   IBAN {seller.iban_in_fours}   SWIFT {seller.bic}", 7, state="payment_iban")
    pen.text(
        MARGIN, y + 10, f"{words['vat']} {seller.vat_id}   {seller.phone}   {seller.mail}", 7, state="seller_vat_id"
    )
