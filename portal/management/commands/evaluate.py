"""`manage.py evaluate`: a run's scores a field, and every wrong cell."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.urls import reverse

from evaluation.metrics import RATES
from evaluation.outcomes import CellOutcome
from evaluation.report import score_table
from portal.management.base import ProjectCommand
from portal.models import EvalRun, ExtractionRun, LabelKind
from portal.services import evaluation
from portal.services.errors import BadInput

SHOWN_ERRORS = 50


class Command(ProjectCommand):
    help = (
        "Scores an extraction run against the accepted labels, frozen: a table a field, then every wrong cell with "
        "label, prediction and a link to the document. Ends with 1 when there is nothing to score."
    )
    writes = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--run",
            type=int,
            dest="number",
            metavar="N",
            help="the run's number (the latest finished one unless given)",
        )
        parser.add_argument(
            "--labels", choices=LabelKind.values, default=LabelKind.GOLD, help="which labels (gold unless given)"
        )
        parser.add_argument(
            "--all", action="store_true", dest="everything", help=f"print every wrong cell, not only {SHOWN_ERRORS}"
        )

    def add_json(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", type=Path, metavar="FILE", help="write scores and all wrong cells there as JSON, too"
        )

    def run(self, *, number: int | None, labels: str, everything: bool, **options: Any) -> int:
        run = self._run(number)
        with self.progress(run.extractions.count(), "document") as bar:
            eval_run = evaluation.evaluate(run, by=self.user, kind=LabelKind(labels), tick=bar.update)
        data = _report(eval_run)
        errors = data["errors"]
        shown = errors if everything else errors[:SHOWN_ERRORS]
        lines = [
            f"evaluation {eval_run.pk} of {run}: {data['documents']} documents, {eval_run.label_set}",
        ]
        for stratum, score in evaluation.scores(eval_run).items():
            lines += ["", f"source {stratum}:" if stratum else "all documents:", score_table(score)]
        lines += ["", f"{len(errors)} wrong cells" + (":" if errors else "")]
        lines += [_line(error) for error in shown]
        if len(shown) < len(errors):
            lines.append(f"... and {len(errors) - len(shown)} more: --all prints them, {data['url']} shows them")
        self.report(data, lines)
        return 0

    def _run(self, number: int | None) -> ExtractionRun:
        runs = ExtractionRun.objects.filter(project=self.project)
        found = runs.filter(pk=number).first() if number is not None else runs.first()
        if found is None:
            raise BadInput(
                f"there is no run {number} in {self.project}" if number else f"{self.project} has no run yet"
            )
        return found


def _report(eval_run: EvalRun) -> dict[str, Any]:
    errors = []
    documents = 0
    for row in eval_run.documents.select_related("document").iterator(chunk_size=200):
        documents += 1
        link = settings.SITE_URL + reverse("admin:portal_document_change", args=[row.document_id])
        for cell in row.outcome.cells:
            if cell.outcome.is_error:
                errors.append(_error(cell, row.document.name, link))
    return {
        "evaluation": eval_run.pk,
        "run": eval_run.run_id,
        "label_set": eval_run.label_set.hash,
        "documents": documents,
        "url": settings.SITE_URL + reverse("admin:portal_evalrun_change", args=[eval_run.pk]),
        "scores": {
            stratum or "all": {
                path or "all": {
                    name: getattr(counts, name)
                    for name in (
                        "ok",
                        "wrong",
                        "omitted",
                        "spurious",
                        "ok_absent",
                        "unscored",
                        "fabricated",
                        "misattributed",
                        "unverifiable",
                    )
                }
                | {name: rate(counts).value for name, rate in RATES.items()}
                for path, counts in [*score.fields.items(), ("", score.whole)]
            }
            for stratum, score in evaluation.scores(eval_run).items()
        },
        "errors": errors,
    }


def _error(cell: CellOutcome, document: str, link: str) -> dict[str, Any]:
    item = cell.label_item if cell.label_item is not None else cell.prediction_item
    return {
        "document": document,
        "field": cell.path,
        "item": None if item is None else item + 1,
        "outcome": cell.outcome,
        "kind": cell.subcode,
        "label": cell.label,
        "prediction": cell.prediction,
        "grounding": cell.grounding,
        "link": link,
    }


def _line(error: dict[str, Any]) -> str:
    place = error["field"] + (f" [{error['item']}]" if error["item"] else "")
    kind = f"{error['outcome']}{' ' + error['kind'] if error['kind'] else ''}"
    grounding = f", {error['grounding']}" if error["grounding"] else ""
    return (
        f"  {error['document']}: {place}: {kind}: label {_quoted(error['label'])}, "
        f"prediction {_quoted(error['prediction'])}{grounding}\n    {error['link']}"
    )


def _quoted(text: str | None) -> str:
    return "nothing" if text is None else f"“{text}”"
