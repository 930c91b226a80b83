"""The predictions of another pipeline, as an extraction run of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.models import ContractVersion, Document, Extraction, ExtractionRun, GivenPrediction
from portal.models.scoping import AnyUser
from portal.services import runs
from portal.services.access import Verb, require
from portal.services.errors import BadInput
from portal.services.labels import finder


@dataclass(frozen=True)
class PredictionRecord:
    """What a pipeline says of one document, known by sha256, external id or file name. `where`: for messages."""

    document: str
    where: str
    record: dict[str, Any]
    """A line of the line format or near it."""


@dataclass
class PredictionReport:
    """What an import did."""

    run: ExtractionRun
    documents: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    """By file name, why a document gave no result."""
    left_out: list[str] = field(default_factory=list)
    """Predictions for documents that the project does not have, with their place in the file."""


def import_predictions(
    version: ContractVersion,
    pipeline: str,
    records: Iterable[PredictionRecord],
    *,
    by: AnyUser,
    begin: Callable[[int], object] = lambda documents: None,
    tick: Callable[[int], object] = lambda documents: None,
) -> PredictionReport:
    """A run of what `pipeline` said, each value made canonical and looked for on its page, in this process.

    `begin` is told the number of documents,
    `tick` each one done. Raises PermissionDenied, BadInput (no document is known, or one is named twice).
    """
    require(by, Verb.IMPORT_PREDICTIONS, version.project)
    find = finder(version.project)
    given: dict[Document, PredictionRecord] = {}
    left_out = []
    for record in records:
        document = find(record.document)
        if document is None:
            left_out.append(
                _("%(where)s: no document “%(document)s” in %(project)s")
                % {"where": record.where, "document": record.document, "project": version.project}
            )
        elif document in given:
            raise BadInput(
                _("%(where)s: %(document)s is predicted already, in %(other)s")
                % {"where": record.where, "document": document, "other": given[document].where}
            )
        else:
            given[document] = record
    predictions = {document: GivenPrediction(record=record.record) for document, record in given.items()}
    report = PredictionReport(
        runs.start_imported(version, pipeline, predictions, by=by), documents=len(given), left_out=left_out
    )
    begin(len(given))
    for extraction in report.run.extractions.order_by("pk").values_list("pk", flat=True):
        runs.perform(extraction)
        tick(1)
    failed = report.run.extractions.filter(state=Extraction.State.FAILED).select_related("document")
    report.failures = {one.document.name: f"{one.error_message} ({one.error_code})" for one in failed}
    return report
