"""Which role opens which page."""

import re

import pytest
from django.urls import reverse

from tests.portal.admin.conftest import body

YES, NO, GONE = 200, 403, 404
WHO = ("erika", "anton", "lee", "ada", "ines", "lena", "vera")
LISTS = {
    #               erika anton lee  ada  ines lena vera
    "document": (YES, YES, YES, YES, YES, YES, YES),
    "extraction": (YES, YES, NO, YES, NO, YES, NO),
    "groundtruth": (NO, NO, YES, YES, NO, YES, NO),
    "evalrun": (NO, NO, YES, YES, NO, YES, NO),
    "review": (YES, YES, NO, YES, YES, YES, YES),
    "extractionrun": (YES, YES, NO, YES, NO, YES, NO),
    "workbookexport": (YES, YES, YES, YES, YES, YES, YES),
    "upload": (YES, NO, YES, NO, NO, YES, NO),
    "contractversion": (YES, YES, YES, YES, YES, YES, YES),
    "project": (YES, YES, YES, YES, YES, YES, YES),
    "membership": (NO, NO, NO, NO, NO, YES, NO),
}
PAGES = {
    "document_add": ((), (NO, NO, NO, YES, NO, YES, NO)),
    "extractionrun_add": ((), (NO, NO, NO, YES, NO, YES, NO)),
    "workbookexport_add": ((), (YES,) * 7),
    "upload_add": ((), (YES,) * 7),
    "membership_add": ((), (NO, NO, NO, NO, NO, YES, NO)),
    "membership_invite": ((), (NO, NO, NO, NO, NO, YES, NO)),
    "extraction_tokens": ((), (NO, NO, NO, NO, YES, YES, NO)),
    "project_leave": (("project",), (YES,) * 7),
    "project_add": ((), (NO, NO, NO, NO, NO, NO, NO)),
    "contractversion_new": (("project",), (NO, NO, NO, YES, NO, YES, NO)),
    "contractversion_draft": (("project",), (NO, NO, NO, YES, NO, YES, NO)),
    "contractversion_fields": (("version",), (YES,) * 7),
    "contractversion_draft_fields": (("project",), (NO, NO, NO, YES, NO, YES, NO)),
    "contractversion_workbook": (("project",), (NO, NO, NO, YES, NO, YES, NO)),
    "contractversion_draft_field": (("project",), (NO, NO, NO, YES, NO, YES, NO)),
    "contractversion_draft_list": (("project",), (NO, NO, NO, YES, NO, YES, NO)),
    "contractversion_draft_check": (("project",), (NO, NO, NO, YES, NO, YES, NO)),
    "document_change": (("waiting",), (YES, YES, YES, YES, GONE, YES, GONE)),
    "document_file": (("waiting",), (YES, YES, YES, YES, GONE, YES, GONE)),
    "extraction_change": (("extraction",), (YES, YES, GONE, YES, GONE, YES, GONE)),
    "extractionrun_change": (("run",), (YES, YES, GONE, YES, GONE, YES, GONE)),
    "review_change": (("review",), (YES, YES, GONE, YES, GONE, YES, GONE)),
    "groundtruth_change": (("label",), (GONE, GONE, YES, YES, GONE, YES, GONE)),
    "evalrun_change": (("evaluation",), (GONE, GONE, YES, YES, GONE, YES, GONE)),
    "evalrun_map": (("evaluation",), (GONE, GONE, GONE, YES, GONE, YES, GONE)),
    "workbookexport_change": (("export",), (YES, GONE, GONE, GONE, GONE, YES, GONE)),
    "workbookexport_download": (("export",), (YES, GONE, GONE, GONE, GONE, YES, GONE)),
    "upload_change": (("upload",), (YES, GONE, GONE, GONE, GONE, YES, GONE)),
    "upload_conflicts": (("upload",), (YES, GONE, GONE, GONE, GONE, YES, GONE)),
    "membership_change": (("membership",), (GONE, GONE, GONE, GONE, GONE, YES, GONE)),
    "project_change": (("project",), (YES,) * 7),
    "contractversion_change": (("version",), (YES,) * 7),
}
APPROVED = {"document_change": "approved", "document_file": "approved", "review_change": "approved_review"}


