"""Workbooks out and in again as people do it: template and labels, a review copy, a conflict, a mended return."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from django.urls import reverse
from playwright.sync_api import Page, expect

from portal.models import GroundTruth, ReviewValue
from tests.portal.workbook.journeys import cell, work


def make(page: Page, purpose: str) -> None:
    """From the side bar to the page of a workbook that is ready."""
    page.get_by_role("link", name="Workbooks", exact=True).first.click()
    page.get_by_role("link", name="Make a workbook").first.click()
    page.get_by_label(purpose, exact=True).check()
    page.get_by_role("button", name="Make it").click()
    expect(page.locator("#ps-run-words")).to_have_text("Waiting for a worker.")
    work()
    expect(page.get_by_role("link", name="Download")).to_be_visible()  # by itself


def download(page: Page, link: str, path: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile(link)).click()
    started.value.save_as(path)
    return path


def fill(path: Path, change: Callable[[Any], object]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def upload(page: Page, path: Path, made: str = "") -> None:
    """From the form to the preview."""
    page.get_by_label("File", exact=True).set_input_files(path)
    if made:
        page.get_by_label(made, exact=True).check()
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.locator("#ps-run-words")).to_have_text("Waiting for a worker.")
    work()
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()  # by itself


def confirm(page: Page, cells: int) -> None:
    words = "1 cell" if cells == 1 else f"{cells} cells"
    page.get_by_role("button", name=f"Confirm: write {words}", exact=True).click()
    work()
    expect(page.get_by_text(f"Written: {words}.")).to_be_visible()


def becomes(page: Page, field: str) -> Any:
    """The row of the preview that is about this field."""
    return page.get_by_role("row").filter(has=page.get_by_role("cell", name=field, exact=True))


def test_a_labeller_fills_in_a_blind_template(desk, lee, open_review, tmp_path):
    page = desk(lee).page
    make(page, "Label template, blind")
    path = download(page, "Download", tmp_path / "template.xlsx")

    def label(book: Any) -> None:
        assert cell(book, "Data", "Invoice number").value is None
        cell(book, "Data", "Invoice number").value = "0815"
        cell(book, "Data", "Buyer name").value = "N/A"

    fill(path, label)
    page.get_by_role("link", name="Upload it filled in").click()
    upload(page, path, "blind")
    expect(becomes(page, "Invoice number")).to_contain_text("0815")
    confirm(page, 2)
    page.get_by_role("link", name="See the labels").click()
    page.get_by_role("link", name="01-de-letter.pdf").click()
    expect(page.get_by_text("0815").first).to_be_visible()
    said = {row.field: row.value or row.says for row in GroundTruth.objects.get().values.all()}
    assert said == {"invoice_number": "0815", "buyer_name": "absent"}


def test_an_expert_corrects_in_excel_what_somebody_corrects_on_the_page(desk, erika, lena, open_review, tmp_path):
    page = desk(erika).page
    make(page, "Review copy")
    path = download(page, "Download", tmp_path / "copy.xlsx")

    other = desk(lena).page
    other.goto(reverse("admin:portal_review_change", args=[open_review.pk]))
    other.get_by_label("Total net", exact=True).fill("100.00 EUR")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("1 value saved")).to_be_visible()

    def correct(book: Any) -> None:
        for header, value in (("Total net", 200), ("Buyer name", "Neue Käufer GmbH"), ("Invoice date", "soon")):
            cell(book, "Data", header).value = value

    fill(path, correct)
    page.get_by_role("link", name="Upload it filled in").click()
    upload(page, path)
    expect(becomes(page, "Total net")).to_contain_text("⚑ conflict")
    expect(becomes(page, "Invoice date")).to_contain_text("✗ problem")
    expect(becomes(page, "Buyer name")).to_contain_text("Neue Käufer GmbH✎ changed")
    confirm(page, 1)

    page.get_by_role("link", name="Decide 1 conflict").click()
    expect(page.get_by_role("row", name="Portal")).to_contain_text("lena")
    expect(page.get_by_role("row", name="Portal")).to_contain_text("100.00 EUR")
    page.get_by_role("button", name=re.compile("^Take “200\\b.*” of the file")).click()
    expect(page.get_by_text("No conflict waits for a decision.")).to_be_visible()
    page.get_by_role("link", name="Back to the upload").click()

    back = download(page, "Return workbook", tmp_path / "returned.xlsx")
    told = [[one.value for one in row] for row in openpyxl.load_workbook(back)["Problems"].iter_rows()]
    assert "soon" in [row[2] for row in told]

    def mend(book: Any) -> None:
        cell(book, "Data", "Invoice date").value = "2031-12-24"

    fill(back, mend)
    page.get_by_role("link", name="Uploads", exact=True).first.click()
    page.get_by_role("link", name="Upload a workbook or table").first.click()
    upload(page, back)
    expect(becomes(page, "Invoice date")).to_contain_text("2031-12-24")
    confirm(page, 1)
    rows = ReviewValue.objects.filter(review=open_review, list_name="")
    found = dict(rows.filter(field__in=["total_net", "buyer_name", "invoice_date"]).values_list("field", "value"))
    assert found == {"total_net": "200", "buyer_name": "Neue Käufer GmbH", "invoice_date": "2031-12-24"}
