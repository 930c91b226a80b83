"""What waits for a person, by what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import (
    Conflict,
    Extraction,
    ExtractionRun,
    GroundTruth,
    LabelState,
    Project,
    Review,
    ReviewState,
    Upload,
    UploadStep,
)
from portal.services.access import RIGHTS, Verb
from portal.views.page import address
from portal.views.who import may

State = Extraction.State


@dataclass(frozen=True, slots=True)
class Card:
    """A number that waits, what it means (without the number, which stands before it), and where to go."""

    number: int
    words: str
    href: str
    nothing: str
    """What to say where the number is 0."""


def waiting(request: HttpRequest) -> list[Card]:
    """Cards for all roles of this person; none for somebody without a membership."""
    mine = dict.fromkeys(card for verb, card in CARDS if may(request, verb))
    return [card(request) for card in mine]


def _where(request: HttpRequest, verb: Verb, path: str) -> Q:
    """Rows of the projects in which this person may do `verb`."""
    return Q(**{f"{path}__in": Project.objects.filter(Project.in_projects_of(request.user, RIGHTS[verb]))})


def _to_correct(request: HttpRequest) -> Card:
    open_ones = Review.objects.for_user(request.user).filter(
        _where(request, Verb.EDIT_REVIEW, "document__project"), state__in=(ReviewState.OPEN, ReviewState.SENT_BACK)
    )
    mine = open_ones.filter(document__assigned_to=request.user.pk).count()
    if mine:
        return Card(
            mine,
            ngettext(
                "review assigned to you, to correct and submit",
                "reviews assigned to you, to correct and submit",
                mine,
            ),
            address("review_changelist") + "?state=to_correct&corrector=me",
            "",
        )
    count = open_ones.count()
    return Card(
        count,
        ngettext("review to correct and submit", "reviews to correct and submit", count),
        address("review_changelist") + "?state=to_correct",
        _("No review waits for correction. New ones open when a run has extracted documents."),
    )


def _to_approve(request: HttpRequest) -> Card:
    submitted = Review.objects.for_user(request.user).filter(
        _where(request, Verb.APPROVE, "document__project"), state=ReviewState.SUBMITTED
    )
    count = submitted.exclude(submitted_by=request.user.pk).count()
    return Card(
        count,
        ngettext("submitted review to approve or send back", "submitted reviews to approve or send back", count),
        address("review_changelist") + "?state=submitted",
        _("Nothing waits for approval. Reviews come here when an expert submits them."),
    )


def _to_accept(request: HttpRequest) -> Card:
    proposed = GroundTruth.objects.for_user(request.user).filter(
        _where(request, Verb.ACCEPT_LABELS, "document__project"), state=LabelState.PROPOSED
    )
    count = proposed.count()
    return Card(
        count,
        ngettext("label to accept or reject", "labels to accept or reject", count),
        address("groundtruth_changelist") + "?state=proposed",
        _("No label waits for acceptance. Labels come from imports and from approved reviews."),
    )


def _at_work(request: HttpRequest) -> Card:
    unfinished = Extraction.objects.filter(state__in=(State.QUEUED, State.RUNNING))
    runs = ExtractionRun.objects.for_user(request.user).filter(
        _where(request, Verb.RUN, "project"), pk__in=unfinished.values("run")
    )
    count = runs.count()
    return Card(
        count,
        ngettext("run at work", "runs at work", count),
        address("extractionrun_changelist"),
        _("No run is at work. Start one under “Extraction runs”."),
    )


def _failed(request: HttpRequest) -> Card:
    failed = Extraction.objects.for_user(request.user).filter(
        _where(request, Verb.RUN, "run__project"), state=State.FAILED
    )
    count = failed.count()
    return Card(
        count,
        ngettext("failed extraction to look at", "failed extractions to look at", count),
        address("extraction_changelist") + "?state=failed",
        _("No extraction has failed."),
    )


def _to_label(request: HttpRequest) -> Card:
    mine = GroundTruth.objects.for_user(request.user).filter(labeller=request.user.pk, state=LabelState.PROPOSED)
    count = mine.count()
    return Card(
        count,
        ngettext("label of yours that waits for a lead", "labels of yours that wait for a lead", count),
        address("groundtruth_changelist") + "?state=proposed",
        _("None of your labels waits. Bring labels in under “Uploads”, “Upload a workbook or table”."),
    )


def _to_download(request: HttpRequest) -> Card:
    approved = Review.objects.for_user(request.user).filter(state=ReviewState.APPROVED)
    count = approved.count()
    return Card(
        count,
        ngettext("approved review, ready in the final data", "approved reviews, ready in the final data", count),
        address("extraction_final"),
        _("Nothing is approved yet. Final data appear here as soon as an approver releases them."),
    )


def _to_settle(request: HttpRequest) -> Card:
    """Of this person's own uploads: what only they go on with."""
    mine = Upload.objects.for_user(request.user).filter(made_by=request.user.pk)
    waiting = mine.filter(step__in=(UploadStep.MAPPING, UploadStep.PREVIEW)).count()
    if waiting:
        return Card(
            waiting,
            ngettext("upload to look through and confirm", "uploads to look through and confirm", waiting),
            address("upload_changelist"),
            "",
        )
    count = Conflict.objects.filter(cell__upload__in=mine.values("pk"), decision="").count()
    return Card(
        count,
        ngettext("conflict of your uploads to decide", "conflicts of your uploads to decide", count),
        address("upload_changelist"),
        _("None of your uploads waits. Workbooks and tables come in under “Uploads”."),
    )


CARDS = (
    (Verb.EDIT_REVIEW, _to_correct),
    (Verb.APPROVE, _to_approve),
    (Verb.ACCEPT_LABELS, _to_accept),
    (Verb.RUN, _at_work),
    (Verb.RUN, _failed),
    (Verb.WRITE_LABELS, _to_label),
    (Verb.WRITE_LABELS, _to_settle),
    (Verb.EDIT_REVIEW, _to_settle),
    (Verb.DOWNLOAD_FINAL, _to_download),
)
