"""Every value that a contract can hold comes back from a workbook and from csv as it was."""

import csv
import datetime
import io
import random
import unicodedata

import pytest

from extraction.canon import canon, escape
from extraction.contract import CANONICAL, AllowedValue, Field, FieldType
from extraction.tables import BLANK, Kind, read
from extraction.values import Value
from portal.workbook.cells import said
from portal.workbook.content import SheetColumn, SheetContent
from portal.workbook.feed import BOM, text_of
from portal.workbook.final import SHOWN, native
from portal.workbook.writer import write

ROWS = 1_112
"""Of nine columns, one a type: more than 10,000 values."""

ALLOWED = (
    "EUR",
    "=1+1",
    "-",
    "1e5",
    "TRUE",
    "N/A",
    "#CLEAR",
    "\\n",
    "'quoted'",
    "Größe",
    "2024-03-04",
    "007",
    "a, b; c",
)
FIELDS = [
    Field(
        name=kind.value,
        type=kind,
        unit="EUR" if kind is FieldType.MONEY else None,
        allowed=tuple(AllowedValue(value=choice) for choice in ALLOWED) if kind is FieldType.ENUM else (),
    )
    for kind in FieldType
]

STARTS = [
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "'",
    "''",
    "'=",
    "\\",
    "\\\\",
    "%",
    "|",
    ";",
    ",",
    '"',
    "#",
    "_x0041_",
]
FORMULAS = [
    "1+1",
    "SUM(A1:A9)",
    "cmd|'/c calc'!A0",
    'HYPERLINK("http://example.org";"x")',
    "DDE(\"x\";\"y\";\"z\")",
    "IMPORTXML(\"http://example.org\";\"//a\")",
    "A1\r\n=B1",
    "\t=1",
]  # fmt: skip
WORDS = [
    "N/A", "n/a", "#CLEAR", "#delete", "#ILLEGIBLE", "\\N/A", "\\\\#CLEAR", "TRUE", "false", "1e5", "1E+12", "007",
    "12345678901234567890", "1,5", "1.5", "01.02.2024", "2024-03-04", "1/2", "3-4", "10:30", "19 %", "-5", "+49 30 1",
    "#N/A", "#REF!", "null", "NaN", "inf", "sep=;", "a\nb", "a\r\nb", "a\rb", "a\tb", "a  b", "a\u00a0b", "Größe",
    "שלום עולם", "مرحبا 5", "\u202eabc\u202c", "😀👩‍👩‍👧", "e\u0301", "'", '"', '"a"', "a,b;c\td|e", "<b>&amp;</b>",
    "_x000D_", "_x0000_", "x" * 32_000, "\u0085 x".strip(), "a\u2028b", "\U0010fffd", "\ufffd", "ﬁ", "Ⅳ", "''x", "-'x",
]  # fmt: skip
LETTERS = "abcXYZ019 .,;:-_/\\'\"=+@#|\t\n\räß€𝄞שم\u200d"
DAYS = ["0001-01-01", "1582-10-04", "1899-12-30", "1899-12-31", "1900-01-01", "1900-02-28", "1900-03-01", "1904-01-01"]
DAYS += ["1969-12-31", "2000-02-29", "2024-03-04", "2038-01-19", "9999-12-31", "2024-03", "1899-12", "2024", "1066"]


def number_text(chance, most=30):
    digits = "".join(chance.choices("0123456789", k=chance.choice([1, 2, 3, 8, 14, 15, 16, 17, 20, most])))
    places = chance.randrange(len(digits) + 1) if chance.random() < 0.7 else 0
    whole = digits[: len(digits) - places].lstrip("0") or "0"
    number = whole + ("." + digits[len(digits) - places :] if places else "")
    return chance.choice(["", "-"]) + number


