"""The contract that sheets of fields say, or what is wrong with them: every problem names its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from extraction.checks import validate_contract
from extraction.contract import Check, Contract, Field, FieldType, ListField
from extraction.fields_sheet.cells import meant
from extraction.fields_sheet.columns import (
    CHECKS,
    CONTRACT,
    FIELDS,
    LIST,
    LISTS,
    SHEETS,
    SheetName,
    field_of,
    folded,
    settings_of,
)
from extraction.fields_sheet.naming import is_name, proposal
from extraction.fields_sheet.table import Notes, StatedPart, stated_parts, stated_settings
from extraction.from_model import readable
from extraction.tables import Sheet, Tables

_NOT_OURS_TO_READ = ("read me", "proofsheet")

Part = TypeVar("Part", Field, ListField, Check)


@dataclass(frozen=True)
class FieldsFile:
    """What a file says. With a problem nothing of it is to be used; notices are for information.

    `contract` is None where the sheets make none, not where a check or unit of it cannot be understood.
    """

    contract: Contract | None
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_contract(tables: Tables, current: Contract | None = None, *, name: str = "") -> FieldsFile:
    """The contract that a file's sheets say.

    What a sheet or column that is not there would say is as in `current`, else as by default; a contract without a
    name of its own is called `name`. A table of one sheet, as a csv file is, has the fields.
    """
    notes = Notes()
    sheets = _sheets(tables, notes)
    if SheetName.FIELDS not in sheets:
        notes.problems.append("There is no sheet “Fields”. Download the fields as Excel, and change that file.")
        return FieldsFile(None, notes.problems, notes.notices)
    return FieldsFile(_Reading(sheets, current, name, notes).contract(), notes.problems, notes.notices)


def _sheets(tables: Tables, notes: Notes) -> dict[SheetName, Sheet]:
    known = {folded(plan.name): plan.name for plan in SHEETS}
    found = {known[folded(sheet.name)]: sheet for sheet in tables.sheets if folded(sheet.name) in known}
    others = [sheet for sheet in tables.sheets if sheet.lines and folded(sheet.name) not in known]
    if len(others) == 1 and not found:
        return {SheetName.FIELDS: others[0]}
    notes.notices += [
        f"The sheet “{sheet.name}” is not read." for sheet in others if folded(sheet.name) not in _NOT_OURS_TO_READ
    ]
    return found


@dataclass
class _Reading:
    sheets: dict[SheetName, Sheet]
    current: Contract | None
    name: str
    notes: Notes
    places: dict[str, str] = field(default_factory=dict)
    """Where a part stands, by how sentences about contracts begin: `Field total`, `Check adds_up`."""

    def contract(self) -> Contract | None:
        rows = stated_parts(self.sheets[SheetName.FIELDS], FIELDS, self.notes)
        lists = self._lists(rows)
        fields = self._fields(rows, {part.name: part for part in lists})
        checks = self._checks()
        about = self._about()
        for part in lists:
            if not fields[part.name]:
                self._problem(
                    self.places.get(f"List {part.name}", part.name),
                    f"The list {part.name} has no fields. Give it one on the sheet Fields, or delete this row.",
                )
        if not rows and not self.notes.problems:
            self._problem(FIELDS.name, "There are no fields. Write one in each row.")
        if self.notes.problems:
            return None
        filled = tuple(part.model_copy(update={"fields": tuple(fields[part.name])}) for part in lists)
        made = self._made(Contract, CONTRACT.name, about | {"fields": fields[""], "lists": filled, "checks": checks})
        for problem in validate_contract(made) if made else ():
            self._problem(self._place_of(problem), problem)
        return made

    def _lists(self, rows: list[StatedPart]) -> list[ListField]:
        """The lists, each with a field that stands for those it will have."""
        now = {part.name: part for part in self.current.lists} if self.current else {}
        if SheetName.LISTS in self.sheets:
            said = stated_parts(self.sheets[SheetName.LISTS], LISTS, self.notes)
            return list(self._parts(said, now, ListField(name="list", fields=_SOME), "List ", ListField))
        if now and rows and LIST.setting not in rows[0].places:
            self._problem(FIELDS.name, "The column “List” is missing. It says to which list a field belongs.")
        named = dict.fromkeys(row.said[LIST.setting] for row in rows if row.said.get(LIST.setting))
        if self.current is None:
            return [ListField(name=name, fields=_SOME) for name in named if is_name(name)]
        wanted = set(map(folded, named))
        return [part for part in now.values() if wanted & {folded(part.name), folded(part.title)}]

    def _fields(self, rows: list[StatedPart], lists: dict[str, ListField]) -> dict[str, list[Field]]:
        found: dict[str, list[Field]] = {"": [], **{name: [] for name in lists}}
        inside: dict[str, list[StatedPart]] = {name: [] for name in found}
        for row in rows:
            name = self._list_of(row, lists)
            if name is not None:
                inside[name].append(row)
        for name, said in inside.items():
            now = _fields_of(self.current, name)
            before = f"{name}." if name else ""
            taken = lists if not name else {}
            found[name] = list(self._parts(said, now, Field(name="field"), f"Field {before}", Field, taken))
        return found

    def _list_of(self, row: StatedPart, lists: dict[str, ListField]) -> str | None:
        """The name of the list that a row says; None where there is none of that name."""
        said = row.said.get(LIST.setting, "")
        if not said or said in lists:
            return said
        alike = [name for name, part in lists.items() if folded(said) in (folded(name), folded(part.title))]
        if len(alike) == 1:
            return alike[0]
        self._problem(
            row.place(LIST.setting),
            f"“{said}” is no list.{meant(said, list(lists))} Write the name of a list of the sheet Lists, add it "
            "there, or leave the cell empty for a field of the document.",
        )
        return None

    def _checks(self) -> Sequence[Check]:
        now = {check.name: check for check in self.current.checks} if self.current else {}
        if SheetName.CHECKS not in self.sheets:
            return tuple(now.values())
        said = stated_parts(self.sheets[SheetName.CHECKS], CHECKS, self.notes)
        return tuple(self._parts(said, now, Check(name="check", rule=""), "Check ", Check))

    def _about(self) -> dict[str, Any]:
        now = self.current or Contract(name="contract", fields=_SOME)
        about = {name: value for name, value in settings_of(now).items() if name not in ("fields", "lists", "checks")}
        if self.current is None:
            about["name"] = self.name
        place = CONTRACT.name.value
        if SheetName.CONTRACT in self.sheets:
            said = stated_settings(self.sheets[SheetName.CONTRACT], CONTRACT, self.notes)
            place = said.place("name")
            about |= {setting: value for setting, value in said.said.items() if setting != "name" or value}
        if not is_name(about["name"]):
            self._name_problem(place, about["name"], about["title"], (), "contract")
        return about

    def _parts(
        self,
        rows: list[StatedPart],
        now: dict[str, Part],
        default: Part,
        called: str,
        kind: type[Part],
        taken: dict[str, Any] | None = None,
    ) -> Iterator[Part]:
        """The parts that rows say: what no column says is as it is `now`, else as in `default`."""
        first: dict[str, str] = {name: self.places.get(f"List {name}", f"the list {name}") for name in taken or {}}
        for row in rows:
            name = row.said.get("name", "")
            if not is_name(name):
                if "name" not in row.wrong:
                    self._name_problem(row.place("name"), name, row.said.get("label", ""), first, f"field_{row.number}")
                continue
            if name in first:
                self._problem(
                    row.place("name"),
                    f"“{name}” is here twice: it stands in {first[name]} already. Give one of them another name, "
                    "or delete it.",
                )
                continue
            first[name] = row.place("name")
            self.places[f"{called}{name}"] = row.place("rule" if kind is Check else "name")
            settings = settings_of(now.get(name, default)) | row.said
            settings.pop(LIST.setting, None)
            if kind is Field and not self._allowed_fit(row, settings):
                continue
            made = self._made(kind, row.place("name"), settings)
            if made is not None:
                yield made

    def _allowed_fit(self, row: StatedPart, settings: dict[str, Any]) -> bool:
        """Whether an enum, and nothing else, has allowed values."""
        is_enum = settings["type"] is FieldType.ENUM
        if not is_enum and "allowed" not in row.said:
            settings["allowed"] = ()
        if row.wrong & {"type", "allowed"}:
            return False
        if is_enum == bool(settings["allowed"]):
            return True
        self._problem(
            row.place("allowed"),
            "An enum needs its allowed values, one a line, as EUR = €, Euro."
            if is_enum
            else "Only the type enum has allowed values. Choose that type, or empty this cell.",
        )
        return False

    def _made(self, kind: type[BaseModel], place: str, settings: dict[str, Any]) -> Any:
        try:
            return field_of(settings) if kind is Field else kind(**settings)
        except ValidationError as error:
            self._problem(place, readable(error))
            return None

    def _name_problem(self, place: str, name: str, label: str, taken: dict[str, str] | tuple[()], other: str) -> None:
        better = proposal(label, name, taken=taken, otherwise=other)
        what = f"“{name}” is no name." if name else "The name is missing."
        self._problem(
            place,
            f"{what} Names have small letters, digits and underscores, begin with a letter and have at most 60 signs. "
            f"Write for example “{better}”.",
        )

    def _place_of(self, problem: str) -> str:
        return self.places.get(problem.partition(":")[0], CHECKS.name if problem.startswith("Check") else FIELDS.name)

    def _problem(self, place: str, sentence: str) -> None:
        self.notes.problems.append(f"{place}: {sentence}")


_SOME = (Field(name="field"),)


def _fields_of(contract: Contract | None, list_name: str) -> dict[str, Field]:
    if contract is None:
        return {}
    if not list_name:
        return {one.name: one for one in contract.fields}
    part = next((part for part in contract.lists if part.name == list_name), None)
    return {one.name: one for one in part.fields} if part else {}
