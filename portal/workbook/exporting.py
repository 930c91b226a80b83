"""A workbook is made: its sheets by purpose, and what it said of each document, kept to merge its return with."""

from __future__ import annotations

import pickle
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import override

from extraction.canon import escape
from extraction.contract import FieldType
from portal.models import (
    COMES_BACK,
    Document,
    EvalRun,
    ExportedDocument,
    JobState,
    LabelValue,
    Provenance,
    Purpose,
    Review,
    ReviewValue,
    Says,
    ValueState,
    WorkbookExport,
)
from portal.services import bulk_rows, jobs
from portal.services.final import final_data
from portal.services.values import LIST_STATES
from portal.workbook.compare_sheet import compare_sheet
from portal.workbook.content import Content, SheetColumn, SheetContent, Shown
from portal.workbook.data_rows import Showing, rows_of
from portal.workbook.evidence_sheet import evidence_sheet
from portal.workbook.fields_workbook import fields_sheets
from portal.workbook.final import SHOWN, final_sheets
from portal.workbook.holdings import Holding, of_labels, of_reviews
from portal.workbook.marks import usual_unit
from portal.workbook.own_headers import OwnColumn, own_sheets
from portal.workbook.quality_sheet import quality_sheet
from portal.workbook.read_me import read_me
from portal.workbook.returning import write_returned
from portal.workbook.stated import ITEM, ROW_ID, STATUS, UNIT_OF
from portal.workbook.writer import write

CHUNK = 200
TOKENS = ("N/A", "#ILLEGIBLE", "#CLEAR")
FOLDER = "workbooks"


def make(export: WorkbookExport) -> None:
    """Write the workbook and keep it for download. Raises BadInput where something fits no workbook."""
    with tempfile.TemporaryFile() as target, override(export.language):
        if export.returns_id:
            write_returned(export, target)
        else:
            write_workbook(export, target)
        export.size = target.tell()
        target.seek(0)
        export.file = default_storage.save(f"{FOLDER}/{export.key}.xlsx", File(target))
    WorkbookExport.objects.filter(pk=export.pk).update(
        file=export.file, size=export.size, job=JobState.READY, done=export.total
    )


def copy_to(export: WorkbookExport, target: BinaryIO) -> None:
    """The finished workbook."""
    with default_storage.open(export.file) as file:
        shutil.copyfileobj(file, target)


def write_workbook(export: WorkbookExport, target: BinaryIO) -> None:
    """In the language that is active."""
    version = export.contract_version
    purpose = Purpose(export.purpose)
    facts = {"export": export.key, "contract version": str(version.number)}
    with tempfile.TemporaryFile() as spool:
        sheets = [read_me(version, purpose), *_sheets(export, spool)]
        write(sheets, target, title=f"{export.project}: {purpose.label}", facts=facts)


def _sheets(export: WorkbookExport, spool: BinaryIO) -> list[SheetContent]:
    version, options, by = export.contract_version, export.options, export.made_by
    if export.purpose in COMES_BACK:
        sheets = _data_sheets(export, spool)
        if options.evidence and export.purpose != Purpose.BLIND:
            documents = export.documents.values("document")
            reviews = Review.objects.for_user(by).filter(contract_version=version, document__in=documents)
            sheets.append(evidence_sheet(reviews, by=by))
        return sheets
    if export.purpose == Purpose.COMPARISON:
        evaluation = EvalRun.objects.for_user(by).get(pk=options.evaluation or 0, project=export.project)
        return [compare_sheet(evaluation, by=by), quality_sheet(evaluation)]
    if export.purpose == Purpose.FINAL:
        return final_sheets(final_data(export.project, by=by, approved_only=options.approved_only))
    return fields_sheets(version.definition)


class _Spool:
    """Rows of several sheets, kept on disk in parts: each sheet is read again in its order, with signs of life."""

    def __init__(self, file: BinaryIO, tick: Callable[[], object]) -> None:
        self._file, self._tick = file, tick
        self._parts: dict[str, list[int]] = {}
        self.counts: Counter[str] = Counter()

    def add(self, sheet: str, rows: Sequence[Sequence[Content]]) -> None:
        self._parts.setdefault(sheet, []).append(self._file.seek(0, 2))
        self.counts[sheet] += len(rows)
        pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)

    def rows(self, sheet: str) -> Iterator[Sequence[Content]]:
        for place in self._parts.get(sheet, ()):
            self._tick()
            self._file.seek(place)
            yield from pickle.load(self._file)


