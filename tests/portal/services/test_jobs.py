"""Jobs: each is done once however often the queue rings, and what kills its workers is given up."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_q.models import OrmQ

from portal.models import JobState, Purpose, WorkbookExport
from portal.services import exports, jobs
from portal.services.errors import BadInput, InvalidTransition
from portal.services.sweep import sweep


@pytest.fixture
def job(project, document, lee) -> WorkbookExport:
    export = exports.begin(project, Purpose.BLIND, by=lee, ring=False)
    jobs.ring(export, exports.DOORBELL)
    return export


def row(job) -> WorkbookExport:
    return WorkbookExport.objects.get(pk=job.pk)


def move(job, /, **about) -> None:
    WorkbookExport.objects.filter(pk=job.pk).update(**about)


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def perform(job, work) -> bool:
    return jobs.perform(WorkbookExport, job.pk, work)


class Killed(BaseException):
    """A worker that dies says nothing more."""


def nothing(job) -> None:
    pass


class TestRinging:
    def test_a_bell_rings_when_what_was_written_stands(
        self, project, document, lee, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            exports.begin(project, Purpose.BLIND, by=lee)
            assert OrmQ.objects.count() == 0
        assert OrmQ.objects.count() == 1

    def test_a_job_begins_anew_with_its_bell(self, job):
        move(job, job=JobState.FAILED, attempts=3, done=5, error_message="x")
        jobs.ring(row(job), exports.DOORBELL)
        again = row(job)
        assert (again.job, again.attempts, again.done, again.error_message) == (JobState.WAITING, 0, 0, "")


class TestPerforming:
    def test_it_is_done_once_however_often_the_queue_rings(self, job):
        seen = []
        assert perform(job, seen.append)
        assert not perform(job, seen.append)
        assert seen == [job]
        assert row(job).job == JobState.READY

    def test_who_comes_second_while_it_is_done_does_nothing(self, job):
        inside = []
        assert perform(job, lambda one: inside.append(perform(one, nothing)))
        assert inside == [False]

    def test_starts_are_counted_before_the_work(self, job):
        seen = []
        perform(job, lambda one: seen.append((one.job, one.attempts)))
        assert seen == [(JobState.RUNNING, 1)]

    def test_the_job_of_a_dead_worker_is_taken_up_again(self, job):
        move(job, job=JobState.RUNNING, attempts=1, moved_at=ago(settings.LEASE_SECONDS - 5))
        assert not perform(job, nothing)
        move(job, moved_at=ago(settings.LEASE_SECONDS + 5))
        assert perform(job, nothing)
        assert (row(job).job, row(job).attempts) == (JobState.READY, 2)

    def test_who_gets_on_is_not_taken_for_dead(self, job):
        move(job, job=JobState.RUNNING, attempts=1, moved_at=ago(settings.LEASE_SECONDS + 5))
        jobs.advance(job, 3)
        assert not perform(job, nothing)
        assert row(job).done == 3

    def test_what_kills_its_workers_is_given_up(self, job):
        def die(one):
            raise Killed

        for _ in range(settings.MAX_ATTEMPTS):
            with pytest.raises(Killed):
                perform(job, die)
            assert row(job).job == JobState.RUNNING
            move(job, moved_at=ago(settings.LEASE_SECONDS + 5))
        assert not perform(job, die)
        assert row(job).job == JobState.FAILED
        assert "Given up" in row(job).error_message

    @pytest.mark.parametrize("refusal", [BadInput, PermissionDenied, InvalidTransition])
    def test_what_is_refused_stands_in_words(self, refusal, job):
        def refuse(one):
            raise refusal("The file has no sheet.")

        assert not perform(job, refuse)
        assert (row(job).job, row(job).error_message) == (JobState.FAILED, "The file has no sheet.")

    def test_an_error_of_the_program_is_named_and_told_to_the_queue(self, job):
        def fail(one):
            raise ZeroDivisionError("secret")

        with pytest.raises(ZeroDivisionError):
            perform(job, fail)
        assert row(job).job == JobState.FAILED
        assert row(job).error_message == (
            f"An error of the program (ZeroDivisionError): report it with number {job.pk}."
        )

    def test_a_job_that_rang_again_in_its_work_waits(self, job):
        assert perform(job, lambda one: jobs.ring(one, exports.DOORBELL))
        assert row(job).job == JobState.WAITING

    def test_a_job_that_is_gone_is_nothing_to_do(self, db):
        assert not jobs.perform(WorkbookExport, 4711, nothing)


class TestSweeping:
    def test_a_lost_bell_rings_again(self, job):
        assert sweep() == 0
        move(job, moved_at=ago(60))
        assert sweep() == 1
        assert OrmQ.objects.count() == 1
        assert row(job).moved_at > ago(5)
        OrmQ.objects.all().delete()
        assert sweep() == 0

    def test_so_does_that_of_a_dead_worker_and_of_no_other(self, job):
        move(job, job=JobState.RUNNING, moved_at=ago(60))
        assert sweep() == 0
        move(job, moved_at=ago(settings.LEASE_SECONDS + 5))
        assert sweep() == 1

    def test_while_tasks_wait_nothing_rings(self, job):
        move(job, moved_at=ago(60))
        sweep()
        move(job, moved_at=ago(60))
        assert sweep() == 0

    @pytest.mark.parametrize("state", [JobState.READY, JobState.FAILED])
    def test_what_has_ended_rings_no_more(self, state, job):
        move(job, job=state, moved_at=ago(100_000))
        assert sweep() == 0
