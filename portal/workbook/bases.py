"""The base of a merge: what a file said of a document when it was last heard, by its sender or as it went out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from extraction.contract import Contract
from portal.models import TAKEN, ExportedContent, ExportedDocument, Outcome, Upload, UploadCell, UploadStep
from portal.services.values import Place
from portal.workbook.marks import CLEAR, PREDICTED, field_of
from portal.workbook.merge import NOTHING, REMOVED, UNKNOWN, key_of, key_of_mark
from portal.workbook.stated import ITEM


@dataclass(frozen=True, slots=True)
class SentItem:
    """An item that an earlier upload added: its row has no id, and is known again by what it said."""

    typed: str
    cells: dict[str, str]
    item: int


@dataclass
class Base:
    """`content` is what the workbook said of the document when it went out; None: it was not in it."""

    content: ExportedContent | None = None
    heard: dict[Place, UploadCell] = field(default_factory=dict)
    """What earlier uploads of the same file by the same person said: the last of each cell."""
    sent: dict[str, list[SentItem]] = field(default_factory=dict)
    gone: set[tuple[str, int]] = field(default_factory=set)
    """Items that the file took away: whatever it says of one again asks for it back."""

    def hear(self, cell: UploadCell) -> None:
        item = (cell.list_name, cell.item)
        if cell.field == ITEM:
            self.heard = {place: one for place, one in self.heard.items() if place[:2] != item}
            self.gone.add(item)
        elif item in self.gone:
            self.gone.remove(item)
            del self.heard[(*item, ITEM)]
        self.heard[cell.place] = cell

    def mark(self, place: Place) -> str | None:
        """What the cell said; None: nobody knows."""
        if place in self.heard:
            return self.heard[place].said
        if place[:2] in self.gone:
            return ""
        if self.content is None:
            return None
        list_name, item, name = place
        if not list_name:
            return self.content.fields.get(name, "")
        if not item:
            return self.content.states.get(list_name, "")
        row = self.content.lists.get(list_name, {}).get(item)
        return None if row is None else row.get(name, "")

    def places(self) -> Iterable[Place]:
        """The cells that said something."""
        content = self.content or ExportedContent()
        found: set[Place] = set(self.heard)
        found |= {("", 0, name) for name in content.fields} | {(name, 0, "") for name in content.states}
        for list_name, items in content.lists.items():
            found |= {(list_name, item, name) for item, row in items.items() for name in row}
        return found

    def keys(self, place: Place, contract: Contract) -> tuple[Hashable, Hashable]:
        """What the cell said, and what the portal held then, as keys."""
        mark = self.mark(place)
        if mark is None:
            return UNKNOWN, UNKNOWN
        one = field_of(contract, place[0], place[2])
        cell = self.heard.get(place)
        if cell is not None:
            held = key_of(cell.new, one)
            return (CLEAR if mark == CLEAR else held), held
        if place[:2] in self.gone:
            return NOTHING, REMOVED
        said = key_of_mark(mark, one)
        return said, NOTHING if mark.startswith(PREDICTED) else said


def bases_of(upload: Upload, documents: Sequence[int], *, with_itself: bool = False) -> dict[int, Base]:
    """By document; each has an entry. `with_itself`: as it is once the upload has been heard."""
    found = {document: Base() for document in documents}
    root = root_of(upload)
    if root is not None:
        exported = ExportedDocument.objects.filter(export=root, document__in=documents)
        for document, content in exported.values_list("document_id", "content"):
            found[document].content = content
    mine = heard_before(upload) + ([upload.pk] if with_itself else [])
    items: dict[tuple[int, str, int], tuple[str, dict[str, str]]] = {}
    cells = UploadCell.objects.filter(upload__in=mine, document__in=documents, outcome__in=TAKEN).order_by("pk")
    for cell in cells:
        assert cell.document_id is not None
        if cell.outcome == Outcome.CONFLICT and not cell.said:
            continue  # confirmed with its row, which does not show it
        found[cell.document_id].hear(cell)
        key = (cell.document_id, cell.list_name, cell.item)
        if cell.is_new_item and cell.outcome != Outcome.CONFLICT:
            items.setdefault(key, (cell.typed, {}))[1][cell.field] = cell.said
        elif key in items and cell.field != ITEM:
            items[key][1][cell.field] = cell.said
    for (document, list_name, item), (typed, said) in items.items():
        found[document].sent.setdefault(list_name, []).append(SentItem(typed, said, item))
    return found


def root_of(upload: Upload) -> int | None:
    """The export that the file came from; of a return workbook the one that its first version came from."""
    export = upload.export
    if export is None:
        return None
    return export.root_id if export.returns_id else export.pk


def heard_before(upload: Upload) -> list[int]:
    """What this person has uploaded of the same workbook, its return workbooks included, and confirmed."""
    root = root_of(upload)
    returned = Q(export__returns__isnull=False, export__root=root)
    own = Q(export=root) if root is not None else Q(export__isnull=True)
    same = Upload.objects.filter(
        own | returned,
        project=upload.project_id,
        target=upload.target,
        made_by=upload.made_by_id,
        step=UploadStep.DONE,
    )
    earlier = same.exclude(pk=upload.pk).order_by("pk").only("pk", "answers")
    return [one.pk for one in earlier if one.answers.made == upload.answers.made]
