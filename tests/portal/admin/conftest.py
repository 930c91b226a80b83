"""A browser for each of the cast, and a project with something of everything."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from portal.models import (
    Conflict,
    GroundTruth,
    JobState,
    Outcome,
    Purpose,
    Role,
    StoredValue,
    Target,
    Upload,
    UploadAnswers,
    UploadCell,
    UploadStep,
    WorkbookExport,
)
from portal.services import evaluation, exports, invitations, labels, reviews, uploads
from portal.services.labels import LabelRecord, ListSaid, Said

PDF = b"%PDF-1.4 not really"


@pytest.fixture
def log_in() -> Callable[[User], Client]:
    def start(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return start


def body(response) -> str:
    """All of an answer, read to its end so that its file is closed."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def exported(project, by) -> WorkbookExport:
    """A finished review copy, without the work of making it."""
    export = exports.begin(project, Purpose.REVIEW, by=by, ring=False)
    export.job, export.size = JobState.READY, 6
    export.file = default_storage.save("workbooks/made.xlsx", ContentFile(b"canary"))
    export.save()
    return export


def upload_at(project, step, document, by) -> Upload:
    """An upload of this person that is so far, without the work of reading it: it changes one value of a document."""
    upload = uploads.begin(project, f"canary-{step}.xlsx", b"canary", by=by, target=Target.REVIEWS, ring=False)
    upload.job, upload.step, upload.kind = JobState.READY, step, "xlsx"
    if step == UploadStep.MAPPING:
        upload.target, upload.answers = Target.LABELS, UploadAnswers(questions=("made",))
    outcome = Outcome.CONFLICT if step == UploadStep.DONE else Outcome.CHANGED
    upload.counts.cells = {outcome: 1}
    upload.save()
    said = StoredValue(says="value", value="canary buyer", raw="canary buyer", state="corrected")
    UploadCell.objects.create(
        upload=upload, sheet="Data", row=2, column=6, document=document, field="buyer", outcome=outcome, said=said.raw,
        new=said,
    )  # fmt: skip
    return upload


@pytest.fixture
def world(project, version, add_document, make_extraction, erika, anton, lena, lee, ada, ines, vera):
    """An approved and an open document, labels, an evaluation, workbooks; every name carries the canary."""
    approved = add_document("canary-approved.pdf", content=PDF)
    waiting = add_document("canary-waiting.pdf", content=PDF)
    first, second = make_extraction(approved), make_extraction(waiting)
    reviews.submit(approved.reviews.get(), by=erika, confirm_rest=True)
    reviews.approve(approved.reviews.get(), by=anton)
    said = {"number": Said("R-008", "canonical"), "total": Said("30.00", "canonical")}
    lists = {"lines": ListSaid(Said("complete"), [{"what": Said("Nails")}])}
    record = LabelRecord(waiting.name, "row 1", said, lists)
    labels.import_labels(version, [record], made="blind", by=lena, accept_them=True)
    written, previewed = (upload_at(project, step, waiting, erika) for step in (UploadStep.DONE, UploadStep.PREVIEW))
    return SimpleNamespace(
        project=project,
        version=version,
        approved=approved,
        waiting=waiting,
        extraction=second,
        approved_extraction=first,
        run=second.run,
        review=waiting.reviews.get(),
        approved_review=approved.reviews.get(),
        label=GroundTruth.objects.get(document=waiting),
        evaluation=evaluation.evaluate(second.run, by=ada),
        membership=project.memberships.get(user=erika),
        export=exported(project, erika),
        upload=written,
        preview=previewed,
        asked=upload_at(project, UploadStep.MAPPING, waiting, erika),
        conflict=Conflict.objects.create(cell=written.cells.get(outcome=Outcome.CONFLICT)),
        invitation=invitations.invite(project, "canary@example.org", [Role.EXPERT], by=lena)[0],
        people={"erika": erika, "anton": anton, "lena": lena, "lee": lee, "ada": ada, "ines": ines, "vera": vera},
    )
