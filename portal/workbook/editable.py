"""A workbook of somebody else, opened so that what is not edited comes out as it went in.

openpyxl alone rounds numbers to 16 digits, moves dates of the year 1900, unescapes text, writes addresses into blank
linked cells, forgets what formulas gave, and drops the drop-downs that Excel keeps in an extension. Charts, pictures,
shapes and controls are not kept: see `Editable.lost_drawings`.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.pivot.table import TableDefinition
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser, WorksheetReader
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation, DataValidationList
from openpyxl.worksheet.table import Table
from openpyxl.xml.constants import ARC_WORKBOOK, COMMENTS_NS, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import Element, fromstring, iterparse

from portal.services.errors import BadInput
from portal.workbook.sheet_writing import Cached, ExactWriter

_STRICT = b"http://purl.oclc.org/ooxml/"
_DRAWN = ("xl/charts/", "xl/chartsheets/", "xl/media/", "xl/drawings/drawing", "xl/ctrlProps/", "xl/embeddings/",
          "xl/diagrams/", "xl/slicers/")  # fmt: skip
_STRING = f"{{{SHEET_MAIN_NS}}}si"
_RUN = f"{{{SHEET_MAIN_NS}}}r"
_LATER_VALIDATION = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}dataValidation"
_FORMULA = "{http://schemas.microsoft.com/office/excel/2006/main}f"
_RANGES = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"


@dataclass(frozen=True, slots=True)
class Editable:
    """An opened workbook. `noted` are the cells of each sheet that have a note."""

    book: Workbook
    cached: dict[str, Cached]
    noted: dict[str, list[Any]]
    lost_drawings: bool
    """Whether the file held charts, pictures, shapes or controls, which are gone now."""

    @classmethod
    def of(cls, source: bytes) -> Editable:
        """Raises BadInput for a workbook that cannot be edited, although its cells could be read."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                reader = _Reader(io.BytesIO(source))
                reader.read()
        except BadInput:
            raise
        except Exception as error:  # openpyxl raises whatever it stumbles over
            raise _not_editable(str(error)) from error
        drawn = any(name.startswith(_DRAWN) for name in reader.valid_files)
        return cls(reader.wb, reader.cached, reader.noted, drawn)

    def save(self, target: BinaryIO) -> None:
        """Write the workbook, formulas with what they gave. Raises BadInput."""
        try:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                ExactWriter(self.book, archive, self.cached).save()
        except Exception as error:  # as above
            raise _not_editable(str(error)) from error


def _not_editable(detail: str) -> BadInput:
    return BadInput(
        _(
            "The workbook was read, but cannot be written again with the results in it (%(detail)s). Open it in Excel "
            "or LibreOffice, save it as an Excel workbook (.xlsx) and upload that."
        )
        % {"detail": " ".join(detail.split())[:200]}
    )


class _RichText(CellRichText):
    """A text with formats inside, written as it was read."""

    def __init__(self, node: Any) -> None:
        super().__init__()
        self.node = node

    def to_tree(self) -> Any:
        return _copied(self.node, "is")


def _copied(node: Any, tag: str) -> Any:
    """The element without its namespace, which openpyxl declares at the top of a sheet."""
    copy = Element(tag, dict(node.attrib))
    copy.text = _kept(node.text)
    copy.extend([_copied(child, child.tag.rpartition("}")[2]) for child in node])
    return copy


def _kept(text: str | None) -> str | None:
    """XML makes a line feed of a carriage return, unless it is written so."""
    return text.replace("\r", "_x000D_") if text else text


