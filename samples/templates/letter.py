"""A letter from one person: facts in sentences, a short table without numbers, the due date in the closing line."""

from __future__ import annotations

from samples.bills import Bill
from samples.pen import Pen
from samples.table import Column, Look, Table

LEFT, RIGHT, BOTTOM = 76.0, 520.0, 720.0

WORDS = {
    "en": {
        "title": "Invoice {number}",
        "place": "{date}",
        "opening": "Dear Sir or Madam,\nplease find below the charges for the work you commissioned{order}.",
        "order": " under your order {number}",
        "text": "Work performed",
        "quantity": "Time",
        "unit": "",
        "price": "Rate",
        "total": "Amount",
        "net": "Net amount",
        "tax": "VAT at {rate}",
        "gross": "Amount payable",
        "untaxed": "Amount payable",
        "due": "Kindly transfer {gross} by {due} to the account below. After that date statutory interest applies.",
        "skonto": "Kindly transfer {gross} by {due}; if you pay by {early} you may deduct 2 %.",
        "none": "Payment on receipt, please.",
        "bye": "Yours faithfully",
        "vat": "VAT no.",
        "notax": "Outside the scope of VAT.",
    },
    "de": {
        "title": "Rechnung Nr. {number} vom {date}",
        "place": "{town}",
        "opening": "Sehr geehrte Damen und Herren,\nfür die vereinbarten Arbeiten{order} stelle ich Ihnen in Rechnung:",
        "order": " zu Ihrem Auftrag {number}",
        "text": "Tätigkeit",
        "quantity": "Umfang",
        "unit": "",
        "price": "Satz",
        "total": "Betrag",
        "net": "Honorar netto",
        "tax": "Umsatzsteuer {rate}",
        "gross": "Zu zahlen",
        "untaxed": "Zu zahlen",
        "due": "Ich bitte um Überweisung von {gross} bis spätestens {due} auf das unten genannte Konto.",
        "skonto": "Zahlbar bis {due} ohne Abzug, bei Zahlung bis {early} 3 % Skonto.",
        "none": "Der Betrag ist sofort fällig.",
        "bye": "Mit besten Grüßen",
        "vat": "USt-Id",
        "notax": "Umsatzsteuerfrei.",
    },
    "fr": {
        "title": "Note d'honoraires n° {number}",
        "place": "{town}, le {date}",
        "opening": "Madame, Monsieur,\nveuillez trouver ci-dessous le détail de mes prestations{order}.",
        "order": " relatives à votre bon de commande {number}",
        "text": "Nature de la prestation",
        "quantity": "Nombre",
        "unit": "",
        "price": "Tarif",
        "total": "Montant",
        "net": "Montant hors taxes",
        "tax": "TVA {rate}",
        "gross": "Montant à régler",
        "untaxed": "Somme à régler",
        "due": "Je vous remercie de bien vouloir régler la somme de {gross} avant le {due}.",
        "skonto": "Règlement avant le {due} ; escompte de 2 % avant le {early}.",
        "none": "Paiement à réception.",
        "bye": "Bien cordialement",
        "vat": "TVA",
        "notax": "TVA non applicable, article 293 B du code général des impôts.",
    },
}


def draw(pen: Pen, bill: Bill) -> None:
    words = WORDS[bill.language]
    seller = bill.seller
    pen.text((LEFT + RIGHT) / 2, 68, seller.name, 16, align="center", state="seller_name")
    contact = "  |  ".join(part for part in (*seller.address[1:], seller.mail, seller.phone) if part)
    pen.text((LEFT + RIGHT) / 2, 82, contact, 8, align="center")
    pen.text(LEFT, 136, bill.buyer.name, 10.5, state="buyer_name")
    y = pen.lines(LEFT, 150, bill.buyer.address[1:], 10.5)
    if bill.buyer_reference:
        text = {"en": "For the attention of {}", "de": "z. Hd. {}", "fr": "À l'attention de {}"}[bill.language]
        pen.text(LEFT, y, text.format(bill.buyer_reference), 10.5, state="buyer_reference")
    named = {"town": seller.town.split(" ", 1)[-1], "date": bill.day(bill.issued), "number": bill.number}
    pen.text(RIGHT, 216, words["place"].format(**named), 10.5, align="right")
    pen.text(LEFT, 250, words["title"].format(**named), 13, bold=True)
    pen.state("invoice_number", "invoice_date")
    order = words["order"].format(number=bill.order_reference) if bill.order_reference else ""
    if order:
        pen.state("order_reference")
    y = pen.paragraph(LEFT, 276, words["opening"].format(order=order), RIGHT - LEFT, 10.5)

    def turn(at: float, running: str) -> float:
        pen.next_page()
        return 70.0

    columns = (
        Column(words["text"], "description", 222),
        Column(words["quantity"], "quantity", 52, "right"),
        Column(words["unit"], "unit", 58),
        Column(words["price"], "unit_price", 52, "right"),
        Column(words["total"], "line_total", 60, "right"),
    )
    look = Look(size=10, header_size=10, header_bold=False, padding=3)
    y = Table(columns, look, LEFT, BOTTOM, turn, keep=150).draw(pen, bill, y + 12)
    y = _totals(pen, bill, words, y + 16)
    _closing(pen, bill, words, y + 16)


def _totals(pen: Pen, bill: Bill, words: dict[str, str], y: float) -> float:
    rows = []
    if bill.taxed:
        rows.append((words["net"], bill.amount(bill.net), "total_net"))
        rows += [
            (words["tax"].format(rate=bill.rate(rate)), bill.amount(tax), "total_tax") for rate, _, tax in bill.taxes
        ]
    rows.append((words["gross" if bill.taxed else "untaxed"], bill.cash(bill.gross), "total_gross"))
    for index, (label, value, field) in enumerate(rows):
        last = index == len(rows) - 1
        pen.text(RIGHT - 75, y, label, 10, align="right", bold=last)
        pen.text(RIGHT - 3, y, value, 10, align="right", bold=last, state=field)
        y += 15
    pen.state("currency")
    return y


def _closing(pen: Pen, bill: Bill, words: dict[str, str], y: float) -> None:
    said = {"gross": bill.cash(bill.gross), "due": bill.day(bill.due), "early": bill.day(bill.discount_until)}
    pattern = words["skonto"] if bill.discount_until else words["due"] if bill.due else words["none"]
    if bill.due:
        pen.state("due_date")
    text = pattern.format(**said) if bill.taxed else f"{words['notax']} {pattern.format(**said)}"
    y = pen.paragraph(LEFT, y, text, RIGHT - LEFT, 10.5)
    pen.text(LEFT, y + 14, words["bye"], 10.5)
    pen.text(LEFT, y + 46, bill.seller.name, 10.5)
    last = [
        part
        for part in (bill.seller.bank, bill.seller.iban and f"IBAN: {bill.seller.iban_in_fours}", bill.seller.bic)
        if part
    ]
    if bill.seller.iban:
        pen.state("payment_iban")
    if bill.seller.account:
        last.append(f"Account {bill.seller.account}")
    pen.text((LEFT + RIGHT) / 2, 786, "  ·  ".join(last), 8, align="center")
    tax = f"{words['vat']} {bill.seller.vat_id}" if bill.seller.vat_id else bill.seller.register
    if bill.seller.vat_id:
        pen.state("seller_vat_id")
    pen.text((LEFT + RIGHT) / 2, 797, tax, 8, align="center")
