"""Every page of ours as its people see it: accessible in light and dark, and never wider than its window."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from portal.models import GroundTruth, Membership, Preference
from portal.services import contracts, evaluation, labels, reviews
from portal.workbook.reader import read_labels

WIDTHS = (800, 1440)
SCHEMES = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
SERIOUS = ("serious", "critical")


def findings(page: Page, **options: object) -> list[str]:
    """What axe calls serious or critical, a line a rule."""
    # Without `preload`, which would write styles into the page to read those of others.
    found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False, **options})
    lines = []
    for one in found.response["violations"]:
        if one["impact"] in SERIOUS:
            lines.append(f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:200]}")
    return lines


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.fixture
def world(extracted, samples, project, ada, lena, erika, anton) -> dict[str, tuple]:
    """Two documents with gold labels, an evaluation, an open review and an approved one: arguments by page."""
    names = ("01-de-letter.pdf", "10-us-simple.pdf")
    documents = [extracted(name) for name in names]
    version = contracts.in_force(project)
    records = read_labels(samples / "invoices" / "labels.jsonl", version.definition).records
    mine = [record for record in records if record.document in (*names, *(one.sha256 for one in documents))]
    assert labels.import_labels(version, mine, made="system", by=lena, accept_them=True).problems == []
    run = documents[0].extractions.get().run
    scored = evaluation.evaluate(run, by=ada)
    submitted, still_open = (document.reviews.get() for document in documents)
    reviews.submit(submitted, by=erika, confirm_rest=True)
    return {
        "document_change": (documents[0].pk,),
        "extractionrun_change": (run.pk,),
        "extraction_change": (documents[1].extractions.get().pk,),
        "evalrun_change": (scored.pk,),
        "evalrun_map": (scored.pk,),
        "review_change": (still_open.pk,),
        "submitted": (submitted.pk,),
        "groundtruth_change": (GroundTruth.objects.first().pk,),
        "contractversion_change": (version.pk,),
        "contractversion_new": (project.pk,),
        "contractversion_draft": (project.pk,),
        "contractversion_workbook": (project.pk,),
        "contractversion_draft_field": (project.pk,),
        "contractversion_draft_check": (project.pk,),
        "contractversion_draft_list": (project.pk,),
        "project_change": (project.pk,),
        "project_leave": (project.pk,),
        "membership_change": (Membership.objects.get(user=erika).pk,),
    }


PAGES = {
    "ada": (
        "document_changelist", "document_add", "document_change", "extractionrun_changelist", "extractionrun_add",
        "extractionrun_change", "extraction_changelist", "extraction_change", "evalrun_changelist", "evalrun_change",
        "evalrun_map", "project_changelist", "project_change", "contractversion_changelist", "contractversion_change",
        "contractversion_new", "contractversion_draft", "contractversion_draft_field", "contractversion_draft_check",
        "contractversion_draft_list", "contractversion_workbook", "extractionrun_compare", "extraction_final",
    ),
    "lena": (
        "membership_changelist", "membership_add", "membership_change", "membership_invite", "project_leave",
        "groundtruth_changelist", "groundtruth_change", "extraction_tokens", "workbookexport_changelist",
        "workbookexport_add", "upload_changelist", "upload_add",
    ),
    "erika": ("review_changelist", "review_change", "document_change"),
    "anton": ("review_changelist", "submitted"),
    "vera": ("document_changelist", "extraction_final"),
}  # fmt: skip


def address(page: str, world: dict[str, tuple]) -> str:
    route = "admin:index" if page == "index" else f"admin:portal_{page.replace('submitted', 'review_change')}"
    return reverse(route, args=world.get(page, ()))


@pytest.mark.parametrize("name", list(PAGES))
def test_pages_are_accessible_and_fit_their_window(desk, world, request, name):
    page = desk(request.getfixturevalue(name)).page
    seen = []
    for one in ("index", *PAGES[name]):
        for scheme, options in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)  # before the page is loaded: colours change slowly
            page.goto(address(one, world))
            seen += [f"{one}, {scheme}: {finding}" for finding in findings(page, **options)]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            seen += [f"{one}: {overflow(page)} px too wide at {width}"] if overflow(page) > 0 else []
    assert not seen, "\n".join(seen)


@pytest.mark.parametrize(
    ("name", "language"),
    [("ada", "de"), ("ada", "ru"), ("lena", "ru"), ("erika", "de"), ("anton", "ru"), ("vera", "de")],
)
def test_pages_fit_their_window_in_other_languages(desk, world, request, name, language):
    user = request.getfixturevalue(name)
    page = desk(user).page
    Preference.objects.create(user=user, language=language)
    page.set_viewport_size({"width": min(WIDTHS), "height": 900})
    seen = []
    for one in ("index", *PAGES[name]):
        page.goto(address(one, world))
        assert page.locator("html").get_attribute("lang") == language
        seen += [f"{one}: {overflow(page)} px too wide"] if overflow(page) > 0 else []
    assert not seen, "\n".join(seen)


def test_what_goes_wrong_on_a_page_is_seen(desk, erika):
    hers = desk(erika)
    page = hers.page
    assert (findings(page), overflow(page), hers.watch.seen) == ([], 0, [])
    page.evaluate("console.error('a script failed')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    page.evaluate("document.body.append(document.createElement('input'))")
    page.evaluate("document.body.append('wide'.repeat(1000))")
    assert [line.split()[0] for line in findings(page)] == ["label"]
    assert overflow(page) > 0
    page.goto("/admin/nothing/")
    said = "\n".join(hers.watch.seen)
    for expected in ("a script failed", "Content Security Policy", "/admin/nothing/ answered 404"):
        assert expected in said
    hers.watch.seen.clear()
