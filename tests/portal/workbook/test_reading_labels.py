"""Label files of every kind, as records of documents; what is wrong is told with its place."""

import json
from datetime import date

import pytest

from extraction.contract import AllowedValue, Contract, Conventions, Field, FieldType, ListField
from portal.services.errors import BadInput
from portal.services.labels import ListSaid, Said
from portal.workbook.reader import read_labels
from tests.extraction.tables.books import package
from tests.portal.workbook.sheets import workbook

CONTRACT = Contract(
    name="bills",
    fields=(
        Field(name="number", type=FieldType.IDENTIFIER, label="Bill no."),
        Field(name="issued", type=FieldType.DATE),
        Field(name="total", type=FieldType.MONEY, label="Total due"),
        Field(name="rate", type=FieldType.PERCENT),
        Field(name="buyer"),
        Field(name="paid", type=FieldType.BOOLEAN),
        Field(name="currency", type=FieldType.ENUM, allowed=(AllowedValue(value="EUR", aliases=("€",)),)),
    ),
    lists=(
        ListField(
            name="lines",
            label="Line items",
            fields=(Field(name="what"), Field(name="amount", type=FieldType.MONEY)),
        ),
    ),
)
HEAD = ("document", "number", "issued", "total", "rate", "buyer", "paid", "currency", "lines")
ITEMS = ("document", "item", "what", "amount")


def read(sheets, conventions=None):
    return read_labels(workbook(sheets), CONTRACT, conventions or Conventions())


def problems(sheets, conventions=None):
    return read(sheets, conventions).problems


def test_typed_cells_are_canonical_and_texts_are_as_people_write_them():
    row = ("a.pdf", "007", date(2024, 3, 4), 1234.5, ("%", 0.19), "Größe 😀\nAG", True, "€", "complete")
    file = read({"Data": [HEAD, row], "Line items": [ITEMS, ("a.pdf", 1, "=1+1", 12), ("a.pdf", 2, "Nails", "3,50")]})
    assert file.problems == []
    (record,) = file.records
    assert record.document == "a.pdf"
    assert record.fields == {
        "number": Said("007"),
        "issued": Said("2024-03-04", "canonical"),
        "total": Said("1234.5", "canonical"),
        "rate": Said("19%", "canonical"),
        "buyer": Said("Größe 😀\nAG"),
        "paid": Said("true", "canonical"),
        "currency": Said("€"),
    }
    assert record.lists == {
        "lines": ListSaid(
            Said("complete"),
            [
                {"what": Said("=1+1"), "amount": Said("12", "canonical")},
                {"what": Said("Nails"), "amount": Said("3,50")},
            ],
        )
    }


def test_headers_are_names_or_labels_in_any_case_with_any_blanks():
    head = ("Document ID", "BILL NO.", "Issued", "total_due", "Status", "Comment")
    file = read({"data": [head, ("a.pdf", "1", "2024-03-04", 5, "open", "=looks right")]})
    assert file.problems == []
    assert set(file.records[0].fields) == {"number", "issued", "total"}


def test_a_blank_cell_says_nothing():
    (record,) = read({"Data": [HEAD, ("a.pdf", "1", None, "  ")]}).records
    assert record.fields == {"number": Said("1")}
    assert record.lists == {}


def test_the_only_sheet_may_be_called_anything():
    assert read({"Tabelle1": [HEAD, ("a.pdf", "1")]}).records[0].fields == {"number": Said("1")}
    (record,) = read({"Tabelle1": [ITEMS, ("a.pdf", 1, "Nails", 2)]}).records
    assert record.lists["lines"].rows == [{"what": Said("Nails"), "amount": Said("2", "canonical")}]


def test_sheets_of_our_own_that_hold_no_labels_are_passed_over():
    sheets = {"Read me": [("Fill in Data",)], "Data": [HEAD, ("a.pdf", "1")], "_proofsheet": [("v", 1)], "Empty": []}
    assert read(sheets).problems == []


