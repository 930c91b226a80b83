"""Likely causes: every way a spreadsheet spoils a value is named, with what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.canon import canon
from extraction.contract import CANONICAL, UNKNOWN, AllowedValue, Conventions, Field, FieldType
from extraction.tables import Cell, Kind
from extraction.values import Invalid
from portal.workbook.causes import explain, suspicious

NUMBER = Field(name="number", type=FieldType.IDENTIFIER)
NOTE = Field(name="note")
ISSUED = Field(name="issued", type=FieldType.DATE)
TOTAL = Field(name="total", type=FieldType.MONEY, unit="EUR")
COUNT = Field(name="count", type=FieldType.INTEGER)
RATE = Field(name="rate", type=FieldType.PERCENT)
PAID = Field(name="paid", type=FieldType.BOOLEAN)
CURRENCY = Field(
    name="state",
    type=FieldType.ENUM,
    allowed=(AllowedValue(value="Delivered", aliases=("shipped",)), AllowedValue(value="Returned")),
)
FIELDS = (NUMBER, NOTE, ISSUED, TOTAL, COUNT, RATE, PAID, CURRENCY)


def told(text, field, kind=Kind.TEXT, before="", conventions=UNKNOWN):
    """Cause and remedy as one text, for what the field's own reading gives."""
    typed = kind in (Kind.NUMBER, Kind.PERCENT, Kind.DATE, Kind.BOOLEAN)
    found = canon(text, field, CANONICAL if typed else conventions, side="label")
    invalid = found if isinstance(found, Invalid) else None
    return " ".join(explain(Cell(kind, text), field, conventions, invalid, before))


@pytest.mark.parametrize(
    ("text", "field", "kind", "before", "words"),
    [
        ("123", NUMBER, Kind.NUMBER, "00123", ["“00123”", "leading zeros are lost", "type 00123 again"]),
        ("100000", NUMBER, Kind.NUMBER, "1e5", ["“1e5”", "100000"]),
        ("1.23E+12", NUMBER, Kind.TEXT, "", ["1.23E+12", "digits are lost", "from the document"]),
        ("1,23E+12", NUMBER, Kind.TEXT, "1230000000017", ["type 1230000000017 again"]),
        ("45355", ISSUED, Kind.NUMBER, "", ["number of days", "2024-03-04"]),
        ("45355", ISSUED, Kind.TEXT, "", ["2024-03-04"]),
        ("45355.75", ISSUED, Kind.NUMBER, "", ["2024-03-04"]),
        ("7", ISSUED, Kind.NUMBER, "", ["takes dates"]),
        ("03/04/2024", ISSUED, Kind.TEXT, "", ["2024-03-04 or 2024-04-03", "year-month-day"]),
        ("2024-13-04", ISSUED, Kind.TEXT, "", ["no month 13", "2024-04-13"]),
        ("31.02.2024", ISSUED, Kind.TEXT, "", ["calendar has no such day"]),
        ("5 March", ISSUED, Kind.TEXT, "", ["year is missing"]),
        ("soon", ISSUED, Kind.TEXT, "", ["no date"]),
        ("1,234", TOTAL, Kind.TEXT, "", ["typed as text", "1.234 or 1234"]),
        ("1.234.5", TOTAL, Kind.TEXT, "", ["marks stand in places"]),
        ("about ten", TOTAL, Kind.TEXT, "", ["takes numbers"]),
        ("04.03.2024", TOTAL, Kind.TEXT, "", ["is a date", "another column"]),
        ("2024-03-04", TOTAL, Kind.DATE, "", ["took what was typed for the date 2024-03-04"]),
        ("2024-02-01", NUMBER, Kind.DATE, "1-2", ["2024-02-01", "it said “1-2”"]),
        ("delivred", CURRENCY, Kind.TEXT, "", ["nearest is “Delivered”"]),
        ("shiped", CURRENCY, Kind.TEXT, "", ["nearest is “Delivered”"]),
        ("xyz", CURRENCY, Kind.TEXT, "", ["none of the allowed values", "Delivered, Returned"]),
        ("0.19", COUNT, Kind.PERCENT, "", ["shows 19 %", "0.19"]),
        ("19 %", TOTAL, Kind.TEXT, "", ["is a percentage"]),
        ("19 EUR", RATE, Kind.TEXT, "", ["takes percentages"]),
        ("1.234", COUNT, Kind.NUMBER, "", ["whole numbers only", "1234"]),
        ("2.5", COUNT, Kind.NUMBER, "", ["Type a whole number."]),
        ("maybe", PAID, Kind.TEXT, "", ["yes or no"]),
        ("#DELETE", TOTAL, Kind.TEXT, "", ["item number"]),
        ("#clear", NOTE, Kind.TEXT, "", ["known export"]),
        ("#ILEGIBLE", TOTAL, Kind.TEXT, "", ["#ILLEGIBLE"]),
        ("n.a.", ISSUED, Kind.TEXT, "", ["Write N/A"]),
        ("x" * 40_000, NOTE, Kind.TEXT, "", ["40000 characters"]),
        ("1" * 300, TOTAL, Kind.TEXT, "", ["300 characters"]),
        ("a\x07b", NOTE, Kind.TEXT, "", ["control characters"]),
    ],
)
def test_the_cause_is_named(text, field, kind, before, words):
    said = told(text, field, kind, before)
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("#DIV/0! is an error, no value; correct the cell or empty it", "an error of the spreadsheet"),
        (
            "a formula that was never calculated; open the file, calculate and save it, or type the value",
            "does not calculate",
        ),
        (
            "a number of more than 15 digits, of which Excel keeps only 15; format the cell as text and type it again",
            "keeps only 15",
        ),
        (
            "a date before 1 March 1900, which programs count differently; format the cell as text and type it again",
            "before 1 March 1900",
        ),
    ],
)
def test_cells_without_a_value_are_told_apart(problem, words):
    cause, remedy = explain(Cell(Kind.PROBLEM, problem), TOTAL)
    assert words in cause
    assert remedy


