"""What integrators take: approved values alone, typed, exact, never a formula."""

import io
import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from extraction.contract import Field, FieldType
from extraction.tables import Kind, read
from extraction.values import Cell, ExtractionResult, Value
from portal.models import ReviewState
from portal.services import contracts, reviews
from portal.services.errors import BadInput
from portal.services.final import FinalData, FinalDocument, Version, final_data
from portal.services.reviews import Edit
from portal.services.values import store
from portal.workbook.final import native, write_final
from portal.workbook.writer import sheet_names, table_names
from tests.portal.conftest import CONTRACT

FIELDS = {
    "number": Cell(value="007"),
    "issued": Cell(value="2024-03-04", precision="day"),
    "total": Cell(value="1234.50", unit="EUR"),
    "buyer": Cell(value="Größe 😀 AG"),
}


def written(data):
    target = io.BytesIO()
    write_final(data, target)
    return target.getvalue()


def sheet(content, name="Final"):
    """Rows as dicts by header, in Python's types."""
    page = openpyxl.load_workbook(io.BytesIO(content))[name]
    header, *rows = page.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_an_approved_document_is_one_row_of_typed_values(project, ines, document, approve):
    approve(document, FIELDS, ({"what": Cell(value="Nails"), "amount": Cell(value="12.5")},))
    content = written(final_data(project, by=ines))
    (row,) = sheet(content)
    at = row.pop("approved_at")
    assert abs((datetime.now(UTC).replace(tzinfo=None) - at).total_seconds()) < 60
    assert row == {
        "document": "bill.pdf",
        "file": "bill.pdf",
        "sha256": document.sha256,
        "number": "007",
        "issued": datetime(2024, 3, 4),
        "total": 1234.5,
        "buyer": "Größe 😀 AG",
        "approved_by": "anton",
        "contract_version": 1,
        "remarks": None,
        "total unit": "EUR",
    }
    (item,) = sheet(content, "Final Lines")
    assert item == {
        "document": "bill.pdf", "sha256": document.sha256, "item": 1, "what": "Nails", "amount": 12.5, "remarks": None,
    }  # fmt: skip


def test_what_is_not_approved_stays_out_and_with_it_comes_with_its_state(project, ines, ada, review):
    assert final_data(project, by=ines).documents == []
    (row,) = sheet(written(final_data(project, by=ada, approved_only=False)))
    assert row["status"] == "Open"
    with pytest.raises(PermissionDenied):
        final_data(project, by=ines, approved_only=False)


def test_somebody_of_another_project_gets_nothing(project, otto, document, approve):
    approve(document, FIELDS)
    with pytest.raises(PermissionDenied):
        final_data(project, by=otto)


def test_the_external_id_names_the_document_where_there_is_one(project, ines, document, approve):
    approve(document, FIELDS)
    document.external_id = "DOC-7"
    document.save()
    (row,) = sheet(written(final_data(project, by=ines)))
    assert (row["document"], row["file"]) == ("DOC-7", "bill.pdf")


def test_removed_items_are_left_out_and_the_others_keep_their_numbers(project, ines, erika, anton, review):
    gone = [Edit(("lines", 1, name), "", seen=1, removed=True) for name in ("what", "amount")]
    reviews.edit(review, gone, by=erika)
    reviews.approve(reviews.submit(review, by=erika, confirm_rest=True), by=anton)
    (item,) = sheet(written(final_data(project, by=ines)), "Final Lines")
    assert (item["item"], item["what"], item["amount"]) == (2, "Screws", 20)


def test_illegible_is_blank_with_a_remark_and_absent_is_blank(project, ines, document, approve):
    approve(document, {"number": Cell(invalid="illegible")})
    (row,) = sheet(written(final_data(project, by=ines)))
    assert (row["number"], row["issued"], row["total"]) == (None, None, None)
    assert row["remarks"] == "number: illegible"


