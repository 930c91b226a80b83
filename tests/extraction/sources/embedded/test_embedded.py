"""What an embedded invoice or a form says; invoices are planted as XML."""

import pytest

from extraction.contract import Contract, Field
from extraction.contracts import shipped
from extraction.pdf.model import EmbeddedFile, FormField, PdfDocument
from extraction.sources.base import Statement
from extraction.sources.embedded import EmbeddedSource
from tests.extraction.pages import document, page

INVOICES = shipped("invoices")

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:ram" xmlns:udt="urn:udt">
 <!-- a comment -->
 <rsm:ExchangedDocument><ram:ID> R18-31 </ram:ID><ram:TypeCode>380</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">20240304</udt:DateTimeString></ram:IssueDateTime>
 </rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
   <ram:SpecifiedTradeProduct><ram:Name>Schrauben</ram:Name></ram:SpecifiedTradeProduct>
   <ram:SpecifiedLineTradeAgreement>
    <ram:GrossPriceProductTradePrice><ram:ChargeAmount>6.00</ram:ChargeAmount></ram:GrossPriceProductTradePrice>
    <ram:NetPriceProductTradePrice><ram:ChargeAmount>5.0000</ram:ChargeAmount>
     <ram:BasisQuantity unitCode="C62">100</ram:BasisQuantity></ram:NetPriceProductTradePrice>
   </ram:SpecifiedLineTradeAgreement>
   <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">200</ram:BilledQuantity>
   </ram:SpecifiedLineTradeDelivery>
   <ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
    <ram:LineTotalAmount>10.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
   </ram:SpecifiedLineTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:AssociatedDocumentLineDocument><ram:LineID>2</ram:LineID>
    <ram:IncludedNote><ram:Content>only a note</ram:Content></ram:IncludedNote></ram:AssociatedDocumentLineDocument>
  </ram:IncludedSupplyChainTradeLineItem>
  <ram:ApplicableHeaderTradeAgreement>
   <ram:BuyerReference>04011000-12345-34</ram:BuyerReference>
   <ram:SellerTradeParty><ram:Name>Muster GmbH</ram:Name>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201/113/40209</ram:ID></ram:SpecifiedTaxRegistration>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE136695976</ram:ID></ram:SpecifiedTaxRegistration>
   </ram:SellerTradeParty>
   <ram:BuyerTradeParty><ram:Name>Kunde &amp; Söhne</ram:Name></ram:BuyerTradeParty>
   <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>B-77</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:InvoiceCurrencyCode>GBP</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode></ram:SpecifiedTradeSettlementPaymentMeans>
   <ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount>
    <ram:IBANID>DE91100000000123456789</ram:IBANID></ram:PayeePartyCreditorFinancialAccount>
   </ram:SpecifiedTradeSettlementPaymentMeans>
   <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20240314</udt:DateTimeString>
    </ram:DueDateDateTime><ram:ApplicableTradePaymentDiscountTerms><ram:CalculationPercent>2</ram:CalculationPercent>
    </ram:ApplicableTradePaymentDiscountTerms></ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">20240404</udt:DateTimeString>
    </ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:TaxBasisTotalAmount>10.00</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">2.20</ram:TaxTotalAmount>
    <ram:TaxTotalAmount currencyID="GBP">1.90</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>11.90</ram:GrandTotalAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""

