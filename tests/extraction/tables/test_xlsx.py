"""What a workbook's cells say, to the last character."""

import datetime
import io
import time
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.tables import Cell, Kind, Tables, read
from tests.extraction.tables.books import book, package, parsed


def cells(tables: Tables) -> dict[str, Cell]:
    return {
        sheet.address(row.number, column): cell
        for sheet in tables.sheets
        for row in sheet.rows()
        for column, cell in row.cells.items()
    }


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "12345678901234567890",
        "1e5",
        "Größe, Straße, ÀÉ",
        "😀 und 👩‍👩‍👧",
        "first line\nsecond line",
        "tab\there",
        "carriage\rreturn",
        "_x0041_ is no escape",
        "=1+1",
        "+49 30 1234",
        "-",
        "@home",
        "'quoted'",
        "שלום",
        "N/A",
        "\\#CLEAR",
        " leading and trailing ",
        "<b>&amp;</b>",
        "x" * 32_767,
    ],
)
def test_text_comes_back_as_it_was_written(text):
    target = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active["B2"].value = text
    workbook.active["B2"].data_type = "s"
    workbook.save(target)
    assert cells(parsed(book((text,)))) == {"Data!A1": Cell(Kind.TEXT, text)}
    if "\r" not in text and not text.startswith("_x"):  # openpyxl writes these two otherwise
        assert cells(parsed(target.getvalue())) == {"Sheet!B2": Cell(Kind.TEXT, text)}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1, "0.1"),
        (12, "12"),
        (-5, "-5"),
        (1163.4, "1163.4"),
        (100000, "100000"),
        (0.0000001, "0.0000001"),
        (999999999999999, "999999999999999"),
        (1234567.89, "1234567.89"),
    ],
)
def test_a_number_is_told_in_plain_digits(number, text):
    assert cells(parsed(book((number,)))) == {"Data!A1": Cell(Kind.NUMBER, text)}


@settings(max_examples=5, deadline=None)
@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=4), min_size=40, max_size=60))
def test_decimals_of_up_to_fifteen_digits_survive(numbers):
    told = cells(parsed(book(*[(float(number),) for number in numbers])))
    assert [Decimal(cell.text) for cell in told.values()] == numbers


def test_a_number_of_more_than_fifteen_digits_is_a_problem_because_excel_has_cut_it():
    (cell,) = cells(parsed(book((12345678901234567890,)))).values()
    assert cell.kind is Kind.PROBLEM
    assert "15 digits" in cell.text


def test_what_is_no_finite_number_is_a_problem():
    (cell,) = cells(parsed(package('<row r="1"><c r="A1"><v>1e999</v></c></row>'))).values()
    assert cell.kind is Kind.PROBLEM


def test_only_a_cell_typed_as_date_is_a_date():
    day, moment = datetime.date(2024, 3, 4), datetime.datetime(2024, 3, 4, 10, 30)
    formats = {(0, 0): "dd.mm.yyyy", (0, 1): "yyyy-mm-dd hh:mm"}
    told = cells(parsed(book((day, moment, 45355, "2024-03-04"), formats=formats)))
    assert told == {
        "Data!A1": Cell(Kind.DATE, "2024-03-04"),
        "Data!B1": Cell(Kind.DATE, "2024-03-04 10:30:00"),
        "Data!C1": Cell(Kind.NUMBER, "45355"),
        "Data!D1": Cell(Kind.TEXT, "2024-03-04"),
    }


@pytest.mark.parametrize("serial", [1, 59, 60])
def test_a_date_before_march_1900_is_a_problem_because_programs_disagree(serial):
    (cell,) = cells(parsed(book((serial,), formats={(0, 0): "yyyy-mm-dd"}))).values()
    assert cell.kind is Kind.PROBLEM
    assert "1 March 1900" in cell.text


def test_the_first_of_march_1900_is_a_date():
    (cell,) = cells(parsed(book((61,), formats={(0, 0): "yyyy-mm-dd"}))).values()
    assert cell == Cell(Kind.DATE, "1900-03-01")