def test_what_is_no_value_yet_is_blank_with_a_remark(project, ada, document, make_extraction):
    make_extraction(document, ExtractionResult(fields={"issued": Cell(invalid="not a date", raw="soon")}))
    (row,) = sheet(written(final_data(project, by=ada, approved_only=False)))
    assert (row["issued"], row["remarks"]) == (None, "issued: no valid value")


def test_what_was_approved_stays_until_its_copy_under_a_newer_contract_is_approved(
    project, ines, ada, erika, anton, document, approve
):
    approve(document, FIELDS)
    wider = CONTRACT.model_copy(update={"fields": (*CONTRACT.fields, Field(name="note"))})
    contracts.publish(project, wider, by=ada)
    (row,) = sheet(written(final_data(project, by=ines)))
    assert (row["contract_version"], row["number"], row["note"]) == (1, "007", None)
    (both,) = sheet(written(final_data(project, by=ada, approved_only=False)))
    assert (both["contract_version"], both["status"]) == (2, "Open")
    copy = reviews.submit(document.reviews.get(state=ReviewState.OPEN), by=erika, confirm_rest=True)
    reviews.approve(copy, by=anton)
    (row,) = sheet(written(final_data(project, by=ines)))
    assert (row["contract_version"], row["number"]) == (2, "007")


def test_the_number_of_queries_does_not_grow_with_the_documents(
    project, ines, add_document, approve, django_assert_num_queries
):
    for number in range(3):
        approve(add_document(f"{number}.pdf"), FIELDS)
    with django_assert_num_queries(5):
        assert len(final_data(project, by=ines).documents) == 3


# What cells hold. No database below.


def data(values, contract=CONTRACT, lines=()):
    fields = {("", field.name): field for field in contract.fields}
    fields |= {(part.name, field.name): field for part in contract.lists for field in part.fields}
    version = Version(1, contract, fields)
    documents = [
        FinalDocument(f"{number}.pdf", f"{number}.pdf", "f" * 64, "approved", "anton", None, version, said)
        for number, said in enumerate(values)
    ]
    return FinalData("Bills", contract, documents, approved_only=True)


def of_text(text):
    return data([{"buyer": store(Value(text))}])


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "==1+1", "+49 30", "-", "@SUM(A1)", "\tx", "\rx", "'x", "{=1}", "=HYPERLINK(\"http://x\")", "|cmd",
        "007", "12345678901234567890", "1e5", "http://example.org", "two\nlines", "a\r\nb", "_x0041_", "שלום", "👩‍👩‍👧",
        "TRUE", "#N/A", "x" * 32_767,
    ],
)  # fmt: skip
def test_text_is_text_and_comes_back_exactly(text):
    content = written(of_text(text))
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    (final, _) = read(content).sheets
    header, row = final.rows()
    (column,) = [index for index, cell in header.cells.items() if cell.text == "buyer"]
    assert row[column] == (Kind.TEXT, text, False)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_text_that_looks_like_a_formula_is_marked_as_quoted(text):
    page = openpyxl.load_workbook(io.BytesIO(written(of_text(text))))["Final"]
    (cell,) = [cell for cell in page[2] if page.cell(1, cell.column).value == "buyer"]
    assert cell.quotePrefix
    assert cell.data_type == "s"


def test_text_longer_than_a_cell_is_refused_never_cut():
    with pytest.raises(BadInput, match=r"Final: buyer of 0\.pdf has 32768 characters"):
        written(of_text("x" * 32_768))
    with pytest.raises(BadInput, match="has 32768 characters"):
        written(of_text("😀" * 16_384))


