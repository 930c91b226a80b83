"""Workbooks made for tests: honest ones, and packages with parts that no program would write."""

import io
import zipfile
from typing import Any

import xlsxwriter

from extraction.tables import DEFAULT, Limits, Tables
from extraction.tables.model import collected
from extraction.tables.parse import lines_of


def parsed(content: bytes, limits: Limits = DEFAULT) -> Tables:
    """What `read` gives, without a process of its own. Raises TableError."""
    return collected(lines_of(content, limits))


def book(*rows: tuple[Any, ...], sheet: str = "Data", formats: dict[tuple[int, int], str] | None = None) -> bytes:
    """An xlsx of one sheet; `formats` are number formats by row and column from 0."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                shown = (formats or {}).get((number, column))
                page.write(number, column, value, workbook.add_format({"num_format": shown}) if shown else None)
    return target.getvalue()


_TYPES = "application/vnd.openxmlformats-officedocument"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
}


def package(cells: str, prologue: str = "", **parts: str | bytes) -> bytes:
    """An xlsx whose sheet holds these `<row>` elements; `parts` replace or add parts."""
    sheet = (
        f'{prologue}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_PARTS, "xl/worksheets/sheet1.xml": sheet, **parts}.items():
            archive.writestr(name, content)
    return target.getvalue()