ZUGFERD_1 = """<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0" xmlns:ram="urn:12">
 <rsm:HeaderExchangedDocument><ram:ID>R18-31</ram:ID></rsm:HeaderExchangedDocument>
 <rsm:SpecifiedSupplyChainTradeTransaction>
  <ram:ApplicableSupplyChainTradeAgreement>
   <ram:BuyerOrderReferencedDocument><ram:ID>B-77</ram:ID></ram:BuyerOrderReferencedDocument>
  </ram:ApplicableSupplyChainTradeAgreement>
  <ram:ApplicableSupplyChainTradeSettlement>
   <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
   <ram:SpecifiedTradeSettlementMonetarySummation><ram:GrandTotalAmount currencyID="EUR">11.90</ram:GrandTotalAmount>
   </ram:SpecifiedTradeSettlementMonetarySummation>
  </ram:ApplicableSupplyChainTradeSettlement>
  <ram:IncludedSupplyChainTradeLineItem>
   <ram:SpecifiedSupplyChainTradeDelivery><ram:BilledQuantity unitCode="HUR">2</ram:BilledQuantity>
   </ram:SpecifiedSupplyChainTradeDelivery>
   <ram:SpecifiedSupplyChainTradeSettlement><ram:SpecifiedTradeSettlementMonetarySummation>
    <ram:LineTotalAmount currencyID="EUR">10.00</ram:LineTotalAmount>
   </ram:SpecifiedTradeSettlementMonetarySummation></ram:SpecifiedSupplyChainTradeSettlement>
  </ram:IncludedSupplyChainTradeLineItem>
 </rsm:SpecifiedSupplyChainTradeTransaction>
</rsm:CrossIndustryDocument>"""


def state(
    content: str | bytes,
    name: str = "factur-x.xml",
    contract: Contract = INVOICES,
    shown: str = "",
    first: tuple[EmbeddedFile, ...] = (),
) -> Statement:
    content = content.encode() if isinstance(content, str) else content
    return EmbeddedSource().state(document(page(shown), embedded=(*first, EmbeddedFile(name, content))), contract)


def said(statement: Statement) -> dict[str, str]:
    return {name: claim.raw for name, claim in statement.fields.items() if claim}


def test_every_field_of_the_invoice_is_stated():
    assert said(state(CII)) == {
        "invoice_number": "R18-31",
        "invoice_date": "2024-03-04",
        "due_date": "2024-04-04",
        "seller_name": "Muster GmbH",
        "seller_vat_id": "DE136695976",
        "buyer_name": "Kunde & Söhne",
        "buyer_reference": "04011000-12345-34",
        "order_reference": "B-77",
        "currency": "GBP",
        "total_net": "10.00",
        "total_tax": "1.90",
        "total_gross": "11.90",
        "payment_iban": "DE91100000000123456789",
    }


def test_amounts_are_in_the_currency_of_the_invoice():
    assert state(CII).fields["total_tax"].unit == "GBP"
    assert state(CII).lists["line_items"][0]["line_total"].unit == "GBP"


def test_a_line_that_is_only_a_note_is_no_item():
    (line,) = state(CII).lists["line_items"]
    assert {name: claim.raw for name, claim in line.items()} == {
        "position": "1",
        "description": "Schrauben",
        "quantity": "200",
        "unit": "C62",
        "unit_price": "5.0000",
        "line_total": "10.00",
    }


def test_the_names_of_zugferd_1_mean_the_same():
    statement = state(ZUGFERD_1, name="ZUGFeRD-invoice.xml")
    assert said(statement) == {
        "invoice_number": "R18-31", "order_reference": "B-77", "currency": "EUR", "total_gross": "11.90"
    }  # fmt: skip
    (line,) = statement.lists["line_items"]
    assert line["unit"].raw == "HUR"
    assert line["line_total"].raw == "10.00"


@pytest.mark.parametrize(
    ("shown", "unit"), [("10 Stk zu 5,00", "Stk"), ("10 C62", "C62"), ("20 Unit(s)", "Unit(s)"), ("10 Kisten", "C62")]
)
def test_a_unit_is_stated_in_the_words_of_the_page(shown, unit):
    assert state(CII, shown=shown).lists["line_items"][0]["unit"].raw == unit


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + CII.encode(),
        b"\n  " + CII.encode(),
        CII.replace("UTF-8", "UTF-16").encode("utf-16"),
        CII.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        CII.encode("cp1252"),
        CII.partition("?>")[2].encode(),
    ],
    ids=["byte order mark", "blanks before", "UTF-16", "Latin-1", "not the encoding it declares", "no declaration"],
)
def test_the_encoding_makes_no_difference(content):
    assert said(state(content))["buyer_name"] == "Kunde & Söhne"


def test_the_name_of_the_attachment_makes_no_difference():
    assert said(state(CII, name="../../tmp/rechnung.bin"))["invoice_number"] == "R18-31"


