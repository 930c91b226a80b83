"""Tables that come in: kept as they came; their sender says what becomes of them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from portal.models import GroundTruth, JobState, Membership, UploadAnswers, UploadStep
from portal.services import uploads
from portal.services.errors import BadInput, InvalidTransition
from portal.workbook import upload_job
from tests.portal.workbook.journeys import again, bring_in, confirm

TABLE = b"file,Number\nbill.pdf,R-1\n"


@pytest.fixture
def previewed(project, document, lee):
    upload = bring_in(project, TABLE, lee, "labels.csv", made="blind")
    assert upload.step == UploadStep.PREVIEW
    return upload


@pytest.fixture
def asked(project, document, lee):
    upload = bring_in(project, TABLE, lee, "labels.csv")
    assert upload.step == UploadStep.MAPPING
    return upload


def test_the_file_is_kept_as_it_came(project, lee):
    upload = uploads.begin(project, "C:\\temp\\la\nbels.csv", TABLE, by=lee, ring=False)
    with default_storage.open(upload.file) as file:
        assert file.read() == TABLE
    assert "\n" not in upload.name
    assert "labels.csv" not in upload.file


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"x" * (1 << 20) + b"x", "larger than 1 MB")])
def test_files_that_cannot_be_read_are_refused_at_once(content, words, project, lee, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_MEGABYTES", 1)
    with pytest.raises(BadInput, match=words):
        uploads.begin(project, "a.csv", content, by=lee, ring=False)
    assert not project.uploads.exists()


@pytest.mark.parametrize(
    ("name", "may"), [("erika", True), ("lee", True), ("lena", True), ("anton", False), ("ada", False), ("otto", False)]
)
def test_who_writes_labels_or_reviews_may_upload(name, may, project, request):
    user = request.getfixturevalue(name)
    if may:
        assert uploads.begin(project, "a.csv", TABLE, by=user, ring=False).made_by == user
    else:
        with pytest.raises(PermissionDenied, match="expert or lead, labeller or lead"):
            uploads.begin(project, "a.csv", TABLE, by=user, ring=False)


def test_only_a_lead_may_accept_at_once(project, lee, asked):
    with pytest.raises(PermissionDenied):
        uploads.begin(project, "a.csv", TABLE, by=lee, answers=UploadAnswers(accept=True), ring=False)
    with pytest.raises(PermissionDenied):
        uploads.answer(asked, by=lee, accept=True, ring=False)


def test_an_answer_has_it_read_again(asked, lee):
    uploads.answer(asked, by=lee, made="blind", ring=False)
    again(asked)
    asked.refresh_from_db()
    assert (asked.step, asked.answers.made, asked.counts.cells) == (UploadStep.PREVIEW, "blind", {"new": 1})


def test_another_answer_replaces_the_preview(previewed, lee):
    first = previewed.cells.get().pk
    uploads.answer(previewed, by=lee, made="system", ring=False)
    again(previewed)
    assert previewed.cells.get().pk != first
    confirm(previewed, lee)
    assert GroundTruth.objects.get().provenance == "imported"


@pytest.mark.parametrize("verb", [uploads.confirm, uploads.answer])
def test_only_its_sender_decides(verb, previewed, lena):
    with pytest.raises(PermissionDenied, match="Only the person who uploaded"):
        verb(previewed, by=lena, ring=False)
    with pytest.raises(PermissionDenied, match="Only the person who uploaded"):
        uploads.discard(previewed, by=lena)


def test_nothing_is_confirmed_before_it_was_shown(asked, project, lee):
    unread = uploads.begin(project, "a.csv", TABLE, by=lee, ring=False)
    for upload in (asked, unread):
        with pytest.raises(InvalidTransition):
            uploads.confirm(upload, by=lee, ring=False)


def test_confirming_again_does_nothing(previewed, lee):
    confirm(previewed, lee)
    before = previewed.confirmed_at
    assert uploads.confirm(previewed, by=lee).step == UploadStep.DONE
    previewed.refresh_from_db()
    assert previewed.confirmed_at == before


def test_while_it_is_written_nothing_is_thrown_away(previewed, lee):
    uploads.confirm(previewed, by=lee, ring=False)
    with pytest.raises(InvalidTransition, match="written already"):
        uploads.discard(previewed, by=lee)


def test_what_could_not_be_written_is_confirmed_again_or_thrown_away(previewed, lee):
    uploads.confirm(previewed, by=lee, ring=False)
    type(previewed).objects.filter(pk=previewed.pk).update(job=JobState.FAILED, error_message="x")
    written = uploads.confirm(previewed, by=lee)
    assert (written.job, written.error_message) == (JobState.WAITING, "")
    type(previewed).objects.filter(pk=previewed.pk).update(job=JobState.FAILED)
    assert uploads.discard(previewed, by=lee).step == UploadStep.DISCARDED


@pytest.mark.parametrize("verb", [uploads.confirm, uploads.answer])
def test_what_was_thrown_away_stays_so(verb, previewed, lee):
    uploads.discard(previewed, by=lee)
    with pytest.raises(InvalidTransition, match="Thrown away"):
        verb(previewed, by=lee, ring=False)
    with pytest.raises(InvalidTransition):
        uploads.discard(previewed, by=lee)
    again(previewed)
    previewed.refresh_from_db()
    assert previewed.step == UploadStep.DISCARDED
    assert not GroundTruth.objects.exists()


@pytest.mark.parametrize("made", ["", "blind"])
def test_what_is_thrown_away_while_it_is_read_stays_so(made, project, document, lee, monkeypatch):
    upload = uploads.begin(project, "a.csv", TABLE, by=lee, answers=UploadAnswers(made=made), ring=False)
    match = upload_job.match if made else upload_job.state_rows

    def meanwhile(*args):
        uploads.discard(upload, by=lee)
        return match(*args)

    monkeypatch.setattr(upload_job, "match" if made else "state_rows", meanwhile)
    again(upload)
    upload.refresh_from_db()
    assert upload.step == UploadStep.DISCARDED


def test_who_lost_the_right_meanwhile_writes_nothing_and_is_told(previewed, lee):
    Membership.objects.filter(user=lee).update(role="viewer")
    confirm(previewed, lee)
    assert (previewed.step, previewed.job) == (UploadStep.WRITING, JobState.FAILED)
    assert "you need the role" in previewed.error_message
    assert not GroundTruth.objects.exists()
