"""Hostile csv files, and files that only have the name of a table."""

from __future__ import annotations

import random
from collections.abc import Iterator

from extraction.tables import TableErrorCode
from tests.extraction.tables.books import book, package
from tests.extraction.tables.hostile import ANY_REFUSAL, DAMAGED, TYPES, Hostile, text, zipped

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLE = frozenset({TableErrorCode.NOT_A_TABLE})
_MARKUP = frozenset({TableErrorCode.HTML})
_WIDE = frozenset({TableErrorCode.TOO_MANY_COLUMNS})
_ENCODING = frozenset({TableErrorCode.ENCODING})
_LARGE = frozenset({TableErrorCode.DAMAGED, TableErrorCode.TOO_MANY_COLUMNS, TableErrorCode.TOO_LARGE})


def hostile_texts() -> Iterator[Hostile]:
    yield from _other_formats()
    yield from _csv()
    yield from _noise()


def _other_formats() -> Iterator[Hostile]:
    yield Hostile("empty", b"", {TableErrorCode.EMPTY_FILE}, "an upload that broke off at once")
    yield Hostile("one byte", b"P", (), "text of one letter", cells={"A1": text("P")})
    for name, head in {
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
        "gif": b"GIF89a",
        "gzip": b"\x1f\x8b\x08",
        "rar": b"Rar!\x1a\x07",
        "7z": b"7z\xbc\xaf\x27\x1c",
        "rtf": b"{\\rtf1",
        "bzip2": b"BZh91AY",
        "elf": b"\x7fELF\x02\x01\x01\0",
        "exe": b"MZ\x90\0\x03\0",
        "empty zip": b"PK\x05\x06" + bytes(18),
        "sqlite": b"SQLite format 3\0",
    }.items():
        yield Hostile(f"{name} named xlsx", head + bytes(500), _NO_TABLE, f"a {name} file under another name")
    for name, content in {
        "html": "<html><body><table><tr><td>1</td></tr></table></body></html>",
        "html with doctype": "<!DOCTYPE html><p>log in</p>",
        "xml of Excel 2003": '<?xml version="1.0"?><Workbook><Worksheet/></Workbook>',
        "laughing xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>',
    }.items():
        yield Hostile(f"{name} named xlsx", content.encode(), _MARKUP, "markup under another name")
    encrypted = _OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    yield Hostile("encrypted", encrypted, {TableErrorCode.ENCRYPTED}, "a workbook with a password")
    yield Hostile("xls", _OLE + bytes(2_000), {TableErrorCode.OLD_EXCEL}, "the old format")
    yield Hostile("xlsb", package("", **{"xl/workbook.bin": b"\x83\x01\0"}), {TableErrorCode.BINARY_EXCEL}, "binary")
    document = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
    yield Hostile("ods", document, {TableErrorCode.OPEN_DOCUMENT}, "an OpenDocument file")
    for part in ("xl/vbaProject.bin", "XL/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml", "xl\\vbaProject.bin"):
        yield Hostile(f"xlsm {part}", package("", **{part: "x"}), {TableErrorCode.MACROS}, "a workbook with macros")
    kind = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    yield Hostile("xlsm by type", package("", **{TYPES: kind}), {TableErrorCode.MACROS}, "macros by the type alone")
    for name, parts in {"docx": "word/document.xml", "jar": "META-INF/MANIFEST.MF", "readme": "readme.txt"}.items():
        yield Hostile(f"{name} named xlsx", zipped({parts: "x"}), _NO_TABLE, "a zip of something else")
    yield Hostile("zip of the workbook", zipped({"book.xlsx": book(("a",))}), _NO_TABLE, "zipped once more")


def _csv() -> Iterator[Hostile]:
    yield Hostile("csv of NULs", bytes(100_000), _NO_TABLE, "a disk that was never written")
    late = b"a,b\n" * 20_000 + b"1,\0\n"
    yield Hostile("csv with a late NUL", late, ANY_REFUSAL, "a NUL that is not among the first bytes", may_be_read=True)
    yield Hostile("unclosed quote", b'a,b\n"1,2\n3,4\n', DAMAGED, "all that follows would be one cell")
    yield Hostile("text after a quote", b'a,b\n"1"x,2\n', DAMAGED, "a quote in the midst of a cell")
    yield Hostile("a million semicolons", b";" * 1_000_000 + b"x", _WIDE, "one cell far to the right")
    yield Hostile("column 301", b"," * 300 + b"x\n", _WIDE, "one column more than allowed")
    yield Hostile("long cell", b"a\n" + b"x" * 2_000_000, _LARGE, "a cell of two megabytes")
    yield Hostile("blank rows", b"\n" * 200_000 + b"x", (), "one cell far below", cells={"A200001": text("x")})
    yield Hostile("lone CR", b"a,b\r1,2\r", (), "line ends of an old Mac", cells={"A2": text("1"), "B2": text("2")})
    mixed = b"a,b\n" + "Größe,1\n".encode() + "Größe,2\n".encode("cp1252")
    yield Hostile("mixed encodings", mixed, (), "UTF-8 and Windows-1252 in one file", cells={"A1": text("a")})
    for name, content in {
        "half a letter": "a,b\n".encode("utf-16") + b"\x61",
        "lone half": b"\xff\xfe" + b"\x00\xd8" + "a,b".encode("utf-16-le"),
        "wrong half": b"\xfe\xff" + b"\xdc\x00" + "a".encode("utf-16-be"),
    }.items():
        yield Hostile(f"UTF-16, {name}", content, _ENCODING, "UTF-16 that is none")
    yield Hostile("no encoding", b"a,b\n\x81\x8d,\x90\n", _ENCODING, "bytes of no known encoding")
    wide = "\ufeff".encode("utf-32")
    yield Hostile("UTF-32", wide + "a,b\n".encode("utf-32"), ANY_REFUSAL, "an encoding nobody writes", may_be_read=True)
    for said, why in {"sep=\r\n": "no delimiter", 'sep="\n': "a quote as delimiter", "sep=a\n": "a letter"}.items():
        yield Hostile(f"{said!r}", said.encode() + b"a,b\n1,2\n", DAMAGED, f"names {why}", may_be_read=True)
    guarded = {"A1": text("=1+1"), "B1": text("'x"), "C1": text("-5")}
    yield Hostile("guards", b"'=1+1,''x,-5\n", (), "the guard against formulas comes off once", cells=guarded)
    bidi = "\u202eabc,\u200b\n"
    yield Hostile("bidi controls", bidi.encode(), (), "text that is shown backwards", cells={"A1": text("\u202eabc")})


def _noise() -> Iterator[Hostile]:
    for seed in range(10):
        chance = random.Random(seed)
        content = chance.randbytes(chance.choice([4, 100, 5_000, 100_000]))
        yield Hostile(f"noise {seed}", content, ANY_REFUSAL, "random bytes", may_be_read=True)
        tail = b"PK\x03\x04" + chance.randbytes(1_000)
        yield Hostile(f"noise in a zip {seed}", tail, DAMAGED, "random bytes after the first of a zip")
