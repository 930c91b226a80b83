"""Nobody sees a row of a project they are not in, at any address and by any method."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, reverse

from tests.portal.admin.conftest import body

CANARY = ("canary", "Beispiel", "erika", "R-007")
OPEN_TO_ALL = {
    "login",
    "logout",
    "index",
    "help",
    "help_picture",
    "first_steps",
    "password_change",
    "password_change_done",
    "jsi18n",
    "app_list",
    None,
}
ACCOUNTS = "auth_user_"
LISTS = {
    "portal_document_changelist",
    "portal_extraction_changelist",
    "portal_groundtruth_changelist",
    "portal_evalrun_changelist",
    "portal_review_changelist",
    "portal_extractionrun_changelist",
    "portal_workbookexport_changelist",
    "portal_upload_changelist",
    "portal_contractversion_changelist",
    "portal_project_changelist",
    "portal_membership_changelist",
}
FORMS = {
    "portal_document_add",
    "portal_document_arrange",
    "portal_extractionrun_add",
    "portal_extractionrun_compare",
    "portal_workbookexport_add",
    "portal_upload_add",
    "portal_groundtruth_decide",
    "portal_extraction_final",
    "portal_extraction_tokens",
    "portal_membership_add",
    "portal_membership_invite",
}
ROWS = {
    "portal_document_change": lambda w: [w.waiting.pk],
    "portal_document_file": lambda w: [w.waiting.pk],
    "portal_document_image": lambda w: [w.waiting.pk, 1],
    "portal_extraction_change": lambda w: [w.extraction.pk],
    "portal_extraction_final_xlsx": lambda w: [w.project.pk],
    "portal_extractionrun_change": lambda w: [w.run.pk],
    "portal_extractionrun_progress": lambda w: [w.run.pk],
    "portal_extractionrun_cancel": lambda w: [w.run.pk],
    "portal_extractionrun_retry": lambda w: [w.run.pk],
    "portal_extractionrun_evaluate": lambda w: [w.run.pk],
    "portal_review_change": lambda w: [w.review.pk],
    "portal_review_move": lambda w: [w.review.pk],
    "portal_groundtruth_change": lambda w: [w.label.pk],
    "portal_evalrun_change": lambda w: [w.evaluation.pk],
    "portal_evalrun_map": lambda w: [w.evaluation.pk],
    "portal_evalrun_progress": lambda w: [w.evaluation.pk],
    "portal_workbookexport_change": lambda w: [w.export.pk],
    "portal_workbookexport_progress": lambda w: [w.export.pk],
    "portal_workbookexport_download": lambda w: [w.export.pk],
    "portal_upload_change": lambda w: [w.upload.pk],
    "portal_upload_progress": lambda w: [w.upload.pk],
    "portal_upload_answer": lambda w: [w.asked.pk],
    "portal_upload_confirm": lambda w: [w.preview.pk],
    "portal_upload_discard": lambda w: [w.preview.pk],
    "portal_upload_conflicts": lambda w: [w.upload.pk],
    "portal_upload_decide": lambda w: [w.conflict.pk],
    "portal_contractversion_change": lambda w: [w.version.pk],
    "portal_contractversion_new": lambda w: [w.project.pk],
    "portal_contractversion_draft": lambda w: [w.project.pk],
    "portal_contractversion_fields": lambda w: [w.version.pk],
    "portal_contractversion_draft_fields": lambda w: [w.project.pk],
    "portal_contractversion_workbook": lambda w: [w.project.pk],
    "portal_contractversion_draft_field": lambda w: [w.project.pk],
    "portal_contractversion_draft_list": lambda w: [w.project.pk],
    "portal_contractversion_draft_check": lambda w: [w.project.pk],
    "portal_contractversion_draft_preview": lambda w: [w.project.pk],
    "portal_contractversion_dispute": lambda w: [w.version.pk],
    "portal_contractversion_settle": lambda w: [w.version.pk],
    "portal_project_change": lambda w: [w.project.pk],
    "portal_project_leave": lambda w: [w.project.pk],
    "portal_membership_withdraw": lambda w: [w.invitation.pk],
    "portal_membership_change": lambda w: [w.membership.pk],
}
FOR_ADMINISTRATORS = {"portal_project_add"}
OWN_VIEWS = {name.replace("changelist", "keep") for name in LISTS}
"""Where people keep views of their own: see test_saved_views.py."""


def names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def test_every_address_of_the_site_is_tested_here():
    ours = {name for name in names(admin.site.get_urls()) if not (name or "").startswith(ACCOUNTS)}
    assert ours - OPEN_TO_ALL == LISTS | FORMS | set(ROWS) | FOR_ADMINISTRATORS | OWN_VIEWS


@pytest.mark.parametrize("name", sorted(ROWS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_otto_finds_no_row_of_ours(name, method, world, otto, log_in):
    response = getattr(log_in(otto), method)(reverse(f"admin:{name}", args=ROWS[name](world)), {"do": "approve"})
    allowed = {404, 405} if method == "get" else {404}
    assert response.status_code in allowed
    assert not any(word in body(response) for word in CANARY)


@pytest.mark.parametrize("name", sorted(LISTS | FORMS - {"portal_groundtruth_decide", "portal_document_arrange"}))
def test_otto_reads_no_name_of_ours_in_lists_filters_and_forms(name, world, otto, log_in):
    response = log_in(otto).get(reverse(f"admin:{name}"))
    assert response.status_code == 200
    assert not any(word in body(response) for word in CANARY)


@pytest.mark.parametrize(
    "query", ["project={project}", "run={run}", "q=waiting", "state=approved", "stratum=x", "source=layout"]
)
@pytest.mark.parametrize("name", sorted(LISTS))
def test_forged_filters_show_otto_nothing(name, query, world, otto, log_in):
    query = query.format(project=world.project.pk, run=world.run.pk)
    response = log_in(otto).get(reverse(f"admin:{name}") + "?" + query, follow=True)
    assert response.status_code == 200
    assert not any(word in body(response).replace("q=waiting", "").replace('value="canary"', "") for word in CANARY)


@pytest.mark.parametrize(
    "lookup",
    [
        "project__name__startswith=Bills",
        "document__project__name=x",
        "added_by__password__startswith=m",
        "sha256__gt=0",
    ],
)
def test_lists_answer_no_questions_by_lookup(lookup, world, otto, log_in):
    response = log_in(otto).get(reverse("admin:portal_document_changelist") + "?" + lookup)
    assert response.status_code in (302, 400)


def test_what_otto_posts_about_our_rows_changes_nothing(world, otto, log_in):
    client = log_in(otto)
    documents = f"{world.waiting.pk},{world.approved.pk}"
    client.post(reverse("admin:portal_groundtruth_decide"), {"labels": world.label.pk, "do": "reject", "reason": "x"})
    client.post(
        reverse("admin:portal_extractionrun_add"),
        {"project": world.project.pk, "documents": documents, "source": "layout"},
    )
    client.post(reverse("admin:portal_document_add"), {"project": world.project.pk})
    client.post(
        reverse("admin:portal_membership_add"), {"project": world.project.pk, "username": "otto", "roles": "lead"}
    )
    client.post(
        reverse("admin:portal_document_changelist"),
        {"action": "extract_chosen", "_selected_action": [world.waiting.pk], "index": 0},
    )
    client.post(
        reverse("admin:portal_workbookexport_add"),
        {"project": world.project.pk, "documents": documents, "purpose": "review"},
    )
    client.post(
        reverse("admin:portal_upload_add"),
        {"project": world.project.pk, "file": SimpleUploadedFile("a.csv", b"file,number\n"), "made": "blind"},
    )
    world.label.refresh_from_db()
    assert world.label.state == "accepted"
    assert world.project.runs.count() == 2
    assert world.project.documents.count() == 2
    assert world.project.exports.count() == 1
    assert world.project.uploads.count() == 3
    assert not world.project.memberships.filter(user=otto).exists()


def test_documents_of_ours_cannot_be_taken_into_a_run_of_another_project(world, otto, other_project, log_in):
    response = log_in(otto).post(
        reverse("admin:portal_extractionrun_add"),
        {"project": other_project.pk, "documents": str(world.waiting.pk), "source": "layout"},
    )
    assert response.status_code == 400
    assert not other_project.runs.exists()


def test_documents_of_ours_cannot_be_taken_into_a_workbook_of_another_project(
    world, otto, other_project, add_document, log_in
):
    mine = add_document("ottos.pdf", project=other_project)
    sent = {"project": other_project.pk, "documents": f"{world.waiting.pk},{mine.pk}", "purpose": "blind"}
    log_in(otto).post(reverse("admin:portal_workbookexport_add"), sent)
    assert [row.document for row in other_project.exports.get().documents.all()] == [mine]


def test_a_file_cannot_be_said_to_come_from_a_workbook_of_ours(world, otto, other_project, log_in):
    file = SimpleUploadedFile("a.csv", b"file,number\n")
    sent = {"project": other_project.pk, "file": file, "made": "blind", "export": world.export.pk}
    log_in(otto).post(reverse("admin:portal_upload_add"), sent)
    assert other_project.uploads.get().export is None


def test_a_superuser_sees_rows_only_as_a_member(world, root, log_in):
    client = log_in(root)
    assert client.get(reverse("admin:portal_document_change", args=[world.waiting.pk])).status_code == 404
    assert "Beispiel" not in body(client.get(reverse("admin:portal_project_changelist")))


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_stranger_is_asked_to_log_in(name, world, client):
    response = client.get(reverse(f"admin:{name}"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


def test_a_person_who_left_the_project_sees_nothing_of_it(world, erika, log_in):
    world.project.memberships.filter(user=erika).delete()
    assert log_in(erika).get(reverse("admin:portal_document_change", args=[world.waiting.pk])).status_code == 404


@pytest.mark.parametrize("step", ["cancel", "retry", "evaluate"])
def test_a_link_never_changes_a_run(step, world, lena, log_in):
    assert log_in(lena).get(reverse(f"admin:portal_extractionrun_{step}", args=[world.run.pk])).status_code == 405


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("portal_review_move", "review"),
        ("portal_groundtruth_decide", None),
        ("portal_contractversion_dispute", "version"),
        ("portal_contractversion_settle", "version"),
        ("portal_upload_answer", "asked"),
        ("portal_upload_confirm", "preview"),
        ("portal_upload_discard", "preview"),
        ("portal_upload_decide", "conflict"),
    ],
)
def test_a_link_never_takes_a_step(name, row, world, lena, log_in):
    address = reverse(f"admin:{name}", args=[getattr(world, row).pk] if row else [])
    assert log_in(lena).get(address).status_code == 405