def test_a_character_that_no_workbook_holds_is_refused():
    with pytest.raises(BadInput, match="holds a character that no workbook can store"):
        written(of_text("a\ufffeb"))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_a_number_is_a_number_only_where_a_cell_keeps_it(number):
    told = native(Value(number))
    if isinstance(told, str):
        assert Decimal(told) == number
    else:
        assert Decimal(repr(float(f"{float(told):.16G}"))) == number


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Value("2024-03-04", precision="day"), datetime(2024, 3, 4).date()),
        (Value("1900-03-01", precision="day"), datetime(1900, 3, 1).date()),
        (Value("1900-02-28", precision="day"), "1900-02-28"),
        (Value("2024-03", precision="month"), "2024-03"),
        (Value("2024", precision="year"), "2024"),
        (Value(True), True),
        (Value(999999999999999), 999999999999999),
        (Value(1000000000000000), "1000000000000000"),
        (Value(Decimal("123456789012345.67")), "123456789012345.67"),
        (Value("2024-03-04"), "2024-03-04"),
    ],
)
def test_a_value_has_the_type_that_keeps_it(value, told):
    assert native(value) == told
    assert type(native(value)) is type(told)


def test_a_unit_has_a_column_only_where_it_is_not_the_contracts():
    contract = CONTRACT.model_copy(
        update={"fields": (Field(name="total", type=FieldType.MONEY, unit="EUR"),), "lists": ()}
    )
    euros, dollars = store(Value(Decimal(1), "EUR")), store(Value(Decimal(2), "USD"))
    assert "total unit" not in sheet(written(data([{"total": euros}], contract)))[0]
    rows = sheet(written(data([{"total": euros}, {"total": dollars}], contract)))
    assert [(row["total"], row["total unit"]) for row in rows] == [(1, "EUR"), (2, "USD")]
    assert list(rows[0])[-1] == "total unit"


def test_columns_of_ours_give_way_to_fields_of_the_same_name():
    contract = CONTRACT.model_copy(update={"fields": (Field(name="file"), Field(name="remarks")), "lists": ()})
    (row,) = sheet(written(data([{"file": store(Value("x")), "remarks": store(Value("y"))}], contract)))
    assert (row["file"], row["remarks"]) == ("x", "y")
    assert (row["file (portal)"], row["remarks (portal)"]) == ("0.pdf", None)


def test_sheets_are_tables_whose_headers_are_their_cells_with_notes():
    book = openpyxl.load_workbook(io.BytesIO(written(of_text("x"))))
    page = book["Final"]
    (table,) = page.tables.values()
    assert table.name == "Final"
    assert [column.name for column in table.tableColumns] == [cell.value for cell in page[1]]
    assert page.freeze_panes == "B2"
    notes = {cell.value: cell.comment.text for cell in page[1] if cell.comment}
    assert notes["total"] == "Total"


def test_without_documents_there_are_headers_and_no_table():
    book = openpyxl.load_workbook(io.BytesIO(written(data([]))))
    assert [cell.value for cell in book["Final"][1]][:3] == ["document", "file", "sha256"]
    assert not book["Final"].tables


def test_a_large_sheet_is_written_with_filters_instead_of_a_table(monkeypatch):
    monkeypatch.setattr("portal.workbook.writer.LARGEST_TABLE", 2)
    content = written(data([{"buyer": store(Value(f"=buyer {number}"))} for number in range(5)]))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert not book["Final"].tables
    assert book["Final"].auto_filter.ref
    assert "Final_rows" in book.defined_names
    assert [row["buyer"] for row in sheet(content)] == [f"=buyer {number}" for number in range(5)]


def test_a_sheet_of_more_rows_than_a_workbook_takes_is_refused(monkeypatch):
    monkeypatch.setattr("portal.workbook.writer.LARGEST_SHEET", 2)
    with pytest.raises(BadInput, match="3 rows"):
        written(data([{}, {}, {}]))


def test_sheet_names_are_what_excel_takes():
    wanted = ["Final a/b", "Final a:b", "final A B", "x" * 40, "x" * 41, "'''"]
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) and name.strip("'") == name for name in names)


def test_table_names_are_different_and_what_excel_takes():
    names = table_names(["Final a b", "Final a_b", "final A-b", "1st", "Größe"])
    assert names == ["Final_a_b", "Final_a_b_2", "final_A_b_3", "_1st", "Größe"]