def test_a_sheet_with_an_unknown_name_is_a_problem():
    assert problems({"Data": [HEAD, ("a.pdf", "1")], "Line itms": [ITEMS, ("a.pdf", 1, "x", 1)]}) == [
        "the sheet Line itms is unknown; the sheets are called Data, Line items"
    ]


def test_an_unknown_column_is_a_problem_that_names_the_nearest_field():
    (problem,) = problems({"Data": [("document", "Totl due"), ("a.pdf", 1)]})
    assert problem == "Data!B1: “Totl due” is no column of Data; do you mean “Total due”?"


def test_a_doubled_column_is_a_problem():
    (problem,) = problems({"Data": [("document", "total", "Total due"), ("a.pdf", 1, 2)]})
    assert problem.startswith("Data!C1: a second column")


def test_values_without_a_header_are_a_problem():
    assert problems({"Data": [("document", "total"), ("a.pdf", 1, 2)]}) == [
        "Data!C2: a value in a column without a header"
    ]


def test_a_table_that_names_no_document_is_a_problem():
    (problem,) = problems({"Data": [("total",), (1,)]})
    assert "no column names the document" in problem


def test_a_row_that_names_no_document_is_a_problem():
    assert problems({"Data": [HEAD, (None, "1")]}) == ["Data, row 2: the row names no document"]


def test_a_document_that_is_there_twice_is_a_problem():
    (problem,) = problems({"Data": [HEAD, ("a.pdf", "1"), ("a.pdf", "2")]})
    assert problem.startswith("Data, row 3: “a.pdf” is here already")


@pytest.mark.parametrize(
    ("column", "cell", "place", "words"),
    [
        ("total", "many", "Data!D2", "not a number"),
        ("total", "1,234", "Data!D2", "1,234"),
        ("issued", "03/04/2024", "Data!C2", "03/04/2024"),
        ("issued", 45355, "Data!C2", "45355"),
        ("currency", "EURO SIGN", "Data!H2", "EURO SIGN"),
        ("number", date(2024, 3, 4), "Data!B2", "made the date 2024-03-04 of it"),
        ("buyer", "#CLEAR", "Data!F2", "#CLEAR has a meaning only"),
        ("number", 12345678901234567890, "Data!B2", "15 digits"),
        ("lines", "all", "Data!I2", "complete, partial or none"),
    ],
)
def test_a_cell_that_is_no_value_is_a_problem_with_its_address(column, cell, place, words):
    row = [cell if name == column else None for name in HEAD]
    row[0] = "a.pdf"
    (problem,) = problems({"Data": [HEAD, row]})
    assert problem.startswith(f"{place}: ")
    assert words in problem


def test_all_problems_are_told_at_once():
    rows = [HEAD, ("a.pdf", "1", "soon", "many"), ("b.pdf", None, None, "few"), (None, "3")]
    assert [problem.split(":")[0] for problem in problems({"Data": rows})] == [
        "Data!C2",
        "Data!D2",
        "Data!D3",
        "Data, row 4",
    ]


@pytest.mark.parametrize(("decimal", "wanted"), [(",", "1234"), (".", "1.234")])
def test_declared_notation_decides_what_texts_mean(decimal, wanted):
    file = read({"Data": [("file", "total"), ("a.pdf", "1.234")]}, Conventions(decimal=decimal))
    assert file.problems == []
    assert file.records[0].fields["total"] == Said("1.234")


def test_tokens_and_escapes_are_values_of_labels():
    file = read({"Data": [("file", "buyer", "number", "total"), ("a.pdf", "\\N/A", "n/a", "#ILLEGIBLE")]})
    assert file.problems == []
    texts = {name: said.text for name, said in file.records[0].fields.items()}
    assert texts == {"buyer": "\\N/A", "number": "n/a", "total": "#ILLEGIBLE"}


