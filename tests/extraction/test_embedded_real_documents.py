"""Embedded invoices of real documents against what people know of their pages.

A value of the XML that the page does not print must not be grounded; one that it prints should be.
"""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

import pytest

from extraction.contracts import shipped
from extraction.pdf.guard import read
from extraction.pipeline import assemble
from extraction.sources import find
from extraction.values import ExtractionResult, Grounding
from tests.shared_data import DATA, needs_data

pytestmark = needs_data
INVOICES = shipped("invoices")
SHOWN = (Grounding.EXACT, Grounding.NORMALISED)


def results(folder: str) -> list[tuple[dict, ExtractionResult]]:
    records = [json.loads(line) for line in (DATA / folder / "truth.jsonl").read_text("utf-8").splitlines()]
    records = [record for record in records if record["truth_kind"].startswith("embedded")]

    def result(record: dict) -> ExtractionResult:
        document = read(DATA / record["file"])
        return assemble(document, find("embedded").state(document, INVOICES), INVOICES)

    with ThreadPoolExecutor(2) as pool:
        return list(zip(records, pool.map(result, records), strict=True))


@pytest.fixture(scope="module")
def invoices() -> list[tuple[dict, ExtractionResult]]:
    return results("invoices")


@pytest.fixture(scope="module")
def mismatch() -> list[tuple[dict, ExtractionResult]]:
    return results("mismatch")


def cells(record, result):
    """(column, truth's status, truth's value, cell) of every cell that the source states."""
    for name, cell in result.fields.items():
        if cell is not None:
            yield name, record["status"].get(name), record["fields"].get(name), cell
    truths = zip(record["line_items"] or (), record["line_status"] or (), strict=True)
    for item, (truth, status) in zip(result.lists["line_items"], truths, strict=False):
        for name, cell in item.items():
            if cell is not None:
                yield f"line_items.{name}", status.get(name), truth.get(name), cell


def test_every_embedded_invoice_is_read(invoices, mismatch):
    for record, result in invoices + mismatch:
        assert result.notes[-1].startswith("embedded invoice XML: "), record["file"]
        assert len(result.lists["line_items"]) == len(record["line_items"] or ()), record["file"]


def test_what_the_xml_says_is_what_is_stated(invoices, mismatch):
    other = [
        (record["file"], name, truth, cell.value)
        for record, result in invoices + mismatch
        for name, _, truth, cell in cells(record, result)
        if truth is not None and not name.endswith(".unit") and not _same(cell.value or "", truth)
    ]
    assert other == []


def test_a_value_that_the_page_does_not_print_is_not_grounded(invoices, mismatch):
    wrong = [
        (record["file"], name, cell.value, cell.grounding)
        for record, result in invoices + mismatch
        for name, status, _, cell in cells(record, result)
        if status == "not_printed" and cell.grounding in SHOWN
    ]
    assert wrong == []


def test_what_is_derived_says_by_which_rule(invoices, mismatch):
    for record, result in invoices + mismatch:
        for name, _, _, cell in cells(record, result):
            assert (cell.grounding is Grounding.DERIVED) == (cell.rule is not None), (record["file"], name)


def test_a_value_that_the_page_prints_is_grounded(invoices):
    found: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    for record, result in invoices:
        for name, status, _, cell in cells(record, result):
            # The digit of a position counts as printed when it stands anywhere on the page.
            if status == "printed" and name != "line_items.position":
                kind = "items" if "." in name else "fields"
                printed[kind] += 1
                found[kind] += cell.grounding in SHOWN
    assert found["fields"] / printed["fields"] > 0.99
    assert found["items"] / printed["items"] > 0.97


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return "".join(normalize("NFC", one).split()) == "".join(normalize("NFC", other).split())
