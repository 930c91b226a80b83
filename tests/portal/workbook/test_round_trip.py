"""Values go out and come in again without losing anything: xlsx as we write it, csv as the contract asks for it."""

import csv
import io
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.canon import canon, effective, key
from extraction.canon.tokens import clean
from extraction.contract import CANONICAL, Contract, Field, FieldType
from extraction.tables import Kind, read
from extraction.values import Value
from portal.services.final import FinalData, FinalDocument, Version
from portal.services.values import store
from portal.workbook.cells import said
from portal.workbook.final import write_final

FIELDS = (
    Field(name="words"),
    Field(name="code", type=FieldType.IDENTIFIER),
    Field(name="money", type=FieldType.MONEY),
    Field(name="count", type=FieldType.INTEGER),
    Field(name="day", type=FieldType.DATE),
    Field(name="share", type=FieldType.PERCENT),
    Field(name="yes", type=FieldType.BOOLEAN),
)
CONTRACT = Contract(name="c", fields=FIELDS)
VERSION = Version(1, CONTRACT, {("", field.name): field for field in FIELDS})

_STORABLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\n\t\r"
)
_DANGEROUS = st.sampled_from(["=", "+", "-", "@", "'", "''", "=1+", "_x000A_", "007", "1e5", "{=", "\\", "|", '"', ";"])
_TEXTS = st.tuples(_DANGEROUS | st.just(""), st.text(_STORABLE, max_size=30)).map("".join).map(clean).filter(bool)
_DECIMALS = st.decimals(-(10**17), 10**17, places=4) | st.decimals(-1000, 1000, places=2)
ROWS = st.fixed_dictionaries(
    {
        "words": _TEXTS,
        "code": _TEXTS | st.from_regex(r"[0-9]{1,25}", fullmatch=True),
        "money": _DECIMALS,
        "count": st.integers(-(10**18), 10**18),
        "day": st.dates(date(1000, 1, 1)).map(str),
        "share": st.decimals(0, 100, places=3),
        "yes": st.booleans(),
    }
)


def value(name, content):
    return Value(content, precision="day") if name == "day" else Value(content)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ROWS, min_size=60, max_size=100))
def test_what_the_final_sheet_says_is_what_was_approved(rows):
    documents = [
        FinalDocument(
            f"{number}.pdf", "", "", "approved", "", None, VERSION, {k: store(value(k, v)) for k, v in row.items()}
        )
        for number, row in enumerate(rows)
    ]
    target = io.BytesIO()
    write_final(FinalData("Project", CONTRACT, documents, approved_only=True), target)
    assert b"<f>" not in zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml")
    (sheet,) = read(target.getvalue()).sheets
    header, *found = sheet.rows()
    places = {cell.text: column for column, cell in header.cells.items()}
    for row, told in zip(rows, found, strict=True):
        for field in FIELDS:
            wanted = value(field.name, row[field.name])
            cell = told[places[field.name]]
            if isinstance(wanted.v, str) and field.type is not FieldType.DATE:
                assert (cell.kind, cell.text) == (Kind.TEXT, wanted.v)
                continue
            stated = said(cell, field)
            again = canon(stated.text, field, effective(field, CANONICAL, stated.notation), side="label")
            assert key(again, field) == key(Value(wanted.v, again.unit, wanted.precision), field)


def guarded(text):
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "'")) else text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.tuples(_TEXTS, _TEXTS), min_size=40, max_size=60))
def test_text_in_a_guarded_csv_comes_back_exactly(encoding, texts):
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([("code", "words"), *((guarded(one), guarded(other)) for one, other in texts)])
    (sheet,) = read(target.getvalue().encode(encoding)).sheets
    _, *found = sheet.rows()
    assert [(row[0].text, row[1].text) for row in found] == texts
