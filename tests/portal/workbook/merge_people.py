"""The portal and the people who change it in forms and by commands, noted in the model as they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extraction.contract import CANONICAL
from portal.models import Door, LabelValue, Purpose, Review, ReviewValue, ValueChange, WorkbookExport
from portal.services import labels, reviews, values
from portal.services.errors import BadInput, InvalidTransition
from portal.services.reviews import EDITABLE, Edit
from portal.services.values import Change
from tests.portal.workbook.merge_edits import SAYINGS
from tests.portal.workbook.merge_model import FIELDS, NOTHING, REMOVED, Place, Portal, held, meant

Owner = tuple[Any, ...]
"""("review", document) or ("label", document, person)."""


@dataclass
class World:
    """What every example begins with; it is rolled back to after each."""

    project: Any
    documents: dict[str, int]
    reviewers: list[Any]
    labellers: list[Any]
    approver: Any
    lead: Any


class People:
    """What they do in the portal; `portals` is what it holds then, `seeds` what it held at first."""

    def __init__(self, world: World, seen: Counter[str]) -> None:
        self.world, self.seen = world, seen
        self.ledger: dict[Any, Any] = {}
        self.last_change = 0
        self.portals: dict[Owner, Portal] = {
            owner: {one.place: held(one) for one in rows} for owner, rows in self._rows().items()
        }
        self.seeds = {owner: dict(portal) for owner, portal in self.portals.items()}

    def edits_at_the_desk(self, who: int, document: int, wanted: Sequence[Place], what: int, text: int) -> None:
        """One of the wanted places of a document, if there are any, else any; or a new item."""
        review = Review.objects.get(document=document)
        portal = self.portals["review", document]
        live = sorted(place for place, now in portal.items() if now != REMOVED)
        live = [place for place in wanted if place in live] or live
        place = live[what % len(live)]
        new = what == 9
        if new:
            place = ("lines", max(place[1] for place in portal) + 1, "what")
        words = [one for one in SAYINGS[FIELDS[place[2]]] if one is None or (isinstance(one, str) and one[:2] != "#C")]
        said = words[text % len(words)] or ("" if not new else "Glue")
        meaning = meant(said, "", FIELDS[place[2]]) if said else "ABSENT"
        row = review.values.filter(list_name=place[0], item=place[1], field=place[2]).first()
        edit = Edit(
            place, said, seen=row.revision if row else 0, confirmed=not text, removed=text == 9 and bool(place[1])
        )
        try:
            reviews.edit(review, [edit], by=self.world.reviewers[who])
        except (BadInput, InvalidTransition):
            return
        portal[place] = REMOVED if edit.removed else meaning
        self.seen["edits"] += 1

    def writes_labels_by_command(self, who: int, document: int, what: int, text: int) -> None:
        by = self.world.labellers[who]
        key = list(self.world.documents.values())[document]
        portal = self.portals.setdefault(("label", key, by.pk), {})
        place = [
            *(("", 0, name) for name in ("number", "total", "buyer")),
            ("lines", 1, "amount"),
            ("lines", 2, "what"),
        ][what]
        words = [one for one in SAYINGS[FIELDS[place[2]]] if isinstance(one, str) and one[:2] != "#C"]
        said = words[text % len(words)]
        version = self.world.project.contract_versions.get()
        try:
            new = values.read(said, version.definition, place, conventions=CANONICAL, state="confirmed")
        except BadInput:
            return
        labels.write_many(version, {key: [Change(place, new)]}, made="blind", by=by, door=Door.COMMAND)
        portal[place] = meant(said, "", FIELDS[place[2]])
        self.seen["edits"] += 1

    def moves_a_review(self, document: int, way: int) -> None:
        review, world = self._review(document), self.world
        try:
            if review.state in EDITABLE and way == 0:
                reviews.submit(review, by=world.reviewers[0], confirm_rest=True)
            elif review.state == "submitted":
                if way % 2:
                    reviews.approve(review, by=world.approver)
                else:
                    reviews.send_back(review, by=world.approver, comment="look again")
            elif review.state == "approved":
                reviews.reopen(review, by=world.lead, reason="a mistake")
        except InvalidTransition:
            return

    def _review(self, number: int) -> Review:
        return Review.objects.get(document=list(self.world.documents.values())[number])

    def owner(self, export: WorkbookExport, document: int, by: Any) -> Owner:
        return ("review", document) if export.purpose == Purpose.REVIEW else ("label", document, by.pk)

    def is_closed(self, owner: Owner) -> bool:
        return owner[0] == "review" and Review.objects.get(document=owner[1]).state not in EDITABLE

    def changes(self) -> Any:
        return ValueChange.objects.filter(pk__gt=self.last_change).order_by("pk")

    @staticmethod
    def _rows() -> dict[Owner, list[Any]]:
        rows: dict[Owner, list[Any]] = {}
        for one in ReviewValue.objects.select_related("review"):
            rows.setdefault(("review", one.review.document_id), []).append(one)
        for one in LabelValue.objects.filter(ground_truth__provenance="blind").select_related("ground_truth"):
            label = one.ground_truth
            rows.setdefault(("label", label.document_id, label.labeller_id), []).append(one)
        return rows

    def compare(self) -> None:
        """The portal holds what it should, and its ledger replays to that."""
        rows = self._rows()
        self._replay(one for of_owner in rows.values() for one in of_owner)
        for owner in {*rows, *self.portals}:
            holds = _filled({one.place: held(one) for one in rows.get(owner, [])})
            should = _filled(self.portals.get(owner, {}))
            assert holds == should, (
                owner,
                set(holds.items()) - set(should.items()),
                set(should.items()) - set(holds.items()),
            )

    def _replay(self, rows: Iterable[Any]) -> None:
        for change in self.changes():
            key = (change.review_id, change.ground_truth_id, (change.list_name, change.item, change.field))
            before, revision = self.ledger.get(key, (None, 0))
            assert (change.old, change.revision) == (before, revision + 1)
            self.ledger[key] = (change.new, change.revision)
            self.last_change = change.pk
        for one in rows:
            key = (getattr(one, "review_id", None), getattr(one, "ground_truth_id", None), one.place)
            assert self.ledger[key] == (one.stored, one.revision)


def _filled(portal: Portal) -> Portal:
    return {place: now for place, now in portal.items() if now is not NOTHING}
