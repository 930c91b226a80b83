"""A lead invites an expert, who makes an account and finds the work that waits."""

from __future__ import annotations

import re

from django.core import mail
from playwright.sync_api import expect

from tests.journeys.browser.conftest import Watch


def test_an_invited_expert_sets_a_password_and_lands_on_their_own_queue(
    desk, lena, extracted, new_context, live_server
):
    extracted("01-de-letter.pdf")
    page = desk(lena).page
    page.get_by_role("link", name="Members").click()
    page.get_by_role("link", name="Invite by mail").click()
    page.get_by_label("Mail address").fill("mia@example.org")
    page.get_by_label("Expert").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("row", name="mia@example.org")).to_contain_text("expert")
    link = re.search(r"/join/\S+", mail.outbox[0].body)[0]

    watch = Watch()
    hers = new_context(base_url=live_server.url).new_page()
    watch.over(hers)
    hers.goto(link)
    hers.get_by_label("User name").fill("mia")
    hers.get_by_label("Password", exact=True).fill("correct horse battery")
    hers.get_by_label("The password again").fill("correct horse battery")
    hers.get_by_role("button", name="Make my account and join").click()
    hers.get_by_role("link", name=re.compile("1 review to correct")).click()
    hers.get_by_role("link", name="01-de-letter.pdf").click()
    expect(hers.get_by_role("heading", name="Review of 01-de-letter.pdf")).to_be_visible()
    assert not watch.seen

    page.reload()
    expect(page.get_by_text("Nobody is invited at the moment")).to_be_visible()
