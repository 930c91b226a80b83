"""A review without a mouse."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from portal.models import ReviewState, ValueState

MOST_TABS = 80


def tab_to(page: Page, element_id: str) -> None:
    """Press Tab until the element has the focus, as visible as it must be."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == element_id:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"{element_id} is not reached in {MOST_TABS} steps")


def test_a_review_is_filled_in_saved_and_submitted_by_keyboard(desk, erika, open_review):
    page = desk(erika).page
    page.goto(reverse("admin:portal_review_change", args=(open_review.pk,)))
    tab_to(page, "f-invoice_number")
    expect(page.locator(".ps-box.ps-lit")).to_have_id("b-A-invoice_number")
    page.keyboard.type("R-2031-7")  # the value is selected: typing replaces it
    tab_to(page, "f-buyer_name")
    page.keyboard.type("Neue Käufer GmbH")
    tab_to(page, "f-line_items.new1.description")
    page.keyboard.type("Vergessene Position")
    page.keyboard.press("Enter")
    expect(page.get_by_text("saved.")).to_be_visible()
    values = {row.field: row for row in open_review.values.filter(list_name="")}
    assert values["invoice_number"].stored.value == "R-2031-7"
    assert values["invoice_number"].state == ValueState.CORRECTED
    assert values["buyer_name"].stored.value == "Neue Käufer GmbH"
    assert open_review.values.filter(list_name="line_items", value="Vergessene Position").exists()

    tab_to(page, "checked_rest")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The review is submitted")).to_be_visible()
    open_review.refresh_from_db()
    assert open_review.state == ReviewState.SUBMITTED
