"""Sheets of an edited workbook as XML: cells with their own text, formulas with what they gave.

openpyxl writes all but the cells; building an element for each of them would take four times as long.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils.datetime import to_ISO8601
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import Element, tostring

Cached = dict[str, tuple[str, str]]
"""What formulas gave when the workbook was last calculated: by address, the cell's type and its text."""

_AS_REFERENCE = {"\r": "&#13;"}
_ROWS_AT_ONCE = 500


class ExactWriter(ExcelWriter):
    """Writes a workbook whose cells hold the text that belongs into the file."""

    def __init__(self, book: Workbook, archive: zipfile.ZipFile, cached: Mapping[str, Cached]) -> None:
        super().__init__(book, archive)
        self.archive = archive
        self.cached = cached

    def write_worksheet(self, sheet: Any) -> None:
        sheet._drawing = SpreadsheetDrawing()
        writer: Any = _AroundCells(sheet)
        writer.write()
        before, _empty, after = Path(writer.out).read_bytes().partition(b"<sheetData")
        after = after.partition(b">")[2].removeprefix(b"</sheetData>")
        with self.archive.open(sheet.path[1:], "w", force_zip64=True) as part:
            part.write(before + b"<sheetData>")
            chunk: list[str] = []
            for row in _rows(writer, self.cached.get(sheet.title, {})):
                chunk.append(row)
                if len(chunk) >= _ROWS_AT_ONCE:
                    part.write("".join(chunk).encode())
                    chunk.clear()
            part.write("".join(chunk).encode() + b"</sheetData>" + after)
        sheet._rels = writer._rels
        self.manifest.append(sheet)
        writer.cleanup()


class _AroundCells(WorksheetWriter):
    """Notes and links of the cells are gathered; the cells themselves come later."""

    ws: Any

    def write_rows(self) -> None:
        for _place, cell in sorted(self.ws._cells.items()):
            if cell._comment is not None:
                self.ws._comments.append(CommentRecord.from_cell(cell))
            if cell.hyperlink:
                self.ws._hyperlinks.append(cell.hyperlink)
        self.xf.send(Element("sheetData"))


def _rows(writer: Any, cached: Cached) -> Iterator[str]:
    dimensions = writer.ws.row_dimensions
    for number, cells in writer.rows():
        attributes = {"r": str(number), **dict(dimensions.get(number, {}))}
        yield f"<row{_attributes(attributes)}>"
        for cell in cells:
            style = f' s="{cell.style_id}"' if cell.has_style else ""
            if cell._value is not None and cell._value != "":
                yield _cell(cell, style, cached)
            elif style or cell._comment is not None:
                yield f'<c r="{cell.coordinate}"{style}/>'
        yield "</row>"


def _cell(cell: Any, style: str, cached: Cached) -> str:
    value, kind, start = cell._value, cell.data_type, f'<c r="{cell.coordinate}"{style}'
    match kind:
        case "s" if isinstance(value, CellRichText):
            return f'{start} t="inlineStr">{_text_of(value.to_tree())}</c>'
        case "s":
            space = ' xml:space="preserve"' if value != value.strip() else ""
            return f'{start} t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'
        case "n":
            return f"{start}><v>{escape(str(value))}</v></c>"
        case "b":
            return f'{start} t="b"><v>{int(value)}</v></c>'
        case "d":
            return f'{start} t="d"><v>{to_ISO8601(value)}</v></c>'
        case "f":
            result_kind, result = cached.get(cell.coordinate, ("n", ""))
            given = f"<v>{escape(result, _AS_REFERENCE)}</v>" if cell.coordinate in cached else ""
            return f'{start} t="{result_kind}">{_formula(value)}{given}</c>'
    return f'{start} t="{kind}"><v>{escape(str(value))}</v></c>'


def _text_of(element: Any) -> str:
    written: bytes | str = tostring(element)
    return written if isinstance(written, str) else written.decode()


def _formula(value: Any) -> str:
    attributes = dict(value) if isinstance(value, ArrayFormula | DataTableFormula) else {}
    text = "" if isinstance(value, DataTableFormula) else getattr(value, "text", value) or "="
    return f"<f{_attributes(attributes)}>{escape(text[1:])}</f>"


def _attributes(given: Mapping[str, Any]) -> str:
    quoted = {name: escape(str(text), {'"': "&quot;"}) for name, text in given.items()}
    return "".join(f' {name}="{text}"' for name, text in quoted.items())
