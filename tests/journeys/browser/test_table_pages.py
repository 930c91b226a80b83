"""Workbooks and uploads at every step, as a lead sees them: accessible in light and dark, never wider than a window."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from portal.models import JobState, Project, Purpose, Review, Upload, UploadStep, WorkbookExport
from portal.services import exports, reviews, uploads
from portal.services.reviews import Edit
from tests.journeys.browser.test_pages import SCHEMES, WIDTHS, findings, overflow
from tests.portal.workbook.journeys import bring_in, confirm, edited, put, take_out
from tests.portal.workbook.sheets import workbook

LONG = "A very long name of a buyer, GmbH & Co. KG aA " * 6
FOREIGN = {
    "Rechnungen": [
        ["Datei", "Invoice no.", "Spalte ohne Bedeutung, und mit langem Namen", "Description", "Quantity"],
        ["01-de-letter.pdf", "4711", "x" * 90, "Schrauben", 3],
        ["01-de-letter.pdf", "4711", "y", "Nägel", 4],
    ]
}


def at(model: type[Any], row: Any, **about: Any) -> int:
    model.objects.filter(pk=row.pk).update(**about)
    return row.pk


@pytest.fixture
def steps(open_review: Review, project: Project, lena: Any, erika: Any) -> dict[str, str]:
    """Addresses by what they show."""
    waiting = exports.begin(project, Purpose.BLIND, by=lena, ring=False)
    failed = exports.begin(project, Purpose.BLIND, by=lena, ring=False)
    copy = take_out(project, Purpose.REVIEW, lena)
    made = WorkbookExport.objects.get(purpose=Purpose.REVIEW)

    def change(book: Any) -> None:
        for header, value in (("Buyer name", LONG), ("Invoice date", "soon"), ("Total net", None)):
            put("Data", header, value)(book)

    seen = open_review.values.get(list_name="", field="buyer_name").revision
    reviews.edit(open_review, [Edit(("", 0, "buyer_name"), "Otto " * 20, seen=seen)], by=erika)
    content = edited(copy, change)
    preview = bring_in(project, content, lena, "x" * 100 + ".xlsx")
    unwritten = bring_in(project, content, lena)
    uploads.confirm(unwritten, by=lena, ring=False)
    reading = uploads.begin(project, "new.csv", b"x", by=lena, ring=False)
    thrown = uploads.discard(uploads.begin(project, "old.csv", b"x", by=lena, ring=False), by=lena)
    asked = bring_in(project, workbook(FOREIGN), lena)
    assert set(asked.answers.questions) == {"made", "lists", "mapping"}
    done = confirm(bring_in(project, content, lena), lena)
    assert done.step == UploadStep.DONE, done.error_message
    pages = {
        "being made": ("workbookexport_change", waiting.pk),
        "made": ("workbookexport_change", made.pk),
        "not made": ("workbookexport_change", at(WorkbookExport, failed, job=JobState.FAILED, error_message=LONG)),
        "being read": ("upload_change", reading.pk),
        "questions": ("upload_change", asked.pk),
        "preview": ("upload_change", preview.pk),
        "done": ("upload_change", done.pk),
        "thrown away": ("upload_change", thrown.pk),
        "not written": ("upload_change", at(Upload, unwritten, job=JobState.FAILED, error_message=LONG)),
        "conflicts": ("upload_conflicts", done.pk),
    }
    found = {name: reverse(f"admin:portal_{page}", args=[pk]) for name, (page, pk) in pages.items()}
    return found | {f"{name}, thrown away?": found[name] + "?discard" for name in ("questions", "preview")}


def test_pages_of_workbooks_are_accessible_and_fit_their_window(desk, steps, lena):
    page = desk(lena).page
    seen = []
    for name, address in steps.items():
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            seen += [f"{name}, {scheme}: {finding}" for finding in findings(page, **options)]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            seen += [f"{name}: {overflow(page)} px too wide at {width}"] if overflow(page) > 0 else []
    assert not seen, "\n".join(seen)
