"""Cross Industry Invoice (UN/CEFACT): Factur-X, XRechnung, ZUGFeRD 2, and ZUGFeRD 1 with its other names.

What stands where: EN 16931-3-3 and the Factur-X / ZUGFeRD specification, whose terms (BT-1 ...) are
given beside the paths. Values come out in canonical notation.
"""

from __future__ import annotations

from collections.abc import Callable

from extraction.sources.base import Claim
from extraction.sources.embedded.invoice_xml import Node

ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")
LINES = "line_items"

_TRADE = "SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction"
_DOCUMENT = "ExchangedDocument|HeaderExchangedDocument"
_AGREEMENT = f"{_TRADE}/ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"
_SETTLEMENT = f"{_TRADE}/ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement"
_SUMS = f"{_SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
_LINE = f"{_TRADE}/IncludedSupplyChainTradeLineItem"
_PRICES = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement"
_DELIVERY = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery"
_LINE_SUMS = (
    "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement"
    "/SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation"
)

Reader = Callable[[Node], Claim | None]


def _text(path: str) -> Reader:
    def read(node: Node) -> Claim | None:
        text = node.text_at(path)
        return Claim(text) if text else None

    return read


def _date(node: Node | None) -> str:
    """The date in an element like IssueDateTime, or ""."""
    value = node and (node.first("DateTimeString|DateTime|Date") or node)
    return _iso(value.text) if value else ""


def _invoice_date(invoice: Node) -> Claim | None:
    date = _date(invoice.first(f"{_DOCUMENT}/IssueDateTime"))
    return Claim(date) if date else None


def _due_date(invoice: Node) -> Claim | None:
    """BT-9. Terms with a discount are dates to pay less by; of several others the last is when all is due."""
    due: list[str] = []
    for discounted in (False, True):
        terms = invoice.all(f"{_SETTLEMENT}/SpecifiedTradePaymentTerms")
        chosen = [
            term for term in terms if (term.first("ApplicableTradePaymentDiscountTerms") is not None) is discounted
        ]
        due = due or [date for date in (_date(term.first("DueDateDateTime")) for term in chosen) if date]
    return Claim(max(due)) if due else None


def _amount(path: str) -> Reader:
    """An amount in the invoice's currency: totals of tax are also given in the currency of the books (BT-111)."""

    def read(node: Node) -> Claim | None:
        amounts = [amount for amount in node.all(path) if amount.text]
        currency = _currency(node)
        own = [amount for amount in amounts if amount.attribute("currencyID") in ("", currency)] or amounts
        return Claim(own[0].text, unit=own[0].attribute("currencyID") or currency or None) if own else None

    return read


def _iban(node: Node) -> Claim | None:
    """BT-84; several means of payment may be named, the first with an account counts."""
    means = f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount"
    return _text(f"{means}/IBANID")(node)


def _vat_id(node: Node) -> Claim | None:
    """BT-31: scheme VA; FC is the tax number (BT-32)."""
    registrations = node.all(f"{_AGREEMENT}/SellerTradeParty/SpecifiedTaxRegistration/ID")
    return next((Claim(one.text) for one in registrations if one.text and one.attribute("schemeID") == "VA"), None)


FIELDS: dict[str, Reader] = {
    "invoice_number": _text(f"{_DOCUMENT}/ID"),  # BT-1
    "invoice_date": _invoice_date,  # BT-2
    "due_date": _due_date,  # BT-9
    "seller_name": _text(f"{_AGREEMENT}/SellerTradeParty/Name"),  # BT-27
    "seller_vat_id": _vat_id,
    "buyer_name": _text(f"{_AGREEMENT}/BuyerTradeParty/Name"),  # BT-44
    "buyer_reference": _text(f"{_AGREEMENT}/BuyerReference"),  # BT-10
    "order_reference": _text(f"{_AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID|ID"),  # BT-13
    "currency": _text(f"{_SETTLEMENT}/InvoiceCurrencyCode"),  # BT-5
    "total_net": _amount(f"{_SUMS}/TaxBasisTotalAmount"),  # BT-109
    "total_tax": _amount(f"{_SUMS}/TaxTotalAmount"),  # BT-110
    "total_gross": _amount(f"{_SUMS}/GrandTotalAmount"),  # BT-112
    "payment_iban": _iban,
}

_COLUMNS: dict[str, Reader] = {
    "position": _text("AssociatedDocumentLineDocument/LineID"),  # BT-126
    "description": _text("SpecifiedTradeProduct/Name"),  # BT-153
    "quantity": _text(f"{_DELIVERY}/BilledQuantity"),  # BT-129
}


def fields(invoice: Node) -> dict[str, Claim | None]:
    """What the invoice states of each field this format knows."""
    return {name: read(invoice) for name, read in FIELDS.items()}


def lines(invoice: Node, unit_word: Callable[[str], str]) -> list[dict[str, Claim | None]]:
    """The invoice lines (BG-25) in document order, without those that only carry a note.

    `unit_word` says a unit code in the words of the pages, which is what the contract asks for.
    """
    currency = _currency(invoice) or None
    items = [_line(line, currency, unit_word) for line in invoice.all(_LINE)]
    return [item for item in items if any(claim for name, claim in item.items() if name != "position")]


def _line(line: Node, currency: str | None, unit_word: Callable[[str], str]) -> dict[str, Claim | None]:
    item = {name: read(line) for name, read in _COLUMNS.items()}
    quantity = line.first(f"{_DELIVERY}/BilledQuantity")
    unit = quantity.attribute("unitCode") if quantity else ""
    item["unit"] = Claim(unit_word(unit)) if unit else None  # BT-130
    # BT-146: the price of BT-149 pieces, which is what pages print; BT-148 where only the gross price is given.
    price = line.text_at(f"{_PRICES}/NetPriceProductTradePrice/ChargeAmount") or line.text_at(
        f"{_PRICES}/GrossPriceProductTradePrice/ChargeAmount"
    )
    item["unit_price"] = Claim(price, unit=currency) if price else None
    total = line.text_at(f"{_LINE_SUMS}/LineTotalAmount")  # BT-131
    item["line_total"] = Claim(total, unit=currency) if total else None
    return item


def _currency(invoice: Node) -> str:
    return invoice.text_at(f"{_SETTLEMENT}/InvoiceCurrencyCode")


def _iso(text: str) -> str:
    """The date as stored values write it. Formats of UNTDID 2379: 102 yyyymmdd, 610 yyyymm, 602 yyyy, 203 and 204
    with the time behind; whatever else is written is handed on as it stands."""
    if text.isascii() and text.isdigit() and len(text) in (4, 6, 8, 12, 14):
        return "-".join(part for part in (text[:4], text[4:6], text[6:8]) if part)
    return text.partition("T")[0]
