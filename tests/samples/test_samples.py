"""The committed samples: whole, small, labelled in the contracts' words, and true to their pages."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from extraction.canon import canon, effective
from extraction.contract import UNKNOWN
from extraction.contracts import INVOICES, NAMES, shipped
from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.guard import read
from extraction.pipeline import assemble, extract
from extraction.sources import find
from extraction.sources.base import Claim, Statement
from extraction.values import ABSENT, ExtractionResult, Grounding, Value

SAMPLES = Path(__file__).parents[2] / "samples"
UNREADABLE = {"25-scan.pdf", "27-encrypted.pdf"}
AMBIGUOUS = {"10-us-simple.pdf", "12-us-credit-signed.pdf", "13-uk-designed.pdf"}
"""All of their dates may be read with the day or the month first."""
SENTENCES = {"payment_days", "late_interest", "subcontracting"}
"""What agreements may say in words that are no value of the field's type: `thirty (30)`, `may not subcontract`."""


def lines(kind: str, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLES / kind / f"{name}.jsonl").read_text("utf-8").splitlines()]


LABELS = [pytest.param(kind, label, id=label["file"]) for kind in NAMES for label in lines(kind, "labels")]
READABLE = [case for case in LABELS if case.id not in UNREADABLE]


@pytest.mark.parametrize("kind", NAMES)
def test_every_file_has_a_label_and_an_index_line_with_its_hash(kind):
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (SAMPLES / kind).glob("*.pdf")}
    for name in ("labels", "index"):
        assert {line["file"]: line["sha256"] for line in lines(kind, name)} == files


def test_there_is_something_of_everything():
    index = lines("invoices", "index")
    assert len(index) >= 24
    assert len(lines("agreements", "index")) >= 10
    assert {line["language"] for line in index} == {"en", "de", "fr", "ru"}
    assert len({line["layout"] for line in index}) >= 5
    assert {line.get("treatment") for line in index} >= {
        "scan", "rotate", "encrypt", "hidden", "facturx", "facturx-wrong",
    }  # fmt: skip
    assert max(line["pages"] for line in index) >= 3


def test_the_samples_are_small():
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*.pdf")) < 1_500_000


@pytest.mark.parametrize(("kind", "label"), LABELS)
def test_a_label_speaks_of_every_field_and_in_values_of_its_type(kind, label):
    contract = shipped(kind)
    assert label["fields"].keys() == {field.name for field in contract.fields}
    assert label["lists"].keys() == {part.name for part in contract.lists}
    cells = [(contract.field(name), text) for name, text in label["fields"].items()]
    for part in contract.lists:
        assert label["lists"][part.name]["state"] == ("complete" if label["lists"][part.name]["rows"] else "none")
        for row in label["lists"][part.name]["rows"]:
            assert row.keys() == {field.name for field in part.fields}
            cells += [(part.field(name), text) for name, text in row.items()]
    for field, text in cells:
        value = canon(text, field, effective(field, UNKNOWN, "canonical"), side="label")
        assert value is ABSENT if text == "N/A" else isinstance(value, Value), (field.name, text, value)


def truth_of(label: dict[str, Any]) -> Statement:
    """What the label says, as if a source had said it."""

    def claims(row: dict[str, str]) -> dict[str, Claim | None]:
        return {name: None if text == "N/A" else Claim(text) for name, text in row.items()}

    return Statement(
        fields=claims(label["fields"]),
        lists={name: [claims(row) for row in part["rows"]] for name, part in label["lists"].items()},
        notation="canonical",
    )


def assembled(kind: str, label: dict[str, Any]) -> ExtractionResult:
    return assemble(read(SAMPLES / kind / label["file"]), truth_of(label), shipped(kind))


@pytest.mark.parametrize(("kind", "label"), READABLE)
def test_every_value_a_label_states_stands_on_the_page(kind, label):
    result = assembled(kind, label)
    excused = SENTENCES if kind == "agreements" else set()
    if label["file"] in AMBIGUOUS:
        excused = {"invoice_date", "due_date"}
    cells = [(name, cell) for name, cell in result.fields.items() if name not in excused]
    cells += [cell for rows in result.lists.values() for row in rows for cell in row.items()]
    for name, cell in cells:
        assert cell is None or (cell.grounding and cell.grounding.is_grounded), (name, cell)


@pytest.mark.parametrize(("kind", "label"), READABLE)
def test_what_is_true_adds_up(kind, label):
    failed = {check.name for check in assembled(kind, label).checks if check.passed is False}
    assert failed == ({"line_multiplies"} if label["file"] == "05-de-per-hundred.pdf" else set())


def test_the_scan_has_no_text_and_the_locked_file_asks_for_its_password():
    assert not read(SAMPLES / "invoices" / "25-scan.pdf").has_text
    with pytest.raises(PdfError) as locked:
        read(SAMPLES / "invoices" / "27-encrypted.pdf")
    assert locked.value.code is PdfErrorCode.NEEDS_PASSWORD


def test_the_turned_page_is_stored_upright_and_read_level():
    page = read(SAMPLES / "invoices" / "26-rotated.pdf").pages[0]
    assert page.rotation == 90
    assert page.width > page.height
    assert all(word.upright for word in page.visible)


def test_what_is_written_in_white_is_no_evidence():
    document = read(SAMPLES / "invoices" / "28-hidden-text.pdf")
    hidden = " ".join(word.text for page in document.pages for word in page.words if word.hidden)
    assert "ignore the page above" in hidden
    assert "hidden_text" in {flag.code for flag in document.flags}


def test_embedded_xml_agrees_with_its_page_or_is_found_out():
    agreeing = extract(SAMPLES / "invoices" / "29-facturx.pdf", INVOICES, find("embedded"))
    lying = extract(SAMPLES / "invoices" / "30-facturx-contradicts.pdf", INVOICES, find("embedded"))
    assert {cell.grounding for cell in agreeing.fields.values() if cell} <= {
        Grounding.EXACT, Grounding.NORMALISED, Grounding.DERIVED,
    }  # fmt: skip
    doubted = {name for name, cell in lying.fields.items() if cell and cell.grounding is Grounding.NONE}
    assert doubted == {"payment_iban"}
