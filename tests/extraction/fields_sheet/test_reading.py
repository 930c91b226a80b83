"""Sheets that people edited: forgiving where it does not matter, and every mistake is named with its cell."""

from decimal import Decimal

import pytest

from extraction.contract import AllowedValue, Check, Contract, Conventions, Field, FieldType, ListField
from extraction.fields_sheet import read_contract
from extraction.tables import Cell, Kind, Sheet, Tables
from extraction.tables.model import packed

BILL = Contract(
    name="bills",
    title="Bills",
    kinds=("Invoice",),
    fields=(
        Field(name="total", type=FieldType.MONEY, label="Total", weight=Decimal(3), aliases=("Total due",)),
        Field(name="state", type=FieldType.ENUM, allowed=(AllowedValue(value="paid"),)),
    ),
    lists=(ListField(name="lines", label="The lines", fields=(Field(name="amount", type=FieldType.MONEY),)),),
    checks=(Check(name="adds_up", rule="sum(lines.amount) = total"),),
)


def file(**sheets):
    """A workbook of these sheets; a cell is a text or a Cell."""
    return Tables("xlsx", tuple(Sheet(name, list(_lines(rows))) for name, rows in sheets.items()))


def _lines(rows):
    for number, row in enumerate(rows, start=1):
        cells = {at: one if isinstance(one, Cell) else Cell(Kind.TEXT, one) for at, one in enumerate(row) if one}
        if cells:
            yield packed(number, cells)


def fields(*rows, header=("List", "Name", "Label", "Type", "Allowed values")):
    return [header, *rows]


def problems(current=BILL, **sheets):
    return read_contract(file(**sheets), current).problems


def field(header, *row):
    found = read_contract(file(Fields=[("Name", "Type", *header), ("x", "text", *row)]), name="made")
    assert found.problems == []
    return found.contract.field("x")


def test_columns_may_stand_in_any_order_and_case_and_rows_be_blank():
    found = read_contract(
        file(
            Fields=[
                ("TYPE", "name", "  label aliases ", "absolute_tolerance"),
                (),
                ("Money", " total ", "Total due\r\n\r\n  Sum ", "0.5"),
                (" ",),
            ]
        ),
        name="made",
    )
    assert found.problems == []
    assert found.contract == Contract(
        name="made",
        fields=(
            Field(name="total", type=FieldType.MONEY, aliases=("Total due", "Sum"), absolute_tolerance=Decimal("0.5")),
        ),
    )


def test_what_no_column_or_sheet_says_stays_as_it_is():
    rows = fields(("", "total", "Sum"), ("", "state", ""), ("lines", "amount", ""), header=("List", "Name", "Label"))
    contract = read_contract(file(Fields=rows), BILL).contract
    assert contract.field("total") == BILL.field("total").model_copy(update={"label": "Sum"})
    assert contract.model_copy(update={"fields": BILL.fields}) == BILL


def test_a_cell_that_was_emptied_is_as_by_default():
    rows = [("Name", "Type", "Weight", "Words on the page"), ("total", "money", "", "")]
    found = read_contract(file(Fields=rows, Lists=[("Name",)], Checks=[("Name",)]), BILL).contract
    assert found == Contract(
        name="bills", title="Bills", kinds=("Invoice",), fields=(Field(name="total", type="money", label="Total"),)
    )


def test_a_list_may_be_called_by_its_label_and_lists_are_added_on_their_sheet():
    rows = fields(("THE LINES", "amount", "", "money"), ("taxes", "rate", "", "percent"))
    sheet = [("Name", "Label"), ("taxes", "Taxes"), ("lines", "The lines")]
    contract = read_contract(file(Fields=rows, Lists=sheet, Checks=[("Name", "Rule")]), BILL).contract
    assert [part.name for part in contract.lists] == ["taxes", "lines"]
    assert contract.list("taxes").fields == (Field(name="rate", type="percent"),)


def test_the_contract_itself_is_a_row_a_setting():
    sheet = [("Setting", "Value"), ("Title", "Receipts"), ("kinds", "Bill\nInvoice"), ("description", "")]
    contract = read_contract(file(Fields=fields(("", "a", "", "text")), Contract=sheet), name="made").contract
    assert (contract.name, contract.title, contract.kinds) == ("made", "Receipts", ("Bill", "Invoice"))


