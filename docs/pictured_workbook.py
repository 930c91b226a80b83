"""A label template as a labeller fills it in, and what LibreOffice shows of it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pymupdf
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageChops

from extraction.contract import Field, FieldType
from extraction.contracts.invoices import INVOICES

LABELS = Path(__file__).resolve().parents[1] / "samples" / "invoices" / "labels.jsonl"
LIST = INVOICES.lists[0]
OFFICE = "soffice"
PATIENCE = 180
_DPI = 110
_MARGIN = 12
_HIDDEN = {
    *("file", "Seller VAT ID", "Buyer reference", "Currency", "Payment IBAN", "Position"),
    *("comment", "remarks", "row id"),
}
"""Columns that people hide to see the others."""
_WIDEST = 30
_A3, _SCALE = 8, 75


def filled_in(template: bytes, names: Sequence[str], instead: Mapping[tuple[str, str], Any]) -> bytes:
    """The template with the true values of some documents, but for `instead`: by document and header of `Data`."""
    truth = {label["file"]: label for label in map(json.loads, LABELS.read_text().splitlines())}
    book = openpyxl.load_workbook(io.BytesIO(template))
    data, items = book["Data"], book[LIST.title]
    at, at_item = _columns(data), _columns(items)
    for row in range(2, data.max_row + 1):
        name = str(data.cell(row, at["document"]).value)
        if name not in names:
            continue
        _write(data, row, at, INVOICES.fields, truth[name]["fields"])
        data.cell(row, at[LIST.title]).value = truth[name]["lists"][LIST.name]["state"]
        for header, value in [(header, value) for (document, header), value in instead.items() if document == name]:
            data.cell(row, at[header]).value = value
        for number, item in enumerate(truth[name]["lists"][LIST.name]["rows"], start=1):
            items.append([name, number])
            _write(items, items.max_row, at_item, LIST.fields, item)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1] if cell.column}


def _write(sheet: Worksheet, row: int, at: Mapping[str, int], fields: Sequence[Field], said: Mapping[str, str]) -> None:
    for field in fields:
        text = said.get(field.name, "")
        value: Any = text
        if text != "N/A" and field.type is FieldType.DATE:
            value = date.fromisoformat(text)
        elif text != "N/A" and field.type.is_number:
            value = Decimal(text)
        sheet.cell(row, at[field.title]).value = value


def drawn(workbook: bytes, areas: Mapping[str, int]) -> Image.Image:
    """The first rows of some sheets, each with how many, one sheet below the other."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for sheet in book.worksheets:
        if sheet.title not in areas:
            book.remove(sheet)
            continue
        sheet.delete_rows(areas[sheet.title] + 1, sheet.max_row)
        sheet.tables.clear()
        sheet.column_dimensions.clear()
        for header, column in _columns(sheet).items():
            texts = [str(sheet.cell(row, column).value or "") for row in range(1, sheet.max_row + 1)]
            shown = sheet.column_dimensions[get_column_letter(column)]
            shown.width, shown.hidden = min(max(12, *map(len, texts)), _WIDEST), header in _HIDDEN
        sheet.print_options.headings = sheet.print_options.gridLines = True
        sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.scale = "landscape", _A3, _SCALE
    with tempfile.TemporaryDirectory(prefix="proofsheet-") as folder:
        source = Path(folder) / "workbook.xlsx"
        book.save(source)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE)
        with pymupdf.open(source.with_suffix(".pdf")) as pages:
            return _stacked([_cropped(page.get_pixmap(dpi=_DPI).pil_image()) for page in pages])


def _cropped(picture: Image.Image) -> Image.Image:
    white = Image.new("RGB", picture.size, "white")
    left, top, right, bottom = ImageChops.difference(picture.convert("RGB"), white).getbbox() or (0, 0, 1, 1)
    return picture.crop((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN))


def _stacked(pictures: Sequence[Image.Image]) -> Image.Image:
    size = max(picture.width for picture in pictures), sum(picture.height for picture in pictures)
    sheet = Image.new("RGB", size, "white")
    top = 0
    for picture in pictures:
        sheet.paste(picture, (0, top))
        top += picture.height
    return sheet


def can_be_drawn() -> bool:
    return shutil.which(OFFICE) is not None
