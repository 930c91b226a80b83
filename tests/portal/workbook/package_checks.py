"""What makes Excel ask whether it should repair a workbook: looked for in the file itself, without opening it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from tests.portal.workbook.packages import ID, Package, Sheet, named, text_of, unescaped

LONGEST_SHEET_NAME = 31
LONGEST_CELL = 32_767
LONGEST_HEADER = 255
LONGEST_LIST = 255
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
LONGEST_NAME = 255
MOST_LINKS = 65_530
RESERVED_SHEET = "history"

_TYPES = "[Content_Types].xml"
_NAME = re.compile(r"[^\W\d][\w.\\]*")
_LIKE_A_CELL = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*", re.IGNORECASE)
_ON_A_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?[A-Z]+\$?[0-9]+(?::\$?[A-Z]+\$?[0-9]+)?")
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def faults(content: bytes, *, may_calculate: bool = False) -> list[str]:
    """What is wrong with a workbook; nothing for a whole one. `may_calculate`: it may hold formulas."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        twice = [f"{name}: is there twice" for name, count in Counter(map(str.casefold, names)).items() if count > 1]
        parts = {name: archive.read(name) for name in names}
    trees: dict[str, Element] = {}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                trees[name] = ElementTree.fromstring(part)
            except ElementTree.ParseError as error:
                twice.append(f"{name}: {error}")
    if twice:
        return twice
    package = Package(names, trees)
    found = [*_relations(package), *_types(package)]
    if found:
        return found
    found += [*_sheet_names(package), *_names(package), *_shared_texts(package), *_tables_of_workbook(package)]
    for sheet in package.sheets:
        for check in (_cells, _columns, _tables, _validations, _links, _notes):
            found += [f"{sheet.name}: {fault}" for fault in check(sheet)]
        if not may_calculate and sheet.tree.findall(".//{*}f"):
            found.append(f"{sheet.name}: holds formulas")
    return found


