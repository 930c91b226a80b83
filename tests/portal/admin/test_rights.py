"""Every door that changes something, tried by every role: it opens to whom the matrix of verbs and roles names.

A door is a form that is posted with what makes it work. Whether something changed is read from the database: a
fingerprint of all rows before and after. So a door that lets somebody in whatever it answers is seen, and so is one
that is shut to those it is for.
"""

import hashlib
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from extraction.contract import Field
from extraction.contract_editing import with_field
from portal.models import EvalRun, Extraction, Role
from portal.services import access, conflicts, contract_drafts, disputes, reviews, runs, tokens
from portal.services.access import RIGHTS, Verb
from portal.views.contract_text import text_of
from tests.portal.admin.conftest import body
from tests.portal.admin.test_scoping import FORMS, LISTS, OWN_VIEWS, ROWS, names
from tests.portal.conftest import CONTRACT, person

ROLES = {
    "erika": Role.EXPERT, "anton": Role.APPROVER, "lee": Role.LABELLER, "ada": Role.ENGINEER, "ines": Role.INTEGRATOR,
    "lena": Role.LEAD, "vera": Role.VIEWER,
}  # fmt: skip
STRANGERS = ("root", "otto")
"""A superuser without a membership, and the lead of another project."""
LEFT_OUT = {"preference", "savedview"}
"""What anybody may keep for themselves."""
EVERYBODY = frozenset(Role)
REFUSED = (302, 400, 403, 404)
"""302: back to where one came from, with the reason as a message."""
MAY = RIGHTS | {
    "leave": EVERYBODY,
    "dispute settled": RIGHTS[Verb.EDIT_CONTRACT],
    "any workbook": EVERYBODY,
    "labels with predictions in view": frozenset({Role.LEAD}),
    "cells of an evaluation": frozenset({Role.ENGINEER, Role.LEAD}),
    "labels or reviews": RIGHTS[Verb.WRITE_LABELS] | RIGHTS[Verb.EDIT_REVIEW],
    "an upload of erika's": frozenset({Role.EXPERT}),
}
"""Beside the verbs: what is for whoever may do one of several things, or for the person it belongs to."""


def seen(world):
    """The revisions that a review form carries."""
    page = Client()
    page.force_login(world.people["lena"])
    form = page.get(reverse("admin:portal_review_change", args=[world.review.pk])).content.decode()
    return {f"seen:{name}": number for name, number in re.findall(r'name="seen:(\w+)" value="(\d+)"', form)}


def failed(world):
    Extraction.objects.filter(pk=world.extraction.pk).update(state="failed", error_code="crashed", error_message="x")


def queued(world):
    Extraction.objects.filter(pk=world.extraction.pk).update(state="queued")


def some_expert(world, name="emil"):
    emil = person(name)
    world.project.memberships.create(user=emil, role=Role.EXPERT)
    return emil


def by_somebody(world):
    reviews.submit(world.review, by=some_expert(world), confirm_rest=True)


def drafted(world):
    contract_drafts.save(world.project, with_field(CONTRACT, Field(name="po")), by=world.people["lena"], seen=0)


def disputed(world):
    world.dispute = disputes.open_dispute(world.project, "total", "With tips?", by=world.people["lena"])


def with_token(world):
    world.token, _secret = tokens.make(world.project, "BI", 30, by=world.people["lena"])


def at_work(world):
    """A second run, not evaluated yet."""
    world.fresh = runs.start(world.version, "layout", [world.waiting], by=world.people["lena"])
    claimed = runs.claim(world.fresh.extractions.get().pk)
    runs.succeed(claimed, Extraction.objects.get(pk=world.extraction.pk).result, 0.1)


PDF = b"%PDF-1.4 another"
LABELS = b"file,Number\ncanary-waiting.pdf,R-009\n"
FIELDS = b"Name,List,Label\nnumber,,No.\ntotal,,Sum\nwhat,lines,What\namount,lines,Amount\n"
NOTHING = lambda world: None  # noqa: E731


