"""People who edit in the portal and in workbooks at the same time, in any order, beside the model of what must hold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from extraction import tables
from portal.models import (
    Conflict,
    Purpose,
    Upload,
    UploadCell,
    WorkbookExport,
)
from portal.services import conflicts, uploads
from portal.services.errors import InvalidTransition
from tests.portal.workbook import merge_books as books
from tests.portal.workbook.journeys import again, bring_in, take_out
from tests.portal.workbook.merge_books import DATA, Book
from tests.portal.workbook.merge_edits import OPERATIONS
from tests.portal.workbook.merge_model import (
    APPLIED,
    DELETE,
    NEW,
    NOTHING,
    REMOVED,
    TAKEN,
    Address,
    Hearing,
    Portal,
    Said,
    deletion,
    judge,
    planned,
    went_out,
)
from tests.portal.workbook.merge_people import Owner, People, World

EVERY = 10
"""Each so-many-th upload is a real workbook, saved by openpyxl and read by the portal's own reader."""
MOST_BOOKS, MOST_WAITING = 5, 3
_CHANGES = st.lists(st.tuples(st.sampled_from(OPERATIONS), *[st.integers(0, 9)] * 3), max_size=8)
ACTS = [
    *["confirm"] * 4,
    *["upload"] * 16,
    *["edit"] * 8,
    *["label"] * 3,
    *["again", "take", "move", "decide"] * 2,
]
"""What is done how often; the first is tried alone first, and does nothing then."""
_real_read = tables.read


def _read(content: bytes) -> tables.Tables:
    return books.tables_of(content) if content.startswith(books.IN_MEMORY) else _real_read(content)


@dataclass
class Waiting:
    """An upload whose preview is open, and what the model makes of it."""

    upload: Upload
    book: Book
    by: Any
    hearing: Hearing
    heard: int
    cells: dict[int, Said] = field(default_factory=dict)
    comments: dict[int, tuple[int, str]] = field(default_factory=dict)
    outcomes: dict[int, str] = field(default_factory=dict)
    """What the preview says of them."""

    def story(self, said: Said) -> list[Any]:
        """What has been heard of a place and its neighbours, for whoever looks for the mistake."""
        same = UploadCell.objects.filter(upload__export=self.book.export, upload__made_by=self.by)
        cells = same.filter(document=said.document, list_name=said.place[0], item=said.place[1]).order_by("pk")
        return list(cells.values_list("upload", "upload__step", "sheet", "row", "field", "outcome", "said"))


