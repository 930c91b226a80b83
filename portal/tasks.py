"""What the queue calls, by dotted name: ids in, a service called. Nothing imports this module."""

from portal.models import Upload, WorkbookExport
from portal.services import evaluation, jobs, runs
from portal.workbook import exporting, upload_job


def extract_document(extraction_id: int) -> None:
    runs.perform(extraction_id)


def score_evaluation(eval_run_id: int) -> None:
    evaluation.score(eval_run_id)


def make_workbook(export_id: int) -> None:
    jobs.perform(WorkbookExport, export_id, exporting.make)


def work_on_upload(upload_id: int) -> None:
    jobs.perform(Upload, upload_id, upload_job.work)
