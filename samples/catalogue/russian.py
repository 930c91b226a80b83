"""Invoices from Russia."""

from __future__ import annotations

from datetime import date

from samples import goods, notation
from samples.bills import Bill
from samples.catalogue.sample import Sample
from samples.goods import pick
from samples.parties import BUYERS, SELLERS


def samples() -> list[Sample]:
    return [
        Sample(
            "22-ru-included.pdf",
            "schet",
            "prices with VAT, tax stated as part of the total",
            Bill(
                "117",
                date(2025, 3, 21),
                SELLERS["vector"],
                BUYERS["stroy"],
                pick(goods.SUPPLY_RU, "ru1", 5, most=40),
                notation.RU,
                "RUB",
                due=date(2025, 3, 28),
                tax_included=True,
            ),
        ),
        Sample(
            "23-ru-long.pdf",
            "schet",
            "two pages, VAT on top, an order as the ground",
            Bill(
                "ЗС-0482/25",
                date(2025, 10, 9),
                SELLERS["zarya"],
                BUYERS["medved"],
                pick(goods.SUPPLY_RU, "ru2", 34, most=30),
                notation.RU_SHORT,
                "RUB",
                due=date(2025, 10, 16),
                discount_until=date(2025, 10, 12),
                order_reference="МЛ-2231",
            ),
        ),
        Sample(
            "24-ru-untaxed.pdf",
            "schet",
            "sole trader without VAT, decimal points, no due date",
            Bill(
                "8",
                date(2025, 7, 15),
                SELLERS["rodnik"],
                BUYERS["medved"],
                pick(goods.SERVICE_RU, "ru3", 3, most=4),
                notation.RU_DOT,
                "RUB",
                taxed=False,
            ),
        ),
    ]
