"""Evaluations: a run's predictions against frozen labels."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django_q.tasks import async_task

from evaluation.frozen_labels import FrozenLabels, thaw
from evaluation.outcomes import DocumentOutcome
from evaluation.predictions import prediction_from_result
from evaluation.scores import Score, Scoreboard
from evaluation.scoring import score_document
from extraction.contract import Contract
from extraction.values import ExtractionResult
from portal.models import (
    Document,
    EvalDocument,
    EvalMetric,
    EvalRun,
    Extraction,
    ExtractionRun,
    FrozenLabel,
    GroundTruth,
    LabelKind,
    LabelState,
    Project,
)
from portal.models.scoping import AnyUser
from portal.services import contracts, disputes, label_sets
from portal.services.access import Verb, actor, require
from portal.services.errors import BadInput

log = logging.getLogger(__name__)

DOORBELL = "portal.tasks.score_evaluation"
BATCH = 200


def evaluate(
    run: ExtractionRun,
    *,
    by: AnyUser,
    kind: LabelKind = LabelKind.GOLD,
    tick: Callable[[int], object] = lambda count: None,
) -> EvalRun:
    """Score every document of the run that has accepted labels, here and now. Raises as `begin` does."""
    eval_run = begin(run, by=by, kind=kind)
    score(eval_run.pk, tick)
    eval_run.refresh_from_db()
    return eval_run


def begin(run: ExtractionRun, *, by: AnyUser, kind: LabelKind = LabelKind.GOLD, ring: bool = False) -> EvalRun:
    """Freeze the labels and note what is to be scored, under the contract in force; with `ring` a worker scores it.

    Raises BadInput where the run is not finished, or where there are no labels: with how many await acceptance.
    """
    require(by, Verb.EVALUATE, run.project)
    progress = run.progress()
    unfinished = progress["queued"] + progress["running"]
    if unfinished:
        words = ngettext(
            "Run %(run)s is not finished: %(count)s document is still to do.",
            "Run %(run)s is not finished: %(count)s documents are still to do.",
            unfinished,
        )
        raise BadInput(words % {"run": run.pk, "count": unfinished})
    version = contracts.in_force(run.project)
    with transaction.atomic():
        label_set = label_sets.freeze(version, Document.objects.filter(extractions__run=run).only("pk"), kind)
        if label_set is None:
            raise BadInput(no_labels(run.project, kind))
        eval_run = EvalRun.objects.create(
            project=run.project,
            run=run,
            label_set=label_set,
            contract_version=version,
            created_by=actor(by),
            moved_at=timezone.now(),
        )
        if ring:
            transaction.on_commit(lambda: async_task(DOORBELL, eval_run.pk))
    return eval_run


def ring_again(unheard: timedelta, now: datetime) -> int:
    """Tell the queue of evaluations that nobody began, or whose worker is gone. Returns how many.

    A worker is stopped after TASK_SECONDS: one that has not moved for a lease is not at work, not even summing up.
    """
    not_begun = Q(attempts=0, documents__isnull=True, moved_at__lt=now - unheard)
    lost = Q(moved_at__lt=now - timedelta(seconds=settings.LEASE_SECONDS))
    silent = EvalRun.objects.filter(not_begun | lost, state=EvalRun.State.RUNNING)
    keys = list(silent.distinct().order_by("pk").values_list("pk", flat=True))
    EvalRun.objects.filter(pk__in=keys).update(moved_at=now)
    for pk in keys:
        async_task(DOORBELL, pk)
    return len(keys)


def score(eval_run_id: int, tick: Callable[[int], object] = lambda count: None) -> bool:
    """Score what is not scored yet, in batches of one commit each; then sum up. Returns whether this call finished it.

    A task may come twice, and its worker may die: documents are scored once, and it goes on where it stopped. What
    gets nowhere in MAX_ATTEMPTS starts has failed.
    """
    running = EvalRun.objects.filter(pk=eval_run_id, state=EvalRun.State.RUNNING)
    if running.filter(attempts__gte=settings.MAX_ATTEMPTS).update(
        state=EvalRun.State.FAILED,
        error_message=gettext_noop(
            "Given up: the worker died or ran out of time again and again. Evaluate the run anew."
        ),
    ):
        return False
    if not running.update(attempts=F("attempts") + 1, moved_at=timezone.now()):
        return False
    eval_run = EvalRun.objects.select_related("project", "run", "label_set", "contract_version").get(pk=eval_run_id)
    try:
        _score_all(eval_run, running, tick)
    except Exception as error:
        log.exception("evaluation %s failed", eval_run_id)
        message = gettext_noop("An error of the program (%(kind)s): report it with evaluation %(pk)s.")
        running.update(
            state=EvalRun.State.FAILED, error_message=message % {"kind": type(error).__name__, "pk": eval_run_id}
        )
        raise
    return _finish(eval_run, running)


def _score_all(eval_run: EvalRun, running: QuerySet[EvalRun], tick: Callable[[int], object]) -> None:
    version, run = eval_run.contract_version, eval_run.run
    rules = _Rules(version.definition, version.pk != run.contract_version_id, disputes.open_fields(eval_run.project))
    done = EvalDocument.objects.filter(eval_run=eval_run)
    left = FrozenLabel.objects.filter(label_set=eval_run.label_set_id, document__extractions__run=run)
    documents = list(left.exclude(document__in=done.values("document")).values_list("document", flat=True))
    tick(done.count())
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        rows = _outcomes(eval_run, batch, rules)
        with transaction.atomic():  # one at a time: a long write would lock a small database for all others
            EvalDocument.objects.bulk_create(rows, ignore_conflicts=True)
            running.update(attempts=0, moved_at=timezone.now())
        tick(len(batch))


def _finish(eval_run: EvalRun, running: QuerySet[EvalRun]) -> bool:
    board = Scoreboard()
    rows = EvalDocument.objects.filter(eval_run=eval_run).select_related("document")
    for row in rows.iterator(chunk_size=BATCH):
        board.add(row.outcome, row.document.stratum)
    with transaction.atomic():
        mine = running.update(state=EvalRun.State.SUCCEEDED, moved_at=timezone.now())
        if mine:
            EvalMetric.objects.bulk_create(_metrics(eval_run, board), batch_size=500)
    return bool(mine)


@dataclass(frozen=True, slots=True)
class _Rules:
    """What is scored: under which contract, whether predictions are read anew for it, and what is disputed."""

    contract: Contract
    anew: bool
    disputed: frozenset[str]

    def outcome(self, labels: FrozenLabels, result: ExtractionResult | None) -> DocumentOutcome:
        prediction = (
            prediction_from_result(result, self.contract, recanonicalise=self.anew) if result is not None else None
        )
        return score_document(self.contract, thaw(labels, self.contract).labels, prediction, disputed=self.disputed)


def _outcomes(eval_run: EvalRun, documents: list[int], rules: _Rules) -> list[EvalDocument]:
    labels = FrozenLabel.objects.filter(label_set=eval_run.label_set_id, document__in=documents)
    results = dict(
        Extraction.objects.filter(run=eval_run.run_id, document__in=documents).values_list("document", "result")
    )
    return [
        EvalDocument(eval_run=eval_run, document_id=document, outcome=rules.outcome(said, results.get(document)))
        for document, said in labels.values_list("document", "labels")
    ]


def _metrics(eval_run: EvalRun, board: Scoreboard) -> list[EvalMetric]:
    whole = board.whole
    rows = [EvalMetric(eval_run=eval_run, field=field, counts=counts) for field, counts in whole.fields.items()]
    rows.append(EvalMetric(eval_run=eval_run, counts=whole.whole))
    for stratum, score in board.sources.items():
        if stratum:
            rows += [
                EvalMetric(eval_run=eval_run, stratum=stratum, field=field, counts=counts)
                for field, counts in score.fields.items()
            ]
            rows.append(EvalMetric(eval_run=eval_run, stratum=stratum, counts=score.whole))
    return rows


def progress(eval_run: EvalRun) -> tuple[int, int]:
    """How many documents are scored, of how many."""
    of = FrozenLabel.objects.filter(label_set=eval_run.label_set_id, document__extractions__run=eval_run.run_id)
    return eval_run.documents.count(), of.count()


def scores(eval_run: EvalRun) -> dict[str, Score]:
    """The stored metrics by source of documents; "" is the whole."""
    found: dict[str, Score] = {}
    for row in eval_run.metrics.all():
        score = found.setdefault(row.stratum, Score())
        if row.field:
            score.fields[row.field] = row.counts
        else:
            score.documents, score.documents_exact = row.counts.documents, row.counts.documents_exact
            score.records, score.records_exact = row.counts.records, row.counts.records_exact
    return found


def no_labels(project: Project, kind: LabelKind) -> str:
    """Why nothing can be scored, and what to do about it."""
    waiting = GroundTruth.objects.filter(
        document__project=project, state=LabelState.PROPOSED, provenance__in=label_sets.PROVENANCES[kind]
    ).count()
    if not waiting:
        words = _("There are no %(labels)s for these documents yet; bring some in with import_labels.")
        return words % {"labels": kind.label}
    words = ngettext(
        "There are no %(labels)s for these documents yet; %(count)s labels await acceptance by a lead "
        "(Ground truth in the portal, or import_labels --accept).",
        "There are no %(labels)s for these documents yet; %(count)s labels await acceptance by a lead "
        "(Ground truth in the portal, or import_labels --accept).",
        waiting,
    )
    return words % {"labels": kind.label, "count": waiting}
