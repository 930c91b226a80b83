"""From a PDF on somebody's disk to a typed row in a workbook, through the hands of four people."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import openpyxl
from django.urls import reverse
from playwright.sync_api import Page, expect

from portal.models import ExtractionRun, Review
from tests.journeys.browser.conftest import work

NAMES = ("01-de-letter.pdf", "10-us-simple.pdf")


def upload(page: Page, files: list[Path]) -> None:
    page.get_by_role("link", name="Documents", exact=True).first.click()
    page.get_by_role("link", name="Upload documents").click()
    page.get_by_label("PDFs, zips of PDFs, or a folder of them").set_input_files(files)


def to_review(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile("review.* to ")).click()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=f"Review of {name}")).to_be_visible()


def test_two_pdfs_become_approved_typed_values_in_a_workbook(desk, ada, erika, anton, ines, invoices, tmp_path):
    page = desk(ada).page
    upload(page, [invoices / name for name in NAMES])
    for name in NAMES:
        expect(page.get_by_role("row", name=name)).to_contain_text("✓ added")
    page.get_by_role("link", name="Extract values: start a run").click()
    page.get_by_label(re.compile("^layout")).check()
    page.get_by_role("button", name="Start the run").click()
    expect(page.locator("#ps-run-words")).to_contain_text("0 of 2")
    work(ExtractionRun.objects.get())
    expect(page.get_by_role("button", name="Evaluate against accepted labels")).to_be_visible()  # by itself
    expect(page.locator("#ps-run-words")).to_contain_text("2 of 2")

    page = desk(erika).page
    to_review(page, NAMES[0])
    image = page.get_by_role("img", name="Page 1")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("one => one.naturalWidth") > 600
    assert page.locator(".ps-box").count() > 10
    review = Review.objects.get(document__name=NAMES[0])
    number = 1 + max(review.values.filter(list_name="line_items").values_list("item", flat=True))
    page.get_by_label("Invoice date", exact=True).fill("2031-12-24")
    page.locator('[id="f-line_items.new1.description"]').fill("Überraschung, klein")
    page.locator('[id="f-line_items.new1.quantity"]').fill("2")
    page.locator('[id="f-line_items.new1.line_total"]').fill("12.50 EUR")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("list")).to_contain_text("saved")
    expect(page.get_by_label("Invoice date", exact=True)).to_have_value("2031-12-24")
    expect(page.locator(f'[id="f-line_items.{number}.description"]')).to_have_value("Überraschung, klein")
    page.get_by_label(re.compile("I have checked all other values")).check()
    page.get_by_role("button", name="Save and submit").click()
    expect(page.get_by_text("The review is submitted")).to_be_visible()

    page = desk(anton).page
    to_review(page, NAMES[0])
    changed = page.get_by_role("heading", name="What people changed").locator("xpath=following::table[1]")
    expect(changed.get_by_role("row", name="invoice_date")).to_contain_text("2031-12-24")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("The values are approved")).to_be_visible()

    page = desk(ines).page
    page.get_by_role("link", name=re.compile("ready in the final data")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Final data (xlsx)").click()
    download.value.save_as(tmp_path / "final.xlsx")
    book = openpyxl.load_workbook(tmp_path / "final.xlsx")
    (row,) = rows(book["Final"])
    assert row["file"] == NAMES[0]
    assert row["invoice_date"] == datetime(2031, 12, 24)
    assert row["approved_by"] == "anton"
    assert isinstance(row["total_gross"], float | int)
    added = rows(book["Final Line items"])[-1]
    assert (added["item"], added["description"]) == (number, "Überraschung, klein")
    assert (added["quantity"], added["line_total"]) == (2, 12.5)


def rows(sheet) -> list[dict]:
    header, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


def test_an_outsider_finds_none_of_the_addresses(desk, otto, open_review):
    document, extraction = open_review.document, open_review.seeded_from
    addresses = [
        reverse(f"admin:portal_{name}", args=args)
        for name, args in (
            ("project_change", (document.project_id,)),
            ("contractversion_change", (open_review.contract_version_id,)),
            ("document_change", (document.pk,)),
            ("document_file", (document.pk,)),
            ("document_image", (document.pk, 1)),
            ("extractionrun_change", (extraction.run_id,)),
            ("extractionrun_progress", (extraction.run_id,)),
            ("extraction_change", (extraction.pk,)),
            ("review_change", (open_review.pk,)),
            ("extraction_final_xlsx", (document.project_id,)),
        )
    ]
    his = desk(otto)
    his.expect(404)
    for address in addresses:
        assert his.page.goto(address).status == 404, address
        expect(his.page.get_by_role("heading")).not_to_contain_text("01-de-letter")
