"""First steps on the home page, by role, until they are put away."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.models import Preference, Role
from portal.views.page import address, person
from portal.views.who import roles_held


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    page: str
    link: str


STEPS: dict[Role, tuple[Step, ...]] = {
    Role.EXPERT: (
        Step("Open a review: the page stands beside its values, and each value has a box on the page.",
             "review_changelist", "Reviews"),
        Step("Tab walks through the values; correct what is wrong, confirm what is right, flag what puzzles you. "
             "Enter saves.", "review_changelist", "Reviews to correct"),
        Step("Submit. Somebody else approves it; what comes back has a comment.", "review_changelist", "Your reviews"),
    ),
    Role.APPROVER: (
        Step("Submitted reviews wait for you: look at what was changed and why, then approve or send back.",
             "review_changelist", "Reviews"),
    ),
    Role.LABELLER: (
        Step("Ground truth is what a person says the document states. Fill a table, a row a document, and bring it in.",
             "groundtruth_import", "Import labels"),
        Step("A lead accepts your labels; then runs are scored against them.", "groundtruth_changelist",
             "Ground truth"),
    ),
    Role.ENGINEER: (
        Step("Drop PDFs, zips or a folder on the upload page.", "document_add", "Upload documents"),
        Step("Start a run: a source states the contract's values for each document.", "extractionrun_add",
             "Start a run"),
        Step("Evaluate the run against accepted labels, and read the map of errors: fields down, documents across.",
             "evalrun_changelist", "Evaluations"),
    ),
    Role.INTEGRATOR: (
        Step("Approved values are ready as a typed workbook: one row a document, one an item.", "extraction_final",
             "Final data"),
    ),
    Role.LEAD: (
        Step("Invite the people of the project and give them roles.", "membership_invite", "Invite by mail"),
        Step("Look through the contract: it says which fields there are, and everything follows from it.",
             "contractversion_changelist", "Contracts"),
        Step("Accept labels that are good enough to score against.", "groundtruth_changelist", "Ground truth"),
    ),
    Role.VIEWER: (Step("You see what is approved.", "document_changelist", "Documents"),),
}  # fmt: skip


def first_steps(request: HttpRequest) -> list[tuple[str, list[tuple[Step, str]]]]:
    """By role: steps and where they lead; none once they were put away."""
    if Preference.objects.filter(user=request.user.pk, tour_seen=True).exists():
        return []
    held = roles_held(request)
    return [(role.label, [(step, address(step.page)) for step in STEPS[role]]) for role in Role if role in held]


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Or show them again."""
    seen = "again" not in request.POST
    Preference.objects.update_or_create(user=person(request), defaults={"tour_seen": seen})
    return HttpResponseRedirect(reverse("admin:index"))
