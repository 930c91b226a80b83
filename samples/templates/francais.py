"""A French invoice: issuer and client side by side, tax by rate, net to pay in a box, the small print of the law."""

from __future__ import annotations

from samples.bills import Bill
from samples.pen import Pen
from samples.table import Column, Look, Table

LEFT, RIGHT, BOTTOM = 42.0, 553.0, 700.0
GREEN = "#2f5d50"


def draw(pen: Pen, bill: Bill) -> None:
    title = "AVOIR" if bill.credit else "FACTURE"
    pen.text(LEFT, 58, f"{title} N° {bill.number}", 16, bold=True, color=GREEN, state="invoice_number")
    pen.text(RIGHT, 58, f"Date : {bill.day(bill.issued)}", 9.5, align="right", state="invoice_date")
    pen.rule(LEFT, 66, RIGHT, width=1.4, color=GREEN)
    _parties(pen, bill)
    y = _references(pen, bill, 196)

    def turn(at: float, running: str) -> float:
        pen.text(RIGHT - 3, at + 14, f"À reporter : {running}", 8.5, align="right")
        _legal(pen, bill)
        pen.next_page()
        pen.text(LEFT, 50, f"{title.capitalize()} n° {bill.number} - suite", 9, bold=True)
        pen.text(RIGHT - 3, 50, f"Report : {running}", 8.5, align="right")
        return 62.0

    columns = (
        Column("Désignation", "description", 225 if bill.taxed else 271),
        Column("Qté", "quantity", 44, "right"),
        Column("Unité", "unit", 50, "center"),
        Column("P.U. HT", "unit_price", 66, "right"),
        Column("TVA", "rate", 46, "right"),
        Column("Montant HT", "line_total", 80, "right"),
    )
    if not bill.taxed:
        columns = tuple(column for column in columns if column.name != "rate")
    look = Look(header_fill="#dfeae6", grid="#9fb8b0", header_rule=0)
    y = Table(columns, look, LEFT, BOTTOM, turn, keep=130).draw(pen, bill, y + 10)
    _totals(pen, bill, y + 22)
    _legal(pen, bill)


def _parties(pen: Pen, bill: Bill) -> None:
    seller, buyer = bill.seller, bill.buyer
    for x, label in ((LEFT, "Émetteur"), (310.0, "Facturé à")):
        pen.text(x, 86, label, 8, color="#666666")
    pen.text(LEFT, 100, seller.name, 10.5, bold=True, state="seller_name")
    lines = [*seller.address[1:3], seller.phone, seller.mail]
    y = pen.lines(LEFT, 113, [line for line in lines if line], 9)
    if seller.vat_id:
        pen.text(LEFT, y, f"N° TVA intracommunautaire : {seller.vat_id}", 9, state="seller_vat_id")
    pen.box(302, 90, 251, 76, stroke=GREEN)
    pen.text(310, 106, buyer.name, 10.5, bold=True, state="buyer_name")
    y = pen.lines(310, 120, buyer.address[1:], 9)
    if buyer.vat_id:
        pen.text(310, y, f"TVA : {buyer.vat_id}", 9)


def _references(pen: Pen, bill: Bill, y: float) -> float:
    parts = []
    if bill.order_reference:
        parts.append(("Votre commande", bill.order_reference, "order_reference"))
    if bill.buyer_reference:
        parts.append(("Code service", bill.buyer_reference, "buyer_reference"))
    if bill.delivered:
        parts.append(("Date de livraison", bill.day(bill.delivered), ""))
    if bill.due:
        parts.append(("Date d'échéance", bill.day(bill.due), "due_date"))
    x = LEFT
    for label, value, field in parts:
        x += pen.text(x, y, f"{label} : ", 9, color="#444444")
        x += pen.text(x, y, value, 9, bold=True, state=field) + 16
    return y if parts else y - 12


def _totals(pen: Pen, bill: Bill, y: float) -> None:
    top = y
    if bill.taxed:
        for x, label in ((LEFT + 60, "Base HT"), (LEFT + 125, "Taux"), (LEFT + 200, "Montant TVA")):
            pen.text(x, y, label, 8, bold=True, align="right")
        for rate, base, tax in bill.taxes:
            y += 13
            for x, value in ((60, bill.amount(base)), (125, bill.rate(rate)), (200, bill.amount(tax))):
                pen.text(LEFT + x, y, value, 8.5, align="right")
    y = top
    rows = [("Total HT", bill.net, "total_net")]
    if bill.rebate:
        rows = [("Sous-total", bill.lines, ""), ("Remise", -bill.rebate, ""), *rows]
    if bill.taxed:
        rows += [("Total TVA", bill.tax, "total_tax"), ("Total TTC", bill.gross, "total_gross")]
    for label, value, field in rows:
        pen.text(400, y, label, 9)
        pen.text(RIGHT - 5, y, bill.cash(value), 9, align="right", state=field)
        y += 14
    pen.box(392, y - 4, RIGHT - 392, 24, fill="#dfeae6", stroke=GREEN, line=1)
    pen.text(400, y + 12, "Net à votre crédit" if bill.credit else "NET À PAYER", 10.5, bold=True)
    pen.text(RIGHT - 5, y + 12, bill.cash(bill.gross), 10.5, bold=True, align="right", state="total_gross")
    pen.state("currency")
    if not bill.taxed:
        pen.text(LEFT, top, "TVA non applicable, art. 293 B du CGI", 8.5)
    if bill.seller.iban and not bill.credit:
        y = max(y + 44, top + 40)
        pen.text(LEFT, y, "Règlement par virement", 9, bold=True)
        pen.text(
            LEFT, y + 13, f"IBAN : {bill.seller.iban_in_fours}    BIC : {bill.seller.bic}", 9, state="payment_iban"
        )


def _legal(pen: Pen, bill: Bill) -> None:
    text = (
        "En cas de retard de paiement, une pénalité égale à trois fois le taux d'intérêt légal sera exigible, "
        "ainsi qu'une "
        "indemnité forfaitaire pour frais de recouvrement de 40 €. Pas d'escompte pour paiement anticipé."
    )
    y = pen.paragraph(LEFT, 768, text, RIGHT - LEFT, 6.8, color="#555555")
    pen.text(LEFT, y + 2, f"{bill.seller.name} - {bill.seller.register}", 6.8, color="#555555")
    pen.text(RIGHT, 815, f"Page {pen.page}/{pen.pages}", 7, align="right")