def workbook_for(purpose):
    return lambda world: {"project": world.project.pk, "purpose": purpose}


def evaluated(world):
    EvalRun.objects.filter(pk=world.evaluation.pk).update(state=EvalRun.State.SUCCEEDED)


DOORS = {
    # name: (verb, address, what is posted, what must be so before)
    "upload": (Verb.ADD_DOCUMENTS, "portal_document_add", lambda w: {
        "project": w.project.pk, "files": SimpleUploadedFile("new.pdf", PDF)}, NOTHING),
    "assign": (Verb.ARRANGE_DOCUMENTS, "portal_document_arrange", lambda w: {
        "project": w.project.pk, "documents": w.waiting.pk, "split": "test" if w.waiting.split == "dev" else "dev"},
        NOTHING),
    "start a run": (Verb.RUN, "portal_extractionrun_add", lambda w: {
        "project": w.project.pk, "documents": w.waiting.pk, "source": "layout"}, NOTHING),
    "cancel a run": (Verb.RUN, "portal_extractionrun_cancel", lambda w: {}, queued),
    "retry a run": (Verb.RUN, "portal_extractionrun_retry", lambda w: {}, failed),
    "evaluate": (Verb.EVALUATE, "portal_extractionrun_evaluate", lambda w: {}, at_work),
    "publish as text": (Verb.EDIT_CONTRACT, "portal_contractversion_new", lambda w: {
        "definition": text_of(with_field(CONTRACT, Field(name="po")))}, NOTHING),
    "change the draft": (Verb.EDIT_CONTRACT, "portal_contractversion_draft", lambda w: {
        "seen": 0, "do": "about", "title": "Other"}, NOTHING),
    "discard the draft": (Verb.EDIT_CONTRACT, "portal_contractversion_draft", lambda w: {
        "seen": 1, "do": "discard"}, drafted),
    "publish the draft": (Verb.EDIT_CONTRACT, "portal_contractversion_draft", lambda w: {
        "seen": 1, "do": "publish", "after": 1}, drafted),
    "upload changed fields": (Verb.EDIT_CONTRACT, "portal_contractversion_workbook", lambda w: {
        "seen": 0, "file": SimpleUploadedFile("fields.csv", FIELDS)}, NOTHING),
    "add a field": (Verb.EDIT_CONTRACT, "portal_contractversion_draft_field", lambda w: {
        "seen": 0, "do": "save", "name": "po", "type": "text"}, NOTHING),
    "add a list": (Verb.EDIT_CONTRACT, "portal_contractversion_draft_list", lambda w: {
        "seen": 0, "do": "save", "name": "taxes", "first_field": "rate"}, NOTHING),
    "add a check": (Verb.EDIT_CONTRACT, "portal_contractversion_draft_check", lambda w: {
        "seen": 0, "do": "save", "name": "positive", "rule": "total > 0"}, NOTHING),
    "dispute a field": (Verb.DISPUTE, "portal_contractversion_dispute", lambda w: {
        "field": "total", "question": "With tips?"}, NOTHING),
    "settle a dispute": ("dispute settled", "portal_contractversion_settle", lambda w: {"dispute": w.dispute.pk},
                         disputed),
    "correct a review": (Verb.EDIT_REVIEW, "portal_review_change", lambda w: {
        "do": "save", "text:total": "31.00 EUR", **seen(w)}, NOTHING),
    "submit a review": (Verb.EDIT_REVIEW, "portal_review_change", lambda w: {
        "do": "submit", "checked_rest": "on", **seen(w)}, NOTHING),
    "approve": (Verb.APPROVE, "portal_review_move", lambda w: {"do": "approve"}, by_somebody),
    "send back": (Verb.APPROVE, "portal_review_move", lambda w: {"do": "send back", "words": "why"}, by_somebody),
    "reopen": (Verb.REOPEN, "portal_review_move", lambda w: {"do": "reopen", "words": "why"}, NOTHING),
    "make a blind template": (Verb.WRITE_LABELS, "portal_workbookexport_add", workbook_for("blind"), NOTHING),
    "make a template with predictions": ("labels with predictions in view", "portal_workbookexport_add",
                                         workbook_for("assisted"), NOTHING),
    "make a review copy": (Verb.DOWNLOAD_UNAPPROVED, "portal_workbookexport_add", workbook_for("review"), NOTHING),
    "make a comparison": ("cells of an evaluation", "portal_workbookexport_add", lambda w: {
        **workbook_for("comparison")(w), "evaluation": w.evaluation.pk}, evaluated),
    "make final data": (Verb.DOWNLOAD_FINAL, "portal_workbookexport_add", workbook_for("final"), NOTHING),
    "make final data of all": (Verb.DOWNLOAD_UNAPPROVED, "portal_workbookexport_add", lambda w: {
        **workbook_for("final")(w), "all": "on"}, NOTHING),
    "make a workbook of the contract": ("any workbook", "portal_workbookexport_add", workbook_for("contract"), NOTHING),
    "upload a table": ("labels or reviews", "portal_upload_add", lambda w: {
        "project": w.project.pk, "made": "system", "file": SimpleUploadedFile("labels.csv", LABELS)}, NOTHING),
    "answer": ("an upload of erika's", "portal_upload_answer", lambda w: {"made": "blind"}, NOTHING),
    "confirm": ("an upload of erika's", "portal_upload_confirm", lambda w: {}, NOTHING),
    "throw away": ("an upload of erika's", "portal_upload_discard", lambda w: {}, NOTHING),
    "decide a conflict": (Verb.EDIT_REVIEW, "portal_upload_decide", lambda w: {
        "decision": "file", "seen": conflicts.held_at(w.conflict.cell).revision}, NOTHING),
    "reject a label": (Verb.ACCEPT_LABELS, "portal_groundtruth_decide", lambda w: {
        "labels": w.label.pk, "do": "reject", "reason": "why"}, NOTHING),
    "make a token": (Verb.MANAGE_TOKENS, "portal_extraction_tokens", lambda w: {
        "project": w.project.pk, "name": "Power BI", "days": 30}, NOTHING),
    "revoke a token": (Verb.MANAGE_TOKENS, "portal_extraction_tokens", lambda w: {
        "do": "revoke", "token": w.token.pk}, with_token),
    "add a member": (Verb.MANAGE_MEMBERS, "portal_membership_add", lambda w: {
        "project": w.project.pk, "username": "otto", "roles": "viewer"}, NOTHING),
    "change a member": (Verb.MANAGE_MEMBERS, "portal_membership_change", lambda w: {"roles": "approver"}, NOTHING),
    "invite": (Verb.MANAGE_MEMBERS, "portal_membership_invite", lambda w: {
        "project": w.project.pk, "email": "new@example.org", "roles": "expert"}, NOTHING),
    "withdraw an invitation": (Verb.MANAGE_MEMBERS, "portal_membership_withdraw", lambda w: {}, NOTHING),
    "leave": ("leave", "portal_project_leave", lambda w: {}, lambda w: w.project.memberships.create(
        user=person("lea"), role=Role.LEAD)),
}  # fmt: skip
READ_ONLY = {
    "portal_document_change", "portal_document_file", "portal_document_image", "portal_extraction_change",
    "portal_extraction_final", "portal_extraction_final_xlsx", "portal_extractionrun_change",
    "portal_extractionrun_compare", "portal_extractionrun_progress", "portal_groundtruth_change",
    "portal_evalrun_change", "portal_evalrun_map", "portal_evalrun_progress", "portal_contractversion_change",
    "portal_contractversion_draft_preview", "portal_contractversion_fields", "portal_contractversion_draft_fields",
    "portal_project_change", "portal_workbookexport_change", "portal_workbookexport_progress",
    "portal_workbookexport_download", "portal_upload_change", "portal_upload_progress", "portal_upload_conflicts",
}  # fmt: skip
"""Pages that change nothing, whatever is posted to them."""


