"""The predictions of another program: a record of the line format, or anything near it.

Read are lines as `extraction/lines.py` writes them; `{"file" | "document" | "sha256", "fields":
{NAME: scalar | {"value", "raw", "unit", "page", "box"}}, "lists": {NAME: [{COLUMN: ...}]}}`; and
flat `{NAME: scalar, LIST: [{COLUMN: scalar}]}`. Nothing in a record is fatal: what cannot be used is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from pydantic import ValidationError

from extraction.canon import canon, effective, fold, value_of
from extraction.contract import CANONICAL, Contract, Field
from extraction.lines import Line
from extraction.pdf.model import PdfDocument
from extraction.sources.base import Claim, Statement
from extraction.values import Cell, Evidence, Notation, Value

_ABOUT_THE_FILE = ("file", "sha256", "document", "source", "status", "error", "seconds")
"""Keys that are no fields, in flat records."""
_MOST_NOTES = 20


class ImportedSource:
    """States what one record says of one document.

    `notation`: how the record writes text, as pages print it or as stored values are written. Lines say
    so themselves; JSON numbers mean what they say in either.
    """

    def __init__(self, record: Mapping[str, Any], *, name: str = "imported", notation: Notation = "page") -> None:
        self.name = name
        self.record = record
        self.notation: Notation = notation

    @property
    def document(self) -> tuple[str | None, str | None]:
        """The sha256 and the file name that the record gives, to find the document it is about."""
        sha256, file = self.record.get("sha256"), self.record.get("file", self.record.get("document"))
        return sha256 if isinstance(sha256, str) else None, file if isinstance(file, str) else None

    def state(self, document: PdfDocument, contract: Contract) -> Statement:
        """The record's values under the names of the contract. Never raises."""
        line = _line(self.record)
        if line is not None:
            return _of_line(line, contract)
        reader = _Reader(self.notation)
        fields, lists = reader.read(self.record, contract)
        return Statement(fields=fields, lists=lists, notation=self.notation, notes=reader.notes)


def _line(record: Mapping[str, Any]) -> Line | None:
    if not {"status", "source", "fields"} <= record.keys():
        return None
    try:
        return Line.model_validate(record)
    except ValidationError:
        return None


def _of_line(line: Line, contract: Contract) -> Statement:
    """Raw text where it says what the values say, else the values: they count, whoever changed them since."""
    as_read = _says_the_same(line, contract)
    without_value = 0

    def claim(cell: Cell | None) -> Claim | None:
        nonlocal without_value
        if cell is None:
            return None
        text = cell.raw if as_read else cell.value
        if text is None:
            without_value += cell.raw is not None
            return None
        return Claim(text, unit=cell.unit, evidence=_evidence(cell.page, cell.box))

    fields = {name: claim(cell) for name, cell in line.fields.items()}
    lists = {
        name: [{column: claim(cell) for column, cell in item.items()} for item in items]
        for name, items in line.lists.items()
    }
    notes = [*line.notes]
    if line.error:
        notes.append(f"failed: {line.error.code}: {line.error.message}")
    if without_value:
        notes.append(f"{without_value} values left out: the record gives raw text but no value")
    return Statement(
        fields=fields,
        lists=lists,
        conventions=line.conventions if as_read else CANONICAL,
        notation=line.notation if as_read else "canonical",
        notes=tuple(notes),
    )


def _says_the_same(line: Line, contract: Contract) -> bool:
    """Whether every cell has a raw text, and it still canonicalises to the value beside it."""
    return "notation" in line.model_fields_set and all(
        cell.raw is not None and _agrees(cell, field, line) for field, cell in _cells(line, contract)
    )


def _agrees(cell: Cell, field: Field, line: Line) -> bool:
    stored = value_of(cell, field)
    read = canon(cell.raw, field, effective(field, line.conventions, line.notation))
    if isinstance(stored, Value) and isinstance(read, Value):
        return stored.v == read.v
    return isinstance(stored, Value) == isinstance(read, Value)


