"""The American form: INVOICE in large letters, bill to and ship to, a strip of terms, striped rows."""

from __future__ import annotations

from samples.bills import Bill
from samples.pen import Pen
from samples.table import Column, Look, Table

LEFT, RIGHT, BOTTOM = 48.0, 564.0, 700.0
INK = "#7a1f1f"


def draw(pen: Pen, bill: Bill) -> None:
    seller, buyer = bill.seller, bill.buyer
    pen.box(LEFT, 40, 34, 34, fill=INK)
    pen.text(LEFT + 17, 64, seller.name[0], 22, bold=True, align="center", color="#ffffff")
    pen.text(LEFT + 44, 54, seller.name, 12, bold=True, state="seller_name")
    pen.lines(LEFT + 44, 68, [*seller.address[1:3], f"{seller.phone} | {seller.mail}"], 8.5)
    pen.text(RIGHT, 66, "CREDIT MEMO" if bill.credit else "INVOICE", 26, bold=True, align="right", color=INK)
    y = 92.0
    for label, value, field in (
        ("Credit memo #" if bill.credit else "Invoice #", bill.number, "invoice_number"),
        ("Date", bill.day(bill.issued), "invoice_date"),
        ("Page", f"{pen.page} of {pen.pages}", ""),
    ):
        pen.text(RIGHT - 105, y, label, 9, align="right", color="#555555")
        pen.text(RIGHT, y, value, 9, align="right", state=field)
        y += 13
    for x, label in ((LEFT, "BILL TO"), (LEFT + 190, "SHIP TO")):
        pen.text(x, 142, label, 8, bold=True, color=INK)
        pen.rule(x, 146, x + 165, width=1, color=INK)
        pen.text(x, 160, buyer.name, 10, bold=x == LEFT, state="buyer_name" if x == LEFT else "")
        pen.lines(x, 173, [*buyer.address[1:], "Attn: Receiving" if x > LEFT else "Accounts Payable"], 9)
    y = _strip(pen, bill, 216)

    def turn(at: float, running: str) -> float:
        pen.text(RIGHT, at + 14, "Continued on next page", 8, align="right", color="#555555")
        pen.next_page()
        pen.text(LEFT, 50, f"{seller.name} - Invoice {bill.number}", 8.5, bold=True)
        pen.text(RIGHT, 50, f"Page {pen.page} of {pen.pages}", 8.5, align="right")
        return 64.0

    columns = (
        Column("ITEM", "code", 62),
        Column("DESCRIPTION", "description", 232),
        Column("QTY", "quantity", 42, "right"),
        Column("U/M", "unit", 40, "center"),
        Column("RATE", "unit_price", 66, "right"),
        Column("AMOUNT", "line_total", 74, "right"),
    )
    look = Look(header_fill=INK, header_color="#ffffff", header_size=8, zebra="#f3eaea", header_rule=0)
    y = Table(columns, look, LEFT, BOTTOM, turn, keep=110).draw(pen, bill, y + 14)
    _totals(pen, bill, y + 20)


def _strip(pen: Pen, bill: Bill, y: float) -> float:
    cells = [
        ("P.O. NUMBER", bill.order_reference, "order_reference"),
        ("SALES REP", "M. Alvarez", ""),
        ("TERMS", "Net 30" if bill.due else "Due on receipt", ""),
        ("DUE DATE", bill.day(bill.due), "due_date"),
    ]
    cells = [cell for cell in cells if cell[1]]
    width = (RIGHT - LEFT) / len(cells)
    for index, (label, value, field) in enumerate(cells):
        x = LEFT + index * width
        pen.box(x, y, width, 15, fill="#eeeeee", stroke="#999999")
        pen.box(x, y + 15, width, 18, stroke="#999999")
        pen.text(x + width / 2, y + 10.5, label, 7.5, bold=True, align="center")
        pen.text(x + width / 2, y + 27.5, value, 9, align="center", state=field)
    return y + 33


def _totals(pen: Pen, bill: Bill, y: float) -> None:
    rows = [("Subtotal", bill.amount(bill.net), "total_net")]
    if bill.taxed:
        rate = bill.notation.number(bill.taxes[0][0])
        rows.append((f"Sales tax ({rate}%)", bill.amount(bill.tax), "total_tax"))
    rows.append(("Shipping", bill.amount(bill.net - bill.net), ""))
    if bill.prepaid:
        rows.append(("Total", bill.amount(bill.gross), "total_gross"))
        rows.append(("Payments / credits", bill.amount(-bill.prepaid), ""))
    top = y
    for label, value, field in rows:
        pen.text(RIGHT - 100, y, label, 9, align="right")
        pen.text(RIGHT - 3, y, value, 9, align="right", state=field)
        y += 14
    pen.box(RIGHT - 200, y - 8, 200, 20, fill=INK)
    last = "TOTAL CREDIT" if bill.credit else "BALANCE DUE" if bill.prepaid else "TOTAL DUE"
    pen.text(RIGHT - 100, y + 6, last, 10, bold=True, align="right", color="#ffffff")
    pen.text(
        RIGHT - 3,
        y + 6,
        bill.cash(bill.gross - bill.prepaid),
        10,
        bold=True,
        align="right",
        color="#ffffff",
        state="" if bill.prepaid else "total_gross",
    )
    pen.state("currency")
    seller = bill.seller
    payee = [f"Make all checks payable to {seller.name}", f"ACH: {seller.bank}, account {seller.account}"]
    if bill.credit:
        payee = ["Credit will be applied to your next statement."]
    if seller.vat_id:
        payee.append(f"Federal Tax ID {seller.vat_id}")
        pen.state("seller_vat_id")
    pen.lines(LEFT, top, payee, 8.5, gap=1.4)
    pen.text((LEFT + RIGHT) / 2, y + 46, "Thank you for your business!", 10, align="center", color=INK)
