"""A Russian invoice for payment: the bank's table on top, supplier and customer, totals below, the sum in words."""

from __future__ import annotations

from decimal import Decimal

from samples.bills import Bill
from samples.parties import Party
from samples.pen import Pen
from samples.table import Column, Look, Table

LEFT, RIGHT, BOTTOM = 45.0, 550.0, 760.0
UNITS = ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"]
TEENS = [
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
TENS = ["-", "-", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"]
HUNDREDS = ["-", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]


def draw(pen: Pen, bill: Bill) -> None:
    y = _bank(pen, bill, 44)
    title = f"Счет на оплату № {bill.number} от {bill.day(bill.issued)}"
    pen.text(LEFT, y + 30, title, 14, bold=True)
    pen.state("invoice_number", "invoice_date")
    pen.rule(LEFT, y + 38, RIGHT, width=1.6)
    y = _party(pen, "Поставщик\n(Исполнитель):", bill.seller, y + 56, "seller_name")
    y = _party(pen, "Покупатель\n(Заказчик):", bill.buyer, y + 8, "buyer_name")
    if bill.order_reference:
        pen.text(LEFT, y + 8, "Основание:", 9)
        pen.text(LEFT + 88, y + 8, f"Заказ {bill.order_reference}", 9, bold=True, state="order_reference")
        y += 18

    def turn(at: float, running: str) -> float:
        pen.text(RIGHT, 812, f"Лист {pen.page} из {pen.pages}", 7, align="right")
        pen.next_page()
        pen.text(LEFT, 44, f"Счет № {bill.number} от {bill.day(bill.issued)}, продолжение", 8)
        return 54.0

    columns = (
        Column("№", "position", 26, "center"),
        Column("Товары (работы, услуги)", "description", 237),
        Column("Кол-во", "quantity", 52, "right"),
        Column("Ед.", "unit", 40),
        Column("Цена", "unit_price", 70, "right"),
        Column("Сумма", "line_total", 80, "right"),
    )
    look = Look(size=8.5, header_size=8.5, grid="#000000", header_rule=1.2, padding=3)
    y = Table(columns, look, LEFT, BOTTOM, turn, keep=150).draw(pen, bill, y + 8)
    y = _totals(pen, bill, y + 18)
    _words(pen, bill, y)
    if pen.pages > 1:
        pen.text(RIGHT, 812, f"Лист {pen.page} из {pen.pages}", 7, align="right")


def _bank(pen: Pen, bill: Bill, y: float) -> float:
    seller = bill.seller
    split, labels = 310.0, 345.0
    for top, height in ((y, 40), (y + 40, 17), (y + 57, 38)):
        pen.box(LEFT, top, RIGHT - LEFT, height, stroke="#000000")
    pen.rule(split, y, y + 95, down=True)
    pen.rule(labels, y, y + 95, down=True)
    pen.text(LEFT + 4, y + 13, seller.bank, 9)
    pen.text(LEFT + 4, y + 36, "Банк получателя", 7)
    pen.text(split + 3, y + 13, "БИК", 9)
    pen.text(labels + 4, y + 13, seller.bic, 9)
    pen.text(split + 3, y + 36, "Сч. №", 9)
    pen.text(labels + 4, y + 36, "30101810000000000" + seller.bic[-3:], 9)
    tax = f"ИНН {seller.vat_id}" + (f"     КПП {seller.register}" if seller.register else "")
    pen.text(LEFT + 4, y + 52, tax, 9, state="seller_vat_id")
    pen.text(split + 3, y + 52, "Сч. №", 9)
    pen.text(labels + 4, y + 52, seller.account, 9)
    pen.text(LEFT + 4, y + 70, seller.name, 9)
    pen.text(LEFT + 4, y + 91, "Получатель", 7)
    return y + 95


def _party(pen: Pen, label: str, party: Party, y: float, field: str) -> float:
    pen.lines(LEFT, y, label.split("\n"), 9)
    text = f"{party.name}, ИНН {party.vat_id}, {party.town}, {party.street}"
    end = pen.paragraph(LEFT + 88, y, text, RIGHT - LEFT - 90, 9, bold=True)
    pen.state(field)
    return max(end, y + 22)


def _totals(pen: Pen, bill: Bill, y: float) -> float:
    rows = [("Итого:", bill.lines, "" if bill.tax_included else "total_net")]
    if not bill.taxed:
        rows.append(("Без налога (НДС):", None, ""))
    elif bill.tax_included:
        rows.append(("В том числе НДС:", bill.tax, "total_tax"))
    else:
        rows.append((f"НДС {bill.rate(bill.taxes[0][0])}:", bill.tax, "total_tax"))
    rows.append(("Всего к оплате:", bill.gross, "total_gross"))
    for label, value, field in rows:
        pen.text(RIGHT - 90, y, label, 9, bold=True, align="right")
        pen.text(RIGHT - 3, y, "-" if value is None else bill.amount(value), 9, bold=True, align="right", state=field)
        y += 14
    return y


def _words(pen: Pen, bill: Bill, y: float) -> None:
    pen.text(LEFT, y, f"Всего наименований {len(bill.items)}, на сумму {bill.cash(bill.gross)}", 9)
    pen.paragraph(LEFT, y + 13, in_words(bill.gross), RIGHT - LEFT, 9, bold=True)
    pen.state("currency")
    if bill.due:
        day = bill.day(bill.due).rstrip(".")
        text = (
            f"Счет действителен до {day}. Оплата данного счета означает согласие с условиями поставки."
            if not bill.discount_until
            else f"Оплатить не позднее {day}. Товар отпускается по факту прихода денег."
        )
        pen.paragraph(LEFT, y + 32, text, RIGHT - LEFT, 8)
        pen.state("due_date")
    pen.rule(LEFT, y + 56, RIGHT, width=1.4)
    for x, label in ((LEFT, "Руководитель"), (310.0, "Бухгалтер")):
        pen.text(x, y + 86, label, 9, bold=True)
        pen.rule(x + 75, y + 88, x + 215)


def in_words(amount: Decimal) -> str:
    """The sum as accountants write it: `Сто двадцать рублей 00 копеек`."""
    whole, cents = divmod(int(amount * 100), 100)
    thousands, rest = divmod(whole, 1000)
    parts = []
    if thousands:
        parts += [_below_thousand(thousands, feminine=True), _plural(thousands, "тысяча", "тысячи", "тысяч")]
    if rest:
        parts.append(_below_thousand(rest))
    text = " ".join([*parts, _plural(whole, "рубль", "рубля", "рублей")])
    return f"{text[0].upper()}{text[1:]} {cents:02} {_plural(cents, 'копейка', 'копейки', 'копеек')}"


def _below_thousand(number: int, *, feminine: bool = False) -> str:
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    words = [HUNDREDS[hundreds]] if hundreds else []
    if tens == 1:
        return " ".join([*words, TEENS[unit]])
    if tens:
        words.append(TENS[tens])
    if unit:
        words.append({1: "одна", 2: "две"}.get(unit, UNITS[unit]) if feminine else UNITS[unit])
    return " ".join(words)


def _plural(number: int, one: str, few: str, many: str) -> str:
    if number % 10 == 1 and number % 100 != 11:
        return one
    return few if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else many
