"""What columns of foreign tables mean, in several languages and shapes; what would be a guess stays blank."""

import pytest

from extraction.contract import Contract, Conventions, Field, FieldType, ListField
from extraction.contracts import SHIPPED
from extraction.contracts.invoices import INVOICES
from portal.workbook.stated import (
    COMMENT,
    DOCUMENT,
    FILE,
    IGNORED,
    ITEM,
    ROW_ID,
    SHA256,
    STATUS,
    UNIT_OF,
)
from tests.portal.workbook.mapped_tables import BILLS, mapped, text
from tests.portal.workbook.sheets import workbook

DEEDS = Contract(
    name="deeds",
    fields=(
        Field(name="deed_number", type=FieldType.IDENTIFIER, label="Urkundenrolle", aliases=("URNr.", "UR-Nr.")),
        Field(name="notary", label="Notar", aliases=("Notarin", "Amtssitz des Notars")),
        Field(name="deed_date", type=FieldType.DATE, label="Beurkundet am", aliases=("Datum", "Verhandelt am")),
        Field(name="area", type=FieldType.DECIMAL, unit="m²", label="Fläche", aliases=("Größe",)),
    ),
)
RESULTS = Contract(
    name="results",
    lists=(
        ListField(
            name="results",
            fields=(
                Field(name="rank", type=FieldType.INTEGER, aliases=("Place", "Platz", "#")),
                Field(name="athlete", aliases=("Name", "Swimmer")),
                Field(name="country", aliases=("Nation", "NOC")),
                Field(name="time", type=FieldType.TEXT, aliases=("Result", "Final time")),
            ),
        ),
    ),
)


def meanings(source, contract=INVOICES, names=(), sheet=0):
    return {column.header: column.meaning for column in mapped(source, contract, names).sheets[sheet].columns}


ENGLISH = {
    "File": FILE,
    "Invoice no.": "invoice_number",
    "Invoice date": "invoice_date",
    "Due": "due_date",
    "Supplier": "seller_name",
    "Supplier VAT ID": "seller_vat_id",
    "Customer": "buyer_name",
    "PO number": "order_reference",
    "Currency": "currency",
    "Net": "total_net",
    "VAT": "total_tax",
    "Gross": "total_gross",
    "IBAN": "payment_iban",
    "Checked by": IGNORED,
}
FRENCH = {
    "Fichier": FILE,
    "N° de facture": "invoice_number",
    "Date de facture": "invoice_date",
    "Echeance": "due_date",
    "Fournisseur": "seller_name",
    "N° TVA fournisseur": "seller_vat_id",
    "Client": "buyer_name",
    "N° de commande": "order_reference",
    "Devise": "currency",
    "Total HT": "total_net",
    "TVA": "total_tax",
    "Total TTC": "total_gross",
    "RIB": "payment_iban",
    "Remarque": IGNORED,
}
RUSSIAN = {
    "Файл": FILE,
    "Номер счета": "invoice_number",
    "Дата счёта": "invoice_date",
    "Срок оплаты": "due_date",
    "Поставщик": "seller_name",
    "ИНН поставщика": "seller_vat_id",
    "Покупатель": "buyer_name",
    "Номер заказа": "order_reference",
    "Валюта": "currency",
    "Сумма без НДС": "total_net",
    "НДС": "total_tax",
    "Сумма с НДС": "total_gross",
    "IBAN": "payment_iban",
    "Примечание": IGNORED,
}
ROW = (
    "a.pdf", "R-1", "31/12/2024", "31/01/2025", "Alpha", "FR12345678901", "Beta", "B-7", "EUR", "100,00", "19,00",
    "119,00", "DE02120300000000202051", "looks right",
)  # fmt: skip


@pytest.mark.parametrize("headers", [ENGLISH, FRENCH, RUSSIAN], ids=["English", "French", "Russian"])
@pytest.mark.parametrize("by", [";", "\t", ","])
def test_headers_of_several_languages_are_known(headers, by):
    row = [f'"{value}"' for value in ROW]
    mapping = mapped(text(list(headers), row, by=by))
    assert {column.header: column.meaning for column in mapping.sheets[0].columns} == headers
    assert mapping.conventions == Conventions(decimal=",", dates="dmy")


