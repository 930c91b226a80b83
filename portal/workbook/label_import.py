"""A label file from upload to labels: read, judged as a whole, and written by `services.labels` or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from extraction.contract import UNKNOWN, Conventions
from portal.models import ContractVersion, Door
from portal.models.scoping import AnyUser
from portal.services import labels
from portal.services.labels import LabelReport
from portal.workbook.reader import read_labels


@dataclass
class LabelImport:
    """What became of a label file: with a problem, nothing was written."""

    report: LabelReport
    documents: int
    notices: list[str] = field(default_factory=list)


def import_label_file(
    version: ContractVersion,
    source: Path | bytes,
    *,
    made: str,
    by: AnyUser,
    accept_them: bool = False,
    conventions: Conventions = UNKNOWN,
    door: Door = Door.WORKBOOK,
    dry_run: bool = False,
    begin: Callable[[int], object] = lambda documents: None,
    tick: Callable[[int], object] = lambda documents: None,
) -> LabelImport:
    """Bring the labels of a file in. A dry run does all of it and takes it back, so that its report can be shown first.

    `begin` is told the number of documents, `tick` each one done. Raises BadInput, PermissionDenied.
    """
    file = read_labels(source, version.definition, conventions)
    begin(len(file.records))
    with transaction.atomic():
        report = labels.import_labels(
            version,
            [] if file.problems else file.records,
            made=made,
            by=by,
            accept_them=accept_them,
            conventions=conventions,
            door=door,
            tick=tick,
        )
        if dry_run:
            transaction.set_rollback(True)
    report.problems[:0] = file.problems
    return LabelImport(report, len(file.records), file.notices)
