"""An xlsx file as rows of typed cells. Runs only in the confined child: calamine aborts its process on some files."""

from __future__ import annotations

import contextlib
import datetime
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineWorkbook

from extraction.tables.errors import TableError, TableErrorCode
from extraction.tables.limits import Limits
from extraction.tables.model import Cell, Kind
from extraction.tables.sheet_xml import Position, Scan, scan
from extraction.tables.unknown_errors import are_unknown, with_known_errors
from extraction.zips import UNREADABLE_ZIP

_MAIN = "xl/workbook.xml"
_MACRO_PARTS = ("vbaproject.bin", "/macrosheets/", "vbadata.xml")
_LARGEST_INDEX = 20_000_000
"""Bytes of the parts that describe the workbook, not its cells."""
_CHUNK = 1 << 20
_PERCENT_FORMATS = {"9", "10"}
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.')
_NOT_CELLS = ("chartsheet", "dialogsheet")
_DOCUMENT_TYPE = b"<!DOCTYPE"
_PROLOGUE = 1_000
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FIRST_SURE_DATE = datetime.date(1900, 3, 1)
_NO_DATE = "a date before 1 March 1900, which programs count differently; format the cell as text and type it again"
_MIDNIGHT = datetime.time()
_FIRST_UNSURE_NUMBER = 10.0**15


@dataclass(frozen=True, slots=True)
class _Part:
    """A worksheet: its name and where it lies in the package."""

    name: str
    path: str


