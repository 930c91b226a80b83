"""`manage.py import_predictions`: what another pipeline predicts, as an extraction run."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from portal.management.base import ProjectCommand
from portal.management.tables import add_conventions, conventions_of, existing, first
from portal.services import contracts
from portal.services.access import Verb, require
from portal.services.predictions import import_predictions
from portal.workbook.reader import read_predictions


class Command(ProjectCommand):
    help = (
        "Brings the predictions of another pipeline in as an extraction run: each value is made canonical and looked "
        "for on its page. FILE is JSON lines as `python -m extraction` writes them, at least "
        '{"file" or "sha256" or "document", "fields": {NAME: {"value": text} or text}, '
        '"lists": {NAME: [{COLUMN: ...}]}}, '
        "or an xlsx or csv table with the contract's headers (see import_labels). A file with a malformed line or cell "
        "is refused as a whole; predictions for documents that the project does not have are named and left out. "
        "Ends with 0, 1 when nothing was imported, 2 when called wrongly."
    )
    writes = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="jsonl, xlsx or csv; known by its content")
        parser.add_argument("--source", required=True, metavar="NAME", help="what to call the pipeline")
        add_conventions(parser)

    def run(self, *, file: Path, source: str, **options: Any) -> int:
        path = existing(file)
        version = contracts.in_force(self.project)
        require(self.user, Verb.IMPORT_PREDICTIONS, self.project)
        read = read_predictions(path, version.definition, conventions_of(options))
        if read.problems:
            self.report(
                {"run": None, "problems": read.problems, "notices": read.notices},
                [f"nothing was imported: {len(read.problems)} problems in {path.name}", *first(read.problems)],
            )
            return 1
        with self.progress(0, "document") as bar:
            done = import_predictions(version, source, read.records, by=self.user, begin=bar.reset, tick=bar.update)
        self.report(
            {
                "run": done.run.pk,
                "documents": done.documents,
                "progress": done.run.progress(),
                "failures": done.failures,
                "left_out": done.left_out,
                "problems": [],
                "notices": read.notices,
            },
            [
                f"run {done.run.pk}: predictions of {source} for {done.documents} documents of {self.project}",
                *(f"  failed: {name}: {reason}" for name, reason in done.failures.items()),
                *([f"{len(done.left_out)} left out:", *first(done.left_out)] if done.left_out else []),
                *read.notices,
                "next: manage.py evaluate "
                f"--project {self.project.slug} --run {done.run.pk} --by {self.user.get_username()}",
            ],
        )
        return 0