class _Parser(WorkSheetParser):
    """Cells with their own text, not with what openpyxl takes it for."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.cached: Cached = {}
        self.data_validations = DataValidationList()

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        kind = cell["data_type"]
        if kind == "n":
            cell["value"] = element.findtext(VALUE_TAG) or None
        elif kind == "f" and element.find(FORMULA_TAG) is not None:
            result = element.findtext(VALUE_TAG)
            if result is not None:
                self.cached[f"{get_column_letter(cell['column'])}{cell['row']}"] = (element.get("t", "n"), result)
        elif kind == "s" and isinstance(cell["value"], str):
            cell["value"] = _kept(cell["value"])
        return cell

    def parse_extensions(self, element: Any) -> None:
        """Excel keeps drop-downs from other sheets there; as ordinary ones they mean the same."""
        for rule in element.iter(_LATER_VALIDATION):
            known = {name: text for name, text in rule.attrib.items() if name in DataValidation.__attrs__}
            formulas = {f"formula{which}": rule.findtext(f"{{*}}formula{which}/{_FORMULA}") for which in (1, 2)}
            ranges = rule.findtext(_RANGES)
            if ranges:
                self.data_validations.append(DataValidation(**{**known, **formulas, "sqref": ranges}))


class _SheetReader(WorksheetReader):
    def __init__(self, sheet: Any, part: Any, strings: list[Any]) -> None:
        super().__init__(sheet, part, strings, data_only=False, rich_text=False)
        # Without formats of dates a date stays the number that it is in the file.
        self.parser: _Parser = _Parser(part, strings, epoch=sheet.parent.epoch)

    def bind_merged_cells(self) -> None:
        """openpyxl would empty all cells of a merged range but the first; other programs keep what is in them."""
        if self.parser.merged_cells:
            self.ws.merged_cells = MultiCellRange(
                [CellRange(merged.ref) for merged in self.parser.merged_cells.mergeCell]
            )

    def bind_hyperlinks(self) -> None:
        """openpyxl would fill a blank cell with the address it is linked to."""
        if not self.parser.hyperlinks.hyperlink:
            return
        filled = {place for place, cell in self.ws._cells.items() if cell.value is not None}
        super().bind_hyperlinks()
        for place, cell in self.ws._cells.items():
            if place not in filled and cell.hyperlink is not None:
                cell.value = None


class _Reader(ExcelReader):
    """Reads all but drawings and macros."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__(source)
        self.cached: dict[str, Cached] = {}
        self.noted: dict[str, list[Any]] = defaultdict(list)
        self.charts: list[Any] = []
        self.shared_strings: list[Any] = []
        if ARC_WORKBOOK in self.valid_files and _STRICT in self.archive.read(ARC_WORKBOOK):
            raise _not_editable("Strict Open XML")

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as stream:
            for _event, node in iterparse(stream):
                if node.tag == _STRING:
                    rich = node.find(_RUN) is not None
                    text = _RichText(node) if rich else _kept(node.findtext(f"{{{SHEET_MAIN_NS}}}t")) or ""
                    self.shared_strings.append(text)
                    if not rich:
                        node.clear()

    def read(self) -> None:
        super().read()
        for sheet in self.charts:  # which had to stand in their places while names were assigned to sheets
            self.wb.remove(sheet)
        self.wb.iso_dates = True

    def read_worksheets(self) -> None:
        for part, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files:
                continue
            if "chartsheet" in relation.Type:
                self.charts.append(self.wb.create_sheet(part.name))
                continue
            relations = RelationshipList()
            if get_rels_path(relation.target) in self.valid_files:
                relations = get_dependents(self.archive, get_rels_path(relation.target))
            sheet = self.wb.create_sheet(part.name)
            sheet._rels = relations
            with self.archive.open(relation.target) as stream:
                reader = _SheetReader(sheet, stream, self.shared_strings)
                reader.bind_all()
            sheet.legacy_drawing = None
            sheet.sheet_state = part.state
            self.cached[part.name] = reader.parser.cached
            self._read_notes(sheet, relations)
            for path in reader.tables:
                sheet.add_table(_own(self._part(path, Table)))
            for pivot in relations.find(TableDefinition.rel_type):
                definition = self._part(pivot.Target, TableDefinition)
                definition.cache = self.parser.pivot_caches[definition.cacheId]
                sheet.add_pivot(definition)

    def _part(self, path: str, kind: Any) -> Any:
        return kind.from_tree(fromstring(self.archive.read(path)))

    def _read_notes(self, sheet: Any, relations: RelationshipList) -> None:
        for relation in relations.find(COMMENTS_NS):
            for address, note in self._part(relation.target, CommentSheet).comments:
                cell = sheet[address]
                cell.comment = note
                self.noted[sheet.title].append(cell)


def _own(table: Table) -> Table:
    """A table of its own: the query or the XML it came from is not written."""
    table.tableType = table.connectionId = None
    for column in table.tableColumns:
        column.queryTableFieldId = column.xmlColumnPr = None
    return table
