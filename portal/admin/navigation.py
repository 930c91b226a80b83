"""The side bar: by task, with only what a person's roles need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Role
from portal.views.who import roles_held

EVERYBODY = frozenset(Role)
CORRECTING = frozenset({Role.EXPERT, Role.APPROVER, Role.LEAD})
BUILDING = frozenset({Role.ENGINEER, Role.LEAD})
FILLING_IN = frozenset({Role.EXPERT, Role.LABELLER, Role.LEAD})
LABELLING = frozenset({Role.LABELLER, Role.ENGINEER, Role.LEAD})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the side bar: what it says, the page it opens, its symbol, and who needs it."""

    words: str | Promise
    page: str
    symbol: str
    roles: frozenset[Role] = EVERYBODY


GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        gettext_lazy("Data"),
        (
            Entry(gettext_lazy("Documents"), "portal_document_changelist", "description"),
            Entry(gettext_lazy("Extractions"), "portal_extraction_changelist", "find_in_page", BUILDING),
            Entry(gettext_lazy("Ground truth"), "portal_groundtruth_changelist", "fact_check", LABELLING),
            Entry(gettext_lazy("Evaluations"), "portal_evalrun_changelist", "monitoring", LABELLING),
        ),
    ),
    (
        gettext_lazy("Work"),
        (
            Entry(
                gettext_lazy("Reviews"),
                "portal_review_changelist",
                "rate_review",
                CORRECTING | {Role.ENGINEER, Role.VIEWER},
            ),
            Entry(gettext_lazy("Extraction runs"), "portal_extractionrun_changelist", "play_circle", BUILDING),
            Entry(
                gettext_lazy("Workbooks"), "portal_workbookexport_changelist", "table_chart", EVERYBODY - {Role.VIEWER}
            ),
            Entry(gettext_lazy("Uploads"), "portal_upload_changelist", "upload_file", FILLING_IN),
            Entry(gettext_lazy("Final data"), "portal_extraction_final", "table_view", EVERYBODY - {Role.LABELLER}),
        ),
    ),
    (
        gettext_lazy("Project"),
        (
            Entry(gettext_lazy("Projects"), "portal_project_changelist", "folder_open"),
            Entry(gettext_lazy("Contracts"), "portal_contractversion_changelist", "schema"),
            Entry(gettext_lazy("Members"), "portal_membership_changelist", "group", frozenset({Role.LEAD})),
        ),
    ),
)
ACCOUNTS = Entry(gettext_lazy("Accounts"), "auth_user_changelist", "manage_accounts")
HOME = Entry(gettext_lazy("What waits for you"), "index", "inbox")


def side_bar(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of entries as the theme wants them. A superuser has the accounts, and may make projects."""
    held = roles_held(request)
    groups: list[tuple[str | Promise, list[Entry]]] = [("", [HOME])]
    groups += [(title, [entry for entry in entries if entry.roles & held]) for title, entries in GROUPS]
    if request.user.is_active and request.user.is_superuser:
        if not held:
            groups.append((_("Project"), [GROUPS[2][1][0]]))
        groups.append((_("Administration"), [ACCOUNTS]))
    return [
        {"title": title, "items": [_item(request, entry) for entry in entries]} for title, entries in groups if entries
    ]


def _item(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    href = reverse(f"admin:{entry.page}")
    here = request.path
    return {
        "title": entry.words,
        "link": href,
        "icon": entry.symbol,
        "has_permission": True,
        "active": here == href if entry is HOME else here.startswith(href) and not _is_final(here, entry),
    }


def _is_final(here: str, entry: Entry) -> bool:
    """The final data lie below the extractions, and have an entry of their own."""
    return entry.page == "portal_extraction_changelist" and "/final/" in here
