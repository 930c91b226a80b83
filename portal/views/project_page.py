"""A project: its contract, its members, how far its documents are."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.models import (
    Document,
    ExtractionRun,
    GroundTruth,
    LabelState,
    Membership,
    Project,
    Review,
    ReviewState,
    Role,
)
from portal.services.access import Verb, can
from portal.views.page import address, found, render_page, trail_of
from portal.views.words import LABEL_STATES, REVIEW_STATES


def show(request: HttpRequest, pk: int) -> HttpResponse:
    project = found(request, Project, pk)
    members = Membership.objects.for_user(request.user).filter(project=project).select_related("user")
    by_role = [(Role(role).label, [one for one in members if one.role == role]) for role in Role.values]
    reviews = _states(Review.objects.for_user(request.user).filter(document__project=project))
    labels = _states(GroundTruth.objects.for_user(request.user).filter(document__project=project))
    versions = project.contract_versions.select_related("created_by")
    return render_page(
        request,
        "portal/project.html",
        project.name,
        trail=trail_of((_("Projects"), address("project_changelist"))),
        project=project,
        sees_members=can(request.user, Verb.MANAGE_MEMBERS, project),
        by_role=by_role,
        versions=versions,
        documents=Document.objects.for_user(request.user).filter(project=project).count(),
        runs=ExtractionRun.objects.for_user(request.user).filter(project=project).count(),
        reviews=[(REVIEW_STATES[state], reviews.get(state, 0), state) for state in ReviewState.values],
        labels=[(LABEL_STATES[state], labels.get(state, 0), state) for state in LabelState.values] if labels else [],
        may_add=can(request.user, Verb.ADD_DOCUMENTS, project),
        may_run=can(request.user, Verb.RUN, project),
        may_upload=can(request.user, Verb.WRITE_LABELS, project) or can(request.user, Verb.EDIT_REVIEW, project),
        may_edit_contract=can(request.user, Verb.EDIT_CONTRACT, project),
        may_download=can(request.user, Verb.DOWNLOAD_FINAL, project),
    )


def _states(rows: object) -> dict[str, int]:
    counted = rows.order_by().values_list("state").annotate(Count("pk"))  # type: ignore[attr-defined]
    return dict(counted)
