"""Workbooks that go out: asked for here, made by `portal.workbook.exporting` in the queue."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.models import (
    Document,
    EvalRun,
    ExportedDocument,
    ExportOptions,
    Project,
    Purpose,
    Review,
    Role,
    WorkbookExport,
)
from portal.models.eval_runs import SEES_CELLS
from portal.models.reviews import SEES_REVIEWS
from portal.services import bulk_rows, jobs
from portal.services.access import RIGHTS, Verb, roles_of
from portal.services.contracts import in_force
from portal.services.errors import BadInput

DOORBELL = "portal.tasks.make_workbook"
MOST_DOCUMENTS = 200_000


def begin(
    project: Project,
    purpose: Purpose,
    *,
    by: User,
    documents: Iterable[int] | None = None,
    options: ExportOptions | None = None,
    ring: bool = True,
) -> WorkbookExport:
    """Note what a workbook is to hold; with `ring` a worker makes it. `documents` None: all of the project.

    Raises PermissionDenied, BadInput (no contract yet, no documents).
    """
    options = options or ExportOptions()
    allow(project, purpose, options, by=by)
    version = in_force(project)
    chosen = _documents(project, purpose, documents, version.pk, by)
    with transaction.atomic():
        export = WorkbookExport.objects.create(
            project=project,
            contract_version=version,
            purpose=purpose,
            options=options,
            key=secrets.token_hex(16),
            made_by=by,
            language=get_language() or "en",
            total=len(chosen),
        )
        bulk_rows.insert(ExportedDocument, ["export_id", "document_id"], [(export.pk, one) for one in chosen])
        if ring:
            jobs.ring(export, DOORBELL)
    return export


def allow(project: Project, purpose: Purpose, options: ExportOptions, *, by: User) -> None:
    """Raises PermissionDenied where this person may not have such a workbook, BadInput where it cannot be made."""
    roles = for_whom(purpose, approved_only=options.approved_only)
    if not roles & roles_of(by, project):
        # Translators: the purpose of a workbook: review copy, final data.
        words = _("For a workbook of %(project)s (%(purpose)s) you need the role %(roles)s; ask a lead of the project.")
        needed = _(" or ").join(sorted(role.word for role in roles))
        raise PermissionDenied(words % {"project": project, "purpose": purpose.label, "roles": needed})
    if purpose == Purpose.COMPARISON:
        evaluations = EvalRun.objects.for_user(by).filter(project=project, state=EvalRun.State.SUCCEEDED)
        if not evaluations.filter(pk=options.evaluation or 0).exists():
            raise BadInput(_("Choose the evaluation whose cells the comparison is to show."))


def for_whom(purpose: Purpose, *, approved_only: bool = True) -> frozenset[Role]:
    """The roles that may have such a workbook: it shows what they may see anyway."""
    match purpose:
        case Purpose.BLIND:
            return RIGHTS[Verb.WRITE_LABELS]
        case Purpose.ASSISTED:
            return RIGHTS[Verb.WRITE_LABELS] & SEES_REVIEWS
        case Purpose.REVIEW:
            return RIGHTS[Verb.DOWNLOAD_UNAPPROVED]
        case Purpose.FINAL:
            return RIGHTS[Verb.DOWNLOAD_FINAL if approved_only else Verb.DOWNLOAD_UNAPPROVED]
        case Purpose.COMPARISON:
            return SEES_CELLS
        case _:
            return frozenset(Role)


def _documents(
    project: Project, purpose: Purpose, documents: Iterable[int] | None, version: int, by: User
) -> list[int]:
    if purpose in (Purpose.COMPARISON, Purpose.FINAL, Purpose.CONTRACT):
        return []
    chosen = Document.objects.for_user(by).filter(project=project)
    if documents is not None:
        chosen = chosen.filter(pk__in=list(documents))
    if purpose == Purpose.REVIEW:
        chosen = chosen.filter(pk__in=Review.objects.for_user(by).filter(contract_version=version).values("document"))
    found = list(chosen.order_by("-received_at", "-pk").values_list("pk", flat=True)[: MOST_DOCUMENTS + 1])
    if not found:
        raise BadInput(
            _("None of these documents has a review yet: run the project's delivery source over them first.")
            if purpose == Purpose.REVIEW
            else _("There are no documents to make a workbook of; add some first.")
        )
    if len(found) > MOST_DOCUMENTS:
        raise BadInput(
            _("A workbook takes %(most)s documents: choose some, or take the csv feed.") % {"most": MOST_DOCUMENTS}
        )
    return found
