"""Makes the return workbook of an upload: its file, what became of each cell, and which row is which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Literal, cast

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from extraction import tables
from extraction.tables import Tables
from portal.models import APPLIED, Outcome, Upload, UploadCell, WorkbookExport
from portal.models.values import NOTHING_STORED
from portal.services import values
from portal.services.errors import BadInput
from portal.workbook import outcomes
from portal.workbook.bases import bases_of
from portal.workbook.data_rows import row_id
from portal.workbook.holdings import Holding
from portal.workbook.item_rows import item_rows, known_by
from portal.workbook.marks import shown
from portal.workbook.matching import KnownDocuments, match
from portal.workbook.outcomes import CellOutcome
from portal.workbook.return_workbook import Identity, write_return
from portal.workbook.stated import Mapping
from portal.workbook.table_rows import state_rows

CHUNK = 500
_BECAME: dict[str, outcomes.Outcome] = {
    Outcome.NEW: outcomes.Outcome.APPLIED,
    Outcome.CHANGED: outcomes.Outcome.APPLIED,
    Outcome.AGREED: outcomes.Outcome.AGREED,
    Outcome.EMPTIED: outcomes.Outcome.EMPTIED,
    Outcome.CONFLICT: outcomes.Outcome.CONFLICT,
    Outcome.REFUSED: outcomes.Outcome.REFUSED,
    Outcome.PROBLEM: outcomes.Outcome.PROBLEM,
}


def write_returned(export: WorkbookExport, target: BinaryIO) -> None:
    """Raises BadInput for an upload that was no table."""
    upload = export.returns
    if upload is None or upload.kind not in ("xlsx", "csv"):
        raise BadInput(_("Only workbooks and csv files have a return workbook."))
    with default_storage.open(upload.file) as file:
        content = file.read()
    identity = _identity(export, upload, tables.read(content))
    write_return(content, cast("Literal['xlsx', 'csv']", upload.kind), _outcomes(upload), identity, target)


def _outcomes(upload: Upload) -> Iterator[CellOutcome]:
    cells = UploadCell.objects.filter(upload=upload).exclude(outcome=Outcome.NOTICE).order_by("pk")
    for cell in cells.iterator(chunk_size=2_000):
        became = _BECAME[cell.outcome]
        if cell.outcome in APPLIED and cell.cause:
            became = outcomes.Outcome.WARNING
        yield CellOutcome(
            cell.sheet,
            cell.row,
            cell.column,
            became,
            shown(cell.said),
            cell.message or _reason(cell),
            cell.cause,
            cell.remedy,
        )


def _reason(cell: UploadCell) -> str:
    before = values.describe(cell.before) if cell.before else _("nothing said")
    if cell.outcome == Outcome.CONFLICT:
        words = _("Somebody has changed it since: the portal says “%(before)s”. Decide on the page of conflicts.")
        return words % {"before": before}
    if cell.outcome in APPLIED:
        return _("Written. Before: “%(before)s”.") % {"before": before}
    return _("The portal says so already.")


def _identity(export: WorkbookExport, upload: Upload, read: Tables) -> Identity:
    """By which the workbook is known when it comes back; each row by the document and item it is about."""
    mapping = Mapping.model_validate(upload.answers.mapping or {})
    contract = upload.contract_version.definition
    found, _strays = match(state_rows(read, mapping, contract).rows, KnownDocuments(upload.project))
    row_ids: dict[tuple[str, int], str] = {}
    documents = list(found)
    columns = {sheet.sheet: {one.meaning: one.index for one in sheet.columns} for sheet in mapping.sheets}
    for start in range(0, len(documents), CHUNK):
        chunk = documents[start : start + CHUNK]
        bases = bases_of(upload, chunk, with_itself=True)
        for document in chunk:
            file, base = found[document], bases[document]
            if file.data is not None:
                row_ids[file.data.sheet, file.data.number] = row_id(document)
            held = Holding(values=dict.fromkeys(base.heard, NOTHING_STORED))
            for list_name, rows in file.items.items():
                by = known_by(rows[0][1].sheet, columns, from_portal=upload.export is not None)
                for one in item_rows(list_name, rows, held, base, by):
                    row_ids[one.row.sheet, one.row.number] = row_id(document, one.item)
    return Identity(
        export=export.key,
        row_ids=_of_one_kind(row_ids),
        header_rows={sheet.sheet: sheet.header_row for sheet in mapping.sheets if sheet.header_row},
        stated={"contract version": str(upload.contract_version.number)},
    )


def _of_one_kind(row_ids: dict[tuple[str, int], str]) -> dict[tuple[str, int], str]:
    """Without those of sheets whose rows state documents and items at once: one id would not do."""
    kinds: dict[str, set[bool]] = {}
    for (sheet, _row), text in row_ids.items():
        kinds.setdefault(sheet, set()).add("-" in text)
    return {place: text for place, text in row_ids.items() if len(kinds[place[0]]) == 1}
