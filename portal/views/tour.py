"""First steps on the home page, by role, until they are put away."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.models import Preference, Role
from portal.views.page import address, person
from portal.views.who import roles_held


@dataclass(frozen=True, slots=True)
class Step:
    words: str | Promise
    page: str
    link: str | Promise


STEPS: dict[Role, tuple[Step, ...]] = {
    Role.EXPERT: (
        Step(
            gettext_lazy("Open a review: the page stands beside its values, and each value has a box on the page."),
            "review_changelist",
            gettext_lazy("Reviews"),
        ),
        Step(
            gettext_lazy(
                "Tab walks through the values; correct what is wrong, confirm what is right, flag what puzzles you. "
                "Enter saves."
            ),
            "review_changelist",
            gettext_lazy("Reviews to correct"),
        ),
        Step(
            gettext_lazy("Submit. Somebody else approves it; what comes back has a comment."),
            "review_changelist",
            gettext_lazy("Your reviews"),
        ),
    ),
    Role.APPROVER: (
        Step(
            gettext_lazy(
                "Submitted reviews wait for you: look at what was changed and why, then approve or send back."
            ),
            "review_changelist",
            gettext_lazy("Reviews"),
        ),
    ),
    Role.LABELLER: (
        Step(
            gettext_lazy(
                "Ground truth is what a person says the document states. "
                "Fill a table, a row a document, and bring it in."
            ),
            "upload_add",
            gettext_lazy("Upload a workbook or table"),
        ),
        Step(
            gettext_lazy("A lead accepts your labels; then runs are scored against them."),
            "groundtruth_changelist",
            gettext_lazy("Ground truth"),
        ),
    ),
    Role.ENGINEER: (
        Step(
            gettext_lazy("Drop PDFs, zips or a folder on the upload page."),
            "document_add",
            gettext_lazy("Upload documents"),
        ),
        Step(
            gettext_lazy("Start a run: a source states the contract's values for each document."),
            "extractionrun_add",
            gettext_lazy("Start a run"),
        ),
        Step(
            gettext_lazy(
                "Evaluate the run against accepted labels, and read the map of errors: fields down, documents across."
            ),
            "evalrun_changelist",
            gettext_lazy("Evaluations"),
        ),
    ),
    Role.INTEGRATOR: (
        Step(
            gettext_lazy("Approved values are ready as a typed workbook: one row a document, one an item."),
            "extraction_final",
            gettext_lazy("Final data"),
        ),
    ),
    Role.LEAD: (
        Step(
            gettext_lazy("Invite the people of the project and give them roles."),
            "membership_invite",
            gettext_lazy("Invite by mail"),
        ),
        Step(
            gettext_lazy("Look through the contract: it says which fields there are, and everything follows from it."),
            "contractversion_changelist",
            gettext_lazy("Contracts"),
        ),
        Step(
            gettext_lazy("Accept labels that are good enough to score against."),
            "groundtruth_changelist",
            gettext_lazy("Ground truth"),
        ),
    ),
    Role.VIEWER: (Step(gettext_lazy("You see what is approved."), "document_changelist", gettext_lazy("Documents")),),
}


def first_steps(request: HttpRequest) -> list[tuple[str, list[tuple[Step, str]]]]:
    """By role: steps and where they lead; none once they were put away."""
    if Preference.objects.filter(user=request.user.pk, tour_seen=True).exists():
        return []
    held = roles_held(request)
    return [(str(role.label), [(step, address(step.page)) for step in STEPS[role]]) for role in Role if role in held]


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Or show them again."""
    seen = "again" not in request.POST
    Preference.objects.update_or_create(user=person(request), defaults={"tour_seen": seen})
    return HttpResponseRedirect(reverse("admin:index"))
