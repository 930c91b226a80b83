"""Invoices from France."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from samples import goods, notation
from samples.bills import Bill
from samples.catalogue.sample import Sample
from samples.goods import pick
from samples.parties import BUYERS, SELLERS


def samples() -> list[Sample]:
    return [
        Sample(
            "17-fr-rates.pdf",
            "francais",
            "three rates of tax in a table of their own",
            Bill(
                "FA-2025-0217",
                date(2025, 4, 1),
                SELLERS["mistral"],
                BUYERS["garonne"],
                pick(goods.CRAFT_FR, "fr1", 6, most=8),
                notation.FR,
                due=date(2025, 5, 1),
                order_reference="CDE 44-1190",
                delivered=date(2025, 3, 28),
            ),
        ),
        Sample(
            "18-fr-credit-signed.pdf",
            "francais",
            "credit note with minus signs apart from the number",
            Bill(
                "AV-2025-0009",
                date(2025, 5, 22),
                SELLERS["verger"],
                BUYERS["garonne"],
                pick(goods.ORCHARD_FR, "fr2", 3, most=48, sign=-1),
                notation.FR_LONG,
                credit=True,
            ),
        ),
        Sample(
            "19-fr-no-tax.pdf",
            "francais",
            "small business without VAT: no VAT id, no tax, no due date",
            Bill(
                "2025-014",
                date(2025, 2, 28),
                SELLERS["colombe"],
                BUYERS["lycee"],
                pick(goods.WRITING_FR, "fr3", 3, most=6),
                notation.FR_LONG,
                buyer_reference="SERV-INFO",
                taxed=False,
            ),
        ),
        Sample(
            "20-fr-designed.pdf",
            "modern",
            "French, labels above values, long names",
            Bill(
                "F-25-0663",
                date(2025, 12, 1),
                SELLERS["verger"],
                BUYERS["lycee"],
                pick(goods.ORCHARD_FR, "fr4", 5, most=200),
                replace(notation.FR_LONG, group=notation.NARROW),
                due=date(2025, 12, 31),
                order_reference="EJ-1000448",
            ),
        ),
        Sample(
            "21-fr-fees.pdf",
            "letter",
            "note of fees in prose, VAT included in a sentence's sum",
            Bill(
                "NH 2025/08",
                date(2025, 11, 3),
                SELLERS["mistral"],
                BUYERS["lycee"],
                pick(goods.CRAFT_FR[3:4], "fr5", 1, most=30),
                notation.FR_LONG,
                due=date(2025, 12, 3),
                order_reference="BC-2025-77",
            ),
        ),
    ]
