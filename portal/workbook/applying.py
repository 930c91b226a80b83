"""A confirmed upload is written: in one transaction, against what the portal says at that moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import (
    APPLIED,
    Conflict,
    GroundTruth,
    JobState,
    Outcome,
    Review,
    Target,
    Upload,
    UploadCell,
    UploadStep,
    ValueState,
)
from portal.services import events, jobs, labels, returns, reviews
from portal.services.errors import InvalidTransition
from portal.services.values import Change
from portal.workbook.agreement import SUBMIT
from portal.workbook.bases import Base, bases_of, heard_before
from portal.workbook.holdings import Holding, of_upload
from portal.workbook.marks import field_of
from portal.workbook.merge import NOTHING, key_of
from portal.workbook.stated import COMMENT, ITEM, STATUS

CHUNK = 500


class Overtaken(Exception):
    """Its sender has confirmed another upload of the workbook since this one was compared: its preview is not true."""


def write_upload(upload: Upload) -> None:
    """Write what its preview showed, and note as conflicts what somebody has changed in between.

    Any failure leaves nothing written. Doing it twice does nothing more. Raises Overtaken.
    """
    with transaction.atomic():
        theirs = Upload.objects.filter(project=upload.project_id, made_by=upload.made_by_id, step=UploadStep.WRITING)
        list(theirs.select_for_update().order_by("pk").values_list("pk"))  # one after the other
        upload = (
            Upload.objects.select_for_update(of=("self",))
            .select_related("project", "contract_version", "made_by", "export")
            .get(pk=upload.pk)
        )
        if upload.step != UploadStep.WRITING:
            return
        if len(heard_before(upload)) != upload.counts.heard:
            raise Overtaken
        for done, documents in _chunks(upload):
            _Writing(upload, documents).write()
            jobs.advance(upload, done)
        conflicts = UploadCell.objects.filter(upload=upload, outcome=Outcome.CONFLICT)
        Conflict.objects.bulk_create([Conflict(cell=cell) for cell in conflicts.only("pk")], batch_size=1_000)
        upload.counts.cells = _counts(upload)
        Upload.objects.filter(pk=upload.pk).update(
            step=UploadStep.DONE, job=JobState.READY, confirmed_at=timezone.now(), counts=upload.counts
        )
        if upload.kind in ("xlsx", "csv"):
            returns.begin(upload)


def _chunks(upload: Upload) -> Iterator[tuple[int, list[int]]]:
    concerned = UploadCell.objects.filter(upload=upload, outcome__in=(*APPLIED, Outcome.CONFLICT))
    documents = list(
        concerned.exclude(document=None).order_by("document").values_list("document", flat=True).distinct()
    )
    for start in range(0, len(documents), CHUNK):
        chunk = documents[start : start + CHUNK]
        yield start + len(chunk), [document for document in chunk if document is not None]


def _counts(upload: Upload) -> dict[str, int]:
    counts = Counter(UploadCell.objects.filter(upload=upload).values_list("outcome", flat=True))
    return {**dict(counts), Outcome.UNCHANGED: upload.counts.cells.get(Outcome.UNCHANGED, 0)}


class _Writing:
    """Writes the cells of some documents."""

    def __init__(self, upload: Upload, documents: list[int]) -> None:
        self.upload = upload
        self.documents = documents
        self.contract = upload.contract_version.definition
        cells = UploadCell.objects.filter(upload=upload, document__in=documents, outcome__in=APPLIED).order_by("pk")
        self.cells: dict[int, list[UploadCell]] = {}
        for cell in cells:
            assert cell.document_id is not None
            self.cells.setdefault(cell.document_id, []).append(cell)
        self.turned: list[UploadCell] = []
        """Cells that do not become what the preview said, or items that got other numbers."""

    def write(self) -> None:
        self._lock()
        held = of_upload(self.upload, self.documents)
        bases = bases_of(self.upload, self.documents) if self._deletes() else {}
        wanted: dict[int, list[Change]] = {}
        for document, cells in self.cells.items():
            holding = held[document]
            review = holding.parent if isinstance(holding.parent, Review) else None
            closed = reviews.why_closed(review) if self.upload.target == Target.REVIEWS else ""
            if closed:
                self._turn(cells, Outcome.REFUSED, closed)
                continue
            self._renumber(cells, holding)
            changes = self._changes(cells, holding, bases.get(document, Base()))
            if changes:
                wanted[document] = changes
        self._put(wanted, held)
        self._remark(wanted, held)
        self._submit(held)
        UploadCell.objects.bulk_update(self.turned, ["outcome", "message", "item"], batch_size=200)
        self._settle()

    def _lock(self) -> None:
        """What is compared now must not change before it is written."""
        parents: type[Review] | type[GroundTruth] = Review if self.upload.target == Target.REVIEWS else GroundTruth
        rows = parents._default_manager.filter(
            document__in=self.documents, contract_version=self.upload.contract_version_id
        )
        list(rows.select_for_update().order_by("pk").values_list("pk"))

    def _deletes(self) -> bool:
        return any(cell.field == ITEM for cells in self.cells.values() for cell in cells)

    def _turn(self, cells: list[UploadCell], outcome: Outcome, message: str) -> None:
        for cell in cells:
            cell.outcome, cell.message = outcome, message
        self.turned += cells

    def _renumber(self, cells: list[UploadCell], held: Holding) -> None:
        """New items whose numbers somebody else has used in between come after those."""
        for list_name in {cell.list_name for cell in cells if cell.is_new_item}:
            mine = [cell for cell in cells if cell.list_name == list_name and cell.is_new_item]
            used = held.items(list_name)
            if {cell.item for cell in mine} & set(used):
                first = max(used) + 1
                numbers = {item: first + at for at, item in enumerate(sorted({cell.item for cell in mine}))}
                for cell in mine:
                    cell.item = numbers[cell.item]
                self.turned += mine

    def _changes(self, cells: list[UploadCell], held: Holding, base: Base) -> list[Change]:
        comment = next((cell.said for cell in cells if cell.field == COMMENT), "")
        changes = []
        for cell in cells:
            if cell.field == ITEM:
                changes += self._removed(cell, held, base, comment)
            elif cell.field not in (COMMENT, STATUS) and self._still_holds(cell, held):
                assert cell.new is not None
                changes.append(Change(cell.place, cell.new, reason=comment))
        return changes

    def _still_holds(self, cell: UploadCell, held: Holding) -> bool:
        """Whether the portal says what it said in the preview; else the cell is a conflict, or has nothing to do."""
        if held.revisions.get(cell.place, 0) == cell.seen:
            return True
        field = field_of(self.contract, cell.list_name, cell.field)
        now = key_of(held.values.get(cell.place), field)
        if now == key_of(cell.before, field):
            return True
        same = now == key_of(cell.new, field)
        self._turn([cell], Outcome.AGREED if same else Outcome.CONFLICT, "" if same else _changed_meanwhile())
        return False

    def _removed(self, cell: UploadCell, held: Holding, base: Base, reason: str) -> list[Change]:
        live = {
            place: value
            for place, value in held.values.items()
            if place[:2] == (cell.list_name, cell.item) and value.state != ValueState.REMOVED
        }
        for place, value in live.items():
            key = key_of(value, field_of(self.contract, place[0], place[2]))
            if key not in (base.keys(place, self.contract)[1], NOTHING):
                self._turn([cell], Outcome.CONFLICT, _changed_meanwhile())
                return []
        removed = {"state": ValueState.REMOVED}
        return [Change(place, value.model_copy(update=removed), reason=reason) for place, value in live.items()]

    def _put(self, wanted: dict[int, list[Change]], held: dict[int, Holding]) -> None:
        upload = self.upload
        if upload.target == Target.REVIEWS:
            pairs = [(held[document].parent, changes) for document, changes in wanted.items()]
            reviews.write_many(pairs, upload.project, by=upload.made_by)  # type: ignore[arg-type]
        else:
            labels.write_many(
                upload.contract_version,
                wanted,
                made=upload.answers.made,
                by=upload.made_by,
                accept_them=upload.answers.accept,
            )

    def _remark(self, wanted: dict[int, list[Change]], held: dict[int, Holding]) -> None:
        """Comments that stand alone, without a change whose reason they would be."""
        for document, cells in self.cells.items():
            comment = next((cell for cell in cells if cell.field == COMMENT and cell.outcome in APPLIED), None)
            if comment is None or document in wanted:
                continue
            parent = held[document].parent
            if parent is None:
                self._turn([comment], Outcome.REFUSED, _("A comment is kept with values only, and there are none yet."))
            else:
                events.record(parent, parent.state, kind="comment", by=self.upload.made_by, reason=comment.said)

    def _submit(self, held: dict[int, Holding]) -> None:
        for document, cells in self.cells.items():
            status = next((cell for cell in cells if cell.field == STATUS and cell.outcome in APPLIED), None)
            review = held[document].parent
            if status is None or status.said != SUBMIT or not isinstance(review, Review):
                continue
            self._try(status, lambda review=review: reviews.submit(review, by=self.upload.made_by))  # type: ignore[misc]

    def _try(self, cell: UploadCell, do: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                do()
        except (InvalidTransition, PermissionDenied) as error:
            self._turn([cell], Outcome.REFUSED, str(error))

    def _settle(self) -> None:
        """Conflicts that this person's earlier uploads left at cells of which this one says something else."""
        places = {(document, cell.place): cell for document, cells in self.cells.items() for cell in cells}
        waiting = Conflict.objects.filter(
            decision=Conflict.Decision.OPEN,
            cell__document__in=self.documents,
            cell__upload__made_by=self.upload.made_by,
            cell__upload__target=self.upload.target,
        ).exclude(cell__upload=self.upload)
        settled = [one.pk for one in waiting.select_related("cell") if (one.cell.document_id, one.cell.place) in places]
        Conflict.objects.filter(pk__in=settled).update(
            decision=Conflict.Decision.NEWER, decided_by=self.upload.made_by, decided_at=timezone.now()
        )


def _changed_meanwhile() -> str:
    return _("Somebody changed it while the preview was open.")
