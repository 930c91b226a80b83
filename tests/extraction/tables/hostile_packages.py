"""Hostile packages: bombs, lying directories, parts that are missing, doubled or point into nothing, broken bytes."""

from __future__ import annotations

import datetime
import io
import random
import struct
import warnings
import zipfile
from collections.abc import Iterator

from extraction.tables import Cell, Kind, TableErrorCode
from tests.extraction.tables.books import book, package
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
    TYPES,
    Hostile,
    links,
    number,
    parts_of,
    shared,
    text,
    without,
    workbook,
    worksheet,
    zipped,
)

_NO_TABLE = frozenset({TableErrorCode.NOT_A_TABLE})
_ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
_SAYS_ONE = {"Data!A1": number("1")}
_FIRST = ("r1", "worksheets/sheet1.xml", "worksheet")


def hostile_packages() -> Iterator[Hostile]:
    yield from _bombs()
    yield from _directories()
    yield from _missing()
    yield from _links()
    yield from _entities()
    yield from _encodings()
    yield from _broken()


def honest() -> bytes:
    """A workbook with shared texts, numbers, dates, percentages and a formula."""
    rows = [(f"text {line}", line * 1.5, datetime.date(2024, 3, 1 + line % 28), 0.19) for line in range(40)]
    formats = {(line, 2): "yyyy-mm-dd" for line in range(40)} | {(line, 3): "0.0%" for line in range(40)}
    return book(*rows, formats=formats)


HONEST = {
    f"Data!{column}{line + 1}": cell
    for line in range(40)
    for column, cell in {
        "A": text(f"text {line}"),
        "B": number(f"{line * 1.5:g}"),
        "C": Cell(Kind.DATE, f"2024-03-{1 + line % 28:02}"),
        "D": Cell(Kind.PERCENT, "0.19"),
    }.items()
}


