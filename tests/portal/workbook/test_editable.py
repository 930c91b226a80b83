"""A workbook of somebody else comes out of openpyxl as it went in: every value, formula, text and look."""

import io
import re
import subprocess
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.tables import DEFAULT, Kind
from extraction.tables.model import collected
from extraction.tables.parse import lines_of
from portal.services.errors import BadInput
from portal.workbook.return_workbook import CellOutcome, Outcome
from tests.portal.workbook.returning import TEXTS, cells, edited, made, opened, plain, returned, rich_workbook
from tests.programs import need


def test_every_cell_of_the_user_comes_back_as_it_was():
    source = rich_workbook()
    assert cells(returned(source)) == cells(source)


def test_a_second_return_changes_nothing_either():
    source = rich_workbook()
    outcome = CellOutcome("Data", 3, 2, Outcome.PROBLEM, "x", "no")
    assert cells(returned(returned(source, [outcome]))) == cells(source)


def test_formulas_stay_formulas_with_their_results_and_texts_stay_texts():
    book = opened(returned(rich_workbook()))
    assert book["Data"]["B2"].value == "=1+1"
    assert book["Data"]["B2"].data_type == "s"
    assert book["Data"]["B2"].quotePrefix
    assert book["Müller's own"]["B2"].data_type == "f"
    assert book["Müller's own"]["B3"].value == '="a"&"<&>"'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "#N/A"])
def test_texts_like_formulas_of_openpyxl_stay_texts(text):
    book = openpyxl.Workbook()
    cell = book.active["A1"]
    cell.value = text
    cell.data_type = "s"
    book.active["A2"] = "=1+1"
    target = io.BytesIO()
    book.save(target)
    result = cells(returned(target.getvalue()))
    assert result == cells(target.getvalue())
    assert result["Sheet"][1][0] == (Kind.TEXT, text, False)


def test_looks_are_kept():
    book = opened(returned(rich_workbook()))
    data, own = book["Data"], book["Müller's own"]
    assert data.tables["Data"].ref == f"A1:F{len(TEXTS) + 1}"
    assert data.column_dimensions["B"].width == pytest.approx(33, abs=1)
    assert data.column_dimensions["F"].hidden
    assert data.freeze_panes == "B2"
    assert data.data_validations.dataValidation[0].formula1 == "_proofsheet!$E$1:$E$2"
    assert data["D2"].number_format == "dd.mm.yyyy"
    assert data["A2"].comment.text == "my own note"
    assert own.auto_filter.ref == "A1:B11"
    assert [str(ranges) for ranges in own.merged_cells.ranges] == ["A12:B13"]
    assert own["A11"].hyperlink.target == "https://example.org/x"
    assert own.conditional_formatting
    assert "mine" in book.defined_names
    assert book["_proofsheet"].sheet_state == "hidden"


def test_rich_text_keeps_its_formats():
    package = zipfile.ZipFile(io.BytesIO(returned(rich_workbook())))
    sheet = package.read("xl/worksheets/sheet3.xml").decode()
    assert re.search(r"<rPr><b ?/>.*? bold\n</t>", sheet, re.DOTALL)


def test_names_stay_with_their_sheets_when_a_sheet_of_charts_is_lost():
    def write(book):
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Data!$B$2:$B$2"})
        book.add_chartsheet("Chart").set_chart(chart)
        plain(book).print_area("A1:B2")

    book = opened(returned(made(write)))
    assert "Chart" not in book.sheetnames
    assert "$A$1:$B$2" in book["Data"].print_area


def test_drop_downs_that_excel_keeps_in_an_extension_survive():
    later = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>other!$A$1:$A$2</xm:f></x14:formula1>'
        "<xm:sqref>B2:B9 D2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    source = edited(made(plain), "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</worksheet>", later))
    (rule,) = opened(returned(source))["Data"].data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref), rule.allowBlank) == ("list", "other!$A$1:$A$2", "B2:B9 D2", True)


@pytest.mark.parametrize("number", ["0.30000000000000004", "123456789012345.67", "1.5E-7", "1E15"])
def test_numbers_keep_all_their_digits(number):
    source = edited(
        made(plain),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("<v>1</v></c></row></", f"<v>{number}</v></c></row></"),
    )
    assert number.encode() in zipfile.ZipFile(io.BytesIO(source)).read("xl/worksheets/sheet1.xml")
    assert cells(returned(source)) == cells(source)


def test_values_below_a_merged_range_and_links_of_blank_cells_stay_as_they_are():
    def write(book):
        page = plain(book)
        page.write_url(4, 0, "https://example.org/", None, "x")

    def change(xml):
        xml = re.sub(r'<c r="A5"[^>]*>.*?</c>', "", xml)
        return xml.replace("<hyperlinks>", '<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells><hyperlinks>')

    source = edited(made(write), "xl/worksheets/sheet1.xml", change)
    assert cells(returned(source)) == cells(source)


def test_a_workbook_that_cannot_be_edited_is_refused_in_words():
    source = edited(made(plain), "xl/styles.xml", lambda xml: xml.replace("<fonts", "<fonts junk"))
    with pytest.raises(BadInput, match="save it as an Excel workbook"):
        returned(source)


def test_entities_are_never_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a;</t></si></sst>'
    with pytest.raises(BadInput):
        returned(edited(made(plain), "xl/sharedStrings.xml", lambda xml: bomb))


def test_libreoffice_reads_it_and_what_libreoffice_wrote_comes_back(tmp_path):
    need("soffice", "libreoffice-calc")
    source = rich_workbook()
    written_by_office = converted(source, tmp_path / "one")
    content = returned(written_by_office, [CellOutcome("Data", 2, 1, Outcome.PROBLEM, "=1+1", "no")])
    assert cells(content) == cells(written_by_office)
    again = cells(converted(content, tmp_path / "two"))
    assert [again["Data"][row][1] for row in range(2, 12)] == [cells(source)["Data"][row][1] for row in range(2, 12)]


def converted(content, folder):
    folder.mkdir()
    (folder / "in.xlsx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "out", folder / "in.xlsx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (folder / "out" / "in.xlsx").read_bytes()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30),
        min_size=1,
        max_size=12,
    )
)
def test_any_text_comes_back_as_it_was(texts):
    def write(book):
        page = book.add_worksheet("Data")
        for row, text in enumerate(texts):
            page.write_string(row, 0, text)

    source = made(write)
    content = returned(
        source, [CellOutcome("Data", row, 0, Outcome.PROBLEM, text, text) for row, text in enumerate(texts, start=1)]
    )
    assert read_here(content)["Data"] == read_here(source)["Data"]


def read_here(content):
    """The lines of each sheet, read without a process of its own, which takes time."""
    return {sheet.name: sheet.lines for sheet in collected(lines_of(content, DEFAULT)).sheets}
