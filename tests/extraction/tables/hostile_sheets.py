"""Hostile sheets: named oddly, with broken surroundings, or no sheets at all."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from tests.extraction.tables.books import package
from tests.extraction.tables.hostile import (
    ANY_REFUSAL,
    BOOK,
    DAMAGED,
    LINKS,
    MAIN,
    SHEET,
    STRINGS,
    Hostile,
    links,
    number,
    workbook,
    worksheet,
)

_ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
_SAYS_ONE = {"Data!A1": number("1")}


def hostile_sheets() -> Iterator[Hostile]:
    yield from _names()
    yield from _surroundings()
    yield from _broken()


def _with(after: str, **parts: str) -> bytes:
    return package("", **{SHEET: worksheet(f"<sheetData>{_ONE}</sheetData>{after}"), **parts})


def _names() -> Iterator[Hostile]:
    odd = ["", " ", "a" * 32, "b" * 100_000, "History", "[x]", "a:b", "a/b\\c?d*e", "'quoted'", "=1+1", "ÄÖÜ", "😀"]
    odd += ["\u202ex", "\ufffd", "a\nb", "<script>", "_x0041_", "../../x", "Data\u200b", "NUL"]
    for name in odd:
        sheets = workbook(f'<sheet name={quoteattr(name)} sheetId="1" r:id="r1"/>')
        content = package(_ONE, **{BOOK: sheets})
        yield Hostile(f"sheet named {name[:20]!r}", content, DAMAGED, "a name Excel refuses, or an odd one", True)
    chart = workbook('<sheet name="Chart" r:id="r2"/><sheet name="Data" r:id="r1"/>')
    relations = links(("r1", "worksheets/sheet1.xml", "worksheet"), ("r2", "chartsheets/sheet1.xml", "chartsheet"))
    parts = {"xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"/>'}
    content = package(_ONE, **{BOOK: chart, LINKS: relations, **parts})
    yield Hostile("chart sheet", content, (), "a sheet without cells", cells=_SAYS_ONE)
    for state in ("hidden", "veryHidden", "nonsense"):
        sheets = workbook(f'<sheet name="Data" state="{state}" r:id="r1"/>')
        yield Hostile(f"{state} sheet", package(_ONE, **{BOOK: sheets}), DAMAGED, "hidden", True, _SAYS_ONE)


def _surroundings() -> Iterator[Hostile]:
    whole = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield Hostile("all cells merged", _with(whole), (), "one range of 17 billion cells", cells=_SAYS_ONE)
    for reference in ("A1:", "Z9:A1", "A1:ZZZZ99999999999", "x", "-A1:B2", ""):
        merged = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
        yield Hostile(f"merged {reference!r}", _with(merged), DAMAGED, "a range that is none", True, _SAYS_ONE)
        dimension = worksheet(f'<dimension ref="{reference}"/><sheetData>{_ONE}</sheetData>')
        content = package("", **{SHEET: dimension})
        yield Hostile(f"dimension {reference!r}", content, DAMAGED, "a size that is none", True, _SAYS_ONE)
    lying = worksheet(f'<dimension ref="A1:XFD1048576"/><sheetData>{_ONE}</sheetData>')
    yield Hostile("lying dimension", package("", **{SHEET: lying}), DAMAGED, "17 billion cells", True, _SAYS_ONE)
    count = f'<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    yield Hostile("lying count of texts", package(_ONE, **{STRINGS: count}), ANY_REFUSAL, "no such", True, _SAYS_ONE)
    columns = '<tableColumns><tableColumn name="x"/></tableColumns>'
    table = f'<table xmlns="{MAIN}" id="1" name="T" ref="A1:B9">{columns}</table>'
    parts = {
        "xl/tables/table1.xml": table,
        "xl/worksheets/_rels/sheet1.xml.rels": links(("t1", "../tables/table1.xml", "table")),
    }
    content = _with('<tableParts><tablePart r:id="t1"/></tableParts>', **parts)
    yield Hostile(
        "table with other headers", content, DAMAGED, "a table that is not what the cells say", True, _SAYS_ONE
    )
    circle = {"xl/worksheets/_rels/sheet1.xml.rels": links(("t1", "sheet1.xml", "worksheet"), ("t2", "", "table"))}
    yield Hostile("sheet that relates to itself", _with("", **circle), (), "a circle", cells=_SAYS_ONE)


def _broken() -> Iterator[Hostile]:
    for name, inside in {
        "no cells": "", "unclosed": f"<sheetData>{_ONE}", "closed twice": f"<sheetData>{_ONE}</sheetData></sheetData>",
        "wrongly nested": '<sheetData><row r="1"><c r="A1"><v>1</c></v></row></sheetData>',
    }.items():  # fmt: skip
        yield Hostile(
            f"sheet with {name}", package("", **{SHEET: worksheet(inside)}), DAMAGED, "broken XML", not inside
        )
    for name, content in {
        "two roots": worksheet("") * 2,
        "text": "hello",
        "other root": "<chart/>",
        "nothing": "",
    }.items():
        yield Hostile(f"sheet of {name}", package("", **{SHEET: content}), DAMAGED, "no sheet")
