"""A designed page: dark side bar with the parties, labels above values, a totals box; English, German or French."""

from __future__ import annotations

from samples.bills import Bill
from samples.pen import Pen
from samples.table import Column, Look, Table

BAR, LEFT, RIGHT, BOTTOM = 168.0, 190.0, 560.0, 740.0
DARK, SOFT = "#20303f", "#e8edf1"

WORDS = {
    "en": {
        "title": "Invoice",
        "credit": "Credit note",
        "from": "From",
        "to": "Billed to",
        "number": "Invoice no.",
        "date": "Issued",
        "due": "Due",
        "order": "Purchase order",
        "reference": "Your reference",
        "vat": "VAT number",
        "pay": "Payment details",
        "net": "Subtotal",
        "rebate": "Discount",
        "tax": "VAT",
        "gross": "Total",
        "text": "Description",
        "quantity": "Qty",
        "price": "Price",
        "total": "Amount",
        "unit": "Unit",
    },
    "de": {
        "title": "Rechnung",
        "credit": "Rechnungskorrektur",
        "from": "Von",
        "to": "Kunde",
        "number": "Rechnungs-Nr.",
        "date": "Ausgestellt am",
        "due": "Fällig am",
        "order": "Auftragsnummer",
        "reference": "Kostenstelle",
        "vat": "USt-ID",
        "pay": "Bankverbindung",
        "net": "Zwischensumme",
        "rebate": "Nachlass",
        "tax": "Umsatzsteuer",
        "gross": "Gesamt",
        "text": "Leistung",
        "quantity": "Menge",
        "price": "Preis",
        "total": "Summe",
        "unit": "Einheit",
    },
    "fr": {
        "title": "Facture",
        "credit": "Avoir",
        "from": "De",
        "to": "Client",
        "number": "Numéro",
        "date": "Émise le",
        "due": "À régler avant le",
        "order": "Bon de commande",
        "reference": "Votre réf.",
        "vat": "TVA",
        "pay": "Paiement",
        "net": "Sous-total HT",
        "rebate": "Remise",
        "tax": "TVA",
        "gross": "Total TTC",
        "text": "Prestation",
        "quantity": "Quantité",
        "price": "Prix unitaire",
        "total": "Total",
        "unit": "Unité",
    },
}


def draw(pen: Pen, bill: Bill) -> None:
    words = WORDS[bill.language]
    _bar(pen, bill, words)
    pen.text(LEFT, 78, words["credit" if bill.credit else "title"], 26, bold=True, color=DARK)
    facts = [
        (words["number"], bill.number, "invoice_number"),
        (words["date"], bill.day(bill.issued), "invoice_date"),
        (words["due"], bill.day(bill.due), "due_date"),
        (words["order"], bill.order_reference, "order_reference"),
        (words["reference"], bill.buyer_reference, "buyer_reference"),
    ]
    facts = [fact for fact in facts if fact[1]]
    for index, (label, value, field) in enumerate(facts):
        x, y = LEFT + (index % 3) * 124, 112 + (index // 3) * 34
        pen.text(x, y, label, 7.5, color="#7a8794")
        pen.text(x, y + 13, value, 10, state=field)
    y = 112.0 + ((len(facts) - 1) // 3) * 34 + 40

    def turn(at: float, running: str) -> float:
        pen.next_page()
        pen.box(0, 0, 14, pen.height, fill=DARK)
        return 60.0

    columns = (
        Column(words["text"], "description", 176),
        Column(words["quantity"], "quantity", 44, "right"),
        Column(words["unit"], "unit", 40),
        Column(words["price"], "unit_price", 52, "right"),
        Column(words["total"], "line_total", 58, "right"),
    )
    look = Look(header_size=8, header_color="#7a8794", header_bold=False, row_rule="#d5dbe0", size=8.5, padding=6)
    y = Table(columns, look, LEFT, BOTTOM, turn, keep=120).draw(pen, bill, y)
    _totals(pen, bill, words, y + 16)
    pen.text(RIGHT, 815, f"{pen.page} / {pen.pages}", 7, align="right", color="#7a8794")


def _bar(pen: Pen, bill: Bill, words: dict[str, str]) -> None:
    seller, buyer = bill.seller, bill.buyer
    pen.box(0, 0, BAR, pen.height, fill=DARK)
    pale, white = "#a9b7c4", "#ffffff"

    def block(y: float, label: str, name: str, state: str, rest: list[str]) -> float:
        pen.text(20, y, label, 7.5, color=pale)
        lines = pen.wrap(name, BAR - 36, 10, bold=True)
        y = pen.lines(20, y + 14, lines, 10, bold=True, color=white)
        pen.state(state)
        return pen.lines(
            20, y, [part for line in rest for part in pen.wrap(line, BAR - 34, 8)], 8, gap=1.45, color=white
        )

    y = block(70, words["from"], seller.name, "seller_name", [*seller.address[1:], seller.mail, seller.phone])
    y = block(y + 26, words["to"], buyer.name, "buyer_name", buyer.address[1:])
    if seller.vat_id:
        pen.text(20, y + 22, words["vat"], 7.5, color=pale)
        pen.text(20, y + 34, seller.vat_id, 8, color=white, state="seller_vat_id")
    pen.text(20, 726, words["pay"], 7.5, color=pale)
    half = seller.iban_in_fours[:19].strip(), seller.iban_in_fours[19:].strip()
    pen.lines(20, 739, [seller.bank, *half, seller.bic], 8, gap=1.45, color=white)
    pen.state("payment_iban")


def _totals(pen: Pen, bill: Bill, words: dict[str, str], y: float) -> None:
    rows = [(words["net"], bill.lines if bill.rebate else bill.net, "" if bill.rebate else "total_net")]
    if bill.rebate:
        rows.append((words["rebate"], -bill.rebate, ""))
    one = len(bill.taxes) == 1
    for rate, _, tax in bill.taxes:
        rows.append((f"{words['tax']} {bill.rate(rate)}", tax, "total_tax" if one else ""))
    if not one:
        pen.state("total_tax")
    height = 14 * len(rows) + 40
    pen.box(LEFT + 160, y, RIGHT - LEFT - 160, height, fill=SOFT)
    at = y + 18
    for label, value, field in rows:
        pen.text(LEFT + 172, at, label, 9)
        pen.text(RIGHT - 12, at, bill.amount(value), 9, align="right", state=field)
        at += 14
    pen.text(LEFT + 172, at + 8, words["gross"], 12, bold=True, color=DARK)
    pen.text(RIGHT - 12, at + 8, bill.cash(bill.gross), 12, bold=True, align="right", color=DARK, state="total_gross")
    pen.state("currency")
