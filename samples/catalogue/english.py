"""Invoices in English: American, British, Dutch."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples import goods, notation
from samples.bills import Bill
from samples.catalogue.sample import Sample
from samples.goods import pick
from samples.parties import BUYERS, SELLERS


def samples() -> list[Sample]:
    write = notation.US
    return [
        Sample(
            "10-us-simple.pdf",
            "american",
            "US form, dates month first, sales tax, no IBAN",
            Bill(
                "INV-10442",
                date(2025, 3, 4),
                SELLERS["cascadia"],
                BUYERS["ridge"],
                pick(goods.OFFICE_EN, "us1", 5, codes="CO-{:05}"),
                write,
                "USD",
                due=date(2025, 4, 3),
                order_reference="PO-88213",
            ),
        ),
        Sample(
            "11-us-long.pdf",
            "american",
            "two pages, headers printed again, part of it already paid",
            Bill(
                "INV-10519",
                date(2025, 9, 12),
                SELLERS["cascadia"],
                BUYERS["harper"],
                pick(goods.OFFICE_EN, "us2", 41, most=24, codes="CO-{:05}"),
                notation.US_LONG,
                "USD",
                due=date(2025, 10, 12),
                order_reference="7741",
                prepaid=Decimal("1500.00"),
            ),
        ),
        Sample(
            "12-us-credit-signed.pdf",
            "american",
            "credit memo with amounts in parentheses",
            Bill(
                "CM-2087",
                date(2025, 5, 6),
                SELLERS["cascadia"],
                BUYERS["ridge"],
                pick(goods.OFFICE_EN, "us3", 2, codes="CO-{:05}", sign=-1),
                write,
                "USD",
                order_reference="PO-88213",
                credit=True,
            ),
        ),
        Sample(
            "13-uk-designed.pdf",
            "modern",
            "British studio, two rates of VAT, children's book at zero",
            Bill(
                "TDS/25/031",
                date(2025, 8, 7),
                SELLERS["thornbury"],
                BUYERS["osprey"],
                pick(goods.DESIGN_EN, "uk1", 5, most=9),
                notation.UK,
                "GBP",
                due=date(2025, 9, 6),
                order_reference="OCF-20991",
            ),
        ),
        Sample(
            "14-nl-marine.pdf",
            "grid",
            "Dutch company in English, descriptions of several lines, ISO dates",
            Bill(
                "F2025-1180",
                date(2025, 10, 2),
                SELLERS["greywharf"],
                BUYERS["fjord"],
                pick(goods.MARINE_EN, "nl1", 6, most=60, codes="GW{:05}"),
                notation.ISO,
                due=date(2025, 11, 1),
                order_reference="4500098122",
            ),
        ),
        Sample(
            "15-uk-typewriter.pdf",
            "ledger",
            "typewriter form, terms but no due date",
            Bill(
                "0031877",
                date(2024, 10, 1),
                SELLERS["thornbury"],
                BUYERS["osprey"],
                pick(goods.DESIGN_EN, "uk2", 4, most=7),
                notation.OLD,
                "GBP",
            ),
        ),
        Sample(
            "16-us-consultant.pdf",
            "letter-serif",
            "letter in prose, no tax, no order, no tax id",
            Bill(
                "2025-B-06",
                date(2025, 7, 1),
                SELLERS["bluefin"],
                BUYERS["harper"],
                pick(goods.DATA_EN, "us4", 4, most=40),
                notation.US_LONG,
                "USD",
                due=date(2025, 7, 31),
                buyer_reference="Ms. Dana Whitlock",
                taxed=False,
            ),
        ),
    ]
