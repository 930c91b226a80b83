"""`manage.py extract`: an extraction run through the queue."""

import time
from typing import Any

from django.core.management.base import CommandParser

from extraction import sources
from portal.management.base import ProjectCommand
from portal.models import Document, Extraction, ExtractionRun
from portal.services import contracts, runs
from portal.services.errors import BadInput

SILENT_SECONDS = 20


class Command(ProjectCommand):
    help = (
        "Starts an extraction run: one task a document through the queue, worked off by `manage.py work`. "
        "With --wait it shows the progress and ends when the run does: 0 when all succeeded, 1 when some failed, "
        "3 when no worker takes the tasks."
    )
    writes = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--source", required=True, choices=sources.names(), help="what states the values")
        parser.add_argument(
            "--documents", nargs="+", metavar="DOCUMENT", help="file names, ids or sha256 to extract (all unless given)"
        )
        parser.add_argument("--wait", action="store_true", help="stay until the run has ended")

    def run(self, *, source: str, documents: list[str] | None, wait: bool, **options: Any) -> int:
        run = runs.start(contracts.in_force(self.project), source, self._chosen(documents), by=self.user)
        ended = self._wait(run) if wait else True
        progress = run.progress()
        failed = run.extractions.filter(state=Extraction.State.FAILED).select_related("document")
        failures = {one.document.name: f"{one.error_message} ({one.error_code})" for one in failed}
        lines = [f"run {run.pk}: " + ", ".join(f"{count} {state}" for state, count in progress.items() if count)]
        lines += [f"  {name}: {reason}" for name, reason in failures.items()]
        if not ended:
            lines.append("no worker takes the tasks: start some with `manage.py work`; the run goes on by itself then")
        elif not wait:
            lines.append("its tasks are queued; `manage.py work` works them off")
        self.report({"run": run.pk, "progress": progress, "failures": failures}, lines)
        return (1 if failures else 0) if ended else 3

    def _chosen(self, names: list[str] | None) -> list[Document]:
        documents = Document.objects.filter(project=self.project)
        if names is None:
            return list(documents)
        known: dict[str, list[Document]] = {}
        for document in documents:
            for name in {document.name, document.external_id, document.sha256} - {""}:
                known.setdefault(name, []).append(document)
        unknown = [name for name in names if name not in known]
        if unknown:
            raise BadInput(f"not in {self.project}: {', '.join(unknown)}")
        return list({document.pk: document for name in names for document in known[name]}.values())

    def _wait(self, run: ExtractionRun) -> bool:
        """Show progress until nothing is queued or running; False when nothing moves and nobody works."""
        total = run.extractions.count()
        moved, last = time.monotonic(), -1
        with self.progress(total, "document") as bar:
            while True:
                progress = run.progress()
                done = progress["succeeded"] + progress["failed"]
                bar.update(done - bar.n)
                if done == total:
                    return True
                if done != last or progress["running"]:
                    moved, last = time.monotonic(), done
                elif time.monotonic() - moved > SILENT_SECONDS:
                    return False
                time.sleep(0.3)