@pytest.mark.parametrize(
    "headers",
    [
        {"файл": FILE, "№ п/п": "position", "Наименование": "description", "Кол-во": "quantity", "Цена": "unit_price"},
        {"fichier": FILE, "N°": "position", "Désignation": "description", "Qté": "quantity", "PU HT": "unit_price"},
        {"file name": FILE, "Pos": "position", "Details": "description", "Qty": "quantity", "Rate": "unit_price"},
    ],
)
def test_a_sheet_of_items_is_told_by_its_columns(headers):
    found = meanings(text(list(headers), ("a.pdf", "1", "Nails", "2", "3,50"), ("a.pdf", "2", "Glue", "1", "9,10")))
    assert found == {head: one if one == FILE else f"line_items.{one}" for head, one in headers.items()}


def test_the_headers_may_stand_below_titles_and_blank_rows():
    sheets = {"Tabelle1": [("Truth of our invoices",), (), ("as of", "May"), (), ("Datei", "Rechnung Nr.", "Summe")]}
    sheets["Tabelle1"].append(("a.pdf", "7", 12.5))
    (sheet,) = mapped(workbook(sheets), BILLS).sheets
    assert sheet.header_row == 5
    assert [column.meaning for column in sheet.columns] == [FILE, "number", "total"]


def test_a_name_wins_over_a_label_a_label_over_an_alias_and_an_alias_over_likeness():
    contract = Contract(
        name="c",
        fields=(
            Field(name="gross", label="Sum"),
            Field(name="net", label="Gross amount", aliases=("Sum", "gross")),
            Field(name="tax", label="Duty", aliases=("Gross amount", "Levied amount")),
            Field(name="fee", label="Levied amounts"),
        ),
    )
    header = ("file", "gross", "Gross amount", "Levied amount", "Levied amuonts", "Sum")
    mapping = mapped(text(header, ("a.pdf", "1", "2", "3", "4", "5")), contract)
    assert [(column.meaning, column.how) for column in mapping.sheets[0].columns] == [
        (FILE, "name"),
        ("gross", "name"),
        ("net", "label"),
        ("tax", "alias"),
        ("fee", "similar"),
        (IGNORED, ""),
    ]


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Rechnugsnummer", "invoice_number"),
        ("Netto (EUR)", "total_net"),
        ("Gross in EUR", "total_gross"),
        ("Waehrung", "currency"),
        ("Lieferant USt-IdNr.", "seller_vat_id"),
        ("USt-IdNr. Kunde", IGNORED),
        ("Kundennummer", IGNORED),
        ("Lieferantennummer", IGNORED),
        ("Supplier number", IGNORED),
        ("Skonto", IGNORED),
        ("Bemerkung", IGNORED),
    ],
)
def test_what_is_nearly_a_word_for_a_field_counts_and_what_may_be_another_thing_does_not(header, meaning):
    values = {"Waehrung": "EUR", "Netto (EUR)": "1,50", "Gross in EUR": "1,50"}
    row = ("a.pdf", "2024-12-31", values.get(header, "DE123"))
    assert meanings(text(("file", "Due date", header), row))[header] == meaning


def test_the_header_that_says_more_is_the_field_and_the_other_is_left_blank():
    found = meanings(text(("Datei", "Datum", "Rechnungsdatum"), ("a.pdf", "5.1.2024", "1.1.2024")), BILLS)
    assert found == {"Datei": FILE, "Datum": IGNORED, "Rechnungsdatum": "issued"}


def test_a_header_that_fits_two_fields_equally_is_left_blank():
    found = meanings(text(("file", "Firma", "Summe"), ("a.pdf", "Alpha", "1,50")), BILLS)
    assert found == {"file": FILE, "Firma": IGNORED, "Summe": "total"}


