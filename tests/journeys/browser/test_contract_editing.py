"""Ada changes the words of a field, tries them on real documents, reads what changes, and publishes."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from portal.services import contracts


@pytest.fixture
def documents(extracted):
    """Two real invoices, kept for development."""
    found = [extracted(name) for name in ("01-de-letter.pdf", "10-us-simple.pdf")]
    for document in found:
        document.split = "dev"
        document.save()
    return found


def test_a_field_is_tried_before_it_is_published(desk, project, documents, ada):
    page = desk(ada).page
    version = contracts.in_force(project)
    page.goto(reverse("admin:portal_contractversion_change", args=[version.pk]))
    page.get_by_role("link", name="New version…").click()
    page.get_by_role("link", name="Invoice number").click()

    expect(page.get_by_label("Name", exact=True)).to_be_disabled()
    expect(page.get_by_label("Allowed values")).to_be_hidden()
    page.get_by_label("Words on the page").fill("Rechnung Nr.\nNowhere to be seen")
    page.get_by_role("button", name="Try it on 2 documents").focus()
    page.keyboard.press("Enter")
    board = page.locator("#ps-tried")
    expect(board.get_by_role("status")).to_contain_text("2 of 2 documents tried.")
    expect(board.get_by_role("row", name="01-de-letter.pdf")).to_contain_text("RE-2025-0412")
    expect(page.locator("#ps-tried-words")).to_contain_text("Rechnung Nr.: stands in 1, needed in")
    expect(page.locator("#ps-tried-nowhere")).to_contain_text("Nowhere to be seen")
    assert contracts.in_force(project) == version

    page.get_by_role("button", name="Save in the draft").click()
    changes = page.get_by_role("row", name="Invoice number").first
    expect(changes).to_contain_text("Words on the page, gone")
    page.get_by_label("What changes, and why").fill("fewer words")
    page.get_by_role("button", name="Publish v2").click()
    expect(page.get_by_text("is published and in force")).to_be_visible()
    page.get_by_text("What changed since v1: 1 part").click()
    expect(page.get_by_role("cell", name="Nowhere to be seen").first).to_be_visible()
    assert contracts.in_force(project).definition.field("invoice_number").aliases == (
        "Rechnung Nr.",
        "Nowhere to be seen",
    )


def test_the_language_is_chosen_by_keyboard_under_ones_name(desk, erika):
    page = desk(erika).page
    page.locator(".ps-person summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Deutsch").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Was auf Sie wartet")).to_be_visible()
    page.goto(reverse("admin:portal_review_changelist"))
    expect(page.get_by_role("heading", name="Durchsichten")).to_be_visible()
