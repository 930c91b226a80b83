"""Assigning documents from their list, and finding one's own work again."""

import pytest
from django.urls import reverse

from portal.models import Document

LIST, ARRANGE = "admin:portal_document_changelist", "admin:portal_document_arrange"


@pytest.fixture
def chosen(world):
    return [world.approved.pk, world.waiting.pk]


def test_the_action_asks_and_the_page_sets(world, chosen, lena, erika, log_in):
    client = log_in(lena)
    page = client.post(reverse(LIST), {"action": "arrange_chosen", "_selected_action": chosen, "index": 0})
    text = page.content.decode()
    assert "2 documents" in text
    assert "canary-waiting.pdf" in text
    sent = {
        "project": world.project.pk,
        "documents": ",".join(map(str, chosen)),
        "assigned_to": erika.pk,
        "set_stratum": "on",
        "stratum": "mail",
        "split": "keep",
    }
    assert "2 documents set" in client.post(reverse(ARRANGE), sent, follow=True).content.decode()
    assert {(one.assigned_to, one.stratum) for one in Document.objects.filter(pk__in=chosen)} == {(erika, "mail")}


def test_nothing_chosen_to_set_is_told_and_the_choice_is_kept(world, chosen, lena, log_in):
    sent = {"project": world.project.pk, "documents": ",".join(map(str, chosen))}
    page = log_in(lena).post(reverse(ARRANGE), sent)
    assert page.status_code == 400
    assert f'value="{sent["documents"]}"' in page.content.decode()


def test_an_expert_finds_what_is_assigned_to_them(world, erika, log_in):
    client = log_in(erika)
    assert "assigned to you" not in client.get(reverse("admin:index")).content.decode()
    Document.objects.filter(pk=world.waiting.pk).update(assigned_to=erika)
    home = client.get(reverse("admin:index")).content.decode()
    assert "review assigned to you" in home
    for query, found in (("me", True), ("nobody", False), ("others", False)):
        page = client.get(reverse("admin:portal_review_changelist"), {"corrector": query}).content.decode()
        assert ("canary-waiting.pdf" in page) == found


def test_experts_are_not_offered_to_arrange(world, chosen, erika, log_in):
    client = log_in(erika)
    assert "arrange_chosen" not in client.get(reverse(LIST)).content.decode()
    assert client.post(reverse(ARRANGE), {"project": world.project.pk, "documents": "1"}).status_code == 403


def test_the_page_by_itself_leads_to_the_list(world, lena, log_in):
    assert log_in(lena).get(reverse(ARRANGE)).status_code == 302
