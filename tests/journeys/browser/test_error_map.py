"""An engineer brings in real invoices, runs the rules over them, and walks from the map of errors to a document."""

from __future__ import annotations

import json
import re
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import expect

from portal.models import Document, EvalDocument, EvalRun, ExtractionRun
from portal.services import contracts, evaluation
from portal.workbook.label_import import import_label_file
from tests.journeys.browser.conftest import work
from tests.journeys.browser.test_pages import overflow
from tests.journeys.browser.test_uploading import drop
from tests.shared_data import DATA, needs_data

SIXTY = 60
SAMPLE_LABELS = Path(__file__).parents[3] / "samples" / "invoices" / "labels.jsonl"


@needs_data
def test_from_sixty_dropped_invoices_to_a_wrong_cell(desk, ada, lena, project):
    files = [(path.name, path.read_bytes()) for path in sorted((DATA / "invoices").glob("*.pdf"))[:SIXTY]]
    page = desk(ada).page
    page.goto("/admin/portal/document/add/")
    drop(page, files)
    expect(page.locator("#ps-uploads [role=status]")).to_contain_text(f"{SIXTY} of {SIXTY}", timeout=120_000)
    page.get_by_role("link", name="Extract values: start a run").click()
    page.get_by_label(re.compile("^layout")).check()
    page.get_by_role("button", name="Start the run").click()
    expect(page.locator("#ps-run-words")).to_contain_text(f"of {SIXTY} documents")
    work(ExtractionRun.objects.get())
    labels = DATA / "invoices" / "labels.jsonl"
    known = {name for name, _ in files}
    some = "\n".join(line for line in labels.read_text().splitlines() if json.loads(line)["file"] in known)
    report = import_label_file(contracts.in_force(project), some.encode(), made="system", by=lena, accept_them=True)
    assert not report.report.problems
    page.get_by_role("button", name="Evaluate against accepted labels").click()
    expect(page.locator("#ps-run-words")).to_have_text(f"0 of {SIXTY} documents scored.")
    evaluation.score(EvalRun.objects.get().pk)
    page.get_by_role("link", name="Error map: fields by documents").click()  # it comes by itself
    expect(page.get_by_role("heading", name="Error map of run")).to_be_visible()
    assert page.locator("#ps-map thead tr").nth(1).locator("th").count() == SIXTY

    first = page.locator("#ps-map tbody a").first
    first.focus()
    told = page.locator("#ps-map-told")
    before = told.inner_text()
    page.keyboard.press("ArrowRight")
    expect(told).not_to_have_text(before)
    wrong = page.locator("#ps-map tbody a.ps-mark-bad").first
    wrong.focus()
    expect(told).to_contain_text(re.compile("wrong"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/portal/document/\d+/change/#(field|list)-"))


def test_a_map_of_two_hundred_documents_scrolls_in_its_frame_and_is_walked_by_keyboard(desk, ada, lena, extracted):
    """One real outcome, planted for 200 documents: what is asked is whether it fits, not what it says."""
    document = extracted("16-us-consultant.pdf")
    version = contracts.in_force(document.project)
    (line,) = [one for one in SAMPLE_LABELS.read_text().splitlines() if document.name in one]
    import_label_file(version, line.encode(), made="system", by=lena, accept_them=True)
    scored = evaluation.evaluate(document.extractions.get().run, by=ada)
    (outcome,) = scored.documents.values_list("outcome", flat=True)
    for number in range(199):
        more = Document.objects.create(
            project=document.project,
            sha256=f"{number:064x}",
            name=f"{number:03} a rather long name of a document of some issuer.pdf",
            stratum=f"issuer {number // 25}",
            size=1,
            split="dev",
        )
        EvalDocument.objects.create(eval_run=scored, document=more, outcome=outcome)
    page = desk(ada).page
    page.goto(reverse("admin:portal_evalrun_map", args=[scored.pk]))
    for width in (800, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) <= 0
    marks = page.locator("#ps-map tbody a")
    assert marks.count() >= 200
    assert page.locator('#ps-map tbody a[tabindex="0"]').count() == 1
    marks.first.focus()
    for _ in range(150):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#ps-map-told")).to_contain_text("a rather long name")
    field = page.locator("#ps-map tbody th").first.bounding_box()
    assert field
    assert field["x"] < 60, "the field's name stays in view"
