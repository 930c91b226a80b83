"""Runs: each extraction is claimed, counted and written once, whatever happens to its worker."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_q.models import OrmQ

from extraction.pdf.errors import PdfError, PdfErrorCode
from portal.models import Document, Extraction, GivenPrediction
from portal.services import runs, sweep
from portal.services.errors import BadInput
from tests.portal.conftest import RESULT

State = Extraction.State


@pytest.fixture
def run(version, add_document, ada, django_capture_on_commit_callbacks):
    documents = [add_document(f"{number}.pdf") for number in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        return runs.start(version, "layout", documents, by=ada)


@pytest.fixture
def extraction(run):
    return run.extractions.last()


def later(seconds):
    return timezone.now() + timedelta(seconds=seconds)


class TestStarting:
    def test_every_document_gets_one_extraction_and_one_bell(self, run):
        assert run.progress() == {"queued": 3, "running": 0, "succeeded": 0, "failed": 0}
        assert OrmQ.objects.count() == 3

    def test_no_bell_rings_for_a_run_that_was_rolled_back(
        self, version, document, ada, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            runs.start(version, "layout", [document], by=ada)
        assert len(callbacks) == 1
        assert OrmQ.objects.count() == 0

    def test_an_unknown_source_names_the_known_ones(self, version, document, ada):
        with pytest.raises(BadInput, match="layout"):
            runs.start(version, "crystal ball", [document], by=ada)

    def test_documents_of_another_project_are_refused(self, version, add_document, other_project, ada):
        with pytest.raises(BadInput):
            runs.start(version, "layout", [add_document(project=other_project)], by=ada)

    def test_an_expert_does_not_start_runs(self, version, document, erika):
        with pytest.raises(PermissionDenied, match="engineer or lead"):
            runs.start(version, "layout", [document], by=erika)


class TestClaims:
    def test_an_attempt_is_counted_before_the_work(self, extraction):
        claimed = runs.claim(extraction.pk)
        extraction.refresh_from_db()
        assert (extraction.state, extraction.attempts) == (State.RUNNING, 1)
        assert claimed.fence == 1

    def test_what_is_at_work_is_not_taken_a_second_time(self, extraction):
        assert runs.claim(extraction.pk)
        assert runs.claim(extraction.pk) is None

    def test_a_task_delivered_twice_writes_once(self, extraction, monkeypatch):
        calls = []
        monkeypatch.setattr(runs, "extract", lambda *arguments: calls.append(1) or RESULT)
        assert runs.perform(extraction.pk)
        assert not runs.perform(extraction.pk)
        assert len(calls) == 1
        assert Document.objects.get(extractions=extraction).reviews.count() == 1

    def test_a_worker_that_lost_its_lease_may_not_write(self, extraction):
        slow = runs.claim(extraction.pk)
        Extraction.objects.update(lease_until=later(-1))
        quick = runs.claim(extraction.pk)
        assert runs.succeed(quick, RESULT, 1.0)
        assert not runs.fail(slow, "internal", "too late", 9.0)
        extraction.refresh_from_db()
        assert (extraction.state, extraction.seconds) == (State.SUCCEEDED, 1.0)

    def test_a_finished_extraction_is_never_written_again(self, extraction):
        claimed = runs.claim(extraction.pk)
        assert runs.succeed(claimed, RESULT, 1.0)
        assert not runs.succeed(claimed, RESULT, 2.0)
        assert runs.claim(extraction.pk) is None


class TestFailures:
    def test_a_file_that_cannot_be_read_says_why(self, extraction, monkeypatch):
        def refuse(*arguments):
            raise PdfError(PdfErrorCode.NEEDS_PASSWORD)

        monkeypatch.setattr(runs, "extract", refuse)
        runs.perform(extraction.pk)
        extraction.refresh_from_db()
        assert (extraction.state, extraction.error_code) == (State.FAILED, "needs_password")
        assert "without one" in extraction.error_message

    def test_an_error_of_the_program_is_said_to_be_one(self, extraction, monkeypatch, caplog):
        def crash(*arguments):
            raise ZeroDivisionError("secret detail")

        monkeypatch.setattr(runs, "extract", crash)
        runs.perform(extraction.pk)
        extraction.refresh_from_db()
        assert extraction.error_code == "internal"
        assert "not of the document" in extraction.error_message
        assert "secret" not in extraction.error_message


class TestCancelAndRetry:
    def test_cancelling_stops_what_is_not_done_and_keeps_what_is(self, run, ada):
        first, second, _ = run.extractions.all()
        runs.succeed(runs.claim(first.pk), RESULT, 1.0)
        at_work = runs.claim(second.pk)
        assert runs.cancel(run, by=ada) == 2
        assert not runs.succeed(at_work, RESULT, 1.0)
        assert run.progress() == {"queued": 0, "running": 0, "succeeded": 1, "failed": 2}
        assert set(run.extractions.filter(state="failed").values_list("error_code", flat=True)) == {"cancelled"}

    def test_retrying_takes_only_the_failed_ones_with_fresh_attempts(self, run, ada):
        first, second, _third = run.extractions.all()
        runs.succeed(runs.claim(first.pk), RESULT, 1.0)
        runs.fail(runs.claim(second.pk), "too_slow", "took too long", 20.0)
        assert runs.retry_failed(run, by=ada) == 1
        second.refresh_from_db()
        assert (second.state, second.attempts, second.error_code) == (State.QUEUED, 0, "")


class TestSweep:
    def test_a_lease_that_ran_out_is_released_and_rung_again(self, extraction, django_capture_on_commit_callbacks):
        runs.claim(extraction.pk)
        Extraction.objects.update(claimed_by="elsewhere/1")
        OrmQ.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            sweep.sweep(later(10_000))
        extraction.refresh_from_db()
        assert extraction.state == State.QUEUED
        assert OrmQ.objects.exists()

    def test_a_claim_of_a_dead_process_of_this_host_need_not_wait(self, extraction):
        runs.claim(extraction.pk)
        host = runs.whoami().rpartition("/")[0]
        Extraction.objects.filter(pk=extraction.pk).update(claimed_by=f"{host}/4194999")
        sweep.sweep()
        extraction.refresh_from_db()
        assert extraction.state == State.QUEUED

    def test_a_claim_that_lives_is_left_alone(self, extraction):
        runs.claim(extraction.pk)
        sweep.sweep()
        extraction.refresh_from_db()
        assert extraction.state == State.RUNNING

    def test_the_third_lost_attempt_is_the_last(self, extraction, settings):
        for _ in range(settings.MAX_ATTEMPTS):
            assert runs.claim(extraction.pk)
            Extraction.objects.filter(pk=extraction.pk).update(claimed_by="elsewhere/1")
            sweep.sweep(later(10_000))
        extraction.refresh_from_db()
        assert (extraction.state, extraction.error_code) == (State.FAILED, "quarantined")
        assert runs.claim(extraction.pk) is None

    def test_bells_that_the_queue_lost_are_rung_again(self, run, django_capture_on_commit_callbacks):
        OrmQ.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            assert sweep.sweep(later(60)) == 3
        assert OrmQ.objects.count() == 3

    def test_a_queue_that_is_only_long_is_not_rung_again(self, run):
        assert sweep.sweep(later(60)) == 0
        assert OrmQ.objects.count() == 3

    def test_a_cluster_that_takes_nothing_is_stalled(self, run):
        assert not sweep.is_stalled()
        assert sweep.is_stalled(later(60))

    def test_a_cluster_at_work_is_not_stalled(self, run, extraction):
        runs.claim(extraction.pk)
        assert not sweep.is_stalled(later(60))


def test_imported_predictions_become_a_run_of_their_own(version, document, ada, monkeypatch):
    run = runs.start_imported(version, "other", {document: GivenPrediction(record={"fields": {"total": "30"}})}, by=ada)
    assert (run.source, run.settings.pipeline, run.extractions.count()) == ("imported", "other", 1)
    assert not run.project.documents.get().reviews.exists()
