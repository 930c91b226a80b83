"""`manage.py export_workbook`: the final sheets as an Excel workbook."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.management.base import ProjectCommand
from portal.services.final import final_data
from portal.workbook.final import write_final
from portal.workbook.writer import write_atomically


class Command(ProjectCommand):
    help = (
        "Writes the final data of a project as xlsx: a sheet Final with one row a document, and one sheet a list with "
        "one row an item, typed and without formulas. With --approved only approved reviews; without it all reviews, "
        "with their status in a column (needs the role expert, approver, engineer or lead). The file appears when it "
        "is whole; one that is there already is replaced. Ends with 0, 1 when it could not be written, 2 when called "
        "wrongly."
    )
    writes = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="where to write the workbook (.xlsx)")
        parser.add_argument("--approved", action="store_true", help="approved documents only")

    def run(self, *, file: Path, approved: bool, **options: Any) -> int:
        if file.suffix.lower() != ".xlsx":
            raise CommandError(f"{file}: the name of a workbook ends with .xlsx", returncode=2)
        data = final_data(self.project, by=self.user, approved_only=approved)
        write_atomically(file, lambda target: write_final(data, target))
        items = sum(len(part) for document in data.documents for part in document.lists.values())
        which = "approved documents" if approved else "documents, approved or not"
        self.report(
            {"file": str(file), "documents": len(data.documents), "items": items, "approved_only": approved},
            [f"{len(data.documents)} {which} and {items} items of {self.project} written to {file}"],
        )
        return 0