def test_a_document_is_one_record_whatever_name_a_sheet_uses_for_it():
    data = [("sha256", "file", "total", "lines"), ("f" * 64, "folder/a.pdf", 1, "complete")]
    (record,) = read({"Data": data, "lines": [("file name", "what"), ("a.pdf", "Nails")]}).records
    assert record.document == "f" * 64
    assert record.lists["lines"].rows == [{"what": Said("Nails")}]


def test_a_name_that_several_documents_share_is_a_problem_in_a_list():
    data = [("sha256", "file", "total"), ("f" * 64, "a.pdf", 1), ("e" * 64, "a.pdf", 1)]
    (problem,) = problems({"Data": data, "lines": [("file", "what"), ("a.pdf", "Nails")]})
    assert "names more than one document" in problem


def test_items_stand_at_their_numbers_in_any_order():
    items = [ITEMS, ("a.pdf", 3, "third", 3), ("a.pdf", 1, "first", 1)]
    (record,) = read({"Line items": items}).records
    assert [row.get("what") for row in record.lists["lines"].rows] == [Said("first"), None, Said("third")]


@pytest.mark.parametrize("item", [0, -1, 1.5, "#DELETE", "one", 999999, "²"])
def test_what_is_no_item_number_is_a_problem(item):
    (problem,) = problems({"Line items": [ITEMS, ("a.pdf", item, "x", 1)]})
    assert "Line items, row 2" in problem


def test_an_item_number_twice_is_a_problem():
    (problem,) = problems({"Line items": [ITEMS, ("a.pdf", 1, "x", 1), ("a.pdf", 1, "y", 1)]})
    assert problem == "Line items, row 3: the document has an item 1 already"


def test_a_complete_list_needs_items_and_none_has_none():
    data = [("file", "lines"), ("a.pdf", "complete"), ("b.pdf", "none"), ("c.pdf", "none")]
    told = problems({"Data": data, "lines": [("file", "what"), ("b.pdf", "Nails")]})
    assert len(told) == 2
    assert "complete, and has no items" in told[0]
    assert "none, and has items" in told[1]


def test_a_formula_counts_by_its_value_and_is_reported():
    header = '<row r="1"><c r="A1" t="str"><v>file</v></c><c r="B1" t="str"><v>total</v></c></row>'
    row = '<row r="2"><c r="A2" t="str"><v>a.pdf</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
    file = read_labels(package(header + row), CONTRACT)
    assert file.records[0].fields == {"total": Said("2", "canonical")}
    assert file.notices == ["1 cells hold formulas; their last calculated values count"]


def test_csv_holds_scalars_or_one_list():
    file = read_labels("file;total;buyer\na.pdf;1,50;Größe\n".encode("cp1252"), CONTRACT)
    assert file.records[0].fields == {"total": Said("1,50"), "buyer": Said("Größe")}
    file = read_labels(b"file,item,what,amount\na.pdf,1,'=1+1,2\n", CONTRACT)
    assert file.records[0].lists["lines"].rows == [{"what": Said("=1+1"), "amount": Said("2")}]


def test_a_file_that_is_no_table_is_refused_in_words():
    with pytest.raises(BadInput, match="neither an Excel workbook nor a text table"):
        read_labels(b"%PDF-1.7", CONTRACT)


def line(**content):
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"


def test_lines_of_json_are_canonical_and_null_says_nothing():
    source = line(
        file="in/a.pdf",
        sha256="f" * 64,
        fields={"total": "1234.50", "buyer": None, "number": "007"},
        lists={"lines": {"state": "complete", "rows": [{"what": "Nails", "amount": None}]}},
    )
    (record,) = read_labels(source, CONTRACT).records
    assert record.document == "f" * 64
    assert record.where == "line 1 (a.pdf)"
    assert record.fields == {"total": Said("1234.50", "canonical"), "number": Said("007", "canonical")}
    assert record.lists == {"lines": ListSaid(Said("complete"), [{"what": Said("Nails", "canonical")}])}