def raw_text(field, chance):
    """What a value of the field's type may look like, canonical."""
    match field.type:
        case FieldType.INTEGER:
            return number_text(chance).split(".")[0]
        case kind if kind.is_number:
            return number_text(chance)
        case FieldType.DATE if chance.random() < 0.5:
            return chance.choice(DAYS)
        case FieldType.DATE:
            return datetime.date.fromordinal(chance.randrange(1, datetime.date.max.toordinal())).isoformat()
        case FieldType.BOOLEAN:
            return chance.choice(["true", "false"])
        case FieldType.ENUM:
            return chance.choice(ALLOWED)
    match chance.randrange(4):
        case 0:
            return chance.choice(WORDS)
        case 1:
            return chance.choice(STARTS) + chance.choice([*FORMULAS, *WORDS])
        case 2:
            return "".join(chance.choices("0123456789", k=chance.randrange(1, 25)))
    return "".join(chance.choices(LETTERS, k=chance.randrange(1, 40)))


def canonical(field, chance):
    """A value of the field, by the one door that makes values."""
    while True:
        raw = raw_text(field, chance)
        text = escape(raw) if field.type in (FieldType.TEXT, FieldType.IDENTIFIER, FieldType.ENUM) else raw
        value = canon(text, field, CANONICAL, side="label")
        if isinstance(value, Value):
            return value


@pytest.fixture(scope="module")
def values():
    chance = random.Random(10_000)
    return [[canonical(field, chance) for field in FIELDS] for _ in range(ROWS)]


def cell_of(value):
    """What is written: the value in its own type, a text so that it is no token."""
    content = native(value)
    return escape(content) if isinstance(content, str) else content


def as_xlsx(rows):
    columns = [SheetColumn(field.name, SHOWN.get(field.type, SheetColumn("").shown)) for field in FIELDS]
    target = io.BytesIO()
    write([SheetContent("Data", columns, rows, len(rows))], target, title="values")
    return target.getvalue()


def as_csv(rows):
    target = io.StringIO()
    target.write(BOM)
    writer = csv.writer(target)
    writer.writerow([field.name for field in FIELDS])
    writer.writerows([text_of(content) for content in row] for row in rows)
    return target.getvalue().encode()


def read_back(content):
    """What each row says, canonical; the complaint where a cell says nothing."""
    header, *rows = read(content).sheets[0].rows()
    assert [header[place].text for place in range(len(FIELDS))] == [field.name for field in FIELDS]
    for row in rows:
        yield [told(row[place], field) for place, field in enumerate(FIELDS)]


def told(cell, field):
    assert cell is not BLANK, field.name
    try:
        stated = said(cell, field)
    except ValueError as complaint:
        return str(complaint)
    return canon(stated.text, field, CANONICAL, side="label")


@pytest.mark.parametrize("form", [as_xlsx, as_csv])
def test_ten_thousand_values_come_back_as_they_were(form, values):
    assert sum(map(len, values)) >= 10_000
    back = list(read_back(form([[cell_of(value) for value in row] for row in values])))
    altered = [
        (field.type, was, now)
        for row, again in zip(values, back, strict=True)
        for field, was, now in zip(FIELDS, row, again, strict=True)
        if was != now
    ]
    assert altered == []


def test_the_values_are_of_many_kinds(values):
    texts = {str(row[0]) for row in values}
    assert len(texts) > ROWS / 2
    assert {"N/A", "#CLEAR", "007", "1e5", "TRUE"} <= texts
    for start in ("=", "+", "-", "@", "'", "\\", "＝"):
        assert any(text.startswith(start) for text in texts), start
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


def test_without_the_guards_values_are_altered(values):
    """What the escape and the native types are for: the same values as plain text in csv do not come back."""
    rows = [[str(value) for value in row] for row in values]
    target = io.StringIO()
    csv.writer(target).writerows([[field.name for field in FIELDS], *rows])
    back = list(read_back(target.getvalue().encode()))
    assert sum(was != now for row, again in zip(values, back, strict=True) for was, now in zip(row, again, strict=True))


def test_a_number_of_fifteen_digits_is_a_number_and_a_longer_one_a_text(values):
    rows = list(read(as_xlsx([[cell_of(value) for value in row] for row in values])).sheets[0].rows())[1:]
    place = [field.type for field in FIELDS].index(FieldType.DECIMAL)
    kinds = {(len(str(row[place].text).strip("-0").replace(".", "")) <= 15, row[place].kind) for row in rows}
    assert (True, Kind.NUMBER) in kinds
    assert (False, Kind.TEXT) in kinds
    assert (False, Kind.NUMBER) not in kinds