def _data_sheets(export: WorkbookExport, file: BinaryIO) -> list[SheetContent]:
    contract, purpose = export.contract_version.definition, Purpose(export.purpose)
    sheets = own_sheets(contract, purpose, _paths_with_units(export))
    spool = _Spool(file, lambda: jobs.advance(export, export.total))
    done = 0
    for rows in _chunks(export):
        documents = Document.objects.in_bulk([row.document_id for row in rows])
        showing = Showing(contract, purpose, sheets, _names(documents.values(), export))
        held, predicted = _held(export, list(documents))
        parts: list[list[list[Content]]] = [[] for _sheet in sheets]
        for row in rows:
            shown = rows_of(showing, documents[row.document_id], held[row.document_id], predicted.get(row.document_id))
            row.content = shown.content
            for part, more in zip(parts, shown.rows, strict=True):
                part += more
        for sheet, part in zip(sheets, parts, strict=True):
            spool.add(sheet.name, part)
        bulk_rows.update(ExportedDocument, ["content"], [(row.content, row.pk) for row in rows])
        done += len(rows)
        jobs.advance(export, done)
    return [
        SheetContent(
            one.name, [_column(column) for column in one.columns], spool.rows(one.name), spool.counts[one.name]
        )
        for one in sheets
    ]


def _chunks(export: WorkbookExport) -> Iterator[list[ExportedDocument]]:
    last = 0
    while rows := list(export.documents.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield rows
        last = rows[-1].pk


def _held(export: WorkbookExport, documents: list[int]) -> tuple[dict[int, Holding], dict[int, Holding]]:
    version = export.contract_version
    match Purpose(export.purpose):
        case Purpose.REVIEW:
            return of_reviews(version, documents), {}
        case Purpose.ASSISTED:
            held = of_labels(version, documents, Provenance.ASSISTED, export.made_by)
            return held, of_reviews(version, documents)
    return of_labels(version, documents, Provenance.BLIND, export.made_by), {}


def _names(documents: Iterable[Document], export: WorkbookExport) -> dict[int, str]:
    """The external id, else the file name, else, where others are called so too, the sha256."""
    documents = list(documents)
    names = [document.name for document in documents if not document.external_id]
    here = Document.objects.filter(project=export.project, name__in=names).values_list("name", flat=True)
    shared = {name for name, count in Counter(here).items() if count > 1}
    return {one.pk: one.external_id or (one.sha256 if one.name in shared else one.name) for one in documents}


def _paths_with_units(export: WorkbookExport) -> set[str]:
    """The fields of which some value has another unit than the contract's: their units get columns."""
    contract = export.contract_version.definition
    default = {("", one.name): usual_unit(one) for one in contract.fields if one.type.is_number}
    for part in contract.lists:
        default |= {(part.name, one.name): usual_unit(one) for one in part.fields if one.type.is_number}
    documents = export.documents.values("document")
    said: set[tuple[str, str, str]] = set()
    if export.purpose != Purpose.BLIND:
        rows = ReviewValue.objects.filter(
            review__document__in=documents, review__contract_version=export.contract_version
        )
        said |= set(_units(rows))
    if export.purpose != Purpose.REVIEW:
        labels = LabelValue.objects.filter(
            ground_truth__document__in=documents,
            ground_truth__contract_version=export.contract_version,
            ground_truth__labeller=export.made_by,
            ground_truth__provenance=Provenance.BLIND if export.purpose == Purpose.BLIND else Provenance.ASSISTED,
        )
        said |= set(_units(labels))
    return {
        f"{list_name}.{name}" if list_name else name
        for list_name, name, unit in said
        if default.get((list_name, name), unit) != unit
    }


def _units(rows: QuerySet[Any]) -> Iterator[tuple[str, str, str]]:
    live = rows.filter(says=Says.VALUE).exclude(unit="").exclude(state=ValueState.REMOVED)
    yield from live.order_by().values_list("list_name", "field", "unit").distinct()


def _column(column: OwnColumn) -> SheetColumn:
    field = column.field
    if column.meaning == ROW_ID:
        return SheetColumn(column.header, hidden=True)
    if column.meaning == STATUS:
        return SheetColumn(column.header, choices=("checked", "submit"))
    if column.list is not None:
        return SheetColumn(column.header, note=column.list.description, choices=LIST_STATES, only_these=True)
    if column.meaning == ITEM:
        return SheetColumn(column.header, Shown.INTEGER, choices=("#DELETE",))
    if field is None or column.meaning.startswith(UNIT_OF):
        return SheetColumn(column.header)
    note = "\n".join(filter(None, (field.description, f"[{field.unit}]" if field.unit else "")))
    choices: tuple[str, ...] = TOKENS
    if field.type is FieldType.ENUM:
        choices = (*(escape(allowed.value) for allowed in field.allowed), *TOKENS)
    return SheetColumn(column.header, SHOWN.get(field.type, Shown.TEXT), note, choices=choices)
