"""The return workbook: the user's own file, with what became of each cell, ready to be uploaded again."""

import io

import openpyxl
import pytest
from django.utils.translation import override
from openpyxl.comments import Comment

from extraction.tables import Kind
from portal.services.errors import BadInput
from portal.workbook import cell_notes
from portal.workbook.problems_sheet import PROBLEMS
from portal.workbook.return_workbook import CellOutcome, Identity, Outcome
from tests.portal.workbook.returning import cells, made, opened, plain, returned, rich_workbook


def test_a_touched_cell_says_what_became_of_it():
    outcomes = [
        CellOutcome("Data", 2, 0, Outcome.CONFLICT, "0001", "Erika says 2"),
        CellOutcome("Data", 3, 1, Outcome.APPLIED, "x", "was y"),
        CellOutcome("Data", 3, 1, Outcome.WARNING, "x", "zeros lost?"),
        CellOutcome("Data", 4, 1, Outcome.UNCHANGED),
    ]
    data = opened(returned(rich_workbook(), outcomes))["Data"]
    theirs, _mark, ours = data["A2"].comment.text.partition(cell_notes.MARK)
    assert theirs.strip() == "my own note"
    assert ours.split("\n") == ["", "Not applied: conflict", "Erika says 2"]
    assert data["A2"].fill.start_color.rgb == cell_notes.COLOURS[Outcome.CONFLICT]
    assert data["B3"].fill.start_color.rgb == cell_notes.COLOURS[Outcome.WARNING]
    assert "Applied, please check\nzeros lost?\nApplied\nwas y" in data["B3"].comment.text
    assert data["B4"].comment is None
    assert data["B4"].fill.fill_type is None
    assert "@" not in data["B3"].comment.author


def test_a_whole_row_is_coloured_and_has_one_note():
    data = opened(returned(rich_workbook(), [CellOutcome("Data", 5, None, Outcome.REFUSED, "", "approved")]))["Data"]
    assert {cell.fill.start_color.rgb for cell in data[5]} == {cell_notes.COLOURS[Outcome.REFUSED]}
    assert [cell.coordinate for cell in data[5] if cell.comment] == ["A5"]


def test_marks_of_an_earlier_return_are_taken_off():
    outcomes = [CellOutcome("Data", 2, column, Outcome.PROBLEM, "x", "no") for column in (0, 1)]
    data = opened(returned(returned(rich_workbook(), outcomes)))["Data"]
    assert data["A2"].comment.text == "my own note"
    assert data["B2"].comment is None
    assert data["B2"].fill.fill_type is None


def test_problems_lists_what_was_left_out_alone():
    outcomes = [
        CellOutcome("Data", 2, 2, Outcome.PROBLEM, "=HYPERLINK(1)", "no number", "typed as text", "type a number"),
        CellOutcome("Data", 3, 2, Outcome.APPLIED, "1"),
        CellOutcome("Müller's own", 4, None, Outcome.REFUSED, "", "approved"),
        CellOutcome("gone", 0, None, Outcome.PROBLEM, "", "no such sheet"),
        CellOutcome("Data", 6, 2, Outcome.WARNING, "1"),
    ]
    book = opened(returned(rich_workbook(), outcomes))
    page = book[PROBLEMS]
    assert book.sheetnames[0] == PROBLEMS
    (table,) = page.tables.values()
    header, *rows = [[cell.value for cell in row] for row in page[table.ref]]
    assert header == ["Sheet", "Cell", "Value", "Status", "Reason", "Likely cause", "Remedy"]
    assert rows == [
        ["Data", "C2", "=HYPERLINK(1)", "Not applied: problem", "no number", "typed as text", "type a number"],
        ["Müller's own", "4:4", None, "Not applied: refused", "approved", None, None],
        ["gone", None, None, "Not applied: problem", "no such sheet", None, None],
    ]
    top = page[table.ref][0][0].row
    value = page.cell(top + 1, 3)
    assert (value.data_type, value.quotePrefix) == ("s", True)
    assert page.cell(top + 1, 2).hyperlink.location == "'Data'!C2"
    assert page.cell(top + 2, 2).hyperlink.location == "'Müller''s own'!4:4"
    assert page.cell(top + 3, 2).hyperlink is None
    assert page.freeze_panes == f"A{top + 1}"
    assert table.autoFilter.ref == table.ref


def test_nothing_left_out_is_said_in_one_line():
    page = opened(returned(rich_workbook(), [CellOutcome("Data", 2, 1, Outcome.APPLIED, "x")]))[PROBLEMS]
    assert page.max_row == 2
    assert "Nothing was left out" in page["A2"].value
    assert not page.tables


def test_an_earlier_problems_sheet_is_replaced_even_of_another_language():
    outcome = CellOutcome("Data", 2, 1, Outcome.PROBLEM, "x", "no")
    with override("de"):
        first = returned(rich_workbook(), [outcome])
    book = opened(returned(first, [outcome]))
    assert book.sheetnames == [PROBLEMS, "Data", "Müller's own", "_proofsheet"]


def test_a_sheet_of_theirs_called_so_is_kept():
    source = made(lambda book: book.add_worksheet(PROBLEMS).write(0, 0, "mine"))
    book = opened(returned(source))
    assert book.sheetnames[1] == PROBLEMS
    assert book[PROBLEMS]["A1"].value == "mine"


