"""`manage.py import_labels`: labels from a file into a project."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from portal.management.base import ProjectCommand
from portal.management.tables import add_conventions, conventions_of, existing, first
from portal.models import Door
from portal.services import contracts
from portal.services.labels import MADE
from portal.workbook.label_import import import_label_file


class Command(ProjectCommand):
    help = (
        "Brings labels in, all or none: any problem is printed with its place in the file and leaves nothing written. "
        "FILE is JSON lines (one document a line: "
        '{"file" or "sha256" or "document", "fields": {NAME: text}, '
        '"lists": {NAME: {"state": "complete", "partial" or "none", "rows": [{COLUMN: text}]}}}), an xlsx workbook '
        "(a sheet Data with one row a document, and a sheet named after each list with one row an item) or a csv file "
        "of one such sheet. Headers are the contract's field names or labels; the document is named in a column "
        "document, file or sha256, an item numbered in a column item. A blank cell says nothing, N/A says that the "
        "document does not state it, #ILLEGIBLE that nobody can read it. Ends with 0, 1 when there were problems, "
        "2 when called wrongly."
    )
    writes = True

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="jsonl, xlsx or csv; known by its content")
        parser.add_argument(
            "--made",
            required=True,
            choices=list(MADE),
            help="how the labels were made: blind (no prediction in view), shown (predictions in view: they count as "
            "assisted), rules (by rules: weak), system (from another system: imported)",
        )
        parser.add_argument("--accept", action="store_true", help="accept them at once (needs the role lead)")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, and write nothing")
        add_conventions(parser)

    def run(self, *, file: Path, made: str, accept: bool, dry_run: bool, **options: Any) -> int:
        path = existing(file)
        with self.progress(0, "document") as bar:
            done = import_label_file(
                contracts.in_force(self.project),
                path,
                made=made,
                by=self.user,
                accept_them=accept,
                conventions=conventions_of(options),
                door=Door.COMMAND,
                dry_run=dry_run,
                begin=bar.reset,
                tick=bar.update,
            )
        report = done.report
        if report.problems:
            lines = [
                f"nothing was written: {len(report.problems)} problems in {path.name}",
                *first(report.problems),
            ]
        else:
            counts = f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged, {report.cells} cells"
            came = "would come" if dry_run else "came"
            lines = [
                f"labels of {done.documents} documents {came} into {self.project}: {counts}",
                f"{report.accepted} accepted" if accept else "they are proposed: a lead accepts them",
            ]
        self.report(
            {
                "written": not (report.problems or dry_run),
                "documents": done.documents,
                "new": 0 if report.problems else report.new,
                "changed": 0 if report.problems else report.changed,
                "unchanged": 0 if report.problems else report.unchanged,
                "cells": 0 if report.problems else report.cells,
                "accepted": 0 if report.problems else report.accepted,
                "problems": report.problems,
                "notices": done.notices,
            },
            [*lines, *done.notices],
        )
        return 1 if report.problems else 0
