"""Evaluations: a run's predictions against frozen labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

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

BATCH = 200


def evaluate(
    run: ExtractionRun,
    *,
    by: AnyUser,
    kind: LabelKind = LabelKind.GOLD,
    tick: Callable[[int], object] = lambda count: None,
) -> EvalRun:
    """Score every document of the run that has accepted labels, under the contract in force.

    Raises BadInput where the run is not finished, or where there are no labels: with how many await acceptance.
    """
    require(by, Verb.EVALUATE, run.project)
    progress = run.progress()
    unfinished = progress["queued"] + progress["running"]
    if unfinished:
        raise BadInput(f"Run {run.pk} is not finished: {unfinished} documents are still to do.")
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
        )
        board = Scoreboard()
        rules = _Rules(version.definition, version.pk != run.contract_version_id, disputes.open_fields(run.project))
        frozen = FrozenLabel.objects.filter(label_set=label_set, document__extractions__run=run).select_related(
            "document"
        )
        batch: list[EvalDocument] = []
        for label in frozen.iterator(chunk_size=BATCH):
            batch.append(EvalDocument(eval_run=eval_run, document=label.document))
            if len(batch) == BATCH:
                _score(batch, label_set.pk, run, rules, board, tick)
                batch = []
        _score(batch, label_set.pk, run, rules, board, tick)
        EvalMetric.objects.bulk_create(_metrics(eval_run, board))
        eval_run.state = EvalRun.State.SUCCEEDED
        eval_run.save(update_fields=["state"])
    return eval_run


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


def _score(
    batch: list[EvalDocument],
    label_set: int,
    run: ExtractionRun,
    rules: _Rules,
    board: Scoreboard,
    tick: Callable[[int], object],
) -> None:
    documents = [row.document_id for row in batch]
    labels = dict(
        FrozenLabel.objects.filter(label_set=label_set, document__in=documents).values_list("document", "labels")
    )
    results = dict(Extraction.objects.filter(run=run, document__in=documents).values_list("document", "result"))
    for row in batch:
        row.outcome = rules.outcome(labels[row.document_id], results.get(row.document_id))
        board.add(row.outcome, row.document.stratum)
    EvalDocument.objects.bulk_create(batch)
    tick(len(batch))


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
    if waiting:
        return (
            f"There are no {kind} labels for these documents yet; {waiting} labels await acceptance by a lead "
            "(Ground truth in the portal, or import_labels --accept)."
        )
    return f"There are no {kind} labels for these documents yet; bring some in with import_labels."
