"""A German business letter: address window, sender line, information block, bank details at the foot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from samples.bills import Bill
from samples.pen import Pen
from samples.table import Column, Look, Table

LEFT, RIGHT, BOTTOM = 62.0, 545.0, 735.0


@dataclass(frozen=True)
class Words:
    title: str = "Rechnung"
    credit: str = "Gutschrift"
    number: str = "Rechnungsnummer"
    credit_number: str = "Gutschriftsnummer"
    date: str = "Datum"
    customer: str = "Kundennummer"
    order: str = "Ihre Bestellung"
    reference: str = "Ihr Zeichen"
    due: str = "Zahlbar bis"
    delivered: str = "Lieferdatum"
    position: str = "Pos."
    text: str = "Bezeichnung"
    quantity: str = "Menge"
    unit: str = "Einheit"
    price: str = "Einzelpreis"
    total: str = "Gesamtpreis"
    net: str = "Nettobetrag"
    tax: str = "zzgl. {rate} MwSt."
    gross: str = "Rechnungsbetrag"
    credit_gross: str = "Gutschriftsbetrag"
    carried: str = "Übertrag"


FORMAL = Words()
PLAIN = Words(
    number="Rechnung Nr.",
    credit_number="Beleg-Nr.",
    date="Rechnungsdatum",
    order="Bestellnummer",
    reference="Ihre Referenz",
    due="Fälligkeit",
    delivered="Leistungsdatum",
    position="Pos",
    text="Artikel / Leistung",
    quantity="Anzahl",
    unit="ME",
    price="Preis",
    total="Betrag",
    net="Summe netto",
    tax="USt. {rate}",
    gross="Gesamtbetrag",
    carried="Zwischensumme Übertrag",
)


def draw(pen: Pen, bill: Bill, words: Words = FORMAL) -> None:
    _head(pen, bill)
    y = _block(pen, bill, words)
    title = words.credit if bill.credit else words.title
    pen.text(LEFT, y + 20, f"{title} {bill.number}" if words is FORMAL else title, 14, bold=True)
    if words is FORMAL:
        pen.state("invoice_number")
    greeting = (
        "wir schreiben Ihnen wie vereinbart folgende Positionen gut:"
        if bill.credit
        else "für unsere Lieferungen und Leistungen erlauben wir uns zu berechnen:"
    )
    pen.text(LEFT, y + 42, "Sehr geehrte Damen und Herren,")
    pen.text(LEFT, y + 56, greeting)

    def turn(at: float, running: str) -> float:
        pen.text(RIGHT - 3, at + 14, running, align="right")
        pen.text(RIGHT - 90, at + 14, words.carried, align="right")
        _foot(pen, bill)
        pen.next_page()
        pen.text(LEFT, 60, f"{title} {bill.number} vom {bill.day(bill.issued)}", 8)
        pen.text(RIGHT - 90, 84, words.carried, align="right")
        pen.text(RIGHT - 3, 84, running, align="right")
        return 96.0

    columns = (
        Column(words.position, "position", 30),
        Column(words.text, "description", 208),
        Column(words.quantity, "quantity", 50, "right"),
        Column(words.unit, "unit", 45),
        Column(words.price, "unit_price", 72, "right"),
        Column(words.total, "line_total", 78, "right"),
    )
    look = Look(row_rule="#bbbbbb") if words is PLAIN else Look()
    table = Table(columns, look, LEFT, BOTTOM - 30, turn, keep=120)
    y = table.draw(pen, bill, y + 70)
    y = _totals(pen, bill, words, y + 18)
    _closing(pen, bill, words, y)
    _foot(pen, bill)


def _head(pen: Pen, bill: Bill) -> None:
    seller, buyer = bill.seller, bill.buyer
    pen.text(RIGHT, 62, seller.name, 15, bold=True, align="right", color="#1f3b5c")
    pen.state("seller_name")
    pen.text(LEFT, 132, f"{seller.name} · {seller.street} · {seller.town}", 6.5, color="#444444")
    pen.text(LEFT, 152, buyer.name, 10, state="buyer_name")
    pen.lines(LEFT, 166, buyer.address[1:], 10, gap=1.4)


def _block(pen: Pen, bill: Bill, words: Words) -> float:
    rows = [
        (words.credit_number if bill.credit else words.number, bill.number, "invoice_number"),
        (words.date, bill.day(bill.issued), "invoice_date"),
        (words.customer, str(10000 + len(bill.buyer.name) * 37), ""),
        (words.order, bill.order_reference, "order_reference"),
        (words.reference, bill.buyer_reference, "buyer_reference"),
        (words.delivered, bill.day(bill.delivered), ""),
    ]
    if words is PLAIN:
        rows.append((words.due, bill.day(bill.due), "due_date"))
    y = 152.0
    for label, value, field in rows:
        if value:
            pen.text(365, y, label if words is PLAIN else f"{label}:", 9)
            pen.text(
                RIGHT if words is PLAIN else 455, y, value, 9, align="right" if words is PLAIN else "left", state=field
            )
            y += 14
    return max(y, 235.0)


def _totals(pen: Pen, bill: Bill, words: Words, y: float) -> float:
    rows = [(words.net, bill.net, "total_net")]
    if bill.rebate:
        rows = [("Summe der Positionen", bill.lines, ""), ("abzüglich Treuerabatt", -bill.rebate, ""), *rows]
    one = len(bill.taxes) == 1
    rows += [(words.tax.format(rate=bill.rate(rate)), tax, "total_tax" if one else "") for rate, _, tax in bill.taxes]
    for label, value, field in rows:
        pen.text(380, y, label, 9)
        pen.text(RIGHT - 3, y, bill.amount(value), 9, align="right", state=field)
        y += 14
    if not one:
        pen.state("total_tax")
    pen.rule(380, y - 9, RIGHT, width=0.8)
    pen.text(380, y + 3, words.credit_gross if bill.credit else words.gross, 10, bold=True)
    pen.text(RIGHT - 3, y + 3, bill.cash(bill.gross), 10, bold=True, align="right", state="total_gross")
    pen.state("currency")
    pen.rule(380, y + 8, RIGHT, width=0.8)
    pen.rule(380, y + 10, RIGHT, width=0.8)
    return y + 34


def _closing(pen: Pen, bill: Bill, words: Words, y: float) -> None:
    if bill.credit:
        text = "Der Betrag wird mit Ihrer nächsten Rechnung verrechnet."
    elif bill.discount_until and bill.due:
        text = (
            f"Bei Zahlung bis zum {bill.day(bill.discount_until)} gewähren wir 2 % Skonto, "
            f"ohne Abzug zahlbar bis {bill.day(bill.due)}. Es gelten unsere Lieferbedingungen."
        )
        pen.state("due_date")
    elif bill.due and words is FORMAL:
        text = f"Bitte überweisen Sie den Betrag bis zum {bill.day(bill.due)} unter Angabe der Rechnungsnummer."
        pen.state("due_date")
    else:
        text = "Zahlung rein netto. Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum."
    pen.paragraph(LEFT, y, text, RIGHT - LEFT)
    if bill.credit:
        pen.text(
            LEFT, y + 16, f"Zur Rechnung RE-{bill.issued.year}-0387 vom {bill.day(bill.issued - timedelta(days=24))}."
        )
    pen.text(LEFT, y + 34, "Mit freundlichen Grüßen")
    pen.text(LEFT, y + 48, bill.seller.name)


def _foot(pen: Pen, bill: Bill) -> None:
    seller = bill.seller
    pen.rule(LEFT, 768, RIGHT, width=0.4, color="#666666")
    style = {"color": "#444444"}
    pen.lines(LEFT, 779, seller.address[:3], 7, **style)
    pen.lines(205, 779, [f"Tel. {seller.phone}", seller.mail, seller.register], 7, **style)
    label = "MWST-Nr." if seller.country == "Schweiz" else "USt-IdNr."
    pen.lines(350, 779, [seller.bank, f"IBAN {seller.iban_in_fours}", f"BIC {seller.bic}"], 7, **style)
    pen.text(350, 806.5, f"{label} {seller.vat_id}", 7, **style)
    pen.state("seller_vat_id", "payment_iban")
    pen.text(RIGHT, 820, f"Seite {pen.page} von {pen.pages}", 7, align="right")
