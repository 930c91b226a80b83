"""Two people in one review: nothing that either of them typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

NEW_ITEM = '[id="f-line_items.new1.description"]'


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def net(page: Page):
    return page.get_by_label("Total net", exact=True)


def buyer(page: Page):
    return page.get_by_label("Buyer name", exact=True)


@pytest.fixture
def both(desk, erika, lena, open_review):
    """Erika and lena have the same review open."""
    address = reverse("admin:portal_review_change", args=(open_review.pk,))
    hers = desk(erika)
    hers.page.goto(address)
    other = desk(lena)
    other.page.goto(address)
    return hers, other


def stored(review, name: str) -> str:
    return review.values.get(list_name="", field=name).stored.value


def test_a_newer_change_is_shown_and_nothing_typed_is_lost(both, open_review):
    hers, other = both
    net(other.page).fill("100.00 EUR")
    save(other.page)
    expect(other.page.get_by_text("1 value saved")).to_be_visible()

    page = hers.page
    hers.expect(409)
    net(page).fill("200.00 EUR")
    buyer(page).fill("Neue Käufer GmbH")
    page.locator(NEW_ITEM).fill("Vergessene Position")
    page.get_by_label("Reason for these changes").fill("seen on the page")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    warned = page.get_by_role("row").filter(has=net(page))
    expect(warned).to_contain_text("it now says “100.00 EUR”, you typed “200.00 EUR”")
    expect(net(page)).to_have_value("200.00 EUR")
    expect(buyer(page)).to_have_value("Neue Käufer GmbH")
    expect(page.locator(NEW_ITEM)).to_have_value("Vergessene Position")
    expect(page.get_by_label("Reason for these changes")).to_have_value("seen on the page")
    assert stored(open_review, "total_net") == "100.00"

    save(page)
    expect(page.get_by_text("saved.")).to_be_visible()
    assert stored(open_review, "total_net") == "200.00"
    assert stored(open_review, "buyer_name") == "Neue Käufer GmbH"
    assert open_review.values.filter(list_name="line_items", field="description", value="Vergessene Position").exists()


def test_changes_of_different_values_do_not_disturb_each_other(both, open_review):
    hers, other = both
    net(other.page).fill("100.00 EUR")
    save(other.page)
    expect(other.page.get_by_text("1 value saved")).to_be_visible()
    buyer(hers.page).fill("Neue Käufer GmbH")
    save(hers.page)
    expect(hers.page.get_by_text("1 value saved")).to_be_visible()
    assert (stored(open_review, "total_net"), stored(open_review, "buyer_name")) == ("100.00", "Neue Käufer GmbH")


def test_what_cannot_be_read_is_marked_and_kept_with_everything_else(desk, erika, open_review):
    hers = desk(erika)
    hers.expect(400)
    page = hers.page
    page.goto(reverse("admin:portal_review_change", args=(open_review.pk,)))
    net(page).fill("about two hundred")
    buyer(page).fill("Neue Käufer GmbH")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved")
    expect(net(page)).to_have_attribute("aria-invalid", "true")
    expect(net(page)).to_have_value("about two hundred")
    expect(buyer(page)).to_have_value("Neue Käufer GmbH")
