"""What becomes of each cell of a file: nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from extraction.canon import canon, key
from extraction.canon.tokens import storable
from extraction.contract import CANONICAL, Contract, Conventions
from extraction.tables import Kind
from extraction.values import UNLABELLED, Invalid
from portal.models import APPLIED, Outcome, Says, StoredValue, Target, UploadCell, ValueState
from portal.models.values import NOTHING_STORED
from portal.sentences import translated
from portal.services import values
from portal.services.values import LIST_STATES, Place
from portal.workbook.bases import Base
from portal.workbook.causes import explain, suspicious
from portal.workbook.holdings import Holding
from portal.workbook.item_rows import ItemRow, item_rows, known_by, typed_for
from portal.workbook.marks import CLEAR, DELETE, PREDICTED, field_of, mark, shown, stated
from portal.workbook.merge import NOTHING, UNKNOWN, decide, key_of
from portal.workbook.stated import ITEM, StatedCell, StatedRow


@dataclass(frozen=True)
class Rules:
    """What holds for all cells of an upload. `columns`: of each sheet, where the column of each meaning is."""

    contract: Contract
    target: Target
    conventions: Conventions
    columns: Mapping[str, Mapping[str, int]]
    from_portal: bool
    """Whether the portal made the file, so that blank cells and tokens mean something."""
    lists: str = ""
    """Whether lists with items are complete, where the file does not say."""

    @property
    def state(self) -> ValueState:
        """Of a value that the file states."""
        return ValueState.CORRECTED if self.target == Target.REVIEWS else ValueState.CONFIRMED


class Told(NamedTuple):
    """Where a cell is, for its address."""

    sheet: str
    row: int
    column: int | None


@dataclass
class DocumentPlan:
    cells: list[UploadCell] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    rows_new: int = 0


class OneDocument:
    """Plans the cells of one document; they gather in `plan`."""

    def __init__(
        self, rules: Rules, document: int, held: Holding, base: Base, seeds: Mapping[Place, StoredValue]
    ) -> None:
        self.rules, self.contract = rules, rules.contract
        self.document, self.held, self.base, self.seeds = document, held, base, seeds
        self.plan = DocumentPlan()
        self.filled: set[Place] = set()
        """Places whose cells are not blank."""
        self.spoken: set[Place] = set()
        """Places of which the file says anything new, or was emptied."""
        self.said: dict[tuple[str, int], list[Place]] = {}
        """The places that said something when the file went out, by the row they are in."""
        for place in base.places():
            of_list = place[1:] == (0, "")
            self.said.setdefault(("", 0) if of_list else place[:2], []).append(place)

    def row_of_document(self, row: StatedRow) -> None:
        self.plan.rows += 1
        parts = {part.name for part in self.contract.lists}
        for path, cell in row.cells.items():
            place = (path, 0, "") if path in parts else ("", 0, path)
            self.cell(place, row, cell, row.units.get(path))
        self.emptied(row, "", 0)

    def list_of_items(self, list_name: str, rows: list[tuple[int | None, StatedRow]]) -> None:
        by = known_by(rows[0][1].sheet, self.rules.columns, from_portal=self.rules.from_portal)
        for one in item_rows(list_name, rows, self.held, self.base, by):
            self.plan.rows += 1
            if one.row.item.strip().upper() == DELETE:
                self.delete(list_name, one)
                continue
            self.plan.rows_new += one.is_new
            for path, cell in one.row.cells.items():
                place = (list_name, one.item, path.removeprefix(f"{list_name}."))
                self.cell(place, one.row, cell, one.row.units.get(path), one)
            if not one.is_new:
                self.emptied(one.row, list_name, one.item)
        self.state_of_list(list_name, rows)

    def state_of_list(self, list_name: str, rows: list[tuple[int | None, StatedRow]]) -> None:
        """What was answered of lists that say nothing of themselves; and states that the rows contradict."""
        place = (list_name, 0, "")
        if place not in self.filled and self.rules.lists and self.rules.target == Target.LABELS:
            row = rows[0][1]
            wanted = StoredValue(says=Says.VALUE, value=self.rules.lists, state=ValueState.CONFIRMED)
            self.put(place, Told(row.sheet, row.number, None), self.rules.lists, wanted)
        for cell in self.plan.cells:
            if cell.place == place and cell.outcome in APPLIED and cell.new and cell.new.value == "none":
                cell.outcome = Outcome.PROBLEM
                # Translators: the word none stands so in the file; a list is said to be none.
                cell.message = _("%(list)s is said to be none, and has items") % {"list": list_name}

    def cell(
        self, place: Place, row: StatedRow, said: StatedCell, unit: StatedCell | None, item: ItemRow | None = None
    ) -> None:
        """One filled cell."""
        list_name, _item, name = place
        at = Told(row.sheet, row.number, said.column)
        one = field_of(self.contract, list_name, name)
        self.filled.add(place)
        told = mark(said.cell, unit.cell if unit else None)
        before = self.base.mark(place)
        if before is not None and told == before.lstrip(PREDICTED):
            self.plan.counts[Outcome.UNCHANGED] += 1
            return
        if said.cell.kind is Kind.PROBLEM:
            self.problem(place, at, said.cell.text, translated(said.cell.text))
            return
        if said.cell.text.strip().upper() == CLEAR:
            self.clear(place, at)
            return
        if one is None:
            self.list_word(place, at, said, told)
            return
        try:
            text, is_canonical = stated(said.cell, unit.cell if unit else None, one)
        except ValueError as error:
            self.problem(place, at, said.cell.text, str(error), *explain(said.cell, one, self.rules.conventions))
            return
        found = canon(text, one, CANONICAL if is_canonical else self.rules.conventions, side="label")
        if isinstance(found, Invalid):
            causes = explain(said.cell, one, self.rules.conventions, found, shown(before or ""))
            self.problem(place, at, said.cell.text, translated(found.detail or found.reason), *causes)
            return
        if found is UNLABELLED:
            return
        wanted = values.store(found, raw=text, state=self.rules.state)
        cell = self.put(place, at, told, wanted, key(found, one), item)
        if cell is not None and (doubt := suspicious(said.cell, one, shown(before or ""))):
            cell.cause, cell.remedy = doubt

    def list_word(self, place: Place, at: Told, said: StatedCell, told: str) -> None:
        word = said.cell.text.strip().lower()
        if word not in LIST_STATES:
            # Translators: complete, partial and none stand so in the file, in whatever language.
            problem = _("“%(text)s” says nothing of a list; use complete, partial or none")
            self.problem(place, at, said.cell.text, problem % {"text": said.cell.text})
            return
        wanted = StoredValue(says=Says.VALUE, value=word, raw=word, state=ValueState.CONFIRMED)
        self.put(place, at, told, wanted)

    def clear(self, place: Place, at: Told) -> None:
        """Take back what was said: a review says again what it was seeded with, a label nothing."""
        if not self.rules.from_portal:
            self.problem(
                place,
                at,
                CLEAR,
                # Translators: the token is one like #CLEAR.
                _("%(token)s has a meaning only in a workbook that was exported from the portal") % {"token": CLEAR},
            )
            return
        wanted = self.seeds.get(place, NOTHING_STORED)
        one = field_of(self.contract, place[0], place[2])
        said, held = self.base.mark(place), self.base.keys(place, self.contract)[1]
        now, wanted_key = key_of(self.held.values.get(place), one), key_of(wanted, one)
        if said == CLEAR or (not said and now is NOTHING and wanted_key is NOTHING):
            self.plan.counts[Outcome.UNCHANGED] += 1
            return
        outcome = decide(CLEAR, said, now, wanted=wanted_key, held=held)
        self.add(place, at, outcome, CLEAR, wanted)

    def delete(self, list_name: str, item: ItemRow) -> None:
        """The whole line item, unless anything of it was changed since."""
        column = item.row.beside[ITEM].column if ITEM in item.row.beside else None
        at = Told(item.row.sheet, item.row.number, column)
        place = (list_name, item.item, ITEM)
        if item.is_new:
            message = _("Nobody can tell which line item this row is; nothing is taken away.")
            remedy = _("Take the item away in the portal, or in a workbook that still has its column row id.")
            self.problem(place, at, DELETE, message, remedy=remedy)
            return
        mine = {one: value for one, value in self.held.values.items() if one[:2] == (list_name, item.item)}
        self.spoken |= set(mine)
        if self.base.mark(place) == DELETE:
            self.plan.counts[Outcome.UNCHANGED] += 1
            return
        live = {one: value for one, value in mine.items() if value.state != ValueState.REMOVED}
        changed = [
            one
            for one, value in live.items()
            if key_of(value, field_of(self.contract, list_name, one[2])) != self.base.keys(one, self.contract)[1]
        ]
        outcome = Outcome.CONFLICT if changed else Outcome.CHANGED if live else Outcome.AGREED
        removed = NOTHING_STORED.model_copy(update={"state": ValueState.REMOVED})
        self.add(place, at, outcome, DELETE, removed)

    def emptied(self, row: StatedRow, list_name: str, item: int) -> None:
        """Cells that said something and are blank now."""
        columns = self.rules.columns.get(row.sheet, {})
        prefix = f"{list_name}." if list_name else ""
        for place in self.said.get((list_name, item), ()):
            path = place[0] if place[0] and not place[2] else prefix + place[2]
            said = self.base.mark(place)
            if place in self.filled or path.startswith("@") or path not in columns or not said or said == CLEAR:
                continue
            at = Told(row.sheet, row.number, columns[path])
            cell = self.add(place, at, Outcome.EMPTIED, "", None)
            cell.message = _("The cell was emptied; nothing is taken back by that.")
            cell.remedy = _("Write #CLEAR to take the value back, or N/A where the document does not state it.")

    def put(
        self,
        place: Place,
        at: Told,
        told: str,
        wanted: StoredValue,
        wanted_key: Hashable = UNKNOWN,
        item: ItemRow | None = None,
    ) -> UploadCell | None:
        """Merge what a cell states with what is held."""
        one = field_of(self.contract, place[0], place[2])
        if wanted_key is UNKNOWN:
            wanted_key = key_of(wanted, one)
        said, held = self.base.keys(place, self.contract)
        if item is not None and item.is_new:
            said = held = NOTHING
        now = key_of(self.held.values.get(place), one)
        outcome = decide(wanted_key, said, now, wanted=wanted_key, held=held)
        if outcome is Outcome.UNCHANGED:
            self.plan.counts[outcome] += 1
            return None
        cell = self.add(place, at, outcome, told, wanted)
        if item is not None:
            cell.is_new_item, cell.typed = item.is_new, typed_for(item.row)
        return cell

    def add(self, place: Place, at: Told, outcome: Outcome, told: str, wanted: StoredValue | None) -> UploadCell:
        list_name, item, name = place
        cell = UploadCell(
            sheet=at.sheet[:60],
            row=at.row,
            column=at.column,
            document_id=self.document,
            list_name=list_name,
            item=item,
            field=name,
            outcome=outcome,
            said=told,
            seen=self.held.revisions.get(place, 0),
            before=self.held.values.get(place),
            new=wanted,
        )
        self.plan.cells.append(cell)
        self.spoken.add(place)
        return cell

    def problem(self, place: Place, at: Told, text: str, message: str, cause: str = "", remedy: str = "") -> None:
        cell = self.add(place, at, Outcome.PROBLEM, storable(text), None)
        cell.message, cell.cause, cell.remedy = storable(message), storable(cause), storable(remedy)

    def unsaid(self) -> Iterator[tuple[Place, StoredValue]]:
        """What the portal holds and the file says nothing new of."""
        for place, stored in self.held.values.items():
            if place not in self.spoken and place[2] and stored.state != ValueState.REMOVED:
                yield place, stored

    def refuse(self, reason: str, *, may_see: bool) -> None:
        for cell in self.plan.cells:
            if cell.outcome in (*APPLIED, Outcome.CONFLICT) or (cell.outcome == Outcome.AGREED and not may_see):
                cell.outcome, cell.message = Outcome.REFUSED, reason
            if not may_see:
                cell.before = None
