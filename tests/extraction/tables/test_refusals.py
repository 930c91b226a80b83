"""Files that are no tables, and workbooks made to harm: each refused with its own words, in seconds."""

import io
import os
import pickle
import random
import time
import zipfile
from dataclasses import replace

import pytest

from extraction.tables import DEFAULT, TableError, TableErrorCode, read
from tests.extraction.tables.books import book, package, parsed

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal_of(content, limits=DEFAULT, by=read):
    with pytest.raises(TableError) as refusal:
        by(content, limits)
    return refusal.value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", TableErrorCode.EMPTY_FILE),
        (b"%PDF-1.7 ...", TableErrorCode.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n\0\0", TableErrorCode.NOT_A_TABLE),
        (b"a,b\n1,\0\n", TableErrorCode.NOT_A_TABLE),
        (b"\n <html><table><tr><td>1</td></tr></table>", TableErrorCode.HTML),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>log in</p>", TableErrorCode.HTML),
        (b"<?xml version='1.0'?><Workbook/>", TableErrorCode.HTML),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), TableErrorCode.ENCRYPTED),
        (OLE + bytes(600), TableErrorCode.OLD_EXCEL),
        (b"PK\x03\x04 and then nothing", TableErrorCode.DAMAGED),
        (book(("a",))[:-200], TableErrorCode.DAMAGED),
        (package("", **{"xl/vbaProject.bin": "x"}), TableErrorCode.MACROS),
        (package("", mimetype="x", **{"content.xml": "x"}), TableErrorCode.OPEN_DOCUMENT),
        (package("", **{"xl/workbook.bin": "x"}), TableErrorCode.BINARY_EXCEL),
        (package("<row><c>"), TableErrorCode.DAMAGED),
        (package("", **{"xl/workbook.xml": "<workbook/>"}), TableErrorCode.DAMAGED),
        (package("", **{"xl/_rels/workbook.xml.rels": "<x/>"}), TableErrorCode.DAMAGED),
    ],
)
@pytest.mark.parametrize("by", [read, parsed])
def test_what_is_no_table_is_refused_by_its_bytes(content, code, by):
    refusal = refusal_of(content, by=by)
    assert refusal.code is code
    assert refusal.message.endswith((".", ")"))


def test_macros_are_refused_by_the_content_type_too():
    types = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    content = package("", **{"[Content_Types].xml": f'<Types><Override ContentType="{types}"/></Types>'})
    assert refusal_of(content).code is TableErrorCode.MACROS


def test_a_zip_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal_of(target.getvalue()).code is TableErrorCode.NOT_A_TABLE


def test_a_workbook_that_unpacks_to_far_more_than_its_size_is_refused_before_it_is_unpacked():
    content = package("", **{"xl/sharedStrings.xml": b"<sst>" + b" " * 50_000_000})
    assert len(content) < 100_000
    began = time.monotonic()
    assert refusal_of(content).code is TableErrorCode.BOMB
    assert time.monotonic() - began < 5
    unguarded = refusal_of(content, replace(DEFAULT, ratio=10**6))
    assert unguarded.code is not TableErrorCode.BOMB


def test_a_directory_that_lies_about_sizes_is_refused():
    content = package("", **{"xl/sharedStrings.xml": b"<sst>" + b" " * 50_000_000})
    lying = content.replace((50_000_005).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    assert refusal_of(lying).code is TableErrorCode.DAMAGED
    assert refusal_of(lying, by=parsed).code is TableErrorCode.DAMAGED


@pytest.mark.parametrize("part", ["sheet", "strings", "workbook"])
def test_documents_types_are_refused_so_no_entity_expands(part):
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = {
        "sheet": package('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', prologue=bomb),
        "strings": package("", **{"xl/sharedStrings.xml": f"{bomb}<sst><si><t>&b;</t></si></sst>"}),
        "workbook": package("", **{"xl/workbook.xml": f"{bomb}<workbook/>"}),
    }[part]
    assert refusal_of(content, by=parsed).code is TableErrorCode.DAMAGED


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("XFD1048576", TableErrorCode.TOO_MANY_ROWS),
        ("A250001", TableErrorCode.TOO_MANY_ROWS),
        ("KO1", TableErrorCode.TOO_MANY_COLUMNS),
        ("KN200000", TableErrorCode.TOO_SPARSE),
    ],
)
def test_a_sheet_whose_cells_lie_far_apart_is_refused_in_seconds(reference, code):
    far = int("".join(filter(str.isdigit, reference)))
    content = package(
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{far}"><c r="{reference}"><v>1</v></c></row>'
        if far > 1
        else f'<row r="1"><c r="A1"><v>1</v></c><c r="{reference}"><v>1</v></c></row>'
    )
    began = time.monotonic()
    refusal = refusal_of(content, by=parsed)
    assert refusal.code is code
    assert "Data" in refusal.detail
    assert time.monotonic() - began < 5


