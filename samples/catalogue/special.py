"""Files that are hard to read for reasons of their own."""

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
    bill = Bill(
        "RE-2025-0588",
        date(2025, 5, 9),
        SELLERS["nordlicht"],
        BUYERS["brandt"],
        pick(goods.OFFICE_DE, "sp1", 3),
        notation.DE,
        due=date(2025, 6, 8),
    )
    landscape = pick(goods.MARINE_EN, "sp2", 7, most=40, codes="GW{:05}")
    extra = (
        Item("Surcharge, hazardous goods", Decimal(1), "LS", Decimal("35.00"), Decimal(21), "GW-HAZ"),
        Item(
            "Return: bilge pump 24 V\nfrom your order OCF-20877",
            Decimal(-2),
            "PCS",
            Decimal("139.00"),
            Decimal(21),
            "GW33087",
        ),
    )
    return [
        Sample(
            "25-scan.pdf",
            "din-plain",
            "a picture of a page, slightly askew, no text",
            replace(bill, number="90588"),
            "scan",
        ),
        Sample(
            "26-rotated.pdf",
            "grid-wide",
            "stored lying, shown level by /Rotate 90; a returned item with a true minus sign",
            Bill(
                "F2025-1207",
                date(2025, 10, 20),
                SELLERS["greywharf"],
                BUYERS["osprey"],
                landscape + extra,
                notation.ISO,
                due=date(2025, 11, 19),
                order_reference="OCF-21044",
            ),
            "rotate",
        ),
        Sample(
            "27-encrypted.pdf",
            "din",
            "cannot be opened without its password",
            replace(bill, number="RE-2025-0589"),
            "encrypt",
        ),
        Sample(
            "28-hidden-text.pdf",
            "modern",
            "white text tells machines another total and account",
            Bill(
                "TDS/25/044",
                date(2025, 9, 18),
                SELLERS["thornbury"],
                BUYERS["osprey"],
                pick(goods.DESIGN_EN[:3], "sp3", 3, most=6),
                notation.UK,
                "GBP",
                due=date(2025, 10, 18),
            ),
            "hidden",
        ),
        Sample(
            "29-facturx.pdf",
            "din",
            "embedded Factur-X that agrees with the page",
            replace(
                bill,
                number="RE-2025-0601",
                buyer=BUYERS["falke"],
                items=pick(goods.OFFICE_DE, "sp4", 5),
                order_reference="B-779004",
            ),
            "facturx",
        ),
        Sample(
            "30-facturx-contradicts.pdf",
            "din",
            "embedded Factur-X that names another account than the page",
            replace(bill, number="RE-2025-0602", buyer=BUYERS["falke"], items=pick(goods.OFFICE_DE, "sp5", 3)),
            "facturx-wrong",
        ),
    ]