def test_nothing_is_said_where_nothing_is_known():
    assert explain(Cell(Kind.TEXT, "anything"), NOTE) == ("", "")


def test_an_id_that_lost_its_zeros_is_suspicious():
    cause, remedy = suspicious(Cell(Kind.NUMBER, "123"), NUMBER, "00123")
    assert "leading zeros are lost" in cause
    assert "00123" in remedy


@pytest.mark.parametrize(
    ("cell", "field", "before"),
    [
        (Cell(Kind.TEXT, "123"), NUMBER, "00123"),
        (Cell(Kind.NUMBER, "124"), NUMBER, "00123"),
        (Cell(Kind.NUMBER, "123"), NUMBER, ""),
        (Cell(Kind.NUMBER, "123"), TOTAL, "00123"),
        (Cell(Kind.TEXT, "1.23E+12"), NUMBER, "1.23E+12"),
        (Cell(Kind.TEXT, "1e5"), NUMBER, ""),
        (Cell(Kind.DATE, "2024-04-05"), ISSUED, "2024-03-04"),
        (Cell(Kind.DATE, "2024-03-03"), ISSUED, "2024-03-03"),
        (Cell(Kind.TEXT, "n/a"), ISSUED, "2024-03-04"),
    ],
)
def test_a_deliberate_change_is_not_suspicious(cell, field, before):
    assert suspicious(cell, field, before) is None


def test_an_id_in_scientific_notation_is_suspicious():
    cause, _remedy = suspicious(Cell(Kind.TEXT, "1.23E+12"), NUMBER, "1230000000017")
    assert "shortened a long number" in cause


def test_a_date_with_day_and_month_swapped_is_suspicious():
    cause, _remedy = suspicious(Cell(Kind.DATE, "2024-04-03"), ISSUED, "2024-03-04")
    assert "2024-03-04" in cause
    assert suspicious(Cell(Kind.TEXT, "03/04/2024"), ISSUED, "2024-03-04", Conventions(dates="dmy"))
    assert not suspicious(Cell(Kind.TEXT, "03/04/2024"), ISSUED, "2024-03-04", Conventions(dates="mdy"))


@given(st.text(), st.sampled_from(tuple(Kind)), st.sampled_from(FIELDS), st.text(max_size=20))
def test_no_text_breaks_the_explanation(text, kind, field, before):
    if kind is Kind.PERCENT:
        text = "0.19"
    found = canon(text, field, side="label")
    cause, remedy = explain(
        Cell(kind, text), field, Conventions(), found if isinstance(found, Invalid) else None, before
    )
    assert bool(cause) == bool(remedy)
    suspicious(Cell(kind, text), field, before)
