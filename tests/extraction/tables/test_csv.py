"""What a csv file says: encodings, delimiters, and the guard against formulas."""

import pytest

from extraction.tables import Kind, TableError, TableErrorCode, read
from tests.extraction.tables.books import parsed


def rows(content: bytes) -> list[list[str]]:
    (sheet,) = parsed(content).sheets
    return [[row[column].text for column in range(max(row.cells) + 1)] for row in sheet.rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_umlauts_are_read_in_every_usual_encoding(encoding):
    assert rows("Größe;Straße\n5 €;Ä\n".encode(encoding)) == [["Größe", "Straße"], ["5 €", "Ä"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter):
    content = delimiter.join(["file", "net", "note"]) + "\n" + delimiter.join(["a.pdf", "1", "x"]) + "\n"
    assert rows(content.encode()) == [["file", "net", "note"], ["a.pdf", "1", "x"]]


def test_decimal_commas_do_not_pass_for_delimiters():
    assert rows(b"file;net\na.pdf;1,50\nb.pdf;2,75\n") == [["file", "net"], ["a.pdf", "1,50"], ["b.pdf", "2,75"]]


def test_a_delimiter_stated_for_excel_counts():
    (sheet,) = parsed(b"sep=;\r\nfile;a,b\r\n").sheets
    (row,) = sheet.rows()
    assert (row.number, row[0].text, row[1].text) == (2, "file", "a,b")


def test_a_single_column_is_a_table():
    assert rows(b"file\na.pdf\n") == [["file"], ["a.pdf"]]


def test_every_cell_is_text_exactly_as_written():
    content = 'id,n\n007,1e5\n12345678901234567890,"two\nlines, one cell"\n" padded ",""""\n'
    (sheet,) = parsed(content.encode()).sheets
    told = list(sheet.rows())
    assert {cell.kind for row in told for cell in row.cells.values()} == {Kind.TEXT}
    assert [cell.text for row in told[1:] for cell in row.cells.values()] == [
        "007", "1e5", "12345678901234567890", "two\nlines, one cell", " padded ", '"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'=1+1", "=1+1"),
        ("'+49", "+49"),
        ("'-5", "-5"),
        ("'@x", "@x"),
        ("''quoted'", "'quoted'"),
        ("'\tx", "\tx"),
        ("'90s", "'90s"),
        ("=1+1", "=1+1"),
        ("-5", "-5"),
    ],
)
def test_one_guard_against_formulas_is_taken_off(written, meant):
    assert rows(f"id,x\n1,{written}\n".encode())[1] == ["1", meant]


def test_row_numbers_count_blank_rows():
    (sheet,) = parsed(b"a,b\n\n1,2\n").sheets
    assert [row.number for row in sheet.rows()] == [1, 3]
    assert sheet.address(3, 1) == "B3"


def test_an_open_quotation_mark_is_a_damaged_file():
    with pytest.raises(TableError) as refusal:
        parsed(b'a,b\n1,"two\n3,4\n')
    assert refusal.value.code is TableErrorCode.DAMAGED


def test_bytes_in_no_encoding_are_refused():
    with pytest.raises(TableError) as refusal:
        parsed(b"a,b\n\x81\x8d,x\n")
    assert refusal.value.code is TableErrorCode.ENCODING


def test_the_reading_process_tells_the_same():
    content = "a;b\n\nGröße;'=1\n".encode()
    assert read(content) == parsed(content)
