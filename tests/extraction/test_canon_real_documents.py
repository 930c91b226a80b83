"""What real invoices print, and what a team types into a German sheet, against their truth."""

import csv
import json

from extraction.canon import canon
from extraction.contract import CANONICAL, Conventions, Field
from extraction.conventions import detect
from extraction.values import Invalid
from tests.shared_data import DATA, needs_data

pytestmark = needs_data

FIELDS = [
    *(Field(name=name, type="date") for name in ("invoice_date", "due_date")),
    *(Field(name=name, type="money") for name in ("total_net", "total_tax", "total_gross")),
]
GERMAN_HEADERS = {
    "invoice_date": "Rechnungsdatum",
    "due_date": "Fällig am",
    "total_net": "Netto",
    "total_tax": "Steuer",
    "total_gross": "Brutto",
}


def _records(name):
    return [json.loads(line) for line in (DATA / "invoices" / name).read_text(encoding="utf-8").splitlines()]


def test_what_invoices_print_is_read_as_their_truth_and_never_as_something_else():
    """The printed values alone vote on the notation. Negative totals apart: their pages print no sign."""
    right = undecided = 0
    for record in _records("truth.jsonl"):
        notation = detect(record["printed_as"].values())
        for field in FIELDS:
            printed, truth = record["printed_as"].get(field.name), record["fields"].get(field.name)
            if record["status"].get(field.name) != "printed" or not printed or truth.startswith("-"):
                continue
            found = canon(printed, field, notation)
            if isinstance(found, Invalid) and found.reason == "ambiguous":
                undecided += 1
            else:
                assert found == canon(truth, field, CANONICAL), (record["file"], field.name, printed)
                right += 1
    assert undecided / (right + undecided) < 0.03


def test_a_german_sheet_of_labels_reads_as_the_labels_it_was_made_from():
    labels = {record["file"]: record["fields"] for record in _records("labels.jsonl")}
    german = Conventions(decimal=",", dates="dmy")
    with (DATA / "invoices" / "labels_de.csv").open(encoding="cp1252", newline="") as sheet:
        rows = list(csv.DictReader(sheet, delimiter=";"))
    assert rows
    for row in rows:
        for field in FIELDS:
            typed = canon(row[GERMAN_HEADERS[field.name]], field, german, side="label")
            assert typed == canon(labels[row["Datei"]][field.name], field, CANONICAL, side="label")
