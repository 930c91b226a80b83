"""The sweep: what is stuck is taken up again, what kills its workers is quarantined."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_q.models import OrmQ

from portal.models import Extraction, Upload, WorkbookExport
from portal.services import evaluation, exports, jobs, runs, uploads

State = Extraction.State
RING_AGAIN = timedelta(seconds=15)
"""A bell that nobody has answered for so long, with an empty queue, was lost."""
STALLED = timedelta(seconds=10)
"""Longer than a free worker needs to take a waiting task, also on a busy machine."""


def sweep(now: datetime | None = None) -> int:
    """Release what its worker lost, ring again for what the queue lost. Returns how many extractions were touched."""
    now = now or timezone.now()
    lost = [
        extraction
        for extraction in Extraction.objects.filter(state=State.RUNNING).only(
            "pk", "fence", "claimed_by", "lease_until", "attempts"
        )
        if (extraction.lease_until and extraction.lease_until < now) or _is_dead(extraction.claimed_by)
    ]
    for extraction in lost:
        _release(extraction)
    queued = Extraction.objects.filter(state=State.QUEUED)
    bells = 0
    if not _waiting(now):
        silent = queued.filter(
            Q(rung_at__lt=now - RING_AGAIN) | Q(rung_at__isnull=True, run__created_at__lt=now - RING_AGAIN)
        )
        bells = silent.count()
        if bells:
            runs.ring(silent)
        bells += evaluation.ring_again(RING_AGAIN, now)
        bells += jobs.ring_again(WorkbookExport.objects.all(), exports.DOORBELL, RING_AGAIN, now)
        bells += jobs.ring_again(Upload.objects.all(), uploads.DOORBELL, RING_AGAIN, now)
    return len(lost) + bells


def _release(extraction: Extraction) -> None:
    mine = Extraction.objects.filter(pk=extraction.pk, fence=extraction.fence, state=State.RUNNING)
    if extraction.attempts >= settings.MAX_ATTEMPTS:
        mine.update(
            state=State.FAILED,
            fence=extraction.fence + 1,
            lease_until=None,
            finished_at=timezone.now(),
            error_code="quarantined",
            error_message=gettext_noop(
                "Given up: the worker died or ran out of time in each of %(attempts)s attempts. "
                "Look at the file before you retry it."
            )
            % {"attempts": extraction.attempts},
        )
    elif mine.update(state=State.QUEUED, fence=extraction.fence + 1, lease_until=None):
        runs.ring(Extraction.objects.filter(pk=extraction.pk))


def _is_dead(claimed_by: str) -> bool:
    """Whether a claim was made by a process of this host that is no more: no need to wait for its lease."""
    host, _, process = claimed_by.rpartition("/")
    if host != socket.gethostname()[:100] or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _waiting(now: datetime) -> bool:
    """Whether the queue holds tasks that no worker has taken."""
    return OrmQ.objects.filter(key=settings.Q_CLUSTER["name"], lock__lt=now).exists()


def is_stalled(now: datetime | None = None) -> bool:
    """Work waits, bells were rung, and no worker has taken anything for a while: the cluster hangs."""
    now = now or timezone.now()
    if not Extraction.objects.filter(state=State.QUEUED, rung_at__lt=now - STALLED).exists():
        return False
    recent = Q(claimed_at__gt=now - STALLED) | Q(finished_at__gt=now - STALLED) | Q(state=State.RUNNING)
    return not Extraction.objects.filter(recent).exists()