@pytest.mark.parametrize("said", ["yes", "Yes ", "x", "TRUE", "1", "ja", "oui"])
def test_yes_is_said_in_many_ways(said):
    assert field(("Required",), said).required


@pytest.mark.parametrize("said", ["", "no", "nein", "false", "0"])
def test_no_is_said_in_many_ways(said):
    assert not field(("Required",), said).required


@pytest.mark.parametrize(("said", "order"), [("day, month, year", "dmy"), ("Month Day Year", "mdy"), ("ymd", "ymd")])
def test_the_order_of_dates_is_said_in_words(said, order):
    assert field(("Order of dates", "Decimal mark"), said, "Comma").conventions == Conventions(decimal=",", dates=order)


@pytest.mark.parametrize("words", ["€, Euro", "€; Euro", "€ ;Euro;"])
def test_allowed_values_stand_one_a_line_with_their_words(words):
    rows = fields(("", "x", "", "enum", f'EUR = {words}\nUSD\n"A = B" = "c, d"'))
    assert read_contract(file(Fields=rows), name="made").contract.field("x").allowed == (
        AllowedValue(value="EUR", aliases=("€", "Euro")),
        AllowedValue(value="USD"),
        AllowedValue(value="A = B", aliases=("c, d",)),
    )


def test_numbers_that_a_spreadsheet_typed_count_as_they_are_shown():
    found = field(("Tolerance", "Relative tolerance"), Cell(Kind.NUMBER, "0.05"), Cell(Kind.PERCENT, "0.01"))
    assert (found.absolute_tolerance, found.relative_tolerance) == (Decimal("0.05"), Decimal("0.01"))


def test_a_formula_counts_by_what_it_gave_and_is_told():
    rows = [("Name", "Type", "Weight"), ("x", "text", Cell(Kind.NUMBER, "2", formula=True))]
    found = read_contract(file(Fields=rows), name="made")
    assert found.contract.field("x").weight == 2
    assert found.notices == ["Fields!C2: A formula; what it gave when the file was saved counts."]


def test_a_sheet_of_ones_own_is_not_read_and_that_is_told():
    rows = fields(("", "total", "", "money"))
    found = read_contract(file(Fields=rows, Notes=[("mine",)], **{"Read me": [("x",)], "_proofsheet": [("x",)]}))
    assert found.notices == ["The sheet “Notes” is not read."]