def test_of_two_fields_the_one_that_another_column_states_is_out():
    found = meanings(text(("file", "Firma", "Customer"), ("a.pdf", "Alpha", "Beta")), BILLS)
    assert found == {"file": FILE, "Firma": "seller", "Customer": "buyer"}


def test_values_decide_between_fields_of_one_word():
    assert meanings(text(("file", "Reference", "Summe"), ("a.pdf", "4711", "1,5")), BILLS)["Reference"] == "number"
    assert meanings(text(("file", "Reference", "Summe"), ("a.pdf", "Alpha", "1,5")), BILLS)["Reference"] == "buyer"


def test_two_columns_with_one_header_are_both_left_blank():
    mapping = mapped(text(("file", "Summe", "Rechnung Nr.", "Summe"), ("a.pdf", "1,5", "7", "2,5")), BILLS)
    assert [column.meaning for column in mapping.sheets[0].columns] == [FILE, IGNORED, "number", IGNORED]


def test_no_column_is_used_twice():
    found = list(meanings(text(tuple(ENGLISH) * 2, ROW * 2)).values())
    used = [meaning for meaning in found if meaning]
    assert len(used) == len(set(used))


def test_the_column_of_names_is_told_by_its_values():
    rows = [("", "key", "Rechnung Nr."), ("x", "In/Box\\A.PDF", "7"), ("y", "b.pdf", "8")]
    found = mapped(text(*rows), BILLS, names=("a.pdf", "b.pdf", "f" * 64)).sheets[0].columns
    assert [column.meaning for column in found] == [IGNORED, FILE, "number"]
    hashes = [("id", "Summe"), ("0" * 64, "1,50"), ("1" * 64, "2,50")]
    assert meanings(text(*hashes), BILLS)["id"] == SHA256


def test_external_ids_name_documents_even_under_the_header_of_a_field_but_only_without_a_better_column():
    rows = [("Reference", "Summe"), ("4711", "1,50"), ("4712", "2,50")]
    assert meanings(text(*rows), BILLS, names=("4711", "4712"))["Reference"] == DOCUMENT
    rows = [("file", "Reference", "Summe"), ("a.pdf", "4711", "1,50"), ("b.pdf", "4712", "2,50")]
    assert meanings(text(*rows), BILLS, names=("4711", "4712", "a.pdf", "b.pdf"))["Reference"] == "number"


def test_headers_of_our_own_workbooks_are_known():
    data = ("document", "file", "sha256", "Bill no.", "Total due", "Total due unit", "Line items", "status", "comment")
    data = (*data, "remarks", "review", "row id")
    items = ("document", "item", "what", "amount", "comment", "row id")
    sheets = {
        "Read me": [("Fill in Data",)],
        "Data": [data, ("D1", "a.pdf", "f" * 64, "7", 1, "USD", "complete", "checked", "", "", "link", "r1")],
        "Line items": [items, ("D1", 1, "Nails", 2, "", "r2")],
        "Final": [data, ("D1", "a.pdf", "f" * 64, "7", 1)],
        "Final Line items": [items, ("D1", 1, "Nails", 2)],
        "_proofsheet": [("contract", "total")],
    }
    mapping = mapped(workbook(sheets), BILLS)
    assert [sheet.header_row for sheet in mapping.sheets] == [0, 1, 1, 0, 0, 0]
    fields = ["number", "total", f"{UNIT_OF}total", "lines"]
    found = [column.meaning for column in mapping.sheets[1].columns]
    assert found == [DOCUMENT, FILE, SHA256, *fields, STATUS, COMMENT, IGNORED, IGNORED, ROW_ID]
    assert [column.how for column in mapping.sheets[1].columns[-3:]] == ["name", "name", "name"]
    found = [column.meaning for column in mapping.sheets[2].columns]
    assert found == [DOCUMENT, ITEM, "lines.what", "lines.amount", COMMENT, ROW_ID]


