"""A value shows where it stands on the page: the box that lights up lies on its letters."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser.ink import ink

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 800, "height": 700}


def box_of(page: Page, anchor: str) -> Locator:
    return page.locator(f'[id="b-{anchor}"]')


def shift(place, down: float):
    return {**place, "y": place["y"] + down * place["height"]}


@pytest.mark.parametrize(
    ("name", "in_the_open"),
    [
        ("01-de-letter.pdf", ("invoice_number", "invoice_date", "buyer_name", "order_reference", "total_net")),
        ("26-rotated.pdf", ("invoice_number", "invoice_date", "buyer_name", "due_date", "total_net")),
    ],
)
def test_a_clicked_value_lights_its_box_and_the_box_lies_on_ink(desk, erika, extracted, name, in_the_open):
    review = extracted(name).reviews.get()
    page = desk(erika).page
    page.goto(reverse("admin:portal_review_change", args=(review.pk,)))
    page.get_by_role("img", name="Page 1").evaluate("one => one.decode()")  # else the picture may come after its boxes
    links = page.locator("a.ps-to-box").all()
    assert len(links) > 15
    for link in links[:25]:
        link.click()
        anchor = link.get_attribute("data-anchor")
        expect(page.locator(".ps-box.ps-lit")).to_have_id(f"b-{anchor}")
        expect(box_of(page, anchor)).to_be_in_viewport(ratio=0.99)
        place = box_of(page, anchor).bounding_box()
        assert ink(page, place).share > 0.05, anchor
        if anchor.removeprefix("A-") in in_the_open:  # no line of a table and no other text beside it
            assert ink(page, place).crossed == 0, anchor
            assert ink(page, shift(place, 0.5)).crossed > 0, "half a line lower a box cuts through the letters"


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_box_of_the_last_value_of_a_page_comes_into_view(desk, erika, open_review, size):
    page = desk(erika).page
    page.set_viewport_size(size)
    page.goto(reverse("admin:portal_review_change", args=(open_review.pk,)))
    for anchor in ("A-payment_iban", "A-invoice_number"):
        page.locator(f'a.ps-to-box[data-anchor="{anchor}"]').click()
        expect(box_of(page, anchor)).to_be_in_viewport(ratio=0.99)


def test_a_clicked_box_leads_to_the_input_of_its_value(desk, erika, open_review):
    page = desk(erika).page
    page.goto(reverse("admin:portal_review_change", args=(open_review.pk,)))
    box_of(page, "A-invoice_date").click()
    expect(page.get_by_label("Invoice date", exact=True)).to_be_focused()