def _bombs() -> Iterator[Hostile]:
    for name in (STRINGS, STYLES, BOOK, SHEET, "xl/theme/theme1.xml", "xl/media/image1.png", "docProps/core.xml"):
        yield Hostile(f"bomb in {name}", package(_ONE, **{name: b" " * 20_000_000}), BOMB, "20 MB of blanks")
    inner = zipped({f"{place}.xml": bytes(5_000_000) for place in range(10)})
    yield Hostile("nested bomb", zipped({"xl/workbook.xml": inner, "more.zip": inner}), ANY_REFUSAL, "zips in a zip")
    yield Hostile("overlapping members", _overlapping(), DAMAGED | BOMB, "200 names for one member")
    for packing in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        parts = parts_of(package(_ONE)) | {STRINGS: b" " * 20_000_000}
        yield Hostile(f"bomb packed as {packing}", zipped(parts, packing), BOMB, "another packing")
        yield Hostile(f"packed as {packing}", zipped(parts_of(honest()), packing), DAMAGED, "a packing no program uses")
    for name in (STRINGS, STYLES, SHEET, BOOK, LINKS):
        content = package(_ONE, **{name: b"<sst>" + b" " * 10_000_000})
        lying = content.replace((10_000_005).to_bytes(4, "little"), (100).to_bytes(4, "little"))
        yield Hostile(f"lying size of {name}", lying, DAMAGED, "10 MB that the directory tells as 100 bytes")
    capital = package("", **{"xl/SharedStrings.xml": b"<sst>" + b" " * 10_000_000})
    lying = capital.replace((10_000_005).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    yield Hostile("lying size under another case", lying, DAMAGED, "the name is known in any case")


def _overlapping() -> bytes:
    content = package(_ONE, **{"xl/media/a.bin": bytes(1_000_000)})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.start_dir
        member = archive.getinfo("xl/media/a.bin")
        count = len(archive.infolist())
    directory, end = content[place:-22], content[-22:]
    found = directory.rindex(b"PK\x01\x02", 0, directory.index(b"xl/media/a.bin"))
    entry = directory[found : found + 46 + len(member.filename)]
    copies = b"".join(entry[:46] + f"xl/media/{n:05d}"[:14].encode() for n in range(10_000, 10_200))
    directory += copies
    counts = struct.pack("<HHII", count + 200, count + 200, len(directory), place)
    return content[:place] + directory + end[:8] + counts + end[20:]


def _directories() -> Iterator[Hostile]:
    for name in (SHEET, STRINGS, BOOK, TYPES):
        target = io.BytesIO(package(_ONE, **{STRINGS: "<sst/>"}))
        with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as archive:
            warnings.simplefilter("ignore")
            archive.writestr(name, "<x/>")
        yield Hostile(f"{name} twice", target.getvalue(), DAMAGED, "which of them would be read?")
        yield Hostile(f"{name} in two cases", package(_ONE, **{STRINGS: "<sst/>", name.upper(): "<x/>"}), DAMAGED, "")
    backslash = package(_ONE, **{SHEET.replace("/", "\\"): worksheet("<sheetData/>")})
    yield Hostile("sheet with backslashes too", backslash, DAMAGED, "calamine takes both for one name")
    parts = {name.replace("/", "\\"): content for name, content in parts_of(honest()).items()}
    yield Hostile("all with backslashes", zipped(parts), DAMAGED, "odd, but whole", may_be_read=True, cells=HONEST)
    parts = {name.upper(): content for name, content in parts_of(honest()).items()}
    yield Hostile("all in capitals", zipped(parts), DAMAGED, "odd, but whole", may_be_read=True, cells=HONEST)
    for name in ("../../../tmp/evil.xml", "/etc/passwd", "C:\\evil", "xl/" + "a/" * 5_000 + "x", "a\0b", "\u202e"):
        yield Hostile(f"member {name[:20]!r}", package(_ONE, **{name: "x"}), (), "never written", cells=_SAYS_ONE)
    content = bytearray(honest())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    yield Hostile("member with a password", bytes(content), {TableErrorCode.ENCRYPTED}, "an encrypted member")
    yield Hostile("text before the zip", b"sep=;\n" + honest(), ANY_REFUSAL, "no workbook begins so", may_be_read=True)
    yield Hostile("text after the zip", honest() + b"x" * 1_000, DAMAGED, "a zip with a tail", True, HONEST)
    yield Hostile("two workbooks in a row", package(_ONE) + honest(), DAMAGED, "which of them?", True)
    stored = zipped(parts_of(honest()), zipfile.ZIP_STORED)
    yield Hostile("stored", stored, (), "odd, but whole", cells=HONEST)
    yield Hostile("zip64 figures", honest().replace(b"PK\x05\x06\0\0\0\0", b"PK\x05\x06\xff\xff\xff\xff"), DAMAGED, "")


def _missing() -> Iterator[Hostile]:
    for name in parts_of(honest()):
        content, why = without(name, honest()), f"{name} is gone"
        if name in (SHEET, STRINGS, STYLES, LINKS, TYPES):
            yield Hostile(f"without {name}", content, DAMAGED, why)
        elif name == BOOK:
            yield Hostile(f"without {name}", content, _NO_TABLE, why)
        else:
            yield Hostile(f"without {name}", content, DAMAGED, why, may_be_read=True, cells=HONEST)
    for name in (SHEET, STRINGS, STYLES, BOOK, LINKS, TYPES):
        parts = parts_of(honest())
        yield Hostile(f"blank {name}", zipped(parts | {name: b""}), DAMAGED, "a part of no bytes", name == TYPES)
        yield Hostile(f"half {name}", zipped(parts | {name: parts[name][: len(parts[name]) // 2]}), DAMAGED,
                      "a part that breaks off", name == TYPES)  # fmt: skip
        yield Hostile(f"png as {name}", zipped(parts | {name: b"\x89PNG\r\n"}), DAMAGED, "no XML", name == TYPES)


def _links() -> Iterator[Hostile]:
    nowhere = ["../../../../etc/passwd", "file:///etc/passwd", "http://localhost/x", "", ".", "/", "../workbook.xml"]
    nowhere += ["_rels/workbook.xml.rels", "sheets/gone.xml", "worksheets/sheet1.xml#A1", "x" * 100_000]
    for target in nowhere:
        content = package(_ONE, **{LINKS: links(("r1", target, "worksheet"))})
        yield Hostile(f"sheet at {target[:30]!r}", content, DAMAGED, "a relation that leads to no sheet")
    twice = workbook('<sheet name="A" r:id="r1"/><sheet name="B" r:id="r1"/>')
    yield Hostile("one part as two sheets", package(_ONE, **{BOOK: twice}), DAMAGED, "each would be read again")
    names = "".join(f'<sheet name="S{n}" r:id="r{n}"/>' for n in range(5_000))
    same = links(*((f"r{n}", "worksheets/sheet1.xml", "worksheet") for n in range(5_000)))
    content = package("<row><c><v>1</v></c></row>" * 2_000, **{BOOK: workbook(names), LINKS: same})
    yield Hostile("one part as 5,000 sheets", content, DAMAGED, "ten million cells from a few bytes")
    for name, sheets in {
        "no sheets": "",
        "sheet without a part": '<sheet name="Data" r:id="r9"/>',
        "one sheet of two without a part": '<sheet name="Data" r:id="r1"/><sheet name="More" r:id="r9"/>',
        "sheet without a relation": '<sheet name="Data"/>',
        "two sheets of one name": '<sheet name="Data" r:id="r1"/><sheet name="Data" r:id="r2"/>',
    }.items():
        relations = links(_FIRST, ("r2", "worksheets/sheet2.xml", "worksheet"))
        content = package(_ONE, **{BOOK: workbook(sheets), LINKS: relations, "xl/worksheets/sheet2.xml": worksheet("")})
        yield Hostile(name, content, DAMAGED, "a broken list of sheets")
    other = package(_ONE, **{LINKS: links(("r1", "worksheets/sheet1.xml", "unheardof"))})
    yield Hostile("sheet of an unknown kind", other, DAMAGED, "it would be left out in silence")
    for kind in ("styles", "sharedStrings"):
        moved = package(_ONE, **{LINKS: links(_FIRST, ("r2", "elsewhere.xml", kind)), "xl/elsewhere.xml": "<x/>"})
        yield Hostile(f"{kind} elsewhere", moved, DAMAGED, "calamine would not find it and read other values")
    spelt = links(("r1", "xl/worksheets/sheet1.xml", "worksheet"))
    decoy = {"xl/xl/worksheets/sheet1.xml": worksheet('<sheetData><row r="1"><c r="A1"><v>2</v></c></row></sheetData>')}
    content = package('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>', **{LINKS: spelt}, **decoy)
    yield Hostile("two readings of one target", content, DAMAGED, "both readers must take the same", True,
                  {"Data!A1": Cell(Kind.PROBLEM, "")})  # fmt: skip


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_DOCTYPES = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>',
    "quadratic blow-up": f'<!DOCTYPE x [<!ENTITY l9 "{"ha" * 50_000}">]>',
    "external entity": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "external DTD": '<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">',
    "parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://localhost:9/x.dtd">%p;]>',
    "bare document type": "<!DOCTYPE x>",
}


def _entities() -> Iterator[Hostile]:
    said = "&l9;"
    for name, doctype in _DOCTYPES.items():
        used = "" if name in ("external DTD", "bare document type") else said
        sheet = f'<row r="1"><c r="A1" t="str"><v>a{used}</v></c></row>'
        yield Hostile(f"{name}, sheet", package(sheet, prologue=doctype), DAMAGED, "an entity in the sheet")
        strings = f'{doctype}<sst xmlns="{MAIN}"><si><t>a{used}</t></si></sst>'
        indexed = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
        for cells, where in ((indexed, "shared texts"), (_ONE, "shared texts nobody uses")):
            yield Hostile(f"{name}, {where}", package(cells, **{STRINGS: strings}), DAMAGED, "an entity in texts")
        parts = {
            BOOK: doctype + workbook(f'<sheet name="Data{used}" r:id="r1"/>'),
            LINKS: doctype + links(("r1", f"worksheets/sheet1.xml{used}", "worksheet")),
            STYLES: f'{doctype}<styleSheet xmlns="{MAIN}">{used}</styleSheet>',
        }
        for part, content in parts.items():
            yield Hostile(f"{name}, {part}", package(_ONE, **{part: content}), DAMAGED, "an entity in the index")
        unread = {TYPES: f"{doctype}<Types>{used}</Types>", "docProps/core.xml": f"{doctype}<x>{used}</x>"}
        for part, content in unread.items():
            yield Hostile(f"{name}, {part}", package(_ONE, **{part: content}), DAMAGED, "never parsed", True, _SAYS_ONE)


def _encodings() -> Iterator[Hostile]:
    parts = parts_of(shared("<si><t>Größe</t></si>", '<c r="A1" t="s"><v>0</v></c>'))
    for part in (SHEET, STRINGS, BOOK, LINKS):
        plain = parts[part].decode()
        for encoding in ("utf-16", "utf-16-le", "iso-8859-1", "utf-32", "utf-7", "no-such"):
            bytes_of = encoding if encoding not in ("utf-7", "no-such") else "utf-8"
            content = f'<?xml version="1.0" encoding="{encoding}"?>{plain}'.encode(bytes_of)
            yield Hostile(f"{part} in {encoding}", zipped(parts | {part: content}), DAMAGED, "not UTF-8, or so it says")
        lied = f'<?xml version="1.0" encoding="UTF-8"?>{plain}<!--ö-->'.encode("iso-8859-1")
        yield Hostile(f"{part} says UTF-8", zipped(parts | {part: lied}), DAMAGED, "bytes that are no UTF-8", True)
        marked = f'\ufeff<?xml version="1.0" encoding="UTF-8"?>{plain}'.encode()
        yield Hostile(f"{part} with a mark", zipped(parts | {part: marked}), (), "odd, but whole",
                      cells={"Data!A1": text("Größe")})  # fmt: skip


def _broken() -> Iterator[Hostile]:
    content = honest()
    chance = random.Random(50)
    for place in sorted(chance.sample(range(4, len(content)), 50)):
        yield Hostile(f"cut at {place}", content[:place], DAMAGED, "an upload that broke off")
    for place in sorted(chance.sample(range(len(content)), 100)):
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        yield Hostile(f"flipped at {place}", bytes(flipped), ANY_REFUSAL, "one bit is wrong", place > 4, HONEST)