def test_it_is_an_export_of_its_own():
    identity = Identity("42", {("Data", 2): "n1", ("Data", 3): "=n2"}, stated={"contract version": "4"})
    book = opened(returned(rich_workbook(), identity=identity))
    assert [[cell.value for cell in row[:2]] for row in book["_proofsheet"]["A1:B2"]] == [
        ["contract version", "3"],
        ["export", "42"],
    ]
    assert [book["Data"][f"F{row}"].value for row in (2, 3, 4)] == ["n1", "=n2", "r3"]
    assert book["Data"]["F3"].data_type == "s"


def test_a_stripped_hidden_sheet_is_made_anew():
    source = made(lambda book: book.add_worksheet("Data").write(0, 0, "document"))
    hidden = opened(returned(source, identity=Identity("42", stated={"contract version": "4"})))["_proofsheet"]
    assert hidden.sheet_state == "hidden"
    assert [[cell.value for cell in row] for row in hidden.rows] == [["export", "42"], ["contract version", "4"]]


def test_missing_row_ids_become_a_hidden_last_column():
    source = made(lambda book: plain(book).set_column(1, 16383, 20))
    data = opened(returned(source, identity=Identity("1", {("Data", 2): "r1"})))["Data"]
    assert [cell.value for cell in data["C"]] == ["row id", "r1"]
    assert data.column_dimensions["C"].hidden
    assert data.column_dimensions["B"].width == pytest.approx(20, abs=1)
    assert not data.column_dimensions["B"].hidden
    assert data.column_dimensions["D"].max == 16384


def test_added_row_ids_are_sorted_with_their_table():
    def write(book):
        plain(book).add_table(0, 0, 1, 1, {"columns": [{"header": "document"}, {"header": "total"}]})

    data = opened(returned(made(write), identity=Identity("1", {("Data", 2): "r1"})))["Data"]
    (table,) = data.tables.values()
    assert table.ref == table.autoFilter.ref == "A1:C2"


def test_added_row_ids_are_sorted_with_the_filter():
    data = opened(
        returned(made(lambda book: plain(book).autofilter(0, 0, 1, 1)), identity=Identity("1", {("Data", 2): "r1"}))
    )["Data"]
    assert data.auto_filter.ref == "A1:C2"


def test_row_ids_that_sorting_would_leave_behind_are_not_added():
    def write(book):
        page = plain(book)
        page.add_table(0, 0, 1, 1, {"columns": [{"header": "document"}, {"header": "total"}]})
        page.write(0, 4, "my own")

    source = made(write)
    assert cells(returned(source, identity=Identity("1", {("Data", 2): "r1"}))) == cells(source)


def test_a_csv_file_becomes_a_workbook_of_texts():
    source = "document;total\r\n007;'=1+1\r\n12345678901234567890;Größe 😀\r\n".encode()
    identity = Identity("9", {("", 2): "r1"})
    content = returned(source, [CellOutcome("", 2, 1, Outcome.PROBLEM, "=1+1", "no number")], identity, "csv")
    data = cells(content)["Table"]
    assert data[2] == {0: (Kind.TEXT, "007", False), 1: (Kind.TEXT, "=1+1", False), 2: (Kind.TEXT, "r1", False)}
    assert data[3][0].text == "12345678901234567890"
    assert data[3][1].text == "Größe 😀"
    book = opened(content)
    assert book["Table"]["B2"].comment
    assert book["Table"].column_dimensions["C"].hidden


def test_a_csv_text_that_fits_no_cell_is_refused():
    with pytest.raises(BadInput, match="A2 has 40000 characters"):
        returned(b"document\n" + b"x" * 40_000, kind="csv")


def test_lost_charts_are_told():
    def write(book):
        plain(book)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Data!$B$2:$B$2"})
        book.worksheets()[0].insert_chart("D1", chart)

    page = opened(returned(made(write)))[PROBLEMS]
    assert "charts" in page["A3"].value
    assert "charts" not in (opened(returned(rich_workbook()))[PROBLEMS]["A3"].value or "")


def test_more_notes_than_excel_can_bear_become_colours(monkeypatch):
    monkeypatch.setattr(cell_notes, "MOST_NOTES", 2)
    outcomes = [CellOutcome("Data", row, 1, Outcome.APPLIED) for row in (2, 3, 4)]
    outcomes.append(CellOutcome("Data", 5, 1, Outcome.PROBLEM))
    book = opened(returned(rich_workbook(), outcomes))
    assert [row for row in (2, 3, 4, 5) if book["Data"][f"B{row}"].comment] == [2, 5]
    assert book["Data"]["B4"].fill.fill_type == "solid"
    assert "2 more cells are only coloured" in book[PROBLEMS]["A3"].value


def test_a_note_of_theirs_without_room_for_ours_stays_alone():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["A1"].comment = Comment("y" * 32_760, "me")
    target = io.BytesIO()
    book.save(target)
    sheet = opened(returned(target.getvalue(), [CellOutcome("Sheet", 1, 0, Outcome.PROBLEM)]))["Sheet"]
    assert sheet["A1"].comment.text == "y" * 32_760