def _cells(line: Line, contract: Contract) -> Iterator[tuple[Field, Cell]]:
    for field in contract.fields:
        cell = line.fields.get(field.name)
        if cell is not None:
            yield field, cell
    for part in contract.lists:
        for item in line.lists.get(part.name, ()):
            yield from ((field, cell) for field in part.fields if (cell := item.get(field.name)) is not None)


class _Reader:
    """Reads one loose record; collects what it could not use."""

    def __init__(self, notation: Notation) -> None:
        self._notation = notation
        self._unused: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        shown = ", ".join(self._unused[:_MOST_NOTES])
        return (f"not understood: {shown}",) if self._unused else ()

    def read(
        self, record: Mapping[str, Any], contract: Contract
    ) -> tuple[dict[str, Claim | None], dict[str, list[dict[str, Claim | None]]]]:
        parts = {part.name: part for part in contract.lists}
        said = dict(_mapping(record.get("fields")) or {})
        listed = dict(_mapping(record.get("lists")) or {})
        if not said and not listed:
            said = {name: value for name, value in record.items() if name not in (*_ABOUT_THE_FILE, "fields", "lists")}
        list_names = _names([(part.name, part.title) for part in contract.lists])
        for name in [name for name in said if list_names.get(fold(name)) in parts]:
            listed[name] = said.pop(name)
        lists = {}
        for name, rows in listed.items():
            known = list_names.get(fold(name), name)
            columns = _names([(field.name, field.title) for field in parts[known].fields]) if known in parts else {}
            lists[known] = self._rows(known, rows, columns)
        return self._fields("", said, _names([(field.name, field.title) for field in contract.fields])), lists

    def _rows(self, name: str, rows: object, columns: dict[str, str]) -> list[dict[str, Claim | None]]:
        rows = (_mapping(rows) or {}).get("rows", rows)
        if not isinstance(rows, Sequence) or isinstance(rows, str):
            self._unused += [name] if rows is not None else []
            return []
        items = []
        for at, row in enumerate(rows):
            if isinstance(row, Mapping):
                items.append(self._fields(f"{name}.{at}.", row, columns))
            else:
                self._unused.append(f"{name}.{at}")
        return items

    def _fields(self, where: str, said: Mapping[str, Any], names: dict[str, str]) -> dict[str, Claim | None]:
        return {
            names.get(fold(str(name)), str(name)): self._claim(f"{where}{name}", value) for name, value in said.items()
        }

    def _claim(self, where: str, value: object) -> Claim | None:
        cell = _mapping(value)
        if cell is None:
            text = self._text(where, value)
            return None if text is None else Claim(text)
        text = self._text(where, cell.get("value"))
        if text is None:
            text = self._text(where, cell.get("raw"))
        unit = cell.get("unit")
        evidence = _evidence(cell.get("page"), cell.get("box"))
        return None if text is None else Claim(text, unit=unit if isinstance(unit, str) else None, evidence=evidence)

    def _text(self, where: str, value: object) -> str | None:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float | Decimal) and isfinite(value):
            return self._number(value)
        self._unused.append(where)
        return None

    def _number(self, value: float | Decimal) -> str:
        text = format(Decimal(str(value)), "f")
        # With three decimals a number reads as thousands where pages write decimal commas; with four it cannot.
        return f"{text}0" if self._notation == "page" and len(text.partition(".")[2]) == 3 else text


def _names(known: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Names of the contract by themselves and by their titles, folded; names win."""
    return {fold(title): name for name, title in known} | {fold(name): name for name, _ in known}


def _mapping(value: object) -> Mapping[str, Any] | None:
    return value if isinstance(value, Mapping) else None


def _evidence(page: object, box: object) -> Evidence | None:
    """A place as records give it, or None: one that cannot be, is none."""
    if not isinstance(page, int) or page < 1 or not isinstance(box, Sequence) or len(box) != 4:
        return None
    if not all(isinstance(side, int | float | Decimal) and isfinite(side) for side in box):
        return None
    x0, y0, x1, y1 = map(float, box)
    return Evidence(page=page, box=(x0, y0, x1, y1))
