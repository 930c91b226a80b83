"""Hostile cells: values, indexes, styles and addresses that no program would write, or only an odd one."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.tables import Cell, Kind, TableErrorCode
from tests.extraction.tables.books import package
from tests.extraction.tables.hostile import (
    ANY_REFUSAL,
    DAMAGED,
    MAIN,
    PROBLEM,
    SHEET,
    STYLES,
    Hostile,
    number,
    row,
    shared,
    text,
    worksheet,
)

_FAR = frozenset({TableErrorCode.TOO_MANY_ROWS, TableErrorCode.TOO_MANY_COLUMNS, TableErrorCode.TOO_SPARSE})
_A1 = "Data!A1"


def hostile_cells() -> Iterator[Hostile]:
    yield from _addresses()
    yield from _shared_texts()
    yield from _numbers()
    yield from _errors_and_formulas()
    yield from _texts()


def _addresses() -> Iterator[Hostile]:
    for place in ("XFD1048576", "A1048576", "XFD1", "A250001", "KO1", "KN200000", "XFE1", "ZZZ9999999"):
        content = package(f'<row><c r="{place}"><v>1</v></c></row>')
        yield Hostile(f"cell at {place}", content, _FAR, "one cell far away")
    for place in ("A0", "A-1", "-A1", "A99999999", "A99999999999999999999", "ZZZZ1", "A" * 5_000 + "1", "", "1", "A",
                  "$A$1", "R1C1", "A1:B2", "Data!A1", "Ä1", "A１", " A1", "A1 ", "A" + "9" * 5_000):  # fmt: skip
        cell = f'<c r="{place}"><v>1</v></c>'
        yield Hostile(f"address {place[:30]!r}", row(cell), DAMAGED, "an address that is none")
    for line in ("0", "-1", "1e5", "1.5", "", "99999999", "9" * 5_000, "１", "x"):
        content = package(f'<row r="{line}"><c><v>1</v></c></row>')
        yield Hostile(f"row {line[:20]!r}", content, DAMAGED, "a row number that is none")
    for name, cells in {
        "doubled": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        "doubled, one an error": '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="A1"><v>2</v></c></row>',
        "doubled without address": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c><v>2</v></c></row>',
        "not in order": '<row r="1"><c r="C1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        "rows not in order": '<row r="3"><c r="A3"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        "two values": '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        "value without a cell": '<row r="1"><v>1</v></row>',
        "value in CDATA": '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
        "value around a comment": '<row r="1"><c r="A1"><v>1<!-- -->2</v></c></row>',
        "value around an instruction": '<row r="1"><c r="A1"><v>1<?x?>2</v></c></row>',
        "text in CDATA": '<row r="1"><c r="A1" t="str"><v>a<![CDATA[b]]>c</v></c></row>',
        "value within a cell of inline text": '<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>',
        "two sheets in one": '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData>',
    }.items():
        yield Hostile(name, package(cells), DAMAGED, "of two values one would be lost")
    blank = package('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"/>')
    yield Hostile("formatted far away", blank, (), "blank cells with a format", cells={_A1: number("1")})
    bare = {_A1: number("1"), "Data!B1": text("x"), "Data!C2": number("3")}
    content = package(
        '<row><c><v>1</v></c><c t="inlineStr"><is><t>x</t></is></c></row><row><c/><c/><c><v>3</v></c></row>'
    )
    yield Hostile("no addresses", content, (), "cells follow one another", cells=bare)
    lower = row('<c r="a1"><v>1</v></c><c r="b1" t="e"><v>#N/A</v></c>')
    yield Hostile("small letters", lower, (), "odd, but clear", cells={_A1: number("1"), "Data!B1": PROBLEM})


def _shared_texts() -> Iterator[Hostile]:
    two = "<si><t>a</t></si><si><t>b</t></si>"
    for index in ("2", "99", "-1", "4294967296", "9" * 40, "1.0", "1e0", "0x1", "x", " 1", "1 ", "+1", "٠"):
        content = shared(two, f'<c r="A1" t="s"><v>{index}</v></c>')
        yield Hostile(f"shared text {index[:20]!r}", content, DAMAGED, "calamine would tell the first text instead")
    for name, strings, said in (
        ("rich", '<si><r><t>a</t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r></si>', "a b"),
        ("phonetic", '<si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh></si>', "課"),
        ("in CDATA", "<si><t>a<![CDATA[b]]>c</t></si>", "abc"),
        ("around a comment", "<si><t>a<!-- -->b</t></si>", "ab"),
        ("of 40,000 characters", f"<si><t>{'x' * 40_000}</t></si>", "x" * 40_000),
        ("with a wrong count", "<si><t>a</t></si>", "a"),
    ):
        content = shared(strings, '<c r="A1" t="s"><v>0</v></c>')
        yield Hostile(f"shared text {name}", content, (), "odd, but clear", cells={_A1: text(said)})
    long = "".join(chr(97 + place % 26) * (place % 7 + 1) for place in range(10_000))
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    content = package(cells, **{"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{long}</t></si></sst>'})
    yield Hostile("one long text in 100,000 cells", content, ANY_REFUSAL, "four gigabytes from one text")


def _styled(style: int, *values: str) -> bytes:
    formats = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="{style}"/></cellXfs></styleSheet>'
    cells = "".join(f'<c r="{chr(65 + place)}1" s="1"><v>{value}</v></c>' for place, value in enumerate(values))
    return package(f'<row r="1">{cells}</row>', **{STYLES: formats})


def _numbers() -> Iterator[Hostile]:
    for value in ("1e400", "-1e400", "NaN", "inf", "-inf", "1e300", "12345678901234567890", "9" * 10_000):
        content = row(f'<c r="A1"><v>{value}</v></c>')
        yield Hostile(f"number {value[:20]}", content, (), "no number that Excel keeps", cells={_A1: PROBLEM})
    for value in ("abc", "1,5", "1 000", "0x10", "", "١"):
        content = row(f'<c r="A1" t="n"><v>{value}</v></c><c r="B1"><v>1</v></c>')
        yield Hostile(f"number {value!r}", content, DAMAGED, "no number", value == "", {"Data!B1": number("1")})
    for serial in ("-1", "-5", "0", "1", "60", "-1e300", "1e300", "NaN", "inf"):
        expected = DAMAGED if serial == "-1e300" else ()  # calamine panics
        yield Hostile(f"date {serial}", _styled(14, serial), expected, "no day that is sure", cells={_A1: PROBLEM})
    last = {_A1: Cell(Kind.DATE, "9999-12-31"), "Data!B1": number("2958466")}
    yield Hostile("last date", _styled(14, "2958465", "2958466"), (), "the end of Excel's calendar", cells=last)
    for said, outcome in {"7": DAMAGED, "x": DAMAGED, "-1": DAMAGED}.items():
        yield Hostile(f"boolean {said}", row(f'<c r="A1" t="b"><v>{said}</v></c>'), outcome, "neither true nor false")
    for style in ("99", "-1", "x", "9" * 40, ""):
        content = row(f'<c r="A1" s="{style}"><v>5</v></c>')
        yield Hostile(f"style {style[:20]!r}", content, DAMAGED, "a style that is not there", True, {_A1: number("5")})
    for kind in ("x", "S", "E", "", "error"):
        content = row(f'<c r="A1" t="{kind}"><v>1</v></c>')
        yield Hostile(f"type {kind!r}", content, DAMAGED, "a type of cell that is none")


def _errors_and_formulas() -> Iterator[Hostile]:
    for error in ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"):
        content = row(f'<c r="A1" t="e"><v>{error}</v></c><c r="B1"><v>1</v></c>')
        yield Hostile(f"error {error}", content, (), "an error value", cells={_A1: PROBLEM, "Data!B1": number("1")})
    for error in ("#GETTING_DATA", "#SPILL!", "#CALC!", "#ERROR!", "Err:502", "#n/a", "x", "&lt;"):
        content = row(f'<c r="A1" t="e"><v>{error}</v></c><c r="B1"><v>1</v></c>')
        yield Hostile(f"error {error}", content, (), "unknown", cells={_A1: PROBLEM, "Data!B1": number("1")})
    problem = Cell(Kind.PROBLEM, "", formula=True)
    for name, cell, said in (
        ("never calculated", '<c r="A1"><f>1+1</f></c>', problem),
        ("with a blank value", '<c r="A1"><f>1+1</f><v></v></c>', problem),
        ("true or false, never calculated", '<c r="A1" t="b"><f>1=1</f></c>', problem),
        ("an error", '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', problem),
        ("an error without a text", '<c r="A1" t="e"><f>1/0</f></c>', problem),
        ("of a huge number", '<c r="A1"><f>9^999</f><v>1e400</v></c>', problem),
        ("of a long text", f'<c r="A1" t="str"><f>1</f><v>{"x" * 40_000}</v></c>', Cell(Kind.TEXT, "x" * 40_000, True)),
        ("that is long", f'<c r="A1"><f>{"1+" * 4_000}1</f><v>5</v></c>', Cell(Kind.NUMBER, "5", True)),
        ("in circles", '<c r="A1"><f>A1</f><v>0</v></c>', Cell(Kind.NUMBER, "0", True)),
        ("to another file", '<c r="A1"><f>[1]Data!A1</f><v>5</v></c>', Cell(Kind.NUMBER, "5", True)),
        ("DDE", '<c r="A1" t="str"><f>cmd|"/c calc"!A0</f><v>x</v></c>', Cell(Kind.TEXT, "x", True)),
        ("shared without a master", '<c r="A1"><f t="shared" si="99"/><v>5</v></c>', Cell(Kind.NUMBER, "5", True)),
        ("array of a whole sheet", '<c r="A1"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c>',
         Cell(Kind.NUMBER, "1", True)),
    ):  # fmt: skip
        yield Hostile(f"formula {name}", row(cell), (), "never evaluated", cells={_A1: said})
    after = '<extLst><ext><x:f xmlns:x="x">Data!B2</x:f></ext></extLst>'
    content = package(
        "", **{SHEET: worksheet(f'<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>{after}')}
    )
    yield Hostile("formula after the cells", content, (), "it belongs to no cell", cells={_A1: number("5")})


def _texts() -> Iterator[Hostile]:
    for name, inside, said in (
        ("rich", "<r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r>", "ab"),
        ("with NUL escape", "<t>a_x0000_b</t>", "a\0b"),
        ("with half a letter", "<t>_xD800_</t>", "_xD800_"),
        ("with two halves", "<t>_xD83D__xDE00_</t>", "_xD83D__xDE00_"),
        ("with U+FFFE", "<t>_xFFFE_</t>", "_xFFFE_"),
        ("with an escaped escape", "<t>_x005F_x0041_</t>", "_x0041_"),
        ("of 40,000 characters", f"<t>{'ä' * 40_000}</t>", "ä" * 40_000),
        ("with line breaks", "<t>a\nb&#10;c</t>", "a\nb\nc"),
    ):
        content = row(f'<c r="A1" t="inlineStr"><is>{inside}</is></c>')
        yield Hostile(f"inline text {name}", content, (), "odd, but clear", cells={_A1: text(said)})
    for bad in ("&#0;", "&#xD800;", "&#xFFFE;", "&nbsp;", "&", "<", "\x01", "\x1f", "&#x110000;", "&#1;"):
        content = row(f'<c r="A1" t="str"><v>a{bad}b</v></c>')
        yield Hostile(f"text with {bad!r}", content, DAMAGED, "characters that XML does not have")
        content = shared(f"<si><t>a{bad}b</t></si>", '<c r="A1" t="s"><v>0</v></c>')
        yield Hostile(f"shared text with {bad!r}", content, DAMAGED, "the same in shared texts", True)
