"""Jobs in the queue: begun once however often the queue rings, given up when they kill their workers."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_q.tasks import async_task

from portal.models import JobState
from portal.models.jobs import Job
from portal.services.errors import BadInput, InvalidTransition, StaleRevision

REFUSED = (BadInput, PermissionDenied, InvalidTransition, StaleRevision)
"""What its sender is told in words; anything else is an error of the program."""

log = logging.getLogger(__name__)


def ring(job: Job, doorbell: str) -> None:
    """Let a worker do it, as soon as what is being written stands."""
    job.job, job.attempts, job.done, job.error_message = JobState.WAITING, 0, 0, ""
    job.moved_at = timezone.now()
    job.save()
    transaction.on_commit(lambda: async_task(doorbell, job.pk, timeout=settings.JOB_SECONDS))


def perform(model: type[Any], pk: int, work: Callable[[Any], object]) -> bool:
    """Do a waiting job, or one whose worker is gone. Returns whether this call did it.

    What is refused stands on the row in words.
    """
    rows = model._default_manager.filter(pk=pk)
    lost = Q(job=JobState.RUNNING, moved_at__lt=timezone.now() - timedelta(seconds=settings.LEASE_SECONDS))
    mine = rows.filter(Q(job=JobState.WAITING) | lost)
    if mine.filter(attempts__gte=settings.MAX_ATTEMPTS).update(
        job=JobState.FAILED,
        error_message=gettext_noop("Given up: the worker died or ran out of time again and again. Begin anew."),
    ):
        return False
    if not mine.update(job=JobState.RUNNING, attempts=F("attempts") + 1, moved_at=timezone.now()):
        return False
    try:
        with _few_collections():
            work(rows.get())
    except REFUSED as error:
        rows.update(job=JobState.FAILED, error_message=str(error))
        return False
    except Exception as error:
        log.exception("%s %s failed", model.__name__, pk)
        message = gettext_noop("An error of the program (%(kind)s): report it with number %(pk)s.")
        rows.update(job=JobState.FAILED, error_message=message % {"kind": type(error).__name__, "pk": pk})
        raise
    rows.filter(job=JobState.RUNNING).update(job=JobState.READY, moved_at=timezone.now())
    return True


@contextmanager
def _few_collections() -> Iterator[None]:
    """Rows by the hundred thousand hold no cycles: looking for some as often as usual takes a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def advance(job: Job, done: int) -> None:
    """Say how far it is."""
    type(job)._default_manager.filter(pk=job.pk).update(done=done, moved_at=timezone.now())


def ring_again(rows: Any, doorbell: str, unheard: timedelta, now: datetime) -> int:
    """Tell the queue of jobs that nobody began, or whose worker is gone. Returns how many."""
    lost = Q(job=JobState.RUNNING, moved_at__lt=now - timedelta(seconds=settings.LEASE_SECONDS))
    silent = rows.filter(Q(job=JobState.WAITING, moved_at__lt=now - unheard) | lost)
    keys = list(silent.order_by("pk").values_list("pk", flat=True))
    for pk in keys:
        async_task(doorbell, pk, timeout=settings.JOB_SECONDS)
    rows.filter(pk__in=keys, job=JobState.WAITING).update(moved_at=now)
    return len(keys)