def test_the_name_of_the_standard_is_looked_at_first():
    other = EmbeddedFile("another.xml", CII.replace("R18-31", "R99").encode())
    assert said(state(CII, first=(other,)))["invoice_number"] == "R18-31"
    assert said(state("<order/>", first=(other,)))["invoice_number"] == "R99"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("<SCRDMCCBDACIOMessageStructure/>", "no invoice in the CII format"),
        ("<CrossIndustryInvoice>", "not well-formed"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><CrossIndustryInvoice>&a;</CrossIndustryInvoice>", "are refused"),
        ("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><CrossIndustryInvoice/>", "are refused"),
        (b"<CrossIndustryInvoice>" + b" " * 20_000_000, "larger than 20 MB"),
        (b"\xff\xfe<\0x", "not well-formed"),
        ("<?xml version='1.0' encoding='klingon'?><x/>", "not well-formed"),
    ],
)
def test_what_is_no_safe_invoice_is_a_note(content, note):
    statement = state(content)
    assert said(statement) == {}
    assert note in statement.notes[0]
    assert statement.notes[-1] == "no embedded invoice XML"


def test_a_file_that_is_no_xml_is_not_worth_a_word():
    assert state(b"%PDF-1.7", name="terms.pdf").notes == ("no embedded invoice XML",)


def test_deeply_nested_xml_is_survived():
    assert said(state("<CrossIndustryInvoice>" + "<a>" * 100_000 + "</a>" * 100_000 + "</CrossIndustryInvoice>")) == {}


def test_names_of_attachments_are_shown_without_control_characters():
    assert state("<order/>", name="a\u202eb\n.xml").notes[0].startswith("ab.xml: ")


def test_another_contract_gets_what_it_has_in_common():
    contract = Contract(name="notes", fields=(Field(name="seller_name"), Field(name="weather")))
    statement = state(CII, contract=contract)
    assert said(statement) == {"seller_name": "Muster GmbH"}
    assert statement.lists == {}


def test_a_contract_with_nothing_in_common_is_told_so():
    statement = state(CII, contract=Contract(name="notes", fields=(Field(name="weather"),)))
    assert said(statement) == {}
    assert "the contract has none of the fields of an invoice XML" in statement.notes


FORM = (
    FormField("form1.page1.invoice_number[0]", "R18-31", 1, (1, 2, 3, 4)),
    FormField("Total gross", "11,90 EUR", 1, (5, 6, 7, 8)),
    FormField("Rechnungsdatum", " ", 1, (5, 6, 7, 8)),
    FormField("comment", "nice", 1, (5, 6, 7, 8)),
)


def test_form_fields_with_the_contracts_names_state_their_values():
    statement = EmbeddedSource().state(PdfDocument(pages=(page(),), form_fields=FORM), INVOICES)
    assert said(statement) == {"invoice_number": "R18-31", "total_gross": "11,90 EUR"}
    assert statement.fields["total_gross"].evidence.box == (5, 6, 7, 8)
    assert statement.notation == "page"


def test_an_embedded_invoice_counts_before_a_form():
    shown = PdfDocument(pages=(page(),), form_fields=FORM, embedded=(EmbeddedFile("factur-x.xml", ZUGFERD_1.encode()),))
    assert "comment" not in said(EmbeddedSource().state(shown, INVOICES))
    assert EmbeddedSource().state(shown, INVOICES).notation == "canonical"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("20240304", "2024-03-04"),
        ("202403", "2024-03"),
        ("2024", "2024"),
        ("202403041530", "2024-03-04"),
        ("2024-03-04", "2024-03-04"),
        ("2024-03-04T10:00:00", "2024-03-04"),
        ("soon", "soon"),
    ],
)
def test_dates_come_as_stored_values_write_them(text, date):
    assert said(state(CII.replace("20240304", text)))["invoice_date"] == date


def test_the_gross_price_stands_in_for_a_missing_net_price():
    content = CII.replace("NetPriceProductTradePrice", "OtherPrice")
    assert state(content).lists["line_items"][0]["unit_price"].raw == "6.00"
