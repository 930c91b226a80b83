"""Rows of `Data` and of the list sheets, put together to records of documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.services.labels import LabelRecord, ListSaid
from portal.services.predictions import PredictionRecord
from portal.workbook.layout import Role
from portal.workbook.resources import Draft, Stated

LARGEST_ITEM = 100_000
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass
class _Record:
    """All that the sheets say of one document."""

    document: str
    where: str
    fields: dict[str, Any] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)
    items: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)


@dataclass
class _Assembly:
    problems: list[str] = field(default_factory=list)
    records: list[_Record] = field(default_factory=list)
    by_name: dict[str, _Record | None] = field(default_factory=dict)

    def record(self, draft: Draft, where: str) -> _Record | None:
        """The record of a row's document, known under any of its names; None where a name fits several."""
        known = [self.by_name[name] for name in draft.names if name in self.by_name]
        if not known:
            record = _Record(draft.names[0], where)
            self.records.append(record)
            self.by_name |= dict.fromkeys(draft.names, record)
            return record
        if known[0] is None:
            problem = _("“%(name)s” names more than one document; name it by its sha256") % {"name": draft.names[0]}
            self.problems.append(f"{where}: {problem}")
        return known[0]

    def add_data(self, sheet: Stated) -> None:
        lists = {column.key for column in sheet.layout.columns if column.role is Role.LIST}
        for draft in sheet.drafts:
            where = sheet.address(draft.row)
            held = self.by_name.get(draft.names[0])
            if held is not None:
                # Translators: the place is that of a row, like “Data, row 3”.
                problem = _("“%(name)s” is here already, in %(place)s")
                told = problem % {"name": draft.names[0], "place": held.where}
                self.problems.append(f"{where}: {told}")
                continue
            record = _Record(draft.names[0], where)
            self.records.append(record)
            for name in draft.names:
                self.by_name[name] = None if name in self.by_name else record
            for key, value in draft.said.items():
                (record.states if key in lists else record.fields)[key] = value

    def add_items(self, sheet: Stated) -> None:
        assert sheet.layout.list is not None
        name = sheet.layout.list.name
        for draft in sheet.drafts:
            where = sheet.address(draft.row)
            record = self.record(draft, where)
            if record is None:
                continue
            items = record.items.setdefault(name, {})
            number = self._number(draft, items, where)
            if number:
                items[number] = draft.said

    def _number(self, draft: Draft, items: dict[int, Any], where: str) -> int:
        if not draft.item:
            return max(items, default=0) + 1
        if not _NUMBER.fullmatch(draft.item) or not 0 < (number := int(draft.item)) <= LARGEST_ITEM:
            problem = _("“%(item)s” is no item number; count the items of a document from 1") % {"item": draft.item}
            self.problems.append(f"{where}: {problem}")
            return 0
        if number in items:
            problem = _("the document has an item %(number)s already") % {"number": number}
            self.problems.append(f"{where}: {problem}")
            return 0
        return number


def _assembled(sheets: Iterable[Stated]) -> _Assembly:
    found = _Assembly()
    for sheet in sorted(sheets, key=lambda sheet: sheet.layout.list is not None):
        if sheet.layout.list is None:
            found.add_data(sheet)
        else:
            found.add_items(sheet)
    return found


def assemble_labels(sheets: list[Stated]) -> tuple[list[LabelRecord], list[str]]:
    """Labels of documents, and what does not fit together."""
    found = _assembled(sheets)
    for record in found.records:
        for name in {*record.states, *record.items}:
            state = record.states[name].text.strip().lower() if name in record.states else ""
            filled = bool(record.items.get(name))
            if state == "complete" and not filled:
                # Translators: the words complete and none stand so in the file; a list is said to be complete.
                problem = _("%(list)s is said to be complete, and has no items; say none") % {"list": name}
                found.problems.append(f"{record.where}: {problem}")
            if state == "none" and filled:
                # Translators: the word none stands so in the file; a list is said to be none.
                problem = _("%(list)s is said to be none, and has items") % {"list": name}
                found.problems.append(f"{record.where}: {problem}")
    records = [
        LabelRecord(
            record.document,
            record.where,
            record.fields,
            {
                name: ListSaid(record.states.get(name), _in_order(record.items.get(name, {})))
                for name in {**record.states, **record.items}
            },
        )
        for record in found.records
    ]
    return records, found.problems


def assemble_predictions(sheets: list[Stated]) -> tuple[list[PredictionRecord], list[str]]:
    """Predictions of documents in the line format, values canonical, and what does not fit together."""
    found = _assembled(sheets)
    records = []
    for record in found.records:
        line = {
            "file": record.document,
            "source": "table",
            "status": "succeeded",
            "seconds": 0.0,
            "fields": record.fields,
            "lists": {name: _in_order(items) for name, items in record.items.items()},
        }
        records.append(PredictionRecord(record.document, record.where, line))
    return records, found.problems


def _in_order(items: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The items at their numbers; one that is left out says nothing."""
    return [items.get(number, {}) for number in range(1, max(items, default=0) + 1)]