class MergeMachine(RuleBasedStateMachine):
    world: World
    seen: Counter[str] = Counter()
    """How much was tried, over all examples."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.reading = patch.object(tables, "read", _read)
        self.reading.start()
        self.books: list[Book] = []
        self.waiting: list[Waiting] = []
        self.hearings: dict[tuple[int, int], Hearing] = {}
        self.went_out: dict[int, Any] = {}
        self.last: dict[tuple[int, int], tuple[Book, Any, set[Address]]] = {}
        """By person and export: what was confirmed last, and the cells of it that were not taken."""
        self.told: dict[int, tuple[Owner, Said]] = {}
        """By key of the cell: conflicts."""
        self.people = People(self.world, self.seen)

    def teardown(self) -> None:
        self.reading.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def has_workbooks(self) -> None:
        for number in range(3):
            self.takes_a_workbook(is_review=number != 1, who=number)

    @rule(act=st.sampled_from(ACTS), numbers=st.tuples(*[st.integers(0, 9)] * 4), changes=_CHANGES)
    def step(self, act: str, numbers: Any, changes: Any) -> None:
        first, second, third, fourth = numbers
        match act:
            case "edit":
                self.edits_at_the_desk(first, second, third, fourth)
            case "label":
                self.people.writes_labels_by_command(first % 3, second % 2, third % 5, fourth)
            case "move":
                self.people.moves_a_review(first % 2, second)
            case "take":
                self.takes_a_workbook(is_review=first > 2, who=second % 3)
            case "upload":
                self.changes_and_uploads_a_workbook(first, changes, second, third > 3)
            case "confirm" if self.waiting:
                self.confirm(self.waiting.pop(first % len(self.waiting)))
            case "again" if self.last:
                self.uploads_the_same_again(first)
            case "decide" if self.told:
                self.decides_a_conflict(first, second > 4)

    def edits_at_the_desk(self, who: int, document: int, what: int, text: int) -> None:
        """Often what somebody is about to confirm otherwise."""
        waiting = [one for one in self.waiting if one.book.export.purpose == Purpose.REVIEW]
        cells = [said for one in waiting for said in one.cells.values()] if who < 8 else []
        documents = [said.document for said in cells] or list(self.world.documents.values())
        chosen = documents[document % len(documents)]
        places = [said.place for said in cells if said.document == chosen]
        self.people.edits_at_the_desk(who % 3, chosen, places, what, text)

    # Workbooks.

    def takes_a_workbook(self, is_review: bool, who: int) -> None:
        world = self.world
        by = (world.reviewers if is_review else world.labellers)[who]
        content = take_out(world.project, Purpose.REVIEW if is_review else Purpose.BLIND, by)
        export = WorkbookExport.objects.latest("pk")
        book = books.opened(export, by, content, world.documents)
        self.went_out[export.pk] = went_out(book)
        for document in world.documents.values():
            said = {place: one.said for (where, place), one in self.went_out[export.pk].items() if where == document}
            portal = self.people.portals.get(self.people.owner(export, document, by), {})
            assert said == {place: now for place, now in portal.items() if now not in (NOTHING, REMOVED)}
        self.books = [*self.books, book][-MOST_BOOKS:]
        self.seen["exports"] += 1

    def changes_and_uploads_a_workbook(self, which: int, changes: Any, as_another: int, confirms: bool) -> None:
        book = self.books[which % len(self.books)]
        for operation, first, second, third in changes:
            operation(book, first, second, third)
        book = book.copied()
        people = self.world.reviewers if book.export.purpose == Purpose.REVIEW else self.world.labellers
        waiting = self.bring(book, people[as_another] if as_another < len(people) else book.owner)
        if confirms:
            self.confirm(waiting)
        elif len(self.waiting) < MOST_WAITING:
            self.waiting.append(waiting)

    def uploads_the_same_again(self, which: int) -> None:
        """Nothing is planned but what could not be applied before, and nothing at all is written."""
        key = sorted(self.last)[which % len(self.last)]
        book, by, left = self.last[key]
        waiting = self.bring(book, by)
        planned = {
            said.at: (said, waiting.outcomes[pk]) for pk, said in waiting.cells.items() if waiting.outcomes[pk] in TAKEN
        }
        assert planned.keys() <= left, ([planned[at] for at in planned.keys() - left], waiting.hearing.sent)
        if not planned:
            self.confirm(waiting)
            assert not self.people.changes().exists()
        self.seen["uploads of the same again"] += 1

    def decides_a_conflict(self, which: int, file: bool) -> None:
        key = sorted(self.told)[which % len(self.told)]
        owner, said = self.told.pop(key)
        conflict = Conflict.objects.get(cell=key)
        if conflict.decision:
            return
        by, seen = conflict.cell.upload.made_by, conflicts.held_at(conflict.cell).revision
        try:
            conflicts.decide(conflict, "file" if file else "portal", seen=seen, by=by)
        except InvalidTransition:
            return
        if file:
            _write(self.people.portals[owner], said)
        self.seen["decisions"] += 1

    # The upload, and what the model says of it.

    def bring(self, book: Book, by: Any) -> Waiting:
        self.seen["uploads"] += 1
        content = books.in_memory(book)
        if self.seen["uploads"] % EVERY == 0:
            self.seen["of them real workbooks"] += 1
            content = _saved(book)
        is_review = book.export.purpose == Purpose.REVIEW
        export = None if book.is_named else book.export
        upload = bring_in(self.world.project, content, by, export=export, made="" if is_review else "blind")
        assert upload.step == "preview", (upload.step, upload.error_message)
        waiting = Waiting(upload, book, by, hearing := self._hearing(book.export, by), hearing.uploads)
        self._compare(waiting)
        return waiting

    def _compare(self, waiting: Waiting) -> None:
        """The plan says of every cell of the file what the model says, and counts them."""
        book = waiting.book
        owners = {
            document: self.people.owner(book.export, document, waiting.by) for document in self.world.documents.values()
        }
        portals = {document: self.people.portals.get(owner, {}) for document, owner in owners.items()}
        seeds = {document: self.people.seeds.get(owner, {}) for document, owner in owners.items()}
        closed = {document: self.people.is_closed(owner) for document, owner in owners.items()}
        cells = list(UploadCell.objects.filter(upload=waiting.upload))
        actual = {_address(cell, book): cell for cell in cells if cell.document_id}
        assert {cell.outcome for cell in cells if not cell.document_id} <= {"notice"}
        expected = planned(book, waiting.hearing, portals, seeds)
        items = {(at.sheet, at.row): NEW if cell.is_new_item else cell.item for at, cell in actual.items()}
        for said in expected:
            cell = actual.pop(said.at, None)
            if said.outcome == "unsure":
                item = items.get((said.at.sheet, said.at.row))
                if said.meaning == DELETE and cell is not None and cell.outcome == "problem":
                    said.is_new, said.outcome = True, "problem"
                elif item is None or said.meaning == DELETE:
                    said.outcome = cell.outcome if cell else None
                    said.place = cell.place if cell else said.place
                else:
                    said.place = (said.place[0], item, said.place[2])
                    judge(said, waiting.hearing, portals[said.document], seeds[said.document])
            if closed[said.document] and said.outcome in (*APPLIED, "conflict"):
                said.outcome = "refused"
            assert (cell.outcome if cell else None) == said.outcome, (said, cell and cell.outcome, waiting.story(said))
            if cell is not None:
                taken = {place[1] for place in portals[said.document]}
                assert cell.item not in taken if said.is_new else cell.place == said.place, (said, cell.place)
                waiting.cells[cell.pk], waiting.outcomes[cell.pk] = said, cell.outcome
                self.seen[cell.outcome] += 1
        self._compare_beside(waiting, actual)
        same = [one for one in expected if one.outcome is None and one.meaning is not NOTHING]
        self._count(waiting.upload, same)

    def _compare_beside(self, waiting: Waiting, actual: dict[Address, UploadCell]) -> None:
        """What is planned beside the fields is what a row's status says, and each comment that was not heard yet."""
        lines = list(enumerate(waiting.book.pages[DATA].lines, start=2))
        said = {number: line.cells["comment"] for number, line in lines if line.cells.get("comment")}
        heard = {number: waiting.hearing.comments.get(line.document) for number, line in lines}
        new = {Address(DATA, number, "comment") for number, text in said.items() if text != heard[number]}
        assert new == {at for at, cell in actual.items() if at.header == "comment"}
        waiting.comments = {actual[at].pk: (actual[at].document_id, said[at.row]) for at in new}
        for at, cell in actual.items():
            assert at in new or (at.header == "status" and cell.outcome != "emptied"), (at, cell.outcome)

    @staticmethod
    def _count(upload: Upload, unchanged: list[Said] | None = None) -> None:
        counts = dict(upload.counts.cells)
        same = counts.pop("unchanged", 0)
        assert unchanged is None or same == len(unchanged), (same, unchanged)
        cells = Counter(UploadCell.objects.filter(upload=upload).values_list("outcome", flat=True))
        assert {name: count for name, count in counts.items() if count} == dict(cells)

    def confirm(self, waiting: Waiting) -> None:
        """What was shown is written where nobody has changed it since; the rest is told."""
        upload, hearing, export = waiting.upload, waiting.hearing, waiting.book.export
        allowed = {pk: self._finals(waiting, pk) for pk in waiting.cells}
        conflicting = {pk for pk, outcome in waiting.outcomes.items() if outcome == "conflict"}
        if waiting.heard != hearing.uploads:
            self._confirm_overtaken(waiting)
            return
        uploads.confirm(upload, by=waiting.by, ring=False)
        again(upload)
        upload.refresh_from_db()
        hearing.uploads += 1
        assert upload.step == "done", upload.error_message
        rows = {cell.pk: cell for cell in UploadCell.objects.filter(upload=upload)}
        self._count(upload)
        conflicts_now = {pk for pk, cell in rows.items() if cell.outcome == "conflict"}
        assert (
            conflicting <= conflicts_now == set(Conflict.objects.filter(cell__in=rows).values_list("cell", flat=True))
        )
        hearing.comments |= dict(said for pk, said in waiting.comments.items() if rows[pk].outcome in TAKEN)
        left = set()
        for pk, said in sorted(waiting.cells.items()):
            cell = rows[pk]
            assert cell.outcome in allowed[pk], (said, cell.outcome, allowed[pk], cell.message)
            owner = self.people.owner(export, said.document, waiting.by)
            if said.is_new:
                said.place = (cell.list_name, cell.item, cell.field)
            if cell.outcome not in TAKEN:
                left.add(said.at)
                continue
            if cell.outcome in APPLIED:
                _write(self.people.portals.setdefault(owner, {}), said)
            if cell.outcome == "conflict":
                self.told[pk] = (owner, said)
            hearing.take(said, is_made=said.is_new and cell.outcome != "conflict")
        self.last[waiting.by.pk, export.pk] = (waiting.book, waiting.by, left)
        self.seen["confirmations"] += 1

    def _confirm_overtaken(self, waiting: Waiting) -> None:
        """Its sender has confirmed another upload of the workbook since: nothing is written, it is compared anew."""
        upload = waiting.upload
        uploads.confirm(upload, by=waiting.by, ring=False)
        again(upload)
        upload.refresh_from_db()
        assert upload.step == "preview", upload.error_message
        assert not self.people.changes().exists()
        self.seen["previews made anew"] += 1
        anew = Waiting(upload, waiting.book, waiting.by, waiting.hearing, waiting.hearing.uploads)
        self._compare(anew)
        self.confirm(anew)

    def _finals(self, waiting: Waiting, pk: int) -> set[str]:
        """What may become of a cell when it is confirmed."""
        said, outcome, hearing = waiting.cells[pk], waiting.outcomes[pk], waiting.hearing
        owner = self.people.owner(waiting.book.export, said.document, waiting.by)
        portal = self.people.portals.get(owner, {})
        if outcome not in APPLIED:
            return {outcome}
        if self.people.is_closed(owner):
            return {"refused"}
        if said.meaning == DELETE:
            return {"conflict" if deletion(said, hearing, portal, but=[NOTHING]) == "conflict" else "changed"}
        now = portal.get(said.place)
        if said.is_new or now == said.now:
            return {outcome}
        self.seen["changed while the preview was open"] += 1
        return {"agreed"} if now == said.wanted else {"conflict"}

    def _hearing(self, export: WorkbookExport, by: Any) -> Hearing:
        return self.hearings.setdefault((by.pk, export.pk), Hearing(self.went_out[export.pk]))

    @invariant()
    def the_portal_holds_what_the_model_holds_and_the_ledger_replays_to_it(self) -> None:
        self.seen["steps"] += 1
        self.people.compare()


def _write(portal: Portal, said: Said) -> None:
    if said.meaning != DELETE:
        portal[said.place] = said.wanted
        return
    for place in [place for place in portal if place[:2] == said.place[:2]]:
        portal[place] = REMOVED


def _address(cell: UploadCell, book: Book) -> Address:
    return Address(cell.sheet, cell.row, book.pages[cell.sheet].headers[cell.column] if cell.column is not None else "")


def _saved(book: Book) -> bytes:
    """As a file: what the portal's reader finds in it is what the table in memory says."""
    content = books.saved(book)
    for sheet in tables.read(content).sheets:
        if sheet.name in book.pages:
            assert list(sheet.rows()) == books.rows_of(books.in_memory(book))[sheet.name]
    return content
