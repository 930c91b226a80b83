"""What is served, and what is not."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse
from django_q.models import Schedule


def test_the_pages_of_the_queue_are_not_served():
    assert not admin.site.is_registered(Schedule)
    assert {model._meta.app_label for model in admin.site._registry} == {"portal", "auth"}
    assert len([model for model in admin.site._registry if model._meta.app_label == "auth"]) == 1


@pytest.mark.parametrize("name", ["view_on_site", "autocomplete"])
def test_no_page_looks_rows_up_by_type_and_id(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}", args=[1, 1] if name == "view_on_site" else [])


@pytest.mark.parametrize("name", ["delete", "history", "import", "export"])
def test_the_stock_pages_of_rows_are_not_served(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:portal_document_{name}", args=[1])


def test_the_side_bar_is_headed_by_what_the_work_is_about(lena, log_in):
    served = log_in(lena).get(reverse("admin:index")).context["available_apps"][0]["models"]
    assert [entry["object_name"] for entry in served][:5] == [
        "Document",
        "Extraction",
        "GroundTruth",
        "EvalRun",
        "Review",
    ]


def test_no_answer_allows_scripts_or_styles_in_the_page(world, lena, log_in):
    client = log_in(lena)
    for name, row in (("document", world.waiting), ("review", world.review), ("evalrun", world.evaluation)):
        response = client.get(reverse(f"admin:portal_{name}_change", args=[row.pk]))
        page = response.content.decode()
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert " onclick" not in page


def test_nobody_can_be_deleted_from_the_ledger(root, erika, log_in):
    assert log_in(root).post(reverse("admin:auth_user_delete", args=[erika.pk]), {"post": "yes"}).status_code == 403


def test_somebody_without_a_project_is_told_what_to_do(db, django_user_model, log_in):
    nobody = django_user_model.objects.create_user("nina", password="x", is_staff=True)
    page = log_in(nobody).get(reverse("admin:index")).content.decode()
    assert "not a member of any project" in page
    assert "nina" in page


def test_an_administrator_without_a_project_can_create_one(root, log_in):
    page = log_in(root).get(reverse("admin:index")).content.decode()
    assert reverse("admin:portal_project_add") in page


def test_the_root_leads_to_the_admin(client, db):
    assert client.get("/")["Location"] == reverse("admin:index")


def test_users_of_a_changed_version_find_its_source(client, lena, settings):
    settings.SOURCE_URL = "https://example.org/our-proofsheet"
    client.force_login(lena)
    assert "https://example.org/our-proofsheet" in client.get("/admin/").content.decode()


def test_the_stock_pages_of_import_and_export_would_open_for_nobody(root, settings):
    """They are not served; were they, they would ask for permissions that no account can be given."""
    for setting in (settings.IMPORT_EXPORT_IMPORT_PERMISSION_CODE, settings.IMPORT_EXPORT_EXPORT_PERMISSION_CODE):
        assert setting
        assert not Permission.objects.filter(codename__contains=setting).exists()