def fingerprint():
    """Of all rows of the portal and its accounts."""
    digest = hashlib.sha256()
    for model in [*apps.get_app_config("portal").get_models(), apps.get_model("auth", "User")]:
        if model._meta.model_name not in LEFT_OUT:
            left_out = {"last_login", "rung_at"}
            columns = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
            digest.update(repr(list(model._default_manager.order_by("pk").values_list(*columns))).encode())
    return digest.hexdigest()


def post(door, world, user):
    """The answer, and whether anything changed; what was done is taken back."""
    _verb, name, data, before = DOORS[door]
    with transaction.atomic():
        before(world)
        if name == "portal_extractionrun_evaluate":
            arguments = [world.fresh.pk]
        elif door == "reopen":
            arguments = [world.approved_review.pk]
        else:
            arguments = ROWS[name](world) if name in ROWS else []
        sent = data(world)
        was = fingerprint()
        client = Client()
        client.force_login(user)
        answer = client.post(reverse(f"admin:{name}", args=arguments), sent)
        changed = fingerprint() != was
        transaction.set_rollback(True)
    return answer, changed


def test_every_page_is_a_door_or_changes_nothing():
    ours = {name for name in names(admin.site.get_urls()) if (name or "").startswith("portal_")}
    doors = {name for _verb, name, _data, _before in DOORS.values()}
    assert ours - doors - READ_ONLY == LISTS | OWN_VIEWS | {"portal_project_add"}
    assert doors | READ_ONLY <= FORMS | set(ROWS)


