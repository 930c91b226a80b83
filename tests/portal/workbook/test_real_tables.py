"""The labels of real invoices as a team of their own keeps them: German headers, title rows, German numbers."""

import json
from functools import cache

import pytest

from extraction import tables
from extraction.canon import canon, key
from extraction.contract import CANONICAL, UNKNOWN, Conventions
from extraction.contracts.invoices import INVOICES
from extraction.values import UNLABELLED
from portal.workbook.cells import said
from portal.workbook.mapping import propose
from portal.workbook.stated import FILE
from portal.workbook.table_rows import state_rows
from tests.shared_data import DATA, needs_data

LIST = "line_items"
FOLDER = DATA / "invoices"
DOCUMENTS = {
    "Datei": FILE,
    "Rechnungsnummer": "invoice_number",
    "Rechnungsdatum": "invoice_date",
    "Fällig am": "due_date",
    "Lieferant": "seller_name",
    "USt-IdNr. Lieferant": "seller_vat_id",
    "Kunde": "buyer_name",
    "Kundenreferenz": "buyer_reference",
    "Bestellnummer": "order_reference",
    "Währung": "currency",
    "Netto": "total_net",
    "Steuer": "total_tax",
    "Brutto": "total_gross",
    "IBAN": "payment_iban",
}
ITEMS = {
    "Datei": FILE,
    "Pos.": f"{LIST}.position",
    "Bezeichnung": f"{LIST}.description",
    "Menge": f"{LIST}.quantity",
    "Einzelpreis": f"{LIST}.unit_price",
    "Betrag": f"{LIST}.line_total",
}


@cache
def labels():
    return {line["file"]: line for line in map(json.loads, (FOLDER / "labels.jsonl").read_text().splitlines())}


def names():
    return [name for line in labels().values() for name in (line["file"], line["sha256"])]


@cache
def proposed(file, known):
    table = tables.read(FOLDER / file)
    return table, propose(table, INVOICES, names() if known else ())


def value(cell, path, conventions):
    list_name, _, name = path.rpartition(".")
    field = INVOICES.find(name, list_name)
    stated = said(cell, field)
    notation = CANONICAL if stated.notation == "canonical" else conventions
    return key(canon(stated.text, field, notation, side="label"), field)


def true_values(texts, paths, prefix=""):
    found = {}
    for path in paths:
        field = INVOICES.find(path.removeprefix(prefix), prefix.removesuffix("."))
        canonical = canon(texts.get(field.name), field, CANONICAL, side="label")
        if canonical is not UNLABELLED:
            found[path] = key(canonical, field)
    return found


@needs_data
@pytest.mark.parametrize("known", [True, False], ids=["names known", "names unknown"])
@pytest.mark.parametrize(
    ("file", "sheets", "header_rows", "conventions"),
    [
        ("labels_de.xlsx", [DOCUMENTS | {"Bemerkung": ""}, ITEMS], [3, 1], UNKNOWN),
        ("labels_de.csv", [DOCUMENTS], [1], Conventions(decimal=",", dates="dmy")),
    ],
)
def test_every_column_is_found_without_help(file, sheets, header_rows, conventions, known):
    _, mapping = proposed(file, known)
    assert [{column.header: column.meaning for column in sheet.columns} for sheet in mapping.sheets] == sheets
    assert [sheet.header_row for sheet in mapping.sheets] == header_rows
    assert mapping.conventions == conventions


@needs_data
@pytest.mark.parametrize("file", ["labels_de.xlsx", "labels_de.csv"])
def test_the_rows_say_what_the_labels_say(file):
    table, mapping = proposed(file, known=True)
    stated = state_rows(table, mapping, INVOICES)
    assert stated.problems == []
    documents = {row.names: row for row in stated.rows if not row.list_name}
    assert documents.keys() == {(name,) for name in labels()}
    compared = 0
    for (name,), row in documents.items():
        found = {path: value(one.cell, path, mapping.conventions) for path, one in row.cells.items()}
        assert found == true_values(labels()[name]["fields"], list(DOCUMENTS.values())[1:])
        compared += len(found)
    assert compared > 400


@needs_data
def test_the_items_say_what_the_labels_say_in_their_order():
    table, mapping = proposed("labels_de.xlsx", known=True)
    items = {}
    for row in state_rows(table, mapping, INVOICES).rows:
        if row.list_name:
            found = {path: value(one.cell, path, mapping.conventions) for path, one in row.cells.items()}
            items.setdefault(row.names[0], []).append(found)
    truth = {}
    for name, line in labels().items():
        rows = line.get("lists", {}).get(LIST, {"rows": []})["rows"]
        if rows:
            truth[name] = [true_values(texts, list(ITEMS.values())[1:], f"{LIST}.") for texts in rows]
    assert items == truth
    assert sum(map(len, items.values())) > 100
