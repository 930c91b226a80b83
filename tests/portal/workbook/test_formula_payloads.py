"""Text that a spreadsheet would calculate stays text, whatever it stands in: shown by LibreOffice, which opens it."""

import csv
import io
import itertools
import subprocess
from decimal import Decimal

import pytest
import xlsxwriter
from defusedxml import ElementTree

from portal.workbook.content import Look, SheetColumn, SheetContent, Shown, Styled
from portal.workbook.feed import BOM, text_of
from portal.workbook.writer import sheet_names, write
from tests.programs import need

PAYLOADS = 5_000
COLUMNS = 4
_STARTS = [
    "=",
    "+",
    "-",
    "@",
    "==",
    "=+",
    "+-",
    "-+",
    "@@",
    "\t=",
    "\r=",
    "＝",
    "＋",
    "－",
    "＠",
    "'=",
    "''=",
    " =",
    "\\=",
]
_BODIES = [
    "1+1",
    "SUM(1;2)",
    "A1",
    "2*{0}",
    "cmd|'/c calc'!A0",
    "cmd|' /C notepad'!'A1'",
    'DDE("soffice";"/etc/passwd";"A1")',
    'HYPERLINK("http://localhost:9/{0}";"x")',
    'WEBSERVICE("http://localhost:9/{0}")',
    "IMPORTXML(A1)",
    'INDIRECT("A{0}")',
    "NOW()",
    "rundll32|'URL.dll,OpenURL x'!A",
    '"a"&"b"',
    "[1]Data!A1",
    "{0}",
    "#REF!",
    "A1:B9",
]  # fmt: skip
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def payloads():
    """All starts with all bodies, told apart by a number."""
    pairs = itertools.cycle(itertools.product(_STARTS, _BODIES))
    return [
        f"{start}{body.format(number)} {number}" for number, (start, body) in zip(range(PAYLOADS), pairs, strict=False)
    ]


def opened(content, name, folder, given=""):
    """Cells as LibreOffice has them: by sheet, rows of (type, shown, formula); and the raw file."""
    (folder / name).write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *([given] if given else []),
         "--convert-to", "fods", "--outdir", folder / "out", folder / name],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    raw = (folder / "out" / name).with_suffix(".fods").read_bytes()
    sheets = {}
    for table in ElementTree.fromstring(raw).iter(f"{_TABLE}table"):
        rows = sheets[table.get(f"{_TABLE}name")] = []
        for row in table.iter(f"{_TABLE}table-row"):
            rows.append([_told(cell) for cell in row.iter(f"{_TABLE}table-cell")])
    return sheets, raw


def _told(cell):
    paragraphs = [_text(part) for part in cell.findall(f"{_TEXT}p")]
    return cell.get(f"{_OFFICE}value-type"), "\n".join(paragraphs), cell.get(f"{_TABLE}formula")


def _text(part):
    """The text of a paragraph, with the elements that stand for blanks and tabs."""
    said = part.text or ""
    for inner in part:
        if inner.tag == f"{_TEXT}s":
            said += " " * int(inner.get(f"{_TEXT}c", "1"))
        elif inner.tag == f"{_TEXT}tab":
            said += "\t"
        else:
            said += _text(inner)
        said += inner.tail or ""
    return said


def rows_of(texts):
    """Rows of texts, some coloured, with a number in the last column."""
    for number, start in enumerate(range(0, len(texts), COLUMNS)):
        row = [Styled(text, Look.WEAK) if text.endswith("7") else text for text in texts[start : start + COLUMNS]]
        yield [*row, Decimal(number) / 4]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    need("soffice", "libreoffice-calc")
    texts = payloads()
    sheets = []
    for number, half in enumerate((texts[: PAYLOADS // 2], texts[PAYLOADS // 2 :])):
        headers = [f"={number}+{place}" for place in range(COLUMNS)]
        columns = [
            SheetColumn(header, note=f"={header}", hint=f"+{header}", choices=("=1+1", "-2+3", "@SUM(1)"))
            for header in headers
        ]
        columns.append(SheetColumn("-1+2", Shown.NUMBER))
        sheets.append(SheetContent(f"=1+{number}", columns, list(rows_of(half)), len(half) // COLUMNS))
    target = io.BytesIO()
    write(sheets, target, title="=1+1", facts={"=1+1": "=2+2"})
    return opened(target.getvalue(), "book.xlsx", tmp_path_factory.mktemp("book"))


def test_five_thousand_payloads_make_no_formula(workbook):
    sheets, raw = workbook
    assert b"table:formula=" not in raw
    told = [cell for rows in sheets.values() for row in rows for cell in row if cell[0] == "string"]
    shown = {text for _, text, _ in told}
    missing = [text for text in payloads() if text.replace("\r", "\n") not in shown and text not in shown]
    assert missing == []


def test_headers_and_sheet_names_are_text_too(workbook):
    sheets, _ = workbook
    names = sheet_names(["=1+0", "=1+1"])
    for number, name in enumerate(names):
        header = [text for kind, text, formula in sheets[name][0] if kind == "string" and formula is None]
        assert header == [*(f"={number}+{place}" for place in range(COLUMNS)), "-1+2"]


def test_numbers_stay_numbers(workbook):
    sheets, _ = workbook
    for name in sheet_names(["=1+0", "=1+1"]):
        numbers = [text for row in sheets[name][1:] for kind, text, _ in row if kind == "float"]
        assert [Decimal(text) for text in numbers] == [Decimal(n) / 4 for n in range(PAYLOADS // 2 // COLUMNS)]


def test_the_same_payloads_in_csv_make_no_formula(tmp_path):
    need("soffice", "libreoffice-calc")
    texts = payloads()
    sheets, raw = opened(as_csv([[text_of(text), "0.25"] for text in texts]), "book.csv", tmp_path)
    assert b"table:formula=" not in raw
    (rows,) = sheets.values()
    kinds = {kind for row in rows[:PAYLOADS] for kind, _, _ in row[:1]}
    assert kinds == {"string"}


def as_csv(rows):
    target = io.StringIO()
    target.write(BOM)
    csv.writer(target).writerows(rows)
    return target.getvalue().encode()


def test_without_the_guards_there_are_formulas(tmp_path):
    """What the guards are for, and that this test would see it."""
    need("soffice", "libreoffice-calc")
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        for place, text in enumerate(["=1+1", "=SUM(1,2)", "text"]):
            page.write(place, 0, text)
    _, raw = opened(target.getvalue(), "bare.xlsx", tmp_path)
    assert raw.count(b"table:formula=") == 2
    _, raw = opened(as_csv([["=1+1", "x"], ["=A1", "y"]]), "bare.csv", tmp_path)
    assert raw.count(b"table:formula=") >= 1