class Workbook:
    """An opened package that has passed all checks that need no parsing of its cells."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Raises TableError."""
        self.limits = limits
        try:
            self._package = zipfile.ZipFile(io.BytesIO(content))
        except UNREADABLE_ZIP as error:
            raise TableError(TableErrorCode.DAMAGED) from error
        self._names = self._checked_names(len(content))
        self.sheets = self._worksheets()
        self._percent_styles = self._styles_of_percentages()
        self._refuse_untrue_part("xl/sharedStrings.xml")
        self._calamine = _calamine(content)

    def rows(self, part: _Part) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Row number from 1 and its cells that are not blank. Raises TableError."""
        with _whole(part.name), self._open(part.path) as stream:
            found = scan(stream, self._percent_styles, lambda so_far: self._refuse_extent(part.name, so_far))
        workbook = self._calamine
        if are_unknown(found.errors):
            workbook = _calamine(with_known_errors(self._package, self._names[_key(part.path)]))
        try:
            sheet = workbook.get_sheet_by_name(part.name)
        except CalamineError as error:
            raise TableError(TableErrorCode.DAMAGED, str(error)[:200]) from error
        left = sheet.start[1] if sheet.start else 0
        number = -1
        for number, values in enumerate(sheet.iter_rows() if sheet.start else ()):
            cells = {
                left + index: _cell(value, (number, left + index), found)
                for index, value in enumerate(values)
                if value != "" and not (isinstance(value, str) and value.isspace())
            }
            if number in found.errors:
                cells |= _problems(number, found)
            if cells:
                yield number + 1, cells
        for row in sorted(row for row in found.errors if row > number):
            yield row + 1, _problems(row, found)

    def _checked_names(self, size: int) -> dict[str, zipfile.ZipInfo]:
        members = self._package.infolist()
        names = {_key(member.filename): member for member in members}
        if len(names) != len(members):
            raise TableError(TableErrorCode.DAMAGED, "two of its parts have the same name")
        inflated = sum(member.file_size for member in members)
        if inflated > self.limits.inflated_bytes or inflated > self.limits.ratio * size:
            raise TableError(TableErrorCode.BOMB, f"{inflated / 1e6:,.0f} MB from {size / 1e6:,.2f} MB")
        if any(member.flag_bits & 1 for member in members):
            raise TableError(TableErrorCode.ENCRYPTED)
        if any(part in name for name in names for part in _MACRO_PARTS):
            raise TableError(TableErrorCode.MACROS)
        if "xl/workbook.bin" in names:
            raise TableError(TableErrorCode.BINARY_EXCEL)
        if "mimetype" in names and "content.xml" in names:
            raise TableError(TableErrorCode.OPEN_DOCUMENT)
        if _MAIN not in names:
            raise TableError(TableErrorCode.NOT_A_TABLE)
        if b"macroEnabled" in self._read("[Content_Types].xml", names):
            raise TableError(TableErrorCode.MACROS)
        return names

    def _refuse_untrue_part(self, name: str) -> None:
        """Unpack a part that only calamine reads: it must be of the stated size, and have no document type."""
        if _key(name) not in self._names:
            return
        with _whole(name), self._open(name) as stream:
            before = b""
            while chunk := stream.read(_CHUNK):
                if _DOCUMENT_TYPE in before + chunk:
                    raise TableError(TableErrorCode.DAMAGED, f"{name} holds a document type")
                before = chunk[-len(_DOCUMENT_TYPE) :]

    def _worksheets(self) -> list[_Part]:
        relations = {
            relation.get("Id"): relation
            for relation in self._tree("xl/_rels/workbook.xml.rels").iter()
            if relation.get("Id")
        }
        for relation in relations.values():
            self._refuse_other_place(relation.get("Type", ""), relation.get("Target", ""))
        found = []
        for element in self._tree(_MAIN).iter():
            if _local(element.tag) != "sheet":
                continue
            identity = next((value for key, value in element.items() if _local(key) == "id"), None)
            relation = relations.get(identity)
            kind = "" if relation is None else relation.get("Type", "").rsplit("/", 1)[-1]
            if relation is not None and kind not in _NOT_CELLS:
                found.append(_Part(element.get("name", ""), _path(relation.get("Target", ""))))
            if kind not in ("worksheet", *_NOT_CELLS):
                raise TableError(TableErrorCode.DAMAGED, f"the sheet {element.get('name', '')[:40]} has no part")
        names, paths = [part.name for part in found], [_key(part.path) for part in found]
        if not found or len(set(names)) != len(names) or len(set(paths)) != len(paths):
            raise TableError(TableErrorCode.DAMAGED, "its list of sheets is broken")
        return found

    def _refuse_other_place(self, kind: str, target: str) -> None:
        """Shared texts and styles lie where calamine looks for them, or cells would be read as something else."""
        for name in ("sharedStrings", "styles"):
            path = _key(f"xl/{name}.xml")
            if kind.endswith(f"/{name}") and (_key(_path(target)) != path or path not in self._names):
                raise TableError(TableErrorCode.DAMAGED, f"{name}.xml is missing")

    def _styles_of_percentages(self) -> frozenset[str]:
        """The cell styles that show a number as a percentage."""
        if _key("xl/styles.xml") not in self._names:
            return frozenset()
        formats = set(_PERCENT_FORMATS)
        styles: list[str] = []
        for element in self._tree("xl/styles.xml").iter():
            if _local(element.tag) == "numFmt" and "%" in _LITERALS.sub("", element.get("formatCode", "")):
                formats.add(element.get("numFmtId", ""))
            elif _local(element.tag) == "cellXfs":
                styles = [style.get("numFmtId", "0") for style in element]
        return frozenset(str(index) for index, number in enumerate(styles) if number in formats)

    def _tree(self, name: str) -> Any:
        content = self._read(name, self._names)
        try:
            return ElementTree.fromstring(content, forbid_dtd=True)
        except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
            raise TableError(TableErrorCode.DAMAGED, f"{name}: {error}"[:200]) from error

    def _read(self, name: str, names: dict[str, zipfile.ZipInfo]) -> bytes:
        member = names.get(_key(name))
        if member is None:
            raise TableError(TableErrorCode.DAMAGED, f"{name} is missing")
        if member.file_size > _LARGEST_INDEX:
            raise TableError(TableErrorCode.TOO_LARGE, name)
        with _whole(name):
            content = self._package.read(member)
        _refuse_encoding(name, content)
        return content

    def _open(self, name: str) -> IO[bytes]:
        member = self._names.get(_key(name))
        if member is None:
            raise TableError(TableErrorCode.DAMAGED, f"{name} is missing")
        with self._package.open(member) as stream:
            _refuse_encoding(name, stream.read(_PROLOGUE))
        return self._package.open(member)

    def _refuse_extent(self, name: str, found: Scan) -> None:
        limits = self.limits
        if found.rows > limits.rows:
            detail = f"{name} reaches to row {found.rows}; {limits.rows} are allowed"
            raise TableError(TableErrorCode.TOO_MANY_ROWS, detail)
        if found.columns > limits.columns:
            detail = f"{name} reaches to column {found.columns}; {limits.columns} are allowed"
            raise TableError(TableErrorCode.TOO_MANY_COLUMNS, detail)
        if found.rows * found.columns > limits.cells:
            detail = f"{name}: {found.rows} rows x {found.columns} columns; {limits.cells} cells are allowed"
            raise TableError(TableErrorCode.TOO_SPARSE, detail)


def _calamine(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise TableError(TableErrorCode.DAMAGED, str(error)[:200]) from error


def _key(name: str) -> str:
    """What a part is found by: calamine knows no case and no backslashes."""
    return name.replace("\\", "/").lower()


def _path(target: str) -> str:
    """Where a relation of the workbook points to; one that spells the folder out means the same to calamine."""
    return posixpath.normpath(posixpath.join("/" if target.startswith("xl/") else "/xl", target))[1:]


def _refuse_encoding(name: str, head: bytes) -> None:
    """All programs write UTF-8, and calamine reads nothing else, whatever a part says."""
    said = _ENCODING.match(head[:_PROLOGUE])
    if head.startswith(_OTHER_MARKS) or b"\0" in head[:4] or (said and said[1].lower() not in _ENCODINGS):
        raise TableError(TableErrorCode.DAMAGED, f"{name} is not in UTF-8")


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]


@contextlib.contextmanager
def _whole(name: str) -> Iterator[None]:
    """Whatever a broken part of the package raises while it is unpacked becomes one error that names it."""
    try:
        yield
    except UNREADABLE_ZIP as error:
        raise TableError(TableErrorCode.DAMAGED, f"{name}: {error}"[:200]) from error


def _problems(row: int, found: Scan) -> dict[int, Cell]:
    return {
        column: Cell(
            Kind.PROBLEM,
            f"{text} is an error, no value; correct the cell or empty it"
            if text
            else "a formula that was never calculated; open the file, calculate and save it, or type the value",
            (row, column) in found.formulas,
        )
        for column, text in found.errors[row].items()
    }


def _cell(value: Any, place: Position, found: Scan) -> Cell:
    """A cell as calamine tells it, typed. Numbers become the shortest text that is the same number."""
    formula = place in found.formulas
    if isinstance(value, bool):
        return Cell(Kind.BOOLEAN, "true" if value else "false", formula)
    if isinstance(value, int | float):
        return _number(float(value), Kind.PERCENT if place in found.percentages else Kind.NUMBER, formula)
    if isinstance(value, datetime.date):
        return _date(value, formula)
    if value == _MIDNIGHT:  # also what calamine makes of a number below 0 that is shown as a date
        return Cell(Kind.PROBLEM, _NO_DATE, formula)
    return Cell(Kind.TEXT, str(value), formula)


def _number(number: float, kind: Kind, formula: bool) -> Cell:
    if not abs(number) < _FIRST_UNSURE_NUMBER:
        return Cell(
            Kind.PROBLEM,
            "a number of more than 15 digits, of which Excel keeps only 15; format the cell as text and type it again",
            formula,
        )
    if formula:
        number = float(f"{number:.15g}")  # what Excel shows of a result: 0.3, not 0.30000000000000004
    text = str(int(number)) if number.is_integer() else format(Decimal(repr(number)), "f")
    return Cell(kind, text, formula)


def _date(value: datetime.date, formula: bool) -> Cell:
    moment = value if isinstance(value, datetime.datetime) else datetime.datetime(value.year, value.month, value.day)
    if moment.date() < _FIRST_SURE_DATE:
        return Cell(Kind.PROBLEM, _NO_DATE, formula)
    at_midnight = moment.time() == datetime.time()
    return Cell(Kind.DATE, moment.date().isoformat() if at_midnight else moment.isoformat(" "), formula)
