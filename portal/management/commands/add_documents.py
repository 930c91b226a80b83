"""`manage.py add_documents`: PDFs into a project."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.management.base import ProjectCommand
from portal.services import documents
from portal.services.errors import BadInput


class Command(ProjectCommand):
    help = (
        "Adds PDFs to a project: files, folders (with all below them) and zips. Each file is known by its content: the "
        "same file twice is named, not added. Ends with 1 when a file was refused; the others are added all the same."
    )
    writes = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a PDF, a zip of PDFs or a folder")
        parser.add_argument(
            "--stratum", default="", help="the source of these documents: an issuer, a layout, a channel"
        )

    def run(self, *, paths: list[Path], stratum: str, **options: Any) -> int:
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"not found: {', '.join(missing)}")
        files = [file for path in paths for file in _files(path)]
        added: list[documents.Added] = []
        refused: list[str] = []
        with self.progress(len(files), "file") as bar:
            for file in files:
                try:
                    for name, content in documents.files_in(file.name, file.read_bytes()):
                        added.append(documents.add(self.project, name, content, by=self.user, stratum=stratum))
                except BadInput as error:
                    refused.append(str(error))
                bar.update(1)
        new = [one for one in added if one.is_new]
        duplicates = [one for one in added if one.document and not one.is_new]
        refused += [f"{one.name}: {one.problem}" for one in added if one.document is None]
        unreadable = [f"{one.name}: {one.problem}" for one in new if one.problem]
        self.report(
            {
                "added": len(new),
                "duplicates": [one.name for one in duplicates],
                "unreadable": unreadable,
                "refused": refused,
            },
            [
                f"{len(new)} documents added to {self.project}",
                *(f"  cannot be read: {line}" for line in unreadable),
                *([f"{len(duplicates)} were here already"] if duplicates else []),
                *(f"refused: {line}" for line in refused),
            ],
        )
        return 1 if refused else 0


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    else:
        yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in (".pdf", ".zip"))
