"""Help where it is needed: the documentation as pages, and first steps until they are put away."""

import re

import pytest
from django.urls import resolve, reverse

from portal.models import Preference, Role
from portal.views import help, tour


@pytest.mark.parametrize("page", help.PAGES)
def test_every_page_of_the_documentation_can_be_read(page, erika, log_in):
    text = log_in(erika).get(reverse("admin:help", args=[page])).content.decode()
    assert "<h1" in text
    assert "ps-prose" in text


def test_links_between_the_files_lead_to_their_pages():
    assert f'href="{reverse("admin:help", args=["sources"])}"' in help.read("operation")[1]


def test_pictures_stand_on_the_page(erika, log_in):
    client = log_in(erika)
    page = client.get(reverse("admin:help", args=["labelling"])).content.decode()
    sources = re.findall(r'<img src="([^"]+)" alt="[^"]+', page)
    assert sources
    for source in sources:
        assert client.get(source)["Content-Type"] == "image/png"
    assert client.get(reverse("admin:help_picture", args=["secrets"])).status_code == 404


def test_raw_html_stays_text(tmp_path, monkeypatch):
    (tmp_path / "words.md").write_text("# Title\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n")
    monkeypatch.setattr(help, "DOCS", tmp_path)
    title, html = help.read("words")
    assert title == "Title"
    assert "<script" not in html
    assert 'href="javascript' not in html


def test_there_is_no_help_on_other_files(erika, log_in):
    assert log_in(erika).get(reverse("admin:help", args=["secrets"])).status_code == 404


@pytest.mark.parametrize(
    ("page", "topic"),
    [
        ("portal_evalrun_changelist", "evaluation"),
        ("portal_upload_add", "labelling"),
        ("portal_workbookexport_changelist", "labelling"),
        ("portal_extraction_final", "workbook"),
        ("portal_document_add", "sources"),
        ("index", "words"),
    ],
)
def test_each_page_leads_to_the_help_that_explains_it(page, topic):
    assert help.about(reverse(f"admin:{page}")) == reverse("admin:help", args=[topic])


def test_first_steps_are_those_of_ones_roles_until_put_away(erika, log_in):
    client = log_in(erika)
    home = client.get(reverse("admin:index")).content.decode()
    assert "First steps" in home
    assert "Tab walks through the values" in home
    assert "Invite the people" not in home
    home = client.post(reverse("admin:first_steps"), follow=True).content.decode()
    assert "First steps" not in home
    home = client.post(reverse("admin:first_steps"), {"again": ""}, follow=True).content.decode()
    assert "First steps" in home
    assert Preference.objects.filter(user=erika).count() == 1


def test_every_role_has_steps_and_every_step_leads_somewhere():
    assert set(tour.STEPS) == set(Role)
    for steps in tour.STEPS.values():
        for step in steps:
            assert resolve(reverse(f"admin:portal_{step.page}"))
