"""A Factur-X (CII) file for a bill, and putting it into a PDF as the standard asks: embedded, named factur-x.xml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress

from samples.bills import Bill, Item
from samples.pen import Pen

NAMESPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
UNIT_CODES = {
    "Stk": "C62",
    "Pack": "PK",
    "kg": "KGM",
    "Rolle": "RO",
    "Karton": "CT",
    "psch": "LS",
    "hrs": "HUR",
    "pcs": "C62",
}


def xml(bill: Bill, instead: Mapping[str, str] | None = None) -> bytes:
    """The bill as EN 16931 CII; `instead` replaces single values, by field of the invoice contract."""
    said = {"payment_iban": bill.seller.iban, "total_gross": _number(bill.gross)} | dict(instead or {})
    lines = "".join(_line(index, item) for index, item in enumerate(bill.items, start=1))
    taxes = "".join(
        f"<ram:ApplicableTradeTax><ram:CalculatedAmount>{_number(tax)}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>"
        f"<ram:BasisAmount>{_number(base)}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
        for rate, base, tax in bill.taxes
    )
    due = f"<ram:DueDateDateTime>{_day(bill.due)}</ram:DueDateDateTime>" if bill.due else ""
    order = (
        f"<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{escape(bill.order_reference)}</ram:IssuerAssignedID>"
        "</ram:BuyerOrderReferencedDocument>"
        if bill.order_reference
        else ""
    )
    reference = (
        f"<ram:BuyerReference>{escape(bill.buyer_reference)}</ram:BuyerReference>" if bill.buyer_reference else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice {NAMESPACES}>'
        "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>"
        "<ram:ID>urn:cen.eu:en16931:2017</ram:ID>"
        "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
        f"<rsm:ExchangedDocument><ram:ID>{escape(bill.number)}</ram:ID>"
        f"<ram:TypeCode>{381 if bill.credit else 380}</ram:TypeCode>"
        f"<ram:IssueDateTime>{_day(bill.issued)}</ram:IssueDateTime></rsm:ExchangedDocument>"
        f"<rsm:SupplyChainTradeTransaction>{lines}"
        f"<ram:ApplicableHeaderTradeAgreement>{reference}"
        f"{_party('SellerTradeParty', bill.seller.name, bill.seller.vat_id)}"
        f"{_party('BuyerTradeParty', bill.buyer.name, bill.buyer.vat_id)}{order}"
        "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>"
        f"<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>{bill.currency}</ram:InvoiceCurrencyCode>"
        "<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>"
        f"<ram:IBANID>{said['payment_iban']}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>"
        f"</ram:SpecifiedTradeSettlementPaymentMeans>{taxes}"
        f"<ram:SpecifiedTradePaymentTerms>{due}</ram:SpecifiedTradePaymentTerms>"
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        f"<ram:LineTotalAmount>{_number(bill.lines)}</ram:LineTotalAmount>"
        f"<ram:TaxBasisTotalAmount>{_number(bill.net)}</ram:TaxBasisTotalAmount>"
        f'<ram:TaxTotalAmount currencyID="{bill.currency}">{_number(bill.tax)}</ram:TaxTotalAmount>'
        f"<ram:GrandTotalAmount>{said['total_gross']}</ram:GrandTotalAmount>"
        f"<ram:DuePayableAmount>{said['total_gross']}</ram:DuePayableAmount>"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>"
        "</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n"
    ).encode()


def embed(pen: Pen, content: bytes, name: str = "factur-x.xml") -> None:
    """Call before the pen finishes. The file specification of ISO 32000-1, 7.11.4."""
    document = pen.canvas._doc  # reportlab has no public way to attach a file
    stream = PDFStream(
        PDFDictionary({"Type": PDFName("EmbeddedFile"), "Subtype": PDFName("text#2Fxml")}), content, [PDFZCompress]
    )
    file = PDFDictionary({"F": document.Reference(stream)})
    specification = PDFDictionary(
        {
            "Type": PDFName("Filespec"),
            "F": PDFString(name),
            "UF": PDFString(name),
            "AFRelationship": PDFName("Data"),
            "EF": file,
        }
    )
    tree = PDFDictionary({"Names": PDFArray([PDFString(name), document.Reference(specification)])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": tree})


def _line(index: int, item: Item) -> str:
    code = UNIT_CODES.get(item.unit, "C62")
    basis = f'<ram:BasisQuantity unitCode="{code}">{item.per}</ram:BasisQuantity>' if item.per > 1 else ""
    return (
        "<ram:IncludedSupplyChainTradeLineItem>"
        f"<ram:AssociatedDocumentLineDocument><ram:LineID>{index}</ram:LineID></ram:AssociatedDocumentLineDocument>"
        f"<ram:SpecifiedTradeProduct><ram:Name>{escape(' '.join(item.text.split()))}</ram:Name>"
        "</ram:SpecifiedTradeProduct>"
        "<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>"
        f"<ram:ChargeAmount>{item.price}</ram:ChargeAmount>{basis}"
        "</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>"
        f'<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="{code}">{item.quantity}</ram:BilledQuantity>'
        "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>"
        "<ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{item.rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>"
        "<ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:LineTotalAmount>{_number(item.total)}</ram:LineTotalAmount>"
        "</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>"
        "</ram:IncludedSupplyChainTradeLineItem>"
    )


def _party(tag: str, name: str, vat_id: str) -> str:
    registration = (
        f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{vat_id}</ram:ID></ram:SpecifiedTaxRegistration>'
        if vat_id
        else ""
    )
    return f"<ram:{tag}><ram:Name>{escape(name)}</ram:Name>{registration}</ram:{tag}>"


def _day(day: date) -> str:
    return f'<udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString>'


def _number(value: Decimal) -> str:
    return format(value, "f")
