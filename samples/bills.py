"""What an invoice says, before anybody draws it, and the sums that follow from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from samples.notation import Notation
from samples.parties import Party

CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Item:
    text: str
    """The description; a line break starts a line of its own."""
    quantity: Decimal
    unit: str
    price: Decimal
    """Of `per` units."""
    rate: Decimal
    """Percent of tax."""
    code: str = ""
    per: int = 1
    discount: Decimal = Decimal(0)
    """Percent off this line."""

    @property
    def total(self) -> Decimal:
        return cents(self.quantity * self.price / self.per * (100 - self.discount) / 100)


@dataclass(frozen=True)
class Bill:
    """An invoice, or with `credit` a credit note, whose `items` have negative quantities if signs are printed."""

    number: str
    issued: date
    seller: Party
    buyer: Party
    items: tuple[Item, ...]
    notation: Notation
    currency: str = "EUR"
    due: date | None = None
    discount_until: date | None = None
    buyer_reference: str = ""
    order_reference: str = ""
    delivered: date | None = None
    credit: bool = False
    rebate: Decimal = Decimal(0)
    """Taken off the sum of the lines; only where all items have one rate."""
    tax_included: bool = False
    """Prices and line totals are with tax."""
    taxed: bool = True
    """False: the page prints no tax at all."""
    prepaid: Decimal = Decimal(0)

    @property
    def language(self) -> str:
        return self.notation.language

    @property
    def lines(self) -> Decimal:
        return sum((item.total for item in self.items), Decimal(0))

    @property
    def taxes(self) -> list[tuple[Decimal, Decimal, Decimal]]:
        """(rate, base, tax), highest rate first."""
        found = []
        for rate in sorted({item.rate for item in self.items}, reverse=True):
            total = sum((item.total for item in self.items if item.rate == rate), Decimal(0)) - self.rebate
            tax = cents(total * rate / (100 + rate)) if self.tax_included else cents(total * rate / 100)
            tax = tax if self.taxed else Decimal(0)
            found.append((rate, total - tax if self.tax_included else total, tax))
        return found

    @property
    def net(self) -> Decimal:
        return sum((base for _, base, _ in self.taxes), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((tax for _, _, tax in self.taxes), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    def amount(self, value: Decimal) -> str:
        return self.notation.amount(value)

    def cash(self, value: Decimal) -> str:
        return self.notation.cash(value, self.currency)

    def day(self, value: date | None) -> str:
        return self.notation.day(value) if value else ""

    def rate(self, value: Decimal) -> str:
        return self.notation.number(value) + " %"

    def cells(self, position: str = "{}") -> Iterable[dict[str, str]]:
        """One dict a line with everything a column may print."""
        for index, item in enumerate(self.items, start=1):
            write = self.notation
            yield {
                "position": position.format(index),
                "code": item.code,
                "description": item.text,
                "quantity": write.number(item.quantity),
                "unit": item.unit,
                "unit_price": write.price(item.price),
                "per": str(item.per) if item.per > 1 else "",
                "rate": write.number(item.rate) + "%",
                "discount": write.number(item.discount) + "%" if item.discount else "",
                "line_total": write.amount(item.total),
            }
