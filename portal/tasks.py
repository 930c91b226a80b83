"""What the queue calls, by dotted name: ids in, a service called. Nothing imports this module."""

from portal.services import evaluation, runs


def extract_document(extraction_id: int) -> None:
    runs.perform(extraction_id)


def score_evaluation(eval_run_id: int) -> None:
    evaluation.score(eval_run_id)
