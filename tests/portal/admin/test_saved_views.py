"""A list as one likes to see it, kept under a name."""

import pytest
from django.urls import reverse

from portal.models import SavedView

LIST, KEEP = "admin:portal_document_changelist", "admin:portal_document_keep"


@pytest.fixture
def hers(world, ada, log_in):
    return log_in(ada)


def keep(client, name="Unreadable", query="readable=no&p=3&q="):
    return client.post(reverse(KEEP), {"name": name, "query": query}, follow=True)


def test_filters_and_search_are_kept_and_the_page_one_was_on_is_not(hers, ada):
    page = keep(hers, query="readable=no&p=3&q=über").content.decode()
    assert SavedView.objects.get().query == "readable=no&q=%C3%BCber"
    assert "kept as “Unreadable”" in page
    assert 'href="?readable=no&amp;q=%C3%BCber" aria-current="true"' in page


def test_the_same_name_again_replaces_what_it_stood_for(hers):
    keep(hers)
    keep(hers, query="split=test")
    assert SavedView.objects.get().query == "split=test"


def test_a_view_is_forgotten(hers):
    keep(hers)
    hers.post(reverse(KEEP), {"name": "Unreadable", "forget": ""})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("name", "query"), [("", "q=x"), ("All", ""), ("x" * 61, "q=x"), ("Long", "q=" + "x" * 600)])
def test_what_cannot_be_kept_is_told(hers, name, query):
    assert "✗" in keep(hers, name, query).content.decode() or not SavedView.objects.exists()
    assert not SavedView.objects.exists()


def test_views_are_ones_own_and_of_one_list(hers, world, lena, log_in):
    keep(hers)
    assert "Unreadable" not in log_in(lena).get(reverse(LIST)).content.decode()
    assert "Unreadable" not in hers.get(reverse("admin:portal_review_changelist")).content.decode()
    log_in(lena).post(reverse(KEEP), {"name": "Unreadable", "forget": ""})
    assert SavedView.objects.count() == 1


def test_nobody_keeps_without_end(hers):
    for number in range(25):
        keep(hers, f"view {number}")
    assert SavedView.objects.count() == 20