def test_every_verb_that_changes_something_has_a_door():
    commands = {Verb.IMPORT_PREDICTIONS}  # see tests/portal/commands
    assert {verb for verb, *_rest in DOORS.values() if isinstance(verb, Verb)} == set(Verb) - commands


@pytest.mark.parametrize("door", DOORS)
def test_a_door_opens_to_the_roles_of_its_verb_and_to_nobody_else(door, world, otto, root):
    verb = DOORS[door][0]
    for name, role in ROLES.items():
        answer, changed = post(door, world, world.people[name])
        assert changed == (role in MAY[verb]), f"{name}: {answer.status_code}"
        assert answer.status_code in ((200, 302) if changed else REFUSED), f"{name}: {answer.status_code}"
    for stranger in (otto, root):
        answer, changed = post(door, world, stranger)
        assert not changed
        assert answer.status_code in REFUSED, f"{stranger}: {answer.status_code}"


@pytest.mark.parametrize("name", sorted(READ_ONLY))
def test_posting_to_a_page_that_only_shows_changes_nothing(name, world, lena, log_in):
    was = fingerprint()
    address = reverse(f"admin:{name}", args=ROWS[name](world) if name in ROWS else [])
    body(log_in(lena).post(address, {"do": "save"}))
    assert fingerprint() == was


def test_actions_on_lists_ask_for_the_same_rights(world, log_in):
    labels = reverse("admin:portal_groundtruth_changelist")
    sent = {"action": "accept_chosen", "_selected_action": [world.label.pk], "index": 0}
    type(world.label).objects.filter(pk=world.label.pk).update(state="proposed")
    for name, role in ROLES.items():
        with transaction.atomic():
            was = fingerprint()
            log_in(world.people[name]).post(labels, sent)
            assert (fingerprint() != was) == (role in RIGHTS[Verb.ACCEPT_LABELS]), name
            transaction.set_rollback(True)


@pytest.mark.parametrize(("door", "who"), [("cancel a run", "erika"), ("reject a label", "lee"), ("approve", "ada")])
def test_without_the_guard_the_door_would_be_open(door, who, world, monkeypatch):
    """The same door, the same person, the right taken for granted: what is tested above is the guard."""
    assert not post(door, world, world.people[who])[1]
    monkeypatch.setitem(access.RIGHTS, DOORS[door][0], EVERYBODY)
    assert post(door, world, world.people[who])[1]
