"""An upload at work: read and compared, or, once its sender has confirmed that, written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from extraction import tables
from extraction.canon.tokens import storable
from extraction.contract import CANONICAL, Conventions
from extraction.tables import TableError, Tables
from portal.models import (
    COMES_BACK,
    Outcome,
    Purpose,
    Review,
    TableMapping,
    Target,
    Upload,
    UploadCell,
    UploadCounts,
    UploadStep,
    WorkbookExport,
)
from portal.models.reviews import SEES_REVIEWS
from portal.sentences import translated
from portal.services import bulk_rows, jobs, reviews
from portal.services.access import Verb, require, roles_of
from portal.services.errors import BadInput
from portal.services.labels import MADE
from portal.workbook.applying import Overtaken, write_upload
from portal.workbook.bases import bases_of, heard_before
from portal.workbook.document_plan import plan_document
from portal.workbook.excel_names import HIDDEN
from portal.workbook.holdings import of_upload, seeds_of
from portal.workbook.layout import folded
from portal.workbook.mapping import propose, remember
from portal.workbook.marks import CLEAR
from portal.workbook.matching import DocumentFile, KnownDocuments, match
from portal.workbook.own_headers import own_mapping
from portal.workbook.planning import Rules
from portal.workbook.stated import IGNORED, Finding, Mapping, SheetMapping, StatedTable
from portal.workbook.table_lines import is_json, state_lines
from portal.workbook.table_rows import state_rows

CHUNK = 500
_SURE = frozenset({"name", "label", "remembered", "chosen", ""})
"""How the meaning of a column may have been found where nobody needs to confirm it."""


def work(upload: Upload) -> None:
    """The next step. Raises BadInput with what its sender can mend."""
    with override(upload.language):
        if upload.step == UploadStep.READING:
            read(upload)
        elif upload.step == UploadStep.WRITING:
            try:
                write_upload(upload)
            except Overtaken:
                upload.step = UploadStep.READING
                upload.save(update_fields=["step"])
                text = _("You have confirmed another upload of this workbook since: the file was compared again.")
                read(upload, Finding("", 0, None, text, remedy=_("Look at the preview and confirm it.")))


def read(upload: Upload, *notices: Finding) -> None:
    """Find out what the file says and what would become of it, or which questions are open."""
    with default_storage.open(upload.file) as file:
        content = file.read()
    if is_json(content):
        upload.kind = "jsonl"
        table, mapping = state_lines(content, upload.contract_version.definition), Mapping()
        upload.target = Target.LABELS
    else:
        read_tables = _tables(content)
        upload.kind = read_tables.kind
        _recognise(upload, read_tables)
        mapping = _mapping(upload, read_tables)
        table = state_rows(read_tables, mapping, upload.contract_version.definition)
    table.notices.extend(notices)
    _questions(upload, mapping, table)
    upload.save(update_fields=["kind", "export", "target", "answers"])
    if not _still_read(upload).update(step=upload.step):
        return
    if upload.answers.mapping_confirmed and upload.export is None:
        remember_mapping(upload, mapping)
    if upload.step == UploadStep.READING:
        _compare(upload, mapping, table)


def _still_read(upload: Upload) -> QuerySet[Upload]:
    """The row, unless it was thrown away meanwhile."""
    return Upload.objects.filter(pk=upload.pk, step=UploadStep.READING)


def _tables(content: bytes) -> Tables:
    try:
        return tables.read(content)
    except TableError as error:
        raise BadInput(translated(error.message)) from error


def _recognise(upload: Upload, read_tables: Tables) -> None:
    """Which export the file came from, by its hidden sheet or as its sender said."""
    if key := _export_key(read_tables):
        export = WorkbookExport.objects.filter(key=key, project=upload.project).first()
        if export is None:
            raise BadInput(
                _("The workbook was made for another project, or by another portal. Upload it where it came from.")
            )
        upload.export = export
    if upload.export is None:
        return
    before = upload.export.returns
    if before is not None:
        # The file is its sender's own, filled in further: what they said of it still holds.
        upload.target = before.target
        kept = {"made": before.answers.made, "lists": before.answers.lists}
        upload.answers = upload.answers.model_copy(update=kept)
        return
    purpose = Purpose(upload.export.purpose)
    if purpose == Purpose.CONTRACT:
        raise BadInput(_("This workbook holds the fields of a contract: upload it on the page of the contract."))
    if purpose not in COMES_BACK:
        raise BadInput(
            _("This workbook (%(purpose)s) is not made to be filled in. Take a review copy or a label template.")
            % {"purpose": purpose.label}
        )
    upload.target = Target.REVIEWS if purpose == Purpose.REVIEW else Target.LABELS
    if purpose == Purpose.ASSISTED:
        # Who had predictions in view cannot have labelled blind, whatever they say.
        upload.answers = upload.answers.model_copy(update={"made": "shown"})


def _export_key(read_tables: Tables) -> str:
    for sheet in read_tables.sheets:
        if folded(sheet.name) == folded(HIDDEN):
            facts = {row[0].text.strip().lower(): row[1].text.strip() for row in sheet.rows()}
            return facts.get("export", "")
    return ""


def _mapping(upload: Upload, read_tables: Tables) -> Mapping:
    answers = upload.answers
    known = KnownDocuments(upload.project).names
    if answers.mapping is not None and answers.mapping_confirmed:
        mapping = Mapping.model_validate(answers.mapping)
    else:
        remembered = None
        if upload.export is not None and upload.export.returns is not None:
            remembered = Mapping.model_validate(upload.export.returns.answers.mapping or {})
        elif upload.export is not None:
            remembered = own_mapping(upload.export.contract_version.definition, Purpose(upload.export.purpose))
        elif found := TableMapping.objects.filter(project=upload.project, headers=headers_of(read_tables)).first():
            remembered = Mapping.model_validate(found.mapping)
        mapping = propose(read_tables, upload.contract_version.definition, known, remembered)
    said = Conventions(decimal=answers.decimal or None, dates=answers.dates or None)
    return mapping.model_copy(update={"conventions": said.over(mapping.conventions)})


def headers_of(read_tables: Tables) -> str:
    """What a table is known again by: the texts of the first rows of its sheets that are texts alone."""
    said = []
    for sheet in read_tables.sheets:
        for row in sheet.rows():
            texts = [cell.text.strip() for cell in row.cells.values()]
            if len(texts) > 1:
                said.append([sheet.name, *texts])
                break
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def remember_mapping(upload: Upload, mapping: Mapping) -> None:
    """So that the next table with these headers is not asked about."""
    with default_storage.open(upload.file) as file:
        headers = headers_of(_tables(file.read()))
    TableMapping.objects.update_or_create(
        project=upload.project,
        headers=headers,
        defaults={"mapping": remember(mapping).model_dump(mode="json"), "confirmed_by": upload.made_by},
    )


def _questions(upload: Upload, mapping: Mapping, table: StatedTable) -> None:
    """What only a person can say: then the file waits for it."""
    open_questions = []
    answers = upload.answers
    columns = [column for sheet in mapping.sheets if sheet.header_row for column in sheet.columns]
    if upload.export is None and upload.kind != "jsonl" and not answers.mapping_confirmed:
        unsure = any(column.how not in _SURE for column in columns)
        if columns and (unsure or answers.mapping_wanted):
            open_questions.append("mapping")
    if upload.target == Target.LABELS:
        if answers.made not in MADE:
            open_questions.append("made")
        said = {column.meaning for column in columns}
        silent = {row.list_name for row in table.rows if row.list_name} - said
        if silent and upload.export is None and upload.kind != "jsonl" and not answers.lists:
            open_questions.append("lists")
    upload.answers = answers.model_copy(
        update={"questions": tuple(open_questions), "mapping": mapping.model_dump(mode="json")}
    )
    upload.step = UploadStep.MAPPING if open_questions else UploadStep.READING


def _compare(upload: Upload, mapping: Mapping, table: StatedTable) -> None:
    """Plan every document of the file, a chunk at a time, and note the plan."""
    UploadCell.objects.filter(upload=upload).delete()
    found, unmatched = match(table.rows, KnownDocuments(upload.project))
    cells = [_told(upload, finding, Outcome.PROBLEM) for finding in [*table.problems, *unmatched]]
    cells += [_told(upload, finding, Outcome.NOTICE) for finding in table.notices]
    bulk_rows.insert_all(UploadCell, cells)
    counts: Counter[str] = Counter(cell.outcome for cell in cells)
    totals = UploadCounts(documents=len(found), heard=len(heard_before(upload)))
    rules = _rules(upload, mapping)
    refusal, may_see = _rights(upload)
    Upload.objects.filter(pk=upload.pk).update(total=len(found))
    done = 0
    for chunk in _chunks(found):
        held = of_upload(upload, list(chunk))
        bases = bases_of(upload, list(chunk))
        taken_back = [held[document] for document, file in chunk.items() if file.says(CLEAR)]
        seeds = seeds_of(taken_back, upload.contract_version) if upload.export else {}
        planned: list[UploadCell] = []
        for document, file in chunk.items():
            holding = held[document]
            review = holding.parent if isinstance(holding.parent, Review) else None
            closed = reviews.why_closed(review) if upload.target == Target.REVIEWS else ""
            plan = plan_document(
                rules,
                document,
                file,
                holding,
                bases[document],
                seeds=seeds.get(review.pk, {}) if review else {},
                refusal=refusal or closed,
                may_see=may_see,
            )
            planned += plan.cells
            counts += plan.counts
            totals.rows += plan.rows
            totals.rows_new += plan.rows_new
            totals.rows_changed += len({(c.sheet, c.row) for c in plan.cells if c.outcome in ("new", "changed")})
        for cell in planned:
            cell.upload = upload
        counts.update(cell.outcome for cell in planned)
        bulk_rows.insert_all(UploadCell, planned)
        done += len(chunk)
        jobs.advance(upload, done)
    totals.cells = dict(counts)
    _still_read(upload).update(step=UploadStep.PREVIEW, counts=totals)


def _chunks(found: dict[int, DocumentFile]) -> Iterator[dict[int, DocumentFile]]:
    documents = list(found)
    for start in range(0, len(documents), CHUNK):
        yield {document: found[document] for document in documents[start : start + CHUNK]}


def _rights(upload: Upload) -> tuple[str, bool]:
    """Why this person may write nothing, if so; and whether they may see what reviews say."""
    verb = Verb.EDIT_REVIEW if upload.target == Target.REVIEWS else Verb.WRITE_LABELS
    refusal = ""
    try:
        require(upload.made_by, verb, upload.project)
    except PermissionDenied as error:
        refusal = str(error)
    sees = bool(SEES_REVIEWS & roles_of(upload.made_by, upload.project)) or upload.target == Target.LABELS
    return refusal, sees


def _rules(upload: Upload, mapping: Mapping) -> Rules:
    return Rules(
        contract=upload.contract_version.definition,
        target=Target(upload.target),
        conventions=mapping.conventions if upload.kind != "jsonl" else CANONICAL,
        columns={sheet.sheet: _places(sheet) for sheet in mapping.sheets},
        from_portal=upload.export is not None,
        lists=upload.answers.lists,
    )


def _places(sheet: SheetMapping) -> dict[str, int]:
    return {column.meaning: column.index for column in sheet.columns if column.meaning != IGNORED}


def _told(upload: Upload, finding: Finding, outcome: Outcome) -> UploadCell:
    return UploadCell(
        upload=upload,
        sheet=finding.sheet[:60],
        row=finding.row,
        column=finding.column,
        outcome=outcome,
        said=storable(finding.value),
        message=storable(finding.text),
        cause=finding.cause,
        remedy=finding.remedy,
    )
