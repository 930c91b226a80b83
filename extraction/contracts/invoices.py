"""Invoices and credit notes: the fields every accounting system asks for.

The wordings are those of the trade in English, German, French and Russian; the business terms are those of
EN 16931 (BT-1 number, BT-10 buyer reference, BT-13 order reference, BT-109 / 110 / 112 totals).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel
from pydantic import Field as Described

from extraction.contract import Check, FieldType
from extraction.contracts.wording import choices, wording
from extraction.from_model import About, Spec, contract_from_model

WORDS = wording("invoices")
CENT_OF_A_CENT = Decimal("0.0001")
"""Unit prices and quantities are printed with up to four decimals; a difference below that is no mistake."""


class LineItem(BaseModel):
    """One position of the invoice: what was delivered, how much of it, at what price."""

    position: Annotated[
        str | None,
        Spec(type=FieldType.IDENTIFIER, weight=Decimal("0.25"), aliases=WORDS["line_items.position"]),
    ] = Described(default=None, description="The number of the line as printed: 1, 01, 1.2, 000010.")
    description: Annotated[str | None, Spec(aliases=WORDS["line_items.description"])] = Described(
        default=None, description="What was delivered or done, all lines of the text, without article numbers."
    )
    quantity: Annotated[
        Decimal | None,
        Spec(absolute_tolerance=CENT_OF_A_CENT, aliases=WORDS["line_items.quantity"]),
    ] = Described(default=None, description="How many units are billed.")
    unit: Annotated[
        str | None,
        Spec(case="ignore", weight=Decimal("0.5"), aliases=WORDS["line_items.unit"]),
    ] = Described(default=None, description="The unit of the quantity as printed: Stk, h, m², pcs, шт.")
    unit_price: Annotated[
        Decimal | None,
        Spec(type=FieldType.MONEY, absolute_tolerance=CENT_OF_A_CENT, aliases=WORDS["line_items.unit_price"]),
    ] = Described(default=None, description="The price of one unit before tax; per 100 units where the page says so.")
    line_total: Annotated[
        Decimal | None,
        Spec(type=FieldType.MONEY, aliases=WORDS["line_items.line_total"]),
    ] = Described(default=None, description="The net amount of the line as printed.")


class Invoice(BaseModel):
    """An invoice or credit note: who bills whom, when, for what and how much."""

    __contract__ = About(
        title="Invoices",
        kinds=WORDS["kinds"],
        checks=(
            Check(
                name="totals_add_up",
                rule="total_net + total_tax = total_gross",
                label="Net and tax do not add up to the gross total.",
                tolerance=Decimal("0.02"),
            ),
            Check(
                name="lines_add_up",
                rule="sum(line_items.line_total) = total_net",
                label="The lines do not add up to the net total: discount, freight, or a line missing?",
                tolerance=Decimal("0.05"),
            ),
            Check(
                name="due_after_issue",
                rule="due_date >= invoice_date",
                label="The invoice is due before it was issued.",
            ),
            Check(
                name="iban_is_valid",
                rule="iban(payment_iban)",
                label="The check digits of the IBAN are wrong: a character misread?",
            ),
            Check(
                name="line_multiplies",
                rule="each line_items: quantity * unit_price = line_total",
                label="Quantity times price is not the line's amount: discount, or a price per 100?",
                tolerance=Decimal("0.02"),
            ),
        ),
    )

    invoice_number: Annotated[
        str,
        Spec(type=FieldType.IDENTIFIER, critical=True, weight=Decimal(2), aliases=WORDS["invoice_number"]),
    ] = Described(description="The number the seller gave the invoice or credit note.")
    invoice_date: Annotated[
        date,
        Spec(critical=True, aliases=WORDS["invoice_date"]),
    ] = Described(description="The day the invoice was issued, not that of delivery, order or payment.")
    due_date: Annotated[date | None, Spec(aliases=WORDS["due_date"])] = Described(
        default=None, description="The day by which the amount is to be paid without discount, if one is printed."
    )
    seller_name: Annotated[
        str,
        Spec(weight=Decimal(2), aliases=WORDS["seller_name"]),
    ] = Described(description="The company or person who issues the invoice; the name alone, without the address.")
    seller_vat_id: Annotated[
        str | None,
        Spec(type=FieldType.IDENTIFIER, spaces="ignore", case="ignore", aliases=WORDS["seller_vat_id"]),
    ] = Described(
        default=None, title="Seller VAT ID", description="The seller's VAT id or tax number for VAT, not the buyer's."
    )
    buyer_name: Annotated[
        str,
        Spec(weight=Decimal(2), aliases=WORDS["buyer_name"]),
    ] = Described(description="The company or person who is billed; the name alone, without the address.")
    buyer_reference: Annotated[str | None, Spec(aliases=WORDS["buyer_reference"])] = Described(
        default=None,
        description="What the buyer wants printed to route the invoice: Leitweg-ID, cost centre, a name.",
    )
    order_reference: Annotated[
        str | None,
        Spec(type=FieldType.IDENTIFIER, aliases=WORDS["order_reference"]),
    ] = Described(default=None, description="The number of the buyer's order.")
    currency: Annotated[
        str,
        Spec(allowed=choices("currencies"), critical=True, aliases=WORDS["currency"]),
    ] = Described(description="The currency of the totals, as ISO code.")
    total_net: Annotated[
        Decimal,
        Spec(type=FieldType.MONEY, weight=Decimal(2), aliases=WORDS["total_net"]),
    ] = Described(description="The total before tax, after discounts and charges.")
    total_tax: Annotated[
        Decimal | None,
        Spec(type=FieldType.MONEY, aliases=WORDS["total_tax"]),
    ] = Described(default=None, description="The tax in all; the sum of the rates where several are printed.")
    total_gross: Annotated[
        Decimal,
        Spec(type=FieldType.MONEY, critical=True, weight=Decimal(3), aliases=WORDS["total_gross"]),
    ] = Described(description="The total with tax. Not the rest after prepayments, where the two differ.")
    payment_iban: Annotated[
        str | None,
        Spec(
            type=FieldType.IDENTIFIER,
            spaces="ignore",
            case="ignore",
            critical=True,
            weight=Decimal(2),
            aliases=WORDS["payment_iban"],
        ),
    ] = Described(
        default=None,
        title="Payment IBAN",
        description="The account to pay to. The first one printed where there are several.",
    )
    line_items: Annotated[list[LineItem], Spec(aliases=WORDS["line_items"])] = Described(default=[], title="Line items")


INVOICES = contract_from_model(Invoice, name="invoices")
