"""Masses: far too many of something, or something far too long or nested too deep. Some take seconds to make."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.tables import TableErrorCode
from tests.extraction.tables.books import package
from tests.extraction.tables.hostile import (
    ANY_REFUSAL,
    BOMB,
    BOOK,
    DAMAGED,
    LINKS,
    MAIN,
    SHEET,
    STRINGS,
    STYLES,
    Hostile,
    links,
    number,
    workbook,
    worksheet,
)

_ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
_SAYS_ONE = {"Data!A1": number("1")}
_SPARSE = frozenset({TableErrorCode.TOO_SPARSE, TableErrorCode.TOO_MANY_COLUMNS, TableErrorCode.TOO_MANY_ROWS})
_LARGE = frozenset({TableErrorCode.DAMAGED, TableErrorCode.TOO_MANY_COLUMNS, TableErrorCode.TOO_LARGE})
_COSTLY = frozenset({*ANY_REFUSAL, TableErrorCode.TOO_SLOW})


def hostile_masses() -> Iterator[Hostile]:
    yield from _extents()
    yield from _sheets()
    yield from _around()
    yield from _index()
    yield from _depths()
    yield from _members()
    yield from _lines()


def _with(after: str, **parts: str) -> bytes:
    return package("", **{SHEET: worksheet(f"<sheetData>{_ONE}</sheetData>{after}"), **parts})


def _extents() -> Iterator[Hostile]:
    far = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_000, 97))
    yield Hostile("thousands of far rows", package(far), _SPARSE, "rows at great distances")
    diagonal = "".join(f'<row r="{n * 800}"><c r="{_letters(n)}{n * 800}"><v>1</v></c></row>' for n in range(1, 300))
    yield Hostile("diagonal", package(diagonal), _SPARSE, "300 cells in a square of 72 million")
    corner = '<row r="249999"><c r="W249999"><v>1</v></c></row>'
    yield Hostile("just not too sparse", package(_ONE + corner), _COSTLY, "the largest rectangle there may be", True,
                  _SAYS_ONE)  # fmt: skip
    names = "".join(f'<sheet name="S{n}" r:id="r{n}"/>' for n in range(40))
    relations = links(*((f"r{n}", f"worksheets/s{n}.xml", "worksheet") for n in range(40)))
    parts = {f"xl/worksheets/s{n}.xml": worksheet(f"<sheetData>{_ONE}{corner}</sheetData>") for n in range(40)}
    content = package("", **{BOOK: workbook(names), LINKS: relations, **parts})
    yield Hostile("40 sheets just not too sparse", content, _COSTLY, "240 million cells in a few KB")
    short = "".join("<row><c><v>1</v></c></row>" for _ in range(250_001))
    yield Hostile("row 250,001", package(short), BOMB | _SPARSE, "one row more than allowed")
    wide = "<row>" + "".join(f"<c><v>{n}</v></c>" for n in range(16_385)) + "</row>"
    yield Hostile("column 16,385", package(wide), _SPARSE, "more columns than Excel has")
    blank = "<row>" + "".join(f'<c s="{n % 90}"/>' for n in range(1_500_000)) + "</row>"
    yield Hostile("a million blank cells", package(blank), _COSTLY, "cells that only have a format", True)
    rows = "".join(f'<row r="{n}" ht="{n % 97}"/>' for n in range(1, 400_000))
    yield Hostile("400,000 blank rows", package(rows), (), "rows that only have a height")
    errors = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 100_000))
    yield Hostile("100,000 errors", package(errors), (), "nothing but errors")


def _letters(column: int) -> str:
    high, low = divmod(column - 1, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def _sheets() -> Iterator[Hostile]:
    for count in (1_000, 10_000):
        sheets = "".join(f'<sheet name="S{n}" r:id="r{n}"/>' for n in range(count))
        relations = links(*((f"r{n}", f"worksheets/s{n}.xml", "worksheet") for n in range(count)))
        parts = {f"xl/worksheets/s{n}.xml": worksheet(f"<sheetData>{_ONE}</sheetData>") for n in range(count)}
        content = package("", **{BOOK: workbook(sheets), LINKS: relations, **parts})
        yield Hostile(f"{count:,} sheets", content, _COSTLY, "more sheets than anybody needs", True,
                      {"S999!A1": number("1")})  # fmt: skip


def _around() -> Iterator[Hostile]:
    many = {
        "merged ranges": "<mergeCells>{}</mergeCells>", "validations": "<dataValidations>{}</dataValidations>",
        "links": "<hyperlinks>{}</hyperlinks>",
    }  # fmt: skip
    each = {
        "merged ranges": '<mergeCell ref="A{0}:B{0}"/>',
        "validations": '<dataValidation type="list" sqref="A{0}"><formula1>"a{0},b"</formula1></dataValidation>',
        "links": '<hyperlink ref="A{0}" location="B{0}"/>',
    }
    for name, around in many.items():
        inside = "".join(each[name].format(n) for n in range(1, 1_000_001))
        yield Hostile(
            f"a million {name}", _with(around.format(inside)), _COSTLY, "what surrounds cells", True, _SAYS_ONE
        )
    comments = "".join(f'<comment ref="A{n}"><text><t>x{n}</t></text></comment>' for n in range(1, 1_000_001))
    parts = {"xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList>{comments}</commentList></comments>'}
    yield Hostile("a million comments", _with("", **parts), (), "never read", cells=_SAYS_ONE)


def _index() -> Iterator[Hostile]:
    sheets = '<sheet name="Data" r:id="r1"/>'
    name = f'<definedNames><definedName name="{"n" * 1_000_000}">{"1+" * 500_000}1</definedName></definedNames>'
    yield Hostile(
        "name of a megabyte", package(_ONE, **{BOOK: workbook(sheets, name)}), BOMB, "a name", True, _SAYS_ONE
    )
    names = "".join(f'<definedName name="n{n}">Data!$A${n}</definedName>' for n in range(200_000))
    content = package(_ONE, **{BOOK: workbook(sheets, f"<definedNames>{names}</definedNames>")})
    yield Hostile("200,000 names", content, _COSTLY, "names", True, _SAYS_ONE)
    elements = "".join(f"<a b='{n % 10}'/>" for n in range(1_500_000))
    content = package(_ONE, **{BOOK: workbook(sheets, elements)})
    yield Hostile("a million elements in the index", content, _COSTLY, "much that means nothing", True, _SAYS_ONE)
    formats = "".join(f'<xf numFmtId="{n}"/>' for n in range(500_000))
    content = package(_ONE, **{STYLES: f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>'})
    yield Hostile("500,000 styles", content, _COSTLY, "more styles than cells", True, _SAYS_ONE)
    strings = "".join(f"<si><t>{n}</t></si>" for n in range(2_000_000))
    content = package(_ONE, **{STRINGS: f'<sst xmlns="{MAIN}">{strings}</sst>'})
    yield Hostile("two million texts nobody uses", content, _COSTLY, "much that is never told", True, _SAYS_ONE)


def _depths() -> Iterator[Hostile]:
    for count in (10_000, 300_000):
        deep = "".join(f"<a{n % 1000}>" for n in range(count)) + "".join(
            f"</a{n % 1000}>" for n in reversed(range(count))
        )
        sheet = package("", **{SHEET: worksheet(f"{deep}<sheetData>{_ONE}</sheetData>")})
        yield Hostile(f"{count:,} levels in the sheet", sheet, _COSTLY, "nested far too deep", True, _SAYS_ONE)
        index = workbook('<sheet name="Data" r:id="r1"/>', deep)
        yield Hostile(
            f"{count:,} levels in the index", package(_ONE, **{BOOK: index}), _COSTLY, "deep", True, _SAYS_ONE
        )
        strings = f'<sst xmlns="{MAIN}"><si>{deep}<t>a</t></si></sst>'
        yield Hostile(
            f"{count:,} levels in texts", package(_ONE, **{STRINGS: strings}), _COSTLY, "deep", True, _SAYS_ONE
        )
    varied = "".join(f"{n:x}" for n in range(2_000_000))
    for name, sheet in {
        "attribute of 12 MB": f'<sheetData a="{varied}">{_ONE}</sheetData>',
        "address of 12 MB": f'<sheetData><row r="1"><c r="{varied}"><v>1</v></c></row></sheetData>',
        "element named by 12 MB": f"<a{varied}/><sheetData>{_ONE}</sheetData>",
        "comment of 12 MB": f"<!--{varied}--><sheetData>{_ONE}</sheetData>",
        "number of 12 MB": f'<sheetData><row r="1"><c r="A1"><v>{varied}</v></c></row></sheetData>',
    }.items():
        yield Hostile(name, package("", **{SHEET: worksheet(sheet)}), DAMAGED, "one thing of 12 MB", True)
    attributes = " ".join(f'a{n}="{n}"' for n in range(300_000))
    content = package("", **{SHEET: worksheet(f"<sheetData {attributes}>{_ONE}</sheetData>")})
    yield Hostile("300,000 attributes", content, _COSTLY, "an element with too many attributes", True, _SAYS_ONE)
    spaces = " ".join(f'xmlns:n{n}="u{n}"' for n in range(100_000))
    content = package("", **{SHEET: worksheet(f"<sheetData {spaces}>{_ONE}</sheetData>")})
    yield Hostile("100,000 name spaces", content, _COSTLY, "too many name spaces", True, _SAYS_ONE)


def _members() -> Iterator[Hostile]:
    many = {f"xl/media/{place}.bin": bytes(100_000) for place in range(500)}
    yield Hostile("bomb of many members", package(_ONE, **many), BOMB, "500 members of 100 KB")
    yield Hostile("many empty members", package(_ONE, **{f"x/{n}": "" for n in range(20_000)}), (), "no bomb", True)


def _lines() -> Iterator[Hostile]:
    yield Hostile("unclosed quote, long", b'a,b\n"1' + b",2\n" * 2_000_000, DAMAGED, "six megabytes in one cell")
    yield Hostile("ten million columns", b"1," * 10_000_000, _LARGE, "a row of ten million cells")
    yield Hostile("ten million blanks", b"," * 10_000_000, _LARGE, "a row of ten million blank cells")
    yield Hostile("too many rows", b"1\n" * 250_001, {TableErrorCode.TOO_MANY_ROWS}, "one row more than allowed")
    yield Hostile("long line", b"a,b\n" + b"x,y," * 3_000_000, _LARGE, "a line of twelve megabytes")