NAMES = "Names have small letters, digits and underscores, begin with a letter and have at most 60 signs."
TYPES = "text, identifier, integer, decimal, money, percent, date, boolean, enum"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("", "x", "", "monney"), f"D2: “monney” is no type of field. Did you mean “money”? Write one of: {TYPES}."),
        (("", "x", "", ""), f"D2: The type of field is missing. Write one of: {TYPES}."),
        (("", "Net Total", "", "text"), f"B2: “Net Total” is no name. {NAMES} Write for example “net_total”."),
        (("", "1", "Straße & Größe", "text"), f"B2: “1” is no name. {NAMES} Write for example “strasse_groesse”."),
        (("", "", "Total", "money"), f"B2: The name is missing. {NAMES} Write for example “total”."),
        (("", "", "Итого", "money"), f"B2: The name is missing. {NAMES} Write for example “field_2”."),
        (
            ("", "x", "", "enum"),
            "E2: An enum needs its allowed values, one a line, as EUR = €, Euro.",
        ),
        (
            ("", "x", "", "text", "EUR"),
            "E2: Only the type enum has allowed values. Choose that type, or empty this cell.",
        ),
        (
            ("", "x", "", "enum", "= Euro"),
            "E2: A line begins with =. Write the value first, then = and the words that mean it: EUR = €, Euro.",
        ),
        (
            ("lins", "x", "", "text"),
            "A2: “lins” is no list. Did you mean “lines”? Write the name of a list of the sheet Lists, add it there, "
            "or leave the cell empty for a field of the document.",
        ),
        (("", "x", Cell(Kind.PROBLEM, "#REF! is an error"), "text"), "C2: #REF! is an error"),
        (
            ("", "x", Cell(Kind.DATE, "2024-03-04"), "text"),
            "C2: the spreadsheet made the date 2024-03-04 of it; format the cell as text and type it again",
        ),
        (
            ("", "lines", "", "text"),
            "B2: “lines” is here twice: it stands in the list lines already. Give one of them another name, or "
            "delete it.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_cell_and_what_to_do(row, problem):
    rows = fields(row, ("", "total", "", "money"), ("lines", "amount", "", "money"))
    assert problems(Fields=rows) == [f"Fields!{problem}"]


@pytest.mark.parametrize("said", ["0,01", "-1", "NaN", "a lot", "Infinity"])
def test_a_tolerance_is_a_number(said):
    rows = [("Name", "Type", "Tolerance"), ("x", "money", said)]
    assert problems(None, Fields=rows, Contract=[("Name", "made")]) == [
        f"Fields!C2: “{said}” is no number of 0 or more. Write it with a point, as 0.01."
    ]


def test_a_name_is_proposed_that_is_free():
    rows = fields(("", "total", "", "money"), ("", "", "Total", "money"), ("lines", "amount", "", "money"))
    assert "Write for example “total_2”." in problems(Fields=rows)[0]


def test_a_name_twice_says_where_it_stands_first():
    rows = fields(("", "a", "", "text"), ("lines", "a", "", "text"), ("", "a", "", "text"))
    assert problems(Fields=rows, Checks=[("Name",)]) == [
        "Fields!B4: “a” is here twice: it stands in Fields!B2 already. Give one of them another name, or delete it."
    ]


def test_an_unknown_or_doubled_column_is_named_with_the_nearest():
    rows = [("Name", "Type", "Descripton", "Type"), ("a", "text", "b", "date")]
    assert problems(None, Fields=rows, Contract=[("Name", "made")]) == [
        "Fields!C1: “Descripton” is no column of this sheet. Did you mean “Description”? Rename the column or delete "
        "it.",
        "Fields!D1: The column “Type” is here twice. Delete one of them.",
    ]


def test_a_check_that_names_a_field_that_went_is_named():
    rows = fields(("", "total", "", "money"), ("lines", "price", "", "money"))
    sheet = [("Name", "Rule"), (), ("adds_up", "sum(lines.amount) = total")]
    found = problems(Fields=rows, Checks=sheet)
    assert found == ["Checks!B3: Check adds_up: amount is no field of the list lines. Its fields: price."]
    assert problems(Fields=rows) == [found[0].replace("Checks!B3", "Checks")]


def test_a_unit_that_is_no_currency_is_named():
    rows = [("Name", "Type", "Unit"), ("x", "money", "Zloty?")]
    found = problems(None, Fields=rows, Contract=[("Name", "made")])
    assert found == ["Fields!A2: Field x: “Zloty?” is no currency."]


def test_a_list_without_fields_is_named():
    rows = fields(("", "total", "", "money"))
    assert problems(Fields=rows, Lists=[("Name",), ("taxes",)], Checks=[("Name",)]) == [
        "Lists!A2: The list taxes has no fields. Give it one on the sheet Fields, or delete this row."
    ]


def test_without_the_column_that_says_the_list_nothing_is_guessed():
    rows = [("Name", "Type"), ("total", "money"), ("amount", "money")]
    assert problems(Fields=rows) == ["Fields: The column “List” is missing. It says to which list a field belongs."]


@pytest.mark.parametrize(
    ("sheets", "problem"),
    [
        ({"Lists": [("Name",)], "A": [("x",)], "B": [("x",)]}, "There is no sheet “Fields”."),
        ({"Fields": []}, "Fields: There are no fields."),
        ({"Fields": [("Name", "Type")]}, "Fields: There are no fields."),
        ({"Fields": [("Label", "Type"), ("x", "text")]}, "Fields, row 1: The column “Name” is missing."),
        (
            {"Fields": [("Name", "Type"), ("x", "text")], "Contract": [("Titel", "x")]},
            "Contract!A1: “Titel” is no setting of the contract. Did you mean “Title”?",
        ),
        (
            {"Fields": [("Name", "Type"), ("x", "text")], "Contract": [("Title", "x"), ("title", "y")]},
            "Contract!A2: “Title” is here twice.",
        ),
    ],
)
def test_a_file_without_what_is_needed_is_refused(sheets, problem):
    found = read_contract(file(**sheets), name="made")
    assert found.contract is None
    assert len(found.problems) == 1
    assert found.problems[0].startswith(problem)


def test_a_contract_of_no_name_is_asked_for_one():
    found = problems(
        None, Fields=[("Name", "Type"), ("x", "text")], Contract=[("Title", "Bills of ours"), ("Name", "")]
    )
    assert found == [f"Contract!B2: The name is missing. {NAMES} Write for example “bills_of_ours”."]