def _length(text: str) -> int:
    """As Excel counts: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _twice(some: Sequence[str]) -> list[str]:
    return [one for one, count in Counter(text.casefold() for text in some).items() if count > 1]


def _relations(package: Package) -> Iterator[str]:
    """Every relation leads to a part, every part is led to, and every id that is used is a relation."""
    led_to = {_TYPES}
    for name in package.names:
        if name.endswith(".rels"):
            folder, file = posixpath.split(name)
            part = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            if part and part not in package.names:
                yield f"{name}: belongs to no part"
            led_to.add(name)
            ids = [one.get("Id", "") for one in package.trees[name]]
            yield from (f"{name}: {one} is there twice" for one in _twice(ids))
    for part in ["", *package.trees]:
        for relation in package.relations(part).values():
            if relation.get("TargetMode") != "External":
                target = package.target(part, relation)
                led_to.add(target)
                if target not in package.names:
                    yield f"{part}: {target} is missing"
        if part:
            used = {one.get(ID) for one in package.trees[part].iter()} - {None}
            for missing in used - package.relations(part).keys():
                yield f"{part}: {missing} is no relation"
    yield from (f"{name}: nothing leads to it" for name in package.names if name not in led_to)


def _types(package: Package) -> Iterator[str]:
    stated = package.trees[_TYPES]
    defaults = {one.get("Extension", "").casefold() for one in stated if one.tag.endswith("}Default")}
    overrides = [one.get("PartName", "") for one in stated if one.tag.endswith("}Override")]
    yield from (f"{_TYPES}: {one} is there twice" for one in _twice(overrides))
    yield from (f"{_TYPES}: {one} is missing" for one in overrides if one[1:] not in package.names)
    for name in package.names:
        if name != _TYPES and f"/{name}" not in overrides and name.rpartition(".")[2].casefold() not in defaults:
            yield f"{name}: has no content type"


def _sheet_names(package: Package) -> Iterator[str]:
    names = [sheet.name for sheet in package.sheets]
    yield from (f"two sheets are called {one}" for one in _twice(names))
    for name in names:
        if not 0 < _length(name) <= LONGEST_SHEET_NAME or _SHEET_SIGNS.search(name) or name.strip("'") != name:
            yield f"{name!r} is no name of a sheet"
        if name.casefold() == RESERVED_SHEET:
            yield f"{name!r} is a name that Excel keeps to itself"
    if not any(sheet.is_visible for sheet in package.sheets):
        yield "all sheets are hidden"
    view = package.trees[package.workbook].find(".//{*}workbookView")
    active = int(view.get("activeTab", "0")) if view is not None else 0
    if not package.sheets[active].is_visible:
        yield "the sheet that is shown first is hidden"


def _names(package: Package) -> Iterator[str]:
    """Names of ranges and tables share one space."""
    sheets = {sheet.name.casefold() for sheet in package.sheets}
    taken = [table.get("displayName", "") for sheet in package.sheets for table in sheet.tables]
    local = []
    for one in package.trees[package.workbook].findall(".//{*}definedName"):
        name = one.get("name", "")
        if "localSheetId" in one.attrib:
            local.append(f"{one.get('localSheetId')} {name}")
        else:
            taken.append(name)
        range_ = _ON_A_SHEET.fullmatch(one.text or "")
        if range_ is None or (range_[1] or range_[2]).replace("''", "'").casefold() not in sheets:
            yield f"the name {name} stands for {one.text}"
    yield from (f"the name {one} is there twice" for one in _twice(taken) + _twice(local))
    for name in taken:
        if not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name) or _length(name) > LONGEST_NAME:
            yield f"{name!r} is no name of a range"


def _shared_texts(package: Package) -> Iterator[str]:
    for text in package.texts:
        if _length(text) > LONGEST_CELL:
            yield f"a text has {_length(text)} characters"
    found = package.related(package.workbook, "sharedStrings")
    if found:
        stated = package.trees[found[0]].attrib
        used = sum(cell.get("t") == "s" for sheet in package.sheets for cell in sheet.cells.values())
        if int(stated.get("uniqueCount", len(package.texts))) != len(package.texts):
            yield "the shared texts are counted wrong"
        if int(stated.get("count", used)) < used and stated.get("count") != stated.get("uniqueCount"):
            yield "more shared texts are used than counted"


def _cells(sheet: Sheet) -> Iterator[str]:
    """Cells are in order, each once, of a known kind, style and text."""
    places = [cell.get("r", "") for cell in sheet.tree.iter(named(sheet.tree, "c"))]
    order = list(sheet.cells)
    if len(order) != len(places) or order != sorted(order):
        yield "its cells are not in order"
    for (row, column), cell in sheet.cells.items():
        kind, value = cell.get("t", "n"), cell.findtext(named(cell, "v"))
        where = f"row {row}, column {column}"
        if int(cell.get("s", "0")) >= sheet.package.styles:
            yield f"{where} has a style that is none"
        if kind == "s" and int(value or "-1") not in range(len(sheet.package.texts)):
            yield f"{where} points to a text that there is not"
        if kind == "inlineStr" and _length(text_of(cell)) > LONGEST_CELL:
            yield f"{where} has more than {LONGEST_CELL} characters"
        if kind == "n" and value is not None and not _is_finite(value):
            yield f"{where} holds {value} as a number"
        if kind == "b" and value not in ("0", "1"):
            yield f"{where} holds {value} as yes or no"


def _is_finite(text: str) -> bool:
    try:
        return abs(float(text)) < 1e308
    except ValueError:
        return False


def _columns(sheet: Sheet) -> Iterator[str]:
    last = 0
    for one in sheet.tree.findall("{*}cols/{*}col"):
        if int(one.get("min", "0")) <= last:
            yield "its groups of columns overlap"
        last = int(one.get("max", "0"))


def _tables_of_workbook(package: Package) -> Iterator[str]:
    ids = [table.get("id", "") for sheet in package.sheets for table in sheet.tables]
    yield from (f"two tables have the id {one}" for one in _twice(ids))


def _tables(sheet: Sheet) -> Iterator[str]:
    """Tables are what their header cells say, lie where there are cells, and not on one another."""
    boxes = [range_boundaries(table.get("ref", "")) for table in sheet.tables]
    filtered = sheet.tree.find("{*}autoFilter")
    if filtered is not None:
        boxes.append(range_boundaries(filtered.get("ref", "")))
    if any(_overlap(one, other) for one, other in combinations(boxes, 2)):
        yield "tables or filters overlap"
    last_row = max((row for row, _column in sheet.cells), default=0)
    for table, (left, top, right, bottom) in zip(sheet.tables, boxes, strict=False):
        columns = table.findall("{*}tableColumns/{*}tableColumn")
        names = [unescaped(column.get("name", "")) for column in columns]
        if len(names) != right - left + 1:
            yield f"a table of {right - left + 1} columns names {len(names)}"
        for at, name in enumerate(names, start=left):
            said = sheet.text(top, at)
            if said != name:
                yield f"the header {said!r} is {name!r} for its table"
            if not 0 < _length(name) <= LONGEST_HEADER:
                yield f"the header {name!r} has {_length(name)} characters"
        yield from (f"two headers of a table are {one}" for one in _twice(names))
        yield from (f"two columns have the id {one}" for one in _twice([one.get("id", "") for one in columns]))
        if not top < bottom <= last_row:
            yield f"a table reaches to row {bottom}, the cells to row {last_row}"


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _validations(sheet: Sheet) -> Iterator[str]:
    boxes = []
    for rule in sheet.tree.findall("{*}dataValidations/{*}dataValidation"):
        boxes += [range_boundaries(one) for one in rule.get("sqref", "").split()]
        for title, message in (("promptTitle", "prompt"), ("errorTitle", "error")):
            if _length(unescaped(rule.get(title, ""))) > LONGEST_TITLE:
                yield f"the title of a hint is longer than {LONGEST_TITLE}: {rule.get(title)}"
            if _length(unescaped(rule.get(message, ""))) > LONGEST_MESSAGE:
                yield f"a hint is longer than {LONGEST_MESSAGE}"
        if rule.get("type") == "list":
            yield from _drop_down(sheet, rule.findtext("{*}formula1") or "")
    if any(_overlap(one, other) for one, other in combinations(boxes, 2)):
        yield "validations overlap"


def _drop_down(sheet: Sheet, formula: str) -> Iterator[str]:
    """Its entries in quotation marks, where those within are doubled, or a range of some sheet."""
    if formula.startswith('"'):
        entries = formula[1:-1]
        if not formula.endswith('"') or len(formula) < 3 or '"' in entries.replace('""', ""):
            yield f"a drop-down is broken: {formula}"
        if _length(entries) > LONGEST_LIST:
            yield f"a drop-down has {_length(entries)} characters"
        return
    found = _ON_A_SHEET.fullmatch(formula)
    if found is None or (found[1] or found[2]).replace("''", "'") not in {one.name for one in sheet.package.sheets}:
        yield f"a drop-down takes its entries from {formula!r}"


def _links(sheet: Sheet) -> Iterator[str]:
    links = sheet.tree.findall("{*}hyperlinks/{*}hyperlink")
    if len(links) > MOST_LINKS:
        yield f"has {len(links)} links"
    yield from (f"{one} has two links" for one in _twice([link.get("ref", "") for link in links]))


def _notes(sheet: Sheet) -> Iterator[str]:
    """Every note has an author, an anchor in the drawing at its own cell, and a text that fits."""
    parts = sheet.package.related(sheet.path, "comments")
    if not parts:
        return
    tree = sheet.package.trees[parts[0]]
    authors = len(tree.find("{*}authors") or ())
    notes = tree.findall("{*}commentList/{*}comment")
    yield from (f"{one} has two notes" for one in _twice([note.get("ref", "") for note in notes]))
    for note in notes:
        if int(note.get("authorId", "-1")) not in range(authors):
            yield f"the note of {note.get('ref')} has no author"
        if _length(text_of(note)) > LONGEST_CELL:
            yield f"the note of {note.get('ref')} is longer than {LONGEST_CELL}"
    drawing = sheet.tree.find("{*}legacyDrawing")
    if drawing is None:
        yield "its notes are not drawn"
        return
    path = sheet.package.target(sheet.path, sheet.package.relations(sheet.path)[drawing.get(ID, "")])
    drawn = sheet.package.trees[path].findall(".//{*}ClientData")
    anchors = {(int(one.findtext("{*}Row") or -1) + 1, int(one.findtext("{*}Column") or -1) + 1) for one in drawn}
    if anchors != {coordinate_to_tuple(note.get("ref", "")) for note in notes}:
        yield "its notes are not where they are drawn"
