"""How a document writes numbers, amounts and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
}
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF", "RUB": "руб.", "CAD": "C$"}


@dataclass(frozen=True)
class Notation:
    """`date` is a pattern of d, m, y (two digits), Y, dd, mm, month, mon and literal marks between them."""

    language: str
    decimal: str = ","
    group: str = "."
    date: str = "dd.mm.Y"
    money: str = "{amount} {sign}"
    """Around an amount where the currency is printed: {amount}, {sign}, {code}."""
    minus: str = "-{}"
    """Around the absolute value of a negative number: -{}, {}-, ({}), −{}."""

    def number(self, value: Decimal, places: int | None = None) -> str:
        """With `places` decimals, or as many as the value needs."""
        if places is None:
            value = value.normalize()
            places = max(0, -int(value.as_tuple().exponent))
        whole, _, fraction = f"{abs(value):.{places}f}".partition(".")
        groups = []
        while len(whole) > 3:
            whole, last = whole[:-3], whole[-3:]
            groups.insert(0, last)
        text = self.group.join([whole, *groups]) + (self.decimal + fraction if fraction else "")
        return self.minus.format(text) if value < 0 else text

    def amount(self, value: Decimal) -> str:
        return self.number(value, 2)

    def price(self, value: Decimal) -> str:
        """Two decimals, more where the price has them."""
        return self.number(value, max(2, -int(value.normalize().as_tuple().exponent)))

    def cash(self, value: Decimal, currency: str) -> str:
        """With sign or code; parentheses stand around both."""
        if value < 0 and "(" in self.minus:
            return self.minus.format(self.cash(-value, currency))
        return self.money.format(amount=self.amount(value), sign=SIGNS[currency], code=currency)

    def day(self, value: date) -> str:
        month = MONTHS[self.language][value.month - 1]
        first = self.language == "fr" and value.day == 1 and "month" in self.date
        parts = {
            "month": month,
            "mon": month[:3],
            "MON": month[:3].upper(),
            "dd": f"{value.day:02}",
            "mm": f"{value.month:02}",
            "Y": f"{value.year}",
            "y": f"{value.year % 100:02}",
            "d": "1er" if first else f"{value.day}",
            "m": f"{value.month}",
        }
        text, rest = "", self.date
        while rest:
            name = next((name for name in parts if rest.startswith(name)), None)
            text, rest = (text + parts[name], rest[len(name) :]) if name else (text + rest[0], rest[1:])
        return text


NO_BREAK, NARROW = "\u00a0", "\u202f"
DE = Notation("de")
DE_LONG = Notation("de", date="d. month Y", money="{amount} {code}")
DE_ENGLISH = Notation("de", decimal=".", group=",", money="{code} {amount}")
DE_SHORT = Notation("de", date="dd.mm.y", group="", money="{amount} {code}", minus="{}-")
SWISS = Notation("de", decimal=".", group="'", money="{code} {amount}")
FR = Notation("fr", group=NO_BREAK, date="dd/mm/Y")
FR_LONG = Notation("fr", group=NO_BREAK, date="d month Y", minus="- {}")
US = Notation("en", decimal=".", group=",", date="mm/dd/Y", money="{sign}{amount}", minus="({})")
US_LONG = Notation("en", decimal=".", group=",", date="month d, Y", money="{sign}{amount}")
UK = Notation("en", decimal=".", group=",", date="dd/mm/Y", money="{sign}{amount}")
ISO = Notation("en", decimal=".", group=" ", date="Y-mm-dd", money="{amount} {code}", minus="\u2212{}")
OLD = Notation("en", decimal=".", group=",", date="dd-MON-y", money="{code} {amount}", minus="{}-")
RU = Notation("ru", group=NO_BREAK, money="{amount} {sign}", date="d month Y г.")
RU_SHORT = Notation("ru", group=" ", money="{amount} {sign}")
RU_DOT = Notation("ru", decimal=".", group=" ", money="{amount}")