@pytest.mark.parametrize("shown", ["0%", "0.00%", "#,##0.0 %"])
def test_a_percentage_is_told_apart_from_a_number(shown):
    told = cells(parsed(book((0.19, 0.19), formats={(0, 0): shown})))
    assert told == {"Data!A1": Cell(Kind.PERCENT, "0.19"), "Data!B1": Cell(Kind.NUMBER, "0.19")}


def test_a_percent_sign_in_quotes_makes_no_percentage():
    (cell,) = cells(parsed(book((19,), formats={(0, 0): '0"%"'}))).values()
    assert cell == Cell(Kind.NUMBER, "19")


def test_truth_values_are_booleans():
    assert list(cells(parsed(book((True, False)))).values()) == [
        Cell(Kind.BOOLEAN, "true"),
        Cell(Kind.BOOLEAN, "false"),
    ]


def test_blank_cells_and_rows_are_left_out_and_addresses_stay():
    told = parsed(book(("a",), (), (None, "   ", "b")))
    assert list(cells(told)) == ["Data!A1", "Data!C3"]


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#NAME?"])
def test_an_error_value_is_a_problem_never_blank(error):
    told = cells(parsed(package(f'<row r="1"><c r="B1" t="e"><v>{error}</v></c><c r="C1"><v>1</v></c></row>')))
    assert told["Data!B1"].kind is Kind.PROBLEM
    assert error in told["Data!B1"].text
    assert told["Data!C1"] == Cell(Kind.NUMBER, "1")


def test_an_error_value_below_and_beside_everything_else_is_still_found():
    told = cells(
        parsed(package('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="Z9" t="e"><v>#N/A</v></c></row>'))
    )
    assert told["Data!Z9"].kind is Kind.PROBLEM


def test_a_formula_that_was_never_calculated_is_a_problem_never_blank():
    target = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.append(["=1+1", "beside"])
    workbook.save(target)
    told = cells(parsed(target.getvalue()))
    assert told["Sheet!A1"].kind is Kind.PROBLEM
    assert "never calculated" in told["Sheet!A1"].text
    assert told["Sheet!B1"] == Cell(Kind.TEXT, "beside")


def test_a_formula_counts_by_its_cached_value_and_says_that_it_is_one():
    told = cells(parsed(package('<row r="1"><c r="A1"><f>0.1+0.2</f><v>0.30000000000000004</v></c></row>')))
    assert told == {"Data!A1": Cell(Kind.NUMBER, "0.3", formula=True)}


def test_a_formula_that_gives_an_empty_text_is_blank():
    assert cells(parsed(package('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c></row>'))) == {}


def test_cells_without_an_address_follow_one_another():
    told = cells(parsed(package('<row><c t="e"><v>#N/A</v></c><c t="inlineStr"><is><t>x</t></is></c></row>')))
    assert {place: cell.kind for place, cell in told.items()} == {"Data!A1": Kind.PROBLEM, "Data!B1": Kind.TEXT}


def test_every_sheet_is_read_in_its_order_hidden_ones_too():
    target = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.title = "Ä b"
    workbook.create_sheet("second")["A1"] = 2
    workbook["second"].sheet_state = "hidden"
    workbook.save(target)
    assert [sheet.name for sheet in parsed(target.getvalue()).sheets] == ["Ä b", "second"]


def test_a_sheet_full_of_errors_is_read_in_seconds():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 20_001))
    began = time.monotonic()
    assert len(parsed(package(rows)).sheets[0].lines) == 20_000
    assert time.monotonic() - began < 10


def test_an_error_without_a_text_is_a_problem_too():
    (cell,) = cells(parsed(package('<row r="1"><c r="A1" t="e"/></row>'))).values()
    assert cell.kind is Kind.PROBLEM


def test_elements_with_a_prefix_are_read_like_others():
    rows = '<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1"><x:f>1</x:f></x:c></x:row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<x:worksheet xmlns:x="{main}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    told = cells(parsed(package("", **{"xl/worksheets/sheet1.xml": sheet})))
    assert told["Data!A1"] == Cell(Kind.NUMBER, "5")
    assert told["Data!B1"].kind is Kind.PROBLEM


def test_the_reading_process_tells_the_same():
    content = book(("a", 1, True), (), (0.19, datetime.date(2024, 3, 4)), formats={(2, 0): "0%", (2, 1): "yyyy-mm-dd"})
    assert read(content) == parsed(content)
