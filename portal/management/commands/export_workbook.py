"""`manage.py export_workbook`: a workbook of any purpose; the final sheets unless said otherwise."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.management.base import ProjectCommand
from portal.models import Document, EvalRun, ExportOptions, Purpose, WorkbookExport
from portal.services import exports, jobs
from portal.services.errors import BadInput
from portal.services.final import final_data
from portal.workbook import exporting
from portal.workbook.final import write_final
from portal.workbook.writer import write_atomically


class Command(ProjectCommand):
    help = (
        "Writes a workbook of a project as xlsx. Without --for it is the final data: a sheet Final with one row a "
        "document, and one sheet a list with one row an item, typed and without formulas; with --approved only "
        "approved reviews, without it all reviews, with their status in a column (needs the role expert, approver, "
        "engineer or lead). --for blind, assisted and review make workbooks to be filled in and uploaded again: the "
        "portal keeps what it wrote into them. The file appears when it is whole; one that is there already is "
        "replaced. Ends with 0, 1 when it could not be written, 2 when called wrongly."
    )
    writes = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="where to write the workbook (.xlsx)")
        parser.add_argument("--approved", action="store_true", help="final data: approved documents only")
        parser.add_argument(
            "--for", dest="purpose", choices=Purpose.values, default=Purpose.FINAL, help="final unless given"
        )
        parser.add_argument("--evidence", action="store_true", help="review and assisted: add a sheet of evidence")
        parser.add_argument("--evaluation", type=int, metavar="N", help="comparison: which (the latest unless given)")
        parser.add_argument(
            "--document", action="append", default=[], metavar="NAME", help="only this document; may be repeated"
        )

    def run(self, *, file: Path, purpose: str, approved: bool, **options: Any) -> int:
        if file.suffix.lower() != ".xlsx":
            raise CommandError(f"{file}: the name of a workbook ends with .xlsx", returncode=2)
        if purpose != Purpose.FINAL:
            return self._make(file, Purpose(purpose), **options)
        data = final_data(self.project, by=self.user, approved_only=approved)
        write_atomically(file, lambda target: write_final(data, target))
        items = sum(len(part) for document in data.documents for part in document.lists.values())
        which = "approved documents" if approved else "documents, approved or not"
        self.report(
            {"file": str(file), "documents": len(data.documents), "items": items, "approved_only": approved},
            [f"{len(data.documents)} {which} and {items} items of {self.project} written to {file}"],
        )
        return 0

    def _make(
        self,
        file: Path,
        purpose: Purpose,
        *,
        document: list[str],
        evaluation: int | None,
        evidence: bool,
        **options: Any,
    ) -> int:
        if purpose == Purpose.COMPARISON and evaluation is None:
            latest = EvalRun.objects.for_user(self.user).filter(project=self.project, state=EvalRun.State.SUCCEEDED)
            evaluation = latest.values_list("pk", flat=True).first()
        export = exports.begin(
            self.project,
            purpose,
            by=self.user,
            documents=self._documents(document),
            options=ExportOptions(evaluation=evaluation, evidence=evidence),
            ring=False,
        )
        jobs.perform(WorkbookExport, export.pk, exporting.make)
        export.refresh_from_db()
        if not export.file:
            raise BadInput(export.error_message)
        write_atomically(file, lambda target: exporting.copy_to(export, target))
        documents = export.documents.count()
        self.report(
            {"file": str(file), "export": export.key, "purpose": purpose, "documents": documents},
            [f"{purpose.label} of {documents} documents of {self.project} written to {file}"],
        )
        return 0

    def _documents(self, names: list[str]) -> list[int] | None:
        if not names:
            return None
        found = dict(Document.objects.filter(project=self.project, name__in=names).values_list("name", "pk"))
        if missing := [name for name in names if name not in found]:
            raise BadInput(f"no document “{missing[0]}” in {self.project}")
        return list(found.values())