def status(client, address):
    response = client.get(address)
    body(response)
    return response.status_code


@pytest.mark.parametrize("model", LISTS)
def test_lists_open_to_the_roles_that_see_such_rows(model, world, log_in):
    address = reverse(f"admin:portal_{model}_changelist")
    assert tuple(status(log_in(world.people[who]), address) for who in WHO) == LISTS[model]


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_to_the_roles_that_may(name, world, log_in):
    rows, expected = PAGES[name]
    address = reverse(f"admin:portal_{name}", args=[getattr(world, row).pk for row in rows])
    assert tuple(status(log_in(world.people[who]), address) for who in WHO) == expected


PURPOSES = {
    "erika": {"review", "final", "contract"},
    "anton": {"review", "final", "contract"},
    "lee": {"blind", "contract"},
    "ada": {"review", "comparison", "final", "contract"},
    "ines": {"final", "contract"},
    "lena": {"blind", "assisted", "review", "comparison", "final", "contract"},
    "vera": {"final", "contract"},
}


@pytest.mark.parametrize("name", WHO)
def test_everybody_is_offered_the_workbooks_they_may_have(name, world, log_in):
    page = log_in(world.people[name]).get(reverse("admin:portal_workbookexport_add")).content.decode()
    assert set(re.findall(r'name="purpose" value="(\w+)"', page)) == PURPOSES[name]
    assert ('name="evaluation"' in page) == ("comparison" in PURPOSES[name])
    assert ('name="evidence"' in page) == ('name="all"' in page) == ("review" in PURPOSES[name])


@pytest.mark.parametrize("name", WHO)
def test_only_who_may_bring_something_in_is_offered_to_upload(name, world, log_in):
    page = log_in(world.people[name]).get(reverse("admin:portal_upload_add")).content.decode()
    assert ('type="file"' in page) == (name in ("erika", "lee", "lena"))
    assert ('name="made"' in page) == (name in ("lee", "lena"))
    assert ('name="accept"' in page) == (name == "lena")


@pytest.mark.parametrize("name", APPROVED)
def test_what_is_approved_opens_to_viewers_and_integrators(name, world, log_in):
    address = reverse(f"admin:portal_{name}", args=[getattr(world, APPROVED[name]).pk])
    assert [status(log_in(world.people[who]), address) for who in ("ines", "vera")] == [YES, YES]


def test_who_labels_blind_reads_no_prediction_anywhere(world, lee, log_in):
    client = log_in(lee)
    for address in (
        reverse("admin:portal_document_change", args=[world.waiting.pk]),
        reverse("admin:portal_document_change", args=[world.approved.pk]),
        reverse("admin:portal_evalrun_change", args=[world.evaluation.pk]),
        reverse("admin:portal_groundtruth_change", args=[world.label.pk]),
        reverse("admin:portal_workbookexport_changelist"),
        reverse("admin:portal_workbookexport_add"),
        reverse("admin:portal_upload_changelist"),
        reverse("admin:portal_upload_add"),
    ):
        page = client.get(address).content.decode()
        assert "R-007" not in page
        assert "Screws" not in page


def test_a_viewer_reads_approved_values_but_no_predictions(world, vera, log_in):
    page = log_in(vera).get(reverse("admin:portal_document_change", args=[world.approved.pk])).content.decode()
    assert "R-007" in page
    assert reverse("admin:portal_extraction_change", args=[world.approved_extraction.pk]) not in page


def test_only_administrators_see_accounts(world, lena, root, log_in):
    accounts = reverse("admin:auth_user_changelist")
    assert log_in(lena).get(accounts).status_code == NO
    assert log_in(root).get(accounts).status_code == YES


@pytest.mark.parametrize("name", WHO)
def test_the_home_page_says_what_waits(name, world, log_in):
    page = log_in(world.people[name]).get(reverse("admin:index")).content.decode()
    waits = {
        "erika": "1</strong> review to correct",
        "ines": "1</strong> approved review, ready",
        "anton": "Nothing waits",
    }
    assert waits.get(name, "What waits for you") in page
    assert ("run at work" in page or "No run is at work" in page) == (name in ("ada", "lena"))