def test_without_a_limit_on_cells_the_far_corner_of_a_sheet_takes_all_memory():
    content = package('<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="KN200000"><v>1</v></c></row>')
    assert refusal_of(content, replace(DEFAULT, cells=10**9)).code is TableErrorCode.TOO_MUCH_MEMORY


def test_cells_that_are_only_formatted_do_not_widen_a_sheet():
    content = package('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"/>')
    (sheet,) = read(content).sheets
    assert len(sheet.lines) == 1


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"file_bytes": 100}, TableErrorCode.TOO_LARGE),
        ({"inflated_bytes": 100}, TableErrorCode.BOMB),
        ({"rows": 2}, TableErrorCode.TOO_MANY_ROWS),
        ({"columns": 1}, TableErrorCode.TOO_MANY_COLUMNS),
        ({"cells": 3}, TableErrorCode.TOO_SPARSE),
        ({"wall_seconds": 0.01}, TableErrorCode.TOO_SLOW),
    ],
)
def test_each_limit_can_be_set_and_has_its_own_error(limits, code):
    content = book(("a", "b"), ("c", "d"), ("e", "f"))
    assert len(read(content).sheets[0].lines) == 3
    assert refusal_of(content, replace(DEFAULT, **limits)).code is code
    if "wall_seconds" not in limits:
        assert refusal_of(content, replace(DEFAULT, **limits), by=parsed).code is code


def test_a_reply_beyond_its_limit_is_refused():
    content = book(*[(f"text {number} " * 20,) for number in range(1_000)])
    assert refusal_of(content, replace(DEFAULT, reply_bytes=10_000)).code is TableErrorCode.TOO_LARGE


def test_csv_keeps_to_the_limits_too():
    assert refusal_of(b"a\nb\nc\n", replace(DEFAULT, rows=2), by=parsed).code is TableErrorCode.TOO_MANY_ROWS
    assert refusal_of(b"a,b,c\n", replace(DEFAULT, columns=2), by=parsed).code is TableErrorCode.TOO_MANY_COLUMNS


def test_want_of_memory_stops_the_child_and_not_us():
    content = book(*[("text" * 2_500,)] * 4_500)  # one shared text, of which each cell gets a copy
    refusal = refusal_of(content, replace(DEFAULT, memory_bytes=60_000_000))
    assert refusal.code is TableErrorCode.TOO_MUCH_MEMORY
    assert read(content).kind == "xlsx"


def test_the_reading_process_sees_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "canary")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit('looked at PYTHONPATH')")
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path))
    assert read(b"a,b\n1,2\n").kind == "csv"


def test_a_file_that_is_gone_is_refused(tmp_path):
    assert refusal_of(tmp_path / "gone.xlsx").code is TableErrorCode.UNREADABLE


def outcome(content):
    try:
        return read(content).kind
    except TableError as error:
        return error.code


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_with_broken_bytes_is_read_or_refused_and_nothing_else(seed):
    chance = random.Random(seed)
    content = bytearray(book(*[(f"text {number}", number, 0.5) for number in range(50)]))
    for _ in range(chance.choice([1, 5, 50])):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert outcome(bytes(content)) is not TableErrorCode.READER_FAILED


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("kill -KILL $$", TableErrorCode.TOO_SLOW),
        ("kill -XCPU $$", TableErrorCode.TOO_SLOW),
        ("kill -ABRT $$", TableErrorCode.TOO_MUCH_MEMORY),
        ("kill -SEGV $$", TableErrorCode.CRASHED),
        ("echo no such module >&2; exit 1", TableErrorCode.READER_FAILED),
        ("exit 0", TableErrorCode.CRASHED),
    ],
)
def test_however_the_reading_process_ends_there_is_an_error_in_words(tmp_path, monkeypatch, end, code):
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{end}\n")
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", os.fspath(program))
    assert refusal_of(b"a,b\n").code is code


def test_a_reading_process_that_does_not_start_is_not_the_files_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.executable", os.fspath(tmp_path / "gone"))
    assert refusal_of(b"a,b\n").code is TableErrorCode.READER_FAILED


def test_an_error_survives_being_sent_between_processes():
    error = TableError(TableErrorCode.BOMB, "5 MB")
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.detail, again.message) == (error.code, error.detail, error.message)
