"""Whatever a contract says comes back from its sheets, through rows, workbooks and csv files."""

import csv
import io

import pytest
import xlsxwriter
from hypothesis import given

from extraction.contract import Field
from extraction.contracts import SHIPPED
from extraction.fields_sheet import SHEETS, read_contract, rows_of
from extraction.fields_sheet.columns import SAYS, SETTING, SheetName
from extraction.tables import Cell, Kind, Sheet, Tables
from extraction.tables.model import packed
from tests.extraction.fields_sheet.contracts_drawn import UNHURRIED, contracts
from tests.extraction.tables.books import parsed


def headed(contract):
    """All rows of each sheet."""
    headers = {plan.name: [column.header for column in plan.columns] for plan in SHEETS}
    headers[SheetName.CONTRACT] = [SETTING, SAYS]
    return {name: [headers[name], *rows] for name, rows in rows_of(contract).items()}


def in_memory(contract):
    return Tables(
        "xlsx",
        tuple(
            Sheet(
                name,
                [
                    packed(number, {at: Cell(Kind.TEXT, text) for at, text in enumerate(row) if text})
                    for number, row in enumerate(rows, start=1)
                ],
            )
            for name, rows in headed(contract).items()
        ),
    )


def as_xlsx(contract):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in headed(contract).items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        page.write_string(number, column, text)
    return parsed(target.getvalue())


def as_csv(contract):
    target = io.StringIO(newline="")
    guarded = [
        [f"'{text}" if text[:1] in tuple("=+-@\t\r'") and text else text for text in row]
        for row in headed(contract)[SheetName.FIELDS]
    ]
    csv.writer(target).writerows(guarded)
    return parsed(target.getvalue().encode())


def assert_same(found, contract):
    assert found is not None
    assert found == contract
    assert found.hash == contract.hash


@UNHURRIED
@given(contracts())
def test_rows_of_a_contract_are_that_contract(contract):
    assert_same(read_contract(in_memory(contract)).contract, contract)


@UNHURRIED
@given(contracts())
def test_a_workbook_of_a_contract_is_that_contract(contract):
    assert_same(read_contract(as_xlsx(contract)).contract, contract)


@UNHURRIED
@given(contracts())
def test_a_csv_file_of_its_fields_is_the_contract_whose_other_parts_are_in_force(contract):
    stand_in = (Field(name="stands_in"),)
    lists = tuple(part.model_copy(update={"fields": stand_in}) for part in contract.lists)
    current = contract.model_copy(update={"fields": stand_in, "lists": lists})
    assert_same(read_contract(as_csv(contract), current).contract, contract)


@pytest.mark.parametrize("contract", SHIPPED.values(), ids=list(SHIPPED))
def test_the_contracts_that_come_with_the_product_come_back_without_a_problem(contract):
    for tables in (in_memory(contract), as_xlsx(contract)):
        found = read_contract(tables)
        assert (found.problems, found.notices) == ([], [])
        assert_same(found.contract, contract)
    found = read_contract(as_csv(contract), contract)
    assert found.problems == []
    assert_same(found.contract, contract)
