"""A table and its mapping as rows: nothing lost, nothing guessed, everything told with its cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction import tables
from extraction.contract import Contract, Conventions, Field, FieldType, ListField
from extraction.tables import Cell, Kind
from extraction.tables.model import packed
from portal.workbook.mapping import propose
from portal.workbook.stated import (
    COMMENT,
    DOCUMENT,
    FILE,
    IGNORED,
    SHA256,
    STATUS,
    ColumnMapping,
    Mapping,
    SheetMapping,
    StatedCell,
)
from portal.workbook.table_rows import state_rows
from tests.extraction.tables.books import package
from tests.portal.workbook.sheets import workbook

CONTRACT = Contract(
    name="bills",
    fields=(
        Field(name="number", type=FieldType.IDENTIFIER, label="Bill no."),
        Field(name="issued", type=FieldType.DATE, label="Issued on"),
        Field(name="total", type=FieldType.MONEY, label="Total due", aliases=("Summe",)),
        Field(name="buyer", aliases=("Firma",)),
        Field(name="seller", aliases=("Firma",)),
    ),
    lists=(
        ListField(
            name="lines",
            label="Line items",
            fields=(Field(name="what"), Field(name="amount", type=FieldType.MONEY), Field(name="tariff")),
        ),
        ListField(name="stamps", fields=(Field(name="place"), Field(name="day", type=FieldType.DATE))),
    ),
)


def state(source, mapping=None, contract=CONTRACT):
    table = tables.read(source if isinstance(source, bytes) else workbook(source))
    return state_rows(table, mapping or propose(table, contract), contract)


def texts(row):
    return {path: stated.cell.text for path, stated in row.cells.items()}


def said(table, list_name=None):
    rows = [row for row in table.rows if list_name is None or row.list_name == list_name]
    return [(row.names, texts(row)) for row in rows]


def places(findings):
    return [(one.row, one.column) for one in findings]


def test_a_row_states_its_filled_cells_as_they_are():
    head = ("sha256", "document", "file", "Bill no.", "Issued on", "Total due", "total unit", "Line items", "status")
    row = ("f" * 64, "D1", "in\\box/a.pdf", "007", date(2024, 3, 4), 1.5, "USD", "complete", "checked")
    items = [("file", "item", "what", "amount", "comment"), ("a.pdf", "#DELETE", "Nails", None, "gone")]
    table = state({"Data": [head, row], "Line items": items})
    assert (table.problems, table.notices) == ([], [])
    data, item = table.rows
    assert (data.sheet, data.number, data.list_name) == ("Data", 2, "")
    assert data.names == ("f" * 64, "D1", "a.pdf")
    assert data.cells == {
        "number": StatedCell(3, Cell(Kind.TEXT, "007")),
        "issued": StatedCell(4, Cell(Kind.DATE, "2024-03-04")),
        "total": StatedCell(5, Cell(Kind.NUMBER, "1.5")),
        "lines": StatedCell(7, Cell(Kind.TEXT, "complete")),
    }
    assert data.units == {"total": StatedCell(6, Cell(Kind.TEXT, "USD"))}
    assert data.beside.keys() == {SHA256, DOCUMENT, FILE, STATUS}
    assert data.beside[FILE].cell.text == "in\\box/a.pdf"
    assert (item.list_name, item.names, item.item, texts(item)) == (
        "lines",
        ("a.pdf",),
        "#DELETE",
        {"lines.what": "Nails"},
    )
    assert item.beside[COMMENT] == StatedCell(4, Cell(Kind.TEXT, "gone"))


def test_an_error_is_a_problem_with_its_cell_and_never_a_blank():
    header = '<row r="1"><c r="A1" t="str"><v>file</v></c><c r="B1" t="str"><v>total</v></c></row>'
    rows = (
        '<row r="2"><c r="A2" t="str"><v>a.pdf</v></c><c r="B2" t="e"><v>#REF!</v></c></row>'
        '<row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3"><v>5</v></c></row>'
    )
    table = state(package(header + rows))
    assert said(table) == [(("a.pdf",), {})]
    assert places(table.problems) == [(2, 1), (3, 0)]
    assert "#REF! is an error" in table.problems[0].text


def test_formulas_count_by_their_values_and_are_counted():
    header = '<row r="1"><c r="A1" t="str"><v>file</v></c><c r="B1" t="str"><v>total</v></c></row>'
    row = '<row r="2"><c r="A2" t="str"><v>a.pdf</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
    table = state(package(header + row))
    assert said(table) == [(("a.pdf",), {"total": "2"})]
    assert [one.text for one in table.notices] == ["1 cells hold formulas; their last calculated values count"]


def test_an_unknown_column_is_told_and_a_renamed_one_is_a_problem():
    table = state({"Data": [("file", "number", "Total due now", "Bemerkung"), ("a.pdf", "7", 1, "x")]})
    assert [(one.row, one.column, one.value) for one in table.problems] == [(1, 2, "Total due now")]
    assert "Total due" in table.problems[0].remedy
    assert [(one.column, one.value) for one in table.notices] == [(3, "Bemerkung")]
    assert said(table) == [(("a.pdf",), {"number": "7"})]


def test_a_column_like_a_field_that_is_there_is_only_told():
    table = state({"Data": [("file", "total", "Total due now"), ("a.pdf", 7, 1)]})
    assert table.problems == []
    assert [one.value for one in table.notices] == ["Total due now"]


def test_a_header_for_two_fields_and_two_columns_with_one_header_are_problems():
    table = state({"Data": [("file", "number", "Firma", "Summe", "Summe"), ("a.pdf", "7", "x", 1, 2)]})
    assert places(table.problems) == [(1, 2), (1, 3), (1, 4)]
    assert "Buyer, Seller" in table.problems[0].text
    assert "Data!E1" in table.problems[1].text


def chosen(*meanings, header_row=1, sheet="Data"):
    columns = tuple(
        ColumnMapping(index=at, header=f"h{at}", meaning=meaning, how="chosen") for at, meaning in enumerate(meanings)
    )
    return Mapping(sheets=(SheetMapping(sheet=sheet, header_row=header_row, columns=columns),))


def test_two_columns_with_one_meaning_are_a_problem_and_one_of_none_that_was_chosen_is_not():
    source = {"Data": [("a", "b", "c", "d"), ("a.pdf", 1, 2, "x")]}
    table = state(source, chosen(FILE, "total", "total", IGNORED))
    assert places(table.problems) == [(1, 2)]
    assert "Data!B1" in table.problems[0].text
    assert said(table) == [(("a.pdf",), {"total": "1"})]
    assert table.notices == []


def test_a_meaning_that_the_contract_does_not_have_is_a_problem():
    table = state({"Data": [("a", "b", "c"), ("a.pdf", 1, 2)]}, chosen(FILE, "total", "gone"))
    assert places(table.problems) == [(1, 2)]


def test_columns_of_two_lists_on_one_sheet_are_a_problem():
    table = state({"Data": [("a", "b", "c"), ("a.pdf", 1, 2)]}, chosen(FILE, "lines.what", "stamps.place"))
    assert "Line items, Stamps" in table.problems[0].text
    assert table.rows == []


def test_no_column_for_the_document_is_one_problem():
    table = state({"Data": [("number", "issued", "total"), ("7", "2024-01-01", 1)]})
    assert places(table.problems) == [(1, None)]
    assert table.rows == []


def test_values_without_a_header_are_one_problem_a_column():
    rows = [("file", "total"), ("a.pdf", 1), ("b.pdf", 2, "x"), ("c.pdf", 3, "y", "z")]
    table = state({"Data": rows})
    assert [(one.row, one.column, one.text) for one in table.problems] == [
        (3, 2, "2 values in a column without a header."),
        (4, 3, "1 value in a column without a header."),
    ]
    assert len(table.rows) == 3


def test_a_row_of_a_document_without_a_name_is_a_problem():
    table = state({"Data": [("file", "buyer", "total"), ("a.pdf", "x", 1), (None, "y", 2), ("c.pdf", "z", 3)]})
    assert places(table.problems) == [(3, None)]
    assert [names for names, _ in said(table)] == [("a.pdf",), ("c.pdf",)]


ITEMS = [
    ("file", "what", "amount"),
    ("a.pdf", "Nails", 1),
    (None, "Glue", 2),
    (None, "Rope", 3),
    ("b.pdf", "Saw", 4),
]


def test_items_below_the_first_of_their_document_go_with_it_and_that_is_told():
    table = state({"Lines": ITEMS})
    assert [row.names for row in table.rows] == [("a.pdf",), ("a.pdf",), ("a.pdf",), ("b.pdf",)]
    assert [one.text for one in table.notices] == [
        "2 rows name no document; they count for the document named above them."
    ]


def test_an_item_with_a_number_needs_no_text_to_go_with_its_document():
    table = state({"Lines": [("file", "item", "what", "amount"), ("a.pdf", 1, "Nails", 1), (None, 2, None, 2)]})
    assert [(row.names, row.item) for row in table.rows] == [(("a.pdf",), "1"), (("a.pdf",), "2")]


def test_items_below_a_blank_row_go_with_nothing():
    table = state({"Lines": [*ITEMS[:3], (), (None, "Tar", 9), *ITEMS[4:]]})
    assert places(table.problems) == [(5, None)]
    assert [row.number for row in table.rows] == [2, 3, 6]


def test_items_below_a_name_that_is_an_error_go_with_nothing():
    cells = ("file", "what"), ("a.pdf", "Nails"), ("#N/A", "Glue"), ("", "Rope")
    body = ""
    for number, (name, what) in enumerate(cells, start=1):
        kind = "e" if name.startswith("#") else "str"
        first = f'<c r="A{number}" t="{kind}"><v>{name}</v></c>' if name else ""
        body += f'<row r="{number}">{first}<c r="B{number}" t="str"><v>{what}</v></c></row>'
    table = state(package(body))
    assert [row.number for row in table.rows] == [2]
    assert places(table.problems) == [(3, 0), (4, None)]


@pytest.mark.parametrize(
    "last", [("Summe", None, 10), (None, "Total:", 10), (None, None, 10), ("Grand total", None, 10)]
)
def test_a_row_of_sums_is_only_told(last):
    for name, rows in {"Lines": ITEMS, "Data": [("file", "buyer", "total"), ("a.pdf", "x", 1)]}.items():
        table = state({name: [*rows, last]})
        assert table.problems == []
        assert len(table.rows) == len(rows) - 1
        assert table.notices[0].row == len(rows) + 1
        assert "looks like a sum" in table.notices[0].text


def test_numbers_alone_within_the_items_are_no_sum_and_a_problem():
    table = state({"Lines": [*ITEMS[:2], (None, None, 2), *ITEMS[4:]]})
    assert places(table.problems) == [(3, None)]


MIXED = [
    ("file", "number", "buyer", "what", "amount"),
    ("a.pdf", "7", "Alpha", "Nails", 1),
    ("a.pdf", "7", None, "Glue", 2),
    (None, None, None, "Rope", 3),
    ("b.pdf", "8", "Beta", "Saw", 4),
    ("b.pdf", "8", "Beta", "Axe", 5),
]


def test_a_row_of_a_document_and_an_item_comes_as_two_and_the_document_once():
    table = state({"All": MIXED})
    assert table.problems == []
    assert said(table, "") == [
        (("a.pdf",), {"number": "7", "buyer": "Alpha"}),
        (("b.pdf",), {"number": "8", "buyer": "Beta"}),
    ]
    assert [row.number for row in table.rows if row.list_name == "lines"] == [2, 3, 4, 5, 6]
    assert texts(table.rows[1]) == {"lines.what": "Nails", "lines.amount": "1"}


def test_a_later_row_adds_what_is_new_of_its_document():
    rows = [MIXED[0], ("a.pdf", "7", None, "Nails", 1), ("a.pdf", "7", "Alpha", "Glue", 2), *MIXED[4:]]
    table = state({"All": rows})
    assert said(table, "")[:2] == [(("a.pdf",), {"number": "7"}), (("a.pdf",), {"buyer": "Alpha"})]
    assert table.problems == []


def test_a_document_that_contradicts_itself_is_a_problem_that_names_both_cells():
    rows = [*MIXED[:2], ("a.pdf", "77", None, "Glue", 2), *MIXED[4:]]
    (problem,) = state({"All": rows}).problems
    assert (problem.row, problem.column, problem.value) == (3, 1, "77")
    assert "All!B2" in problem.text


def test_values_that_say_the_same_do_not_contradict_each_other():
    mapping = chosen(FILE, "total", "lines.what", sheet="All").model_copy(
        update={"conventions": Conventions(decimal=",")}
    )
    rows = [("a", "b", "c"), ("a.pdf", 1234.5, "Nails"), ("a.pdf", "1.234,50", "Glue"), ("a.pdf", "1.234,51", "Tar")]
    table = state({"All": rows}, mapping)
    assert places(table.problems) == [(4, 1)]
    assert said(table, "") == [(("a.pdf",), {"total": "1234.5"})]


def test_a_sheet_of_items_may_repeat_what_the_sheet_of_documents_says():
    data = [("file", "number", "issued"), ("a.pdf", "7", "2024-01-01"), ("b.pdf", "8", "2024-01-02")]
    table = state({"All": MIXED, "Data": data})
    assert table.problems == []
    assert said(table, "") == [
        (("a.pdf",), {"number": "7", "issued": "2024-01-01"}),
        (("b.pdf",), {"number": "8", "issued": "2024-01-02"}),
        (("a.pdf",), {"buyer": "Alpha"}),
        (("b.pdf",), {"buyer": "Beta"}),
    ]


def test_a_table_on_its_side_is_a_clear_problem():
    rows = [("", "a.pdf", "b.pdf"), ("Bill no.", "7", "8"), ("Issued on", "1.1.24", "2.1.24"), ("Total due", 1, 2)]
    (problem,) = state({"Data": rows}).problems
    assert "lies on its side" in problem.text
    assert "Transpose" in problem.remedy


def test_a_sheet_without_headers_is_told_and_alone_a_problem():
    notes = [("Ask Eva about these",), ("and about those",)]
    table = state({"Data": [("file", "total"), ("a.pdf", 1)], "Notes": notes, "Read me": notes, "Empty": []})
    assert table.problems == []
    assert [(one.sheet, one.row) for one in table.notices] == [("Notes", 0)]
    assert [one.sheet for one in state({"Notes": notes}).problems] == ["Notes"]
    assert [one.row for one in state({"Read me": notes}).problems] == [0]


def test_rows_of_our_own_may_be_known_by_their_row_id_alone():
    table = state({"Data": [("document", "total", "row id"), (None, 1, "r1"), ("D2", 2, None)]})
    assert table.problems == []
    assert [(row.names, row.row_id) for row in table.rows] == [((), "r1"), (("D2",), "")]


FILLED = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)


@given(st.lists(st.tuples(FILLED, FILLED | st.just(""), FILLED | st.just("")), max_size=6))
def test_no_filled_cell_is_lost(rows):
    lines = [("file", "buyer", "seller"), *((f"{name}.pdf", *rest) for name, *rest in rows)]
    table = tables.Tables("csv", (_sheet(lines),))
    stated = state_rows(table, propose(table, CONTRACT), CONTRACT)
    assert not stated.problems
    found = [[cell.cell.text for cell in row.cells.values()] for row in stated.rows]
    assert found == [[cell for cell in rest if cell] for _, *rest in rows]


def _sheet(lines):
    rows = [
        packed(number, {at: Cell(Kind.TEXT, text) for at, text in enumerate(line) if text})
        for number, line in enumerate(lines, start=1)
    ]
    return tables.Sheet("", rows)
