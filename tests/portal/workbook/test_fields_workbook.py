"""The contract as a real workbook: written, opened as people do, and read again as the same contract."""

import io

import openpyxl
import pytest
from hypothesis import given

from extraction.contract import Contract, Field
from extraction.contracts import SHIPPED
from extraction.fields_sheet import SHEETS, read_contract
from extraction.fields_sheet.columns import CONTRACT as CONTRACT_SHEET
from portal.services.errors import BadInput
from portal.workbook.fields_workbook import LIMITS, NOTES, contract_of, contract_or_refusal, fields_sheets, write_fields
from tests.extraction.fields_sheet.contracts_drawn import UNHURRIED, contracts
from tests.extraction.tables.books import parsed
from tests.portal.conftest import CONTRACT


def written(contract, **options):
    target = io.BytesIO()
    write_fields(contract, target, **options)
    return target.getvalue()


@UNHURRIED
@given(contracts())
def test_every_contract_comes_back_from_its_workbook(contract):
    assert read_contract(parsed(written(contract), LIMITS)).contract == contract


@pytest.mark.parametrize("contract", [CONTRACT, *SHIPPED.values()], ids=lambda one: one.name)
def test_a_contract_comes_back_through_the_confined_reader(contract):
    assert contract_or_refusal(written(contract)) == contract


def test_the_sheet_says_how_to_read_it_and_holds_no_formula(version):
    contract = CONTRACT.model_copy(update={"description": '=HYPERLINK("http://x")'})
    book = openpyxl.load_workbook(io.BytesIO(written(contract, after=version)))
    assert book.sheetnames == ["Read me", "Fields", "Lists", "Checks", "Contract"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    fields = book["Fields"]
    headers = {cell.value: cell for cell in fields[1]}
    assert "EUR = €, Euro" in headers["Allowed values"].comment.text
    assert all(headers[name].comment for name in headers)
    lists = {str(one.sqref).partition("2:")[0]: one.formula1 for one in fields.data_validations.dataValidation}
    assert "money" in lists[headers["Type"].column_letter]
    assert lists[headers["Required"].column_letter] == '"yes,no"'
    assert contract_or_refusal(written(contract, after=version)) == contract


def test_every_column_has_a_note():
    assert all(column.note for sheet in fields_sheets(CONTRACT) for column in sheet.columns)
    assert set(NOTES) == {
        (plan.name, one.setting) for plan in SHEETS if plan is not CONTRACT_SHEET for one in plan.columns
    }


def test_a_csv_of_the_sheet_fields_is_read_too():
    content = b"Name;Label;Type\nnumber;Number;identifier\n"
    found = contract_of(content, name="made")
    assert (found.problems, found.contract) == (
        [],
        Contract(name="made", fields=(Field(name="number", label="Number", type="identifier"),)),
    )


def test_a_large_file_is_refused_before_it_is_opened():
    with pytest.raises(BadInput, match="larger than 5 MB"):
        contract_of(b"x" * (6 << 20))


def test_what_is_no_table_is_refused_in_words():
    with pytest.raises(BadInput, match="neither an Excel workbook nor a text table"):
        contract_of(b"%PDF-1.4 \x00")


def test_problems_stand_on_lines_of_their_own():
    with pytest.raises(BadInput, match=r"^C2: “monney”.*\nC3: The type") as refused:
        contract_or_refusal(b"Name,Label,Type\na,,monney\nb,x,\n", name="made")
    assert str(refused.value).count("\n") == 1