def test_a_number_of_items_is_one_only_if_it_counts():
    rows = [("file", "Nr", "Description", "Betrag"), ("a.pdf", "1", "Nails", "1,5"), ("a.pdf", "2", "Glue", "2,5")]
    assert meanings(text(*rows), BILLS)["Nr"] == ITEM
    rows[2] = ("a.pdf", "1.1", "Glue", "2,5")
    assert meanings(text(*rows), BILLS)["Nr"] == IGNORED


MIXED = [
    ("Datei", "Rechnungsnummer", "Kunde", "Bezeichnung", "Menge", "Einzelpreis", "Gesamt", "Brutto"),
    ("a.pdf", "R1", "Alpha", "Nails", "2", "3,50", "7,00", "16,10"),
    ("a.pdf", "R1", "Alpha", "Glue", "1", "9,10", "9,10", "16,10"),
    ("b.pdf", "R2", "Beta", "Rope", "1", "5,00", "5,00", "8,00"),
    ("b.pdf", "R2", "Beta", "Saw", "1", "3,00", "3,00", "8,00"),
]


def test_a_sheet_may_state_documents_and_their_items():
    found = list(meanings(text(*MIXED)).values())
    lines = [f"line_items.{name}" for name in ("description", "quantity", "unit_price", "line_total")]
    assert found == [FILE, "invoice_number", "buyer_name", *lines, "total_gross"]


def test_a_stray_column_does_not_make_a_sheet_of_documents_one_of_items():
    rows = [("Datei", "Rechnungsnummer", "Brutto", "Leistung"), ("a.pdf", "1", "2,50", "x"), ("b.pdf", "2", "3,50", "")]
    assert meanings(text(*rows))["Leistung"] == IGNORED


@pytest.mark.parametrize(
    ("rows", "contract", "found"),
    [
        (
            [
                ("Datei", "URNr.", "Notarin", "Verhandelt am", "Größe m²"),
                ("a.pdf", "12/24", "Dr. A", "1.2.2024", "3,5"),
            ],
            DEEDS,
            [FILE, "deed_number", "notary", "deed_date", IGNORED],
        ),
        (
            [("PDF", "Platz", "Name", "Nation", "Result"), ("a.pdf", "1", "SOMA", "JPN", "45.63")],
            RESULTS,
            [FILE, *(f"results.{name}" for name in ("rank", "athlete", "country", "time"))],
        ),
        (
            [
                ("Datei", "Vertragsnummer", "Auftragnehmer", "Auftraggeber", "Laufzeit", "Vergütung", "Zahlungsziel"),
                ("a.pdf", "V-1", "Alpha", "Beta", "24 Monate", "1.000,00", "30"),
            ],
            SHIPPED["agreements"],
            [FILE, "agreement_number", "provider_name", "customer_name", "term", "fee", "payment_days"],
        ),
        (
            [("fichier", "Jalon", "Échéance", "Montant"), ("a.pdf", "Démarrage", "31/12/2024", "1 000,00")],
            SHIPPED["agreements"],
            [FILE, "milestones.name", "milestones.due_date", "milestones.amount"],
        ),
    ],
)
def test_any_contract_will_do(rows, contract, found):
    assert list(meanings(text(*rows), contract).values()) == found


def test_a_sheet_of_notes_is_not_used():
    sheets = {"Data": [("file", "Summe"), ("a.pdf", 1)], "Notes": [("Datum", "wer", "was"), ("5.1.", "eva", "checked")]}
    assert [sheet.header_row for sheet in mapped(workbook(sheets), BILLS).sheets] == [1, 0]


def test_a_table_on_its_side_is_not_used():
    rows = [("", "a.pdf", "b.pdf"), ("Rechnung Nr.", "7", "8"), ("Datum", "1.1.24", "2.1.24"), ("Summe", "1,5", "2,5")]
    (sheet,) = mapped(text(*rows), BILLS, names=("a.pdf", "b.pdf")).sheets
    assert (sheet.header_row, sheet.columns) == (0, ())
