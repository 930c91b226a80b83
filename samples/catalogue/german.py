"""Invoices from Germany and Switzerland."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from samples import goods, notation
from samples.bills import Bill, Item
from samples.catalogue.sample import Sample
from samples.goods import pick
from samples.parties import BUYERS, SELLERS


def samples() -> list[Sample]:
    office = Bill(
        "RE-2025-0412",
        date(2025, 3, 14),
        SELLERS["nordlicht"],
        BUYERS["falke"],
        pick(goods.OFFICE_DE, "de1", 4),
        notation.DE,
        due=date(2025, 4, 13),
        buyer_reference="fa-2210",
        order_reference="B-778120",
        delivered=date(2025, 3, 11),
    )
    screws = tuple(
        replace(item, quantity=item.quantity * 100, per=100, discount=Decimal(5 * (index % 3)))
        for index, item in enumerate(pick(goods.SCREWS_DE, "de5", 9, codes="{:05}-AZ"))
    )
    goods_back = Item("Rücknahme Bürostuhl „Weser“", Decimal(-1), "Stk", Decimal("189.00"), Decimal(19))
    return [
        Sample("01-de-letter.pdf", "din", "an ordinary German invoice, due date in a sentence", office),
        Sample(
            "02-de-long.pdf",
            "din-plain",
            "three pages with carried-over subtotals, two rates of tax",
            Bill(
                "90412",
                date(2024, 11, 4),
                SELLERS["nordlicht"],
                BUYERS["gemeinde"],
                pick(goods.OFFICE_DE, "de2", 66, most=40),
                notation.DE,
                due=date(2024, 12, 4),
                buyer_reference="991-05551-20",
                order_reference="2024/VK/118",
            ),
        ),
        Sample(
            "03-de-credit-unsigned.pdf",
            "din",
            "credit note that prints no minus signs",
            Bill(
                "GS-2025-0031",
                date(2025, 4, 2),
                SELLERS["nordlicht"],
                BUYERS["falke"],
                pick(goods.OFFICE_DE, "de3", 2),
                notation.DE_LONG,
                credit=True,
            ),
        ),
        Sample(
            "04-de-english-numbers.pdf",
            "din-plain",
            "German company, German words, English numbers",
            Bill(
                "4500127",
                date(2025, 6, 30),
                SELLERS["kessler"],
                BUYERS["fjord"],
                pick(goods.SCREWS_DE, "de4", 5, most=900),
                notation.DE_ENGLISH,
                due=date(2025, 7, 30),
                order_reference="FJ-55102",
            ),
        ),
        Sample(
            "05-de-per-hundred.pdf",
            "grid",
            "prices per 100, discounts by line, article numbers, ERP form",
            Bill(
                "0081547",
                date(2025, 2, 19),
                SELLERS["kessler"],
                BUYERS["falke"],
                screws,
                notation.DE,
                due=date(2025, 3, 21),
                order_reference="4711-88",
                buyer_reference="04011000-1234512345-06",
            ),
        ),
        Sample(
            "06-de-freelancer.pdf",
            "letter",
            "due date and cash discount in one sentence, no line numbers",
            Bill(
                "2025-17",
                date(2025, 6, 20),
                SELLERS["petra"],
                BUYERS["brandt"],
                pick(goods.TRANSLATION_DE, "de6", 3, most=60),
                notation.DE_LONG,
                due=date(2025, 7, 18),
                discount_until=date(2025, 6, 30),
            ),
        ),
        Sample(
            "07-ch-francs.pdf",
            "grid",
            "Swiss francs, 1'234.50, long descriptions",
            Bill(
                "RG-20250077",
                date(2025, 5, 6),
                SELLERS["alpwerk"],
                BUYERS["helvet"],
                pick(goods.MACHINING_DE, "ch1", 4, most=30, codes="AW{:04}"),
                notation.SWISS,
                "CHF",
                due=date(2025, 6, 5),
                order_reference="HML-3301",
            ),
        ),
        Sample(
            "08-de-designed.pdf",
            "modern",
            "labels above values, discount on the sum, no net total printed",
            Bill(
                "2025-0098",
                date(2025, 1, 31),
                SELLERS["petra"],
                BUYERS["falke"],
                pick(goods.TRANSLATION_DE, "de7", 3, most=80),
                notation.DE,
                due=date(2025, 2, 14),
                rebate=Decimal("25.00"),
                buyer_reference="KST 4410",
            ),
        ),
        Sample(
            "09-de-typewriter.pdf",
            "ledger",
            "old print-out, two-digit years, no thousands mark, minus behind the number",
            Bill(
                "118-24",
                date(2024, 9, 30),
                SELLERS["nordlicht"],
                BUYERS["gemeinde"],
                (*pick(goods.OFFICE_DE, "de8", 7, most=90), goods_back),
                notation.DE_SHORT,
                due=date(2024, 10, 14),
                buyer_reference="05999-0815-44",
                order_reference="AB 2201",
            ),
        ),
    ]
