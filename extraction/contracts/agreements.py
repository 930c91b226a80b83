"""Services agreements: what a legal or purchasing team looks up in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel
from pydantic import Field as Described

from extraction.contract import Check, FieldType
from extraction.contracts.wording import choices, wording
from extraction.from_model import About, Spec, contract_from_model

WORDS = wording("agreements")


class Milestone(BaseModel):
    """One step of the payment schedule, where the agreement has one."""

    name: Annotated[str | None, Spec(aliases=WORDS["milestones.name"])] = None
    due_date: Annotated[date | None, Spec(aliases=WORDS["milestones.due_date"])] = None
    amount: Annotated[Decimal | None, Spec(type=FieldType.MONEY, aliases=WORDS["milestones.amount"])] = None


class Agreement(BaseModel):
    """A services agreement: who serves whom, from when, for how long, under which law and limits."""

    __contract__ = About(
        title="Services agreements",
        kinds=WORDS["kinds"],
        checks=(
            Check(
                name="milestones_add_up",
                rule="sum(milestones.amount) = fee",
                label="The milestones do not add up to the fee.",
            ),
        ),
    )

    agreement_number: Annotated[
        str | None,
        Spec(type=FieldType.IDENTIFIER, aliases=WORDS["agreement_number"]),
    ] = Described(default=None, description="The number or file reference of the agreement.")
    provider_name: Annotated[
        str,
        Spec(critical=True, weight=Decimal(2), aliases=WORDS["provider_name"]),
    ] = Described(description="The party that performs the services; the name alone.")
    customer_name: Annotated[
        str,
        Spec(critical=True, weight=Decimal(2), aliases=WORDS["customer_name"]),
    ] = Described(description="The party that receives and pays the services; the name alone.")
    signature_date: Annotated[
        date | None,
        Spec(aliases=WORDS["signature_date"]),
    ] = Described(default=None, description="The day of the last signature.")
    effective_date: Annotated[
        date,
        Spec(critical=True, weight=Decimal(2), aliases=WORDS["effective_date"]),
    ] = Described(description="The day from which the agreement applies.")
    term: Annotated[str | None, Spec(case="ignore", aliases=WORDS["term"])] = Described(
        default=None, description="How long it runs at first, as printed: 24 months, unbefristet."
    )
    renewal: Annotated[
        str | None,
        Spec(allowed=choices("renewals"), aliases=WORDS["renewal"]),
    ] = Described(default=None, description="What happens at the end of the term.")
    notice_period: Annotated[str | None, Spec(case="ignore", aliases=WORDS["notice_period"])] = Described(
        default=None, description="The notice for ordinary termination, as printed: three (3) months."
    )
    fee: Annotated[Decimal | None, Spec(type=FieldType.MONEY, aliases=WORDS["fee"])] = Described(
        default=None, description="The fee for the services, of one period or for all, as the agreement states it."
    )
    payment_days: Annotated[int | None, Spec(aliases=WORDS["payment_days"])] = Described(
        default=None, title="Payment term in days", description="The days within which invoices are paid."
    )
    late_interest: Annotated[
        Decimal | None,
        Spec(type=FieldType.PERCENT, aliases=WORDS["late_interest"]),
    ] = Described(default=None, description="The interest on late payment, in percent as printed.")
    liability_cap: Annotated[
        Decimal | None,
        Spec(type=FieldType.MONEY, critical=True, weight=Decimal(3), aliases=WORDS["liability_cap"]),
    ] = Described(default=None, description="The most the provider is liable for, where the agreement states a sum.")
    governing_law: Annotated[
        str | None,
        Spec(case="ignore", weight=Decimal(2), aliases=WORDS["governing_law"]),
    ] = Described(
        default=None, description="The law that governs it, as printed: the laws of Ireland, deutsches Recht."
    )
    venue: Annotated[str | None, Spec(aliases=WORDS["venue"])] = Described(
        default=None, description="The place whose courts or arbitrators decide."
    )
    subcontracting: Annotated[bool | None, Spec(aliases=WORDS["subcontracting"])] = Described(
        default=None, description="Whether the provider may use subcontractors without asking first."
    )
    milestones: Annotated[list[Milestone], Spec(aliases=WORDS["milestones"])] = []


AGREEMENTS = contract_from_model(Agreement, name="agreements")
