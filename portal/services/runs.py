"""Extraction runs: started, claimed, finished, cancelled, retried.

The queue is a doorbell; the truth is in the rows. A task is delivered at least once, so a claim is one
UPDATE that counts the attempt before the work begins, and only the holder of the last fence may write.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django_q.tasks import async_task

from extraction import sources
from extraction.pdf.errors import PdfError
from extraction.pipeline import extract
from extraction.sources.base import Source
from extraction.sources.imported import ImportedSource
from extraction.values import ExtractionResult
from portal.models import (
    ContractVersion,
    Document,
    Extraction,
    ExtractionRun,
    GivenPrediction,
    RunSettings,
)
from portal.models.scoping import AnyUser
from portal.services import reviews
from portal.services.access import Verb, actor, require
from portal.services.errors import BadInput

log = logging.getLogger(__name__)

State = Extraction.State
DOORBELL = "portal.tasks.extract_document"
IMPORTED = "imported"
BATCH = 500


def start(
    version: ContractVersion,
    source: str,
    documents: Iterable[Document],
    *,
    by: AnyUser,
) -> ExtractionRun:
    """A run with one extraction a document; rings the queue. Raises BadInput (unknown source, no documents)."""
    require(by, Verb.RUN, version.project)
    if source not in sources.names():
        names = ", ".join(sources.names())
        raise BadInput(_("There is no source “%(source)s”; there are: %(names)s.") % {"source": source, "names": names})
    chosen = list(documents)
    if not chosen:
        raise BadInput(_("No documents chosen: add some with add_documents, or choose others."))
    if any(document.project_id != version.project_id for document in chosen):
        raise BadInput(_("All documents of a run belong to its project."))
    with transaction.atomic():
        run = ExtractionRun.objects.create(
            project=version.project,
            contract_version=version,
            source=source,
            created_by=actor(by),
        )
        Extraction.objects.bulk_create(
            [Extraction(run=run, document=document) for document in chosen], batch_size=BATCH
        )
        ring(run.extractions.all())
    return run


def start_imported(
    version: ContractVersion, pipeline: str, records: dict[Document, GivenPrediction], *, by: AnyUser
) -> ExtractionRun:
    """A run of what another pipeline said; its extractions are not rung: `perform` them, or `ring` the run."""
    require(by, Verb.IMPORT_PREDICTIONS, version.project)
    if not records:
        raise BadInput(_("None of the predictions belongs to a document of this project."))
    with transaction.atomic():
        run = ExtractionRun.objects.create(
            project=version.project,
            contract_version=version,
            source=IMPORTED,
            settings=RunSettings(pipeline=pipeline),
            created_by=actor(by),
        )
        Extraction.objects.bulk_create(
            [Extraction(run=run, document=document, given=given) for document, given in records.items()],
            batch_size=BATCH,
        )
    return run


def ring(extractions: QuerySet[Extraction]) -> None:
    """Tell the queue of these extractions once the transaction is committed."""
    ids = list(extractions.order_by("pk").values_list("pk", flat=True))
    Extraction.objects.filter(pk__in=extractions.values("pk")).update(rung_at=timezone.now())
    transaction.on_commit(lambda: _enqueue(ids))


def _enqueue(ids: list[int]) -> None:
    with transaction.atomic():
        for pk in ids:
            async_task(DOORBELL, pk)


def cancel(run: ExtractionRun, *, by: AnyUser) -> int:
    """Stop what is not finished. Returns how many extractions that were."""
    require(by, Verb.RUN, run.project)
    with transaction.atomic():
        run.cancelled_at = timezone.now()
        run.save(update_fields=["cancelled_at"])
        return run.extractions.filter(state__in=(State.QUEUED, State.RUNNING)).update(
            state=State.FAILED,
            fence=F("fence") + 1,  # a worker still at it may not write any more
            finished_at=timezone.now(),
            error_code="cancelled",
            error_message=gettext_noop("The run was cancelled before this document was done; retry it if you want it."),
        )


def retry_failed(run: ExtractionRun, *, by: AnyUser) -> int:
    """Queue the failed extractions of a run again, with fresh attempts. Returns how many."""
    require(by, Verb.RUN, run.project)
    with transaction.atomic():
        failed = list(run.extractions.filter(state=State.FAILED).values_list("pk", flat=True))
        again = run.extractions.filter(pk__in=failed)
        again.update(state=State.QUEUED, attempts=0, error_code="", error_message="", finished_at=None, seconds=None)
        run.cancelled_at = None
        run.save(update_fields=["cancelled_at"])
        ring(again)
    return len(failed)


# One extraction.


def whoami() -> str:
    """Host and process, as claims record them."""
    return f"{socket.gethostname()[:100]}/{os.getpid()}"


def claim(extraction_id: int) -> Extraction | None:
    """Take a queued extraction, or one whose lease has run out; None where there is nothing to take."""
    now = timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=now)
    taken = Extraction.objects.filter(free, pk=extraction_id, attempts__lt=settings.MAX_ATTEMPTS).update(
        state=State.RUNNING,
        attempts=F("attempts") + 1,
        fence=F("fence") + 1,
        claimed_by=whoami(),
        claimed_at=now,
        lease_until=now + timedelta(seconds=settings.LEASE_SECONDS),
    )
    if not taken:
        return None
    return Extraction.objects.select_related("run__project", "run__contract_version", "document").get(pk=extraction_id)


def perform(extraction_id: int) -> bool:
    """Extract one document, if it is free to take. Returns whether this call wrote its result."""
    extraction = claim(extraction_id)
    if extraction is None:
        return False
    began = time.monotonic()
    if extraction.given is not None and extraction.given.failure:
        message = gettext_noop("The other pipeline failed: %(why)s") % {"why": extraction.given.failure}
        return fail(extraction, "failed_elsewhere", message, 0.0)
    try:
        result = extract(
            Path(extraction.document.path), extraction.run.contract_version.definition, _source(extraction)
        )
    except PdfError as error:
        return fail(extraction, error.code, error.message, time.monotonic() - began)
    except Exception as error:
        log.exception("extraction %s failed", extraction_id)
        message = gettext_noop(
            "An error of the program (%(kind)s), not of the document: report it with extraction %(pk)s."
        ) % {"kind": type(error).__name__, "pk": extraction_id}
        return fail(extraction, "internal", message, time.monotonic() - began)
    return succeed(extraction, result, time.monotonic() - began)


def _source(extraction: Extraction) -> Source:
    if extraction.given is not None:
        return ImportedSource(extraction.given.record, notation=extraction.given.notation)
    return sources.find(extraction.run.source)


def succeed(extraction: Extraction, result: ExtractionResult, seconds: float) -> bool:
    """Store the result and seed the review in one commit; nothing is written when the claim was lost meanwhile."""
    with transaction.atomic():
        written = _finish(extraction, state=State.SUCCEEDED, result=result, seconds=seconds)
        if written:
            extraction.state, extraction.result = State.SUCCEEDED, result
            reviews.seed(extraction)
    return written


def fail(extraction: Extraction, code: str, message: str, seconds: float) -> bool:
    """Store why it failed; nothing is written when the claim was lost meanwhile."""
    return _finish(
        extraction, state=State.FAILED, error_code=str(code)[:40], error_message=message[:500], seconds=seconds
    )


def _finish(extraction: Extraction, **columns: object) -> bool:
    mine = Extraction.objects.filter(pk=extraction.pk, fence=extraction.fence, state=State.RUNNING)
    return bool(mine.update(lease_until=None, finished_at=timezone.now(), **columns))