def test_lines_of_json_are_as_declared_when_something_is_declared():
    (record,) = read_labels(
        line(file="a.pdf", fields={"total": "1.234,50"}), CONTRACT, Conventions(decimal=",")
    ).records
    assert record.fields == {"total": Said("1.234,50")}


def test_numbers_of_json_are_exact():
    source = b'{"file": "a.pdf", "fields": {"total": 0.1000000000000000000001, "paid": true, "number": 7}}'
    (record,) = read_labels(source, CONTRACT).records
    assert [said.text for said in record.fields.values()] == ["0.1000000000000000000001", "true", "7"]
    assert {said.notation for said in record.fields.values()} == {"canonical"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"file": "a.pdf", "fields": {', "no JSON"),
        (b'{"file": "a.pdf", "fields": {"total": "1", "total": "2"}}', "total: named twice"),
        (b'{"file": "a.pdf", "felds": {}}', "felds"),
        (b'{"fields": {"total": "1"}}', "names no document"),
        (b'{"file": "a.pdf", "lists": {"items": {"rows": []}}}', "items is no list of the contract"),
        (b'{"file": "a.pdf", "fields": {"total": [1]}}', "total: a text, a number"),
        (b'{"file": "a.pdf", "fields": {"total": NaN}}', "NaN is no number"),
        (b'{"file": "\xff"}', "no UTF-8"),
        (b'{"a":' * 100_000, "no JSON"),
    ],
)
def test_a_line_that_cannot_be_used_is_a_problem_with_its_number(content, words):
    (problem,) = read_labels(line(file="b.pdf", fields={"total": "1"}) + content, CONTRACT).problems
    assert problem.startswith("line 2: ")
    assert words in problem


def test_two_lines_about_one_document_are_a_problem():
    (problem,) = read_labels(line(file="a.pdf", fields={"total": "1"}) * 2, CONTRACT).problems
    assert problem == "line 2 (a.pdf): this document is here already, in line 1 (a.pdf)"


def test_a_field_called_file_is_a_field_and_the_document_is_named_otherwise():
    contract = Contract(name="c", fields=(Field(name="file"), Field(name="document")))
    source = workbook({"Data": [("file name", "file", "document"), ("a.pdf", "x", "y")]})
    (record,) = read_labels(source, contract).records
    assert (record.document, record.fields) == ("a.pdf", {"file": Said("x"), "document": Said("y")})
    (problem,) = read_labels(workbook({"Data": [("file",), ("x",)]}), contract).problems
    assert "no column names the document" in problem


def test_a_label_that_two_fields_share_names_neither():
    contract = Contract(name="c", fields=(Field(name="net", label="Amount"), Field(name="gross", label="Amount")))
    (problem,) = read_labels(workbook({"Data": [("file", "Amount"), ("a.pdf", "1")]}), contract).problems
    assert problem == "Data!B1: several fields have the label “Amount”; use their names"
    assert read_labels(workbook({"Data": [("file", "net"), ("a.pdf", "1")]}), contract).problems == []


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "1" * 5_000])
def test_a_number_of_no_sane_length_is_a_problem(number):
    (problem,) = read_labels(b'{"file": "a.pdf", "fields": {"total": %s}}' % number.encode(), CONTRACT).problems
    assert problem.startswith("line 1")


def test_a_line_that_is_too_long_is_a_problem(monkeypatch):
    monkeypatch.setattr("portal.workbook.lines.LONGEST_LINE", 60)
    monkeypatch.setattr("portal.workbook.reader.LONGEST_LINE", 60)
    source = line(file="a.pdf", fields={"total": "1"}) + line(file="b.pdf", fields={"buyer": "x" * 50})
    file = read_labels(source, CONTRACT)
    assert [record.document for record in file.records] == ["a.pdf"]
    assert "line 2: the line is too long" in file.problems
