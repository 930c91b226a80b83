"""Many files at once, dropped on the page: each with its progress and its result."""

from __future__ import annotations

import base64
import json

from playwright.sync_api import Page, expect

from portal.models import Document

DROP = """
(zone, files) => {
  const data = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    data.items.add(new File([bytes], name));
  }
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}
"""


def drop(page: Page, files: list[tuple[str, bytes]]) -> None:
    packed = [(name, base64.b64encode(content).decode()) for name, content in files]
    page.locator("#ps-drop").evaluate(f"(zone, files) => ({DROP})(zone, JSON.parse(files))", json.dumps(packed))


def test_dropped_files_are_sent_one_by_one_and_each_says_what_became_of_it(desk, ada, project, invoices):
    files = [(path.name, path.read_bytes()) for path in sorted(invoices.glob("*.pdf"))]
    page = desk(ada).page
    page.goto("/admin/portal/document/add/")
    drop(page, [*files, ("again.pdf", files[0][1]), ("story.pdf", b"<html>")])
    said = page.locator("#ps-uploads [role=status]")
    expect(said).to_have_text(
        f"{len(files) + 2} of {len(files) + 2} files sent: {len(files)} added, 1 here already, 1 refused.",
        timeout=120_000,
    )
    assert Document.objects.count() == len(files)
    expect(page.get_by_role("row", name="story.pdf")).to_contain_text("✗ refused")
    expect(page.get_by_role("row", name="story.pdf")).to_contain_text("export or print it as PDF")
    expect(page.get_by_role("row", name="27-encrypted.pdf")).to_contain_text("Save a copy without one")
    twin = page.get_by_role("row", name=files[0][0]).or_(page.get_by_role("row", name="again.pdf"))
    expect(twin.filter(has_text="already here")).to_have_count(1)
    page.get_by_role("link", name="Extract values: start a run").click()
    expect(page.get_by_text("Project: Invoices of Beispiel AG")).to_be_visible()


def test_a_file_that_did_not_arrive_can_be_sent_again(desk, ada, project, invoices):
    hers = desk(ada)
    hers.expect(503)
    page = hers.page
    page.goto("/admin/portal/document/add/")
    page.route("**/document/add/", lambda route: route.fulfill(status=503, body="busy"), times=1)
    page.get_by_label("PDFs, zips of PDFs, or a folder of them").set_input_files([invoices / "01-de-letter.pdf"])
    row = page.get_by_role("row", name="01-de-letter.pdf")
    expect(row).to_contain_text("✗ not sent")
    row.get_by_role("button", name="Send it again").click()
    expect(row).to_contain_text("✓ added")
    expect(page.locator("#ps-uploads [role=status]")).to_contain_text("1 of 1 files sent: 1 added")


def test_files_chosen_before_the_project_wait_for_it(desk, ada, project, other_project, invoices):
    project.memberships.create(user=ada, role="lead")
    other_project.memberships.create(user=ada, role="lead")
    page = desk(ada).page
    page.goto("/admin/portal/document/add/")
    page.get_by_label("PDFs, zips of PDFs, or a folder of them").set_input_files([invoices / "01-de-letter.pdf"])
    expect(page.locator("#ps-uploads [role=status]")).to_contain_text("0 of 1")
    page.get_by_label("Project").select_option(label=other_project.name)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("row", name="01-de-letter.pdf")).to_contain_text("✓ added")
    assert Document.objects.get().project == other_project
