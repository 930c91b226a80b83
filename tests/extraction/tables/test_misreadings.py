"""What calamine alone would read as something else, or not at all: refused, or read as what it is."""

import io
import zipfile

import pytest

from extraction.tables import DEFAULT, Cell, Kind, TableError, TableErrorCode, read
from tests.extraction.tables.books import book, package, parsed
from tests.extraction.tables.hostile import (
    LINKS,
    MAIN,
    SHEET,
    STRINGS,
    STYLES,
    cells_of,
    links,
    number,
    parts_of,
    row,
    shared,
    text,
    without,
    workbook,
    worksheet,
    zipped,
)


def damage(content, by=parsed):
    with pytest.raises(TableError) as refusal:
        by(content)
    assert refusal.value.code is TableErrorCode.DAMAGED
    return refusal.value.detail


@pytest.mark.parametrize("index", ["-1", "99999999999", "x", " 1", "1 "])
def test_an_index_that_is_none_is_not_the_first_of_the_shared_texts(index):
    detail = damage(shared("<si><t>a</t></si>", f'<c r="A1" t="s"><v>{index}</v></c>'))
    assert detail == "row 1, column 1 points to a text that there cannot be"


def test_line_breaks_and_blanks_between_elements_are_no_part_of_an_index():
    content = shared("<si><t>a</t></si><si><t>b</t></si>", '<c r="A1" t="s">\n  <v>1</v>\n</c>\n')
    assert cells_of(parsed(content)) == {"Data!A1": text("b")}


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
        '<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>',
        '<c r="A1"><v>1</v><v>2</v></c>',
        '<c r="A1"><v>1<!-- -->2</v></c>',
        '<c r="A1"><v><![CDATA[1]]></v></c>',
        '<c r="A1" t="inlineStr"><v>1</v></c>',
        "<v>1</v>",
    ],
)
def test_of_two_values_or_a_value_in_pieces_none_is_lost_in_silence(cells):
    assert damage(row(cells)).startswith("row 1, column ")


@pytest.mark.parametrize("reference", ["ZZZZ1", "A99999999999999", "A0", "$A$1", "x"])
def test_an_address_that_is_none_is_refused_at_once(reference):
    assert reference in damage(row(f'<c r="{reference}"><v>1</v></c>'))


def test_small_letters_make_an_address_too():
    told = cells_of(parsed(row('<c r="a1"><v>1</v></c><c r="b1" t="e"><v>#N/A</v></c>')))
    assert told == {"Data!A1": number("1"), "Data!B1": Cell(Kind.PROBLEM, "")}


def test_a_sheet_that_holds_its_cells_twice_is_refused():
    content = package('<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData>')
    assert "twice" in damage(content)


def test_a_formula_that_belongs_to_no_cell_makes_no_problem_of_the_last_one():
    rules = '<extLst><ext><x:cfRule xmlns:x="x"><x:f>Other!A1</x:f></x:cfRule></ext></extLst>'
    cells = '<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>'
    assert cells_of(parsed(package("", **{SHEET: worksheet(cells + rules)}))) == {"Data!A1": number("5")}


@pytest.mark.parametrize("part", [SHEET, STRINGS])
@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_a_part_in_another_encoding_is_refused_and_not_read_as_blank(part, encoding):
    parts = parts_of(shared("<si><t>Ã¼</t></si>", '<c r="A1" t="s"><v>0</v></c>'))
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{parts[part].decode()}'.encode(encoding)
    assert damage(zipped(parts | {part: declared})) == f"{part} is not in UTF-8"


@pytest.mark.parametrize("serial", ["-1", "-5", "0"])
def test_a_date_before_the_calendar_is_no_time_of_day(serial):
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = package(f'<row r="1"><c r="A1" s="0"><v>{serial}</v></c></row>', **{STYLES: styles})
    assert cells_of(parsed(content)) == {"Data!A1": Cell(Kind.PROBLEM, "")}


def test_what_makes_the_reader_panic_is_damaged_in_words():
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    content = package('<row r="1"><c r="A1" s="0"><v>-1e300</v></c></row>', **{STYLES: styles})
    damage(content, by=read)


def test_without_its_styles_a_date_is_not_read_as_a_number():
    content = book((45355,), formats={(0, 0): "yyyy-mm-dd"})
    assert cells_of(parsed(content)) == {"Data!A1": Cell(Kind.DATE, "2024-03-04")}
    assert damage(without(STYLES, content)) == "styles.xml is missing"


def test_shared_texts_under_another_name_are_refused():
    relations = links(("r1", "worksheets/sheet1.xml", "worksheet"), ("r2", "texts.xml", "sharedStrings"))
    assert damage(package("", **{LINKS: relations, "xl/texts.xml": "<sst/>"})) == "sharedStrings.xml is missing"


def test_one_part_as_two_sheets_is_refused():
    twice = workbook('<sheet name="A" r:id="r1"/><sheet name="B" r:id="r1"/>')
    assert damage(package("", **{"xl/workbook.xml": twice})) == "its list of sheets is broken"


def test_a_sheet_of_an_unknown_kind_is_not_left_out():
    content = package("", **{LINKS: links(("r1", "worksheets/sheet1.xml", "unheardof"))})
    assert damage(content) == "the sheet Data has no part"


