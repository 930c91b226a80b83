"""Tables that come in: kept as they came, read and written by `portal.workbook.upload_job` in the queue."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.models import JobState, Project, Target, Upload, UploadAnswers, UploadStep, WorkbookExport
from portal.services import jobs
from portal.services.access import Verb, can, require, roles_needed
from portal.services.contracts import in_force
from portal.services.documents import clean_name
from portal.services.errors import BadInput, InvalidTransition

DOORBELL = "portal.tasks.work_on_upload"
FOLDER = "uploads"
LARGEST_MEGABYTES = 100


def begin(
    project: Project,
    name: str,
    content: bytes,
    *,
    by: User,
    export: WorkbookExport | None = None,
    answers: UploadAnswers | None = None,
    target: Target = Target.LABELS,
    ring: bool = True,
) -> Upload:
    """Keep the file; with `ring` a worker reads it. `export` is the one it came from, where the file does not say.

    Raises PermissionDenied, BadInput.
    """
    if not (can(by, Verb.WRITE_LABELS, project) or can(by, Verb.EDIT_REVIEW, project)):
        raise PermissionDenied(
            _("To upload workbooks to %(project)s you need the role %(roles)s; ask a lead of the project.")
            % {"project": project, "roles": f"{roles_needed(Verb.EDIT_REVIEW)}, {roles_needed(Verb.WRITE_LABELS)}"}
        )
    answers = answers or UploadAnswers()
    if answers.accept:
        require(by, Verb.ACCEPT_LABELS, project)
    if not content:
        raise BadInput(_("The file is empty. Upload it again."))
    if len(content) > LARGEST_MEGABYTES << 20:
        raise BadInput(_("The file is larger than %(size)s MB; split it.") % {"size": LARGEST_MEGABYTES})
    version = in_force(project)
    file = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(content))
    with transaction.atomic():
        upload = Upload.objects.create(
            project=project,
            contract_version=version,
            export=export,
            target=target,
            answers=answers,
            made_by=by,
            name=clean_name(name),
            file=file,
            language=get_language() or "en",
        )
        if ring:
            jobs.ring(upload, DOORBELL)
    return upload


def answer(upload: Upload, *, by: User, ring: bool = True, **answers: Any) -> Upload:
    """Say what the file itself does not: what its columns mean, how its labels were made. It is read again."""
    with transaction.atomic():
        upload = _mine(upload, by, UploadStep.MAPPING, UploadStep.PREVIEW)
        upload.answers = upload.answers.model_copy(update=answers)
        if upload.answers.accept:
            require(by, Verb.ACCEPT_LABELS, upload.project)
        upload.step = UploadStep.READING
        upload.save()
        if ring:
            jobs.ring(upload, DOORBELL)
    return upload


def confirm(upload: Upload, *, by: User, ring: bool = True) -> Upload:
    """Let what the preview shows be written. Confirming again does nothing."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).select_related("project").get(pk=upload.pk)
        failed = upload.job == JobState.FAILED
        if upload.step in (UploadStep.WRITING, UploadStep.DONE) and not failed:
            return upload
        upload = _mine(upload, by, UploadStep.PREVIEW, UploadStep.WRITING)
        upload.step = UploadStep.WRITING
        upload.save()
        if ring:
            jobs.ring(upload, DOORBELL)
    return upload


def discard(upload: Upload, *, by: User) -> Upload:
    """Throw an upload away before anything of it is written. The file and what was found in it are kept."""
    with transaction.atomic():
        upload = _mine(upload, by, UploadStep.READING, UploadStep.MAPPING, UploadStep.PREVIEW, UploadStep.WRITING)
        if upload.step == UploadStep.WRITING and upload.job != JobState.FAILED:
            raise InvalidTransition(_("It is being written already; wait until it is done."))
        upload.step = UploadStep.DISCARDED
        upload.save()
    return upload


def _mine(upload: Upload, by: User, *steps: UploadStep) -> Upload:
    """The row, locked. Raises PermissionDenied for what somebody else uploaded, InvalidTransition for a wrong step."""
    upload = Upload.objects.select_for_update(of=("self",)).select_related("project").get(pk=upload.pk)
    if upload.made_by_id != by.pk:
        raise PermissionDenied(_("Only the person who uploaded a file decides what becomes of it."))
    if upload.step not in steps:
        # Translators: how far an upload is: “Being read”, “Done”.
        words = _("This upload stands at “%(state)s”: that cannot be done with it now.")
        raise InvalidTransition(words % {"state": upload.get_step_display()})
    return upload