def test_a_sheet_without_cells_of_its_own_kind_is_left_out():
    sheets = workbook('<sheet name="Chart" r:id="r2"/><sheet name="Data" r:id="r1"/>')
    relations = links(("r1", "worksheets/sheet1.xml", "worksheet"), ("r2", "chartsheets/sheet1.xml", "chartsheet"))
    parts = {"xl/workbook.xml": sheets, LINKS: relations, "xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>'}
    content = package('<row r="1"><c r="A1"><v>1</v></c></row>', **parts)
    assert cells_of(parsed(content)) == {"Data!A1": number("1")}


def test_a_sheet_that_is_another_part_is_refused():
    content = package("", **{LINKS: links(("r1", "_rels/workbook.xml.rels", "worksheet"))})
    assert "something else" in damage(content)


@pytest.mark.parametrize("spelling", [str.upper, lambda name: name.replace("/", "\\")])
def test_parts_are_found_in_any_spelling_that_calamine_takes(spelling):
    content = book(("a", 1.5, 45355), formats={(0, 2): "yyyy-mm-dd"})
    respelt = zipped({spelling(name): part for name, part in parts_of(content).items()})
    assert parsed(respelt) == parsed(content)


def test_a_lying_size_is_found_under_any_spelling():
    content = package("", **{"xl/SharedStrings.xml": b"<sst>" + b" " * 10_000_000})
    lying = content.replace((10_000_005).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    damage(lying)


def test_a_document_type_in_shared_texts_is_refused_though_nothing_uses_it():
    doctype = '<!DOCTYPE x [<!ENTITY a "ha">]>'
    content = package("", **{STRINGS: f"{' ' * 100}{doctype}<sst><si><t>a</t></si></sst>"})
    assert damage(content) == f"{STRINGS} holds a document type"


def test_an_endless_line_of_csv_is_refused_before_it_is_taken_apart():
    assert damage(b"1," * 2_500_000) == "line 1 has more than 4,000,000 characters"


@pytest.mark.parametrize("said", ['sep="', "sep=\r"])
def test_what_cannot_be_a_delimiter_is_not_taken_for_one(said):
    told = cells_of(parsed(said.encode() + b"\na,b\n1,2\n"))
    assert [cell.text for cell in told.values()][-2:] == ["1", "2"]


@pytest.mark.parametrize("error", ["#SPILL!", "#GETTING_DATA", "#ERROR!", "Err:502", "&lt;x&gt;", "#n/a"])
def test_an_error_value_of_another_kind_is_a_problem_of_its_cell_alone(error):
    cells = f'<c r="A1" t="e"><v>{error}</v></c><c r="B1" t="str"><v>{error}</v></c><c r="C1"><v>5</v></c>'
    calculated = f'<c r="D1" s="0" t="e" vm="1"><f t="shared">1</f><v>{error}</v></c><c r="E1" t="e"><v>#REF!</v></c>'
    told = {place[5:]: cell for place, cell in cells_of(parsed(row(cells, calculated))).items()}
    assert {place: cell.kind for place, cell in told.items() if place != "B1"} == {
        "A1": Kind.PROBLEM,
        "C1": Kind.NUMBER,
        "D1": Kind.PROBLEM,
        "E1": Kind.PROBLEM,
    }
    assert told["B1"] == text(error.replace("&lt;", "<").replace("&gt;", ">"))
    assert told["D1"].formula


def test_the_sheets_beside_one_with_an_unknown_error_are_read():
    sheets = workbook('<sheet name="A" r:id="r1"/><sheet name="B" r:id="r2"/>')
    relations = links(("r1", "worksheets/sheet1.xml", "worksheet"), ("r2", "worksheets/sheet2.xml", "worksheet"))
    second = worksheet('<sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData>')
    parts = {"xl/workbook.xml": sheets, LINKS: relations, "xl/worksheets/sheet2.xml": second}
    content = package('<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>', **parts)
    assert cells_of(parsed(content)) == {"A!A1": Cell(Kind.PROBLEM, ""), "B!A1": number("2")}


def test_a_small_file_may_cost_little_and_a_large_one_more():
    small, large = DEFAULT.for_file_of(10_000), DEFAULT.for_file_of(30_000_000)
    assert small.cpu_seconds <= 10
    assert small.memory_bytes < 512_000_000
    assert (large.cpu_seconds, large.memory_bytes) == (DEFAULT.cpu_seconds, 1_050_000_000)


def test_the_size_of_a_workbook_is_known_before_all_of_it_is_read():
    """A column too many in the first rows ends the reading of a sheet of many megabytes."""
    wide = '<row r="1"><c r="ZZ1"><v>1</v></c></row>'
    many = "".join(f'<row r="{line}"><c r="A{line}"><v>{line}</v></c></row>' for line in range(2, 200_000))
    content = package(wide + many + "<broken")
    with pytest.raises(TableError) as refusal:
        parsed(content)
    assert refusal.value.code is TableErrorCode.TOO_MANY_COLUMNS
    assert zipfile.ZipFile(io.BytesIO(content)).getinfo(SHEET).file_size > 5_000_000
