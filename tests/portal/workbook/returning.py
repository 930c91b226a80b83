"""Return workbooks, made and looked at in tests."""

import io
import posixpath
import warnings
import zipfile
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import openpyxl
import xlsxwriter

from extraction.tables import read
from portal.workbook.problems_sheet import PROBLEMS
from portal.workbook.return_workbook import Identity, write_return

NEW = Identity("new")
TEXTS = (
    "=1+1", "+49 30", "-x", "@a", "007", "12345678901234567890", "a\nb", "a\rb", " lead", "😀 ü", "مرحبا", "_x000D_",
    "#N/A", "\tx", "1e5",
)  # fmt: skip


def returned(source, outcomes=(), identity=NEW, kind="xlsx"):
    """The return workbook, which every program opens."""
    target = io.BytesIO()
    write_return(source, kind, outcomes, identity, target)
    content = target.getvalue()
    assert_whole(content)
    return content


def cells(content, *, without=(PROBLEMS, "_proofsheet")):
    """What our own reader makes of the user's sheets."""
    return {
        sheet.name: {row.number: row.cells for row in sheet.rows()}
        for sheet in read(content).sheets
        if sheet.name not in without
    }


def opened(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numbers that are shown as dates, and are none
        return openpyxl.load_workbook(io.BytesIO(content))


def made(write, options=None):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, **(options or {})}) as book:
        write(book)
    return target.getvalue()


def rich_workbook():
    """What people and programs put into workbooks."""

    def write(book):
        page, other = book.add_worksheet("Data"), book.add_worksheet("Müller's own")
        hidden = book.add_worksheet("_proofsheet")
        hidden.hide()
        for row, pair in enumerate([("contract version", "3"), ("export", "old")]):
            hidden.write_row(row, 0, pair)
        hidden.write_column(0, 4, ["paid", "open"])
        quoted = book.add_format({"quote_prefix": True, "num_format": "@"})
        dated, percent = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "0.0%"})
        bold = book.add_format({"bold": True})
        headers = ["document", "text", "number", "day", "state", "row id"]
        for number, text in enumerate(TEXTS, start=1):
            page.write_string(number, 0, f"{number:04}")
            page.write_string(number, 1, text, quoted)
            page.write_number(number, 2, number / 7)
            page.write_datetime(number, 3, date(2024, 3, number), dated)
            page.write_string(number, 4, "paid")
            page.write_string(number, 5, f"r{number}")
        page.add_table(0, 0, len(TEXTS), 5, {"name": "Data", "columns": [{"header": header} for header in headers]})
        page.data_validation(1, 4, 20, 4, {"validate": "list", "source": "=_proofsheet!$E$1:$E$2"})
        page.set_column(1, 1, 33)
        page.set_column(5, 5, None, None, {"hidden": True})
        page.freeze_panes(1, 1)
        page.write_comment(1, 0, "my own note")
        other.write_row(0, 0, ["a", "b"])
        for row, value in enumerate([1, 45000.123456789, 60, 0.5, -3, 2958466.5], start=1):
            other.write_number(row, 0, value, dated)
        other.write_number(7, 0, 0.123, percent)
        other.write_boolean(8, 0, True)
        other.write_rich_string(9, 0, "plain ", bold, " bold\n", "end")
        other.write_url(10, 0, "https://example.org/x", None, "words")
        other.write_formula(1, 1, "=1+1", None, 2)
        other.write_formula(2, 1, '="a"&"<&>"', None, "a<&>")
        other.write_formula(3, 1, "=1/0", None, "#DIV/0!")
        other.write_formula(4, 1, "=A3", dated, 45000)
        other.write_formula(5, 1, "=TRUE()", None, True)
        other.write_formula(6, 1, "=NOW()", None, "")
        other.write_array_formula(7, 1, 8, 1, "{=A2:A3}", None, 5)
        other.merge_range(11, 0, 12, 1, "merged")
        other.autofilter(0, 0, 10, 1)
        other.conditional_format(0, 0, 5, 0, {"type": "cell", "criteria": ">", "value": 3, "format": bold})
        book.define_name("mine", "='Müller''s own'!$A$1:$A$5")

    return made(write)


def assert_whole(content):
    """The package opens without repair: relations lead to parts, parts have types, tables equal their headers."""
    package = zipfile.ZipFile(io.BytesIO(content))
    names = package.namelist()
    assert len(names) == len(set(names))
    types = package.read("[Content_Types].xml").decode()
    for name in names:
        if name.endswith((".xml", ".vml", ".rels")):
            ElementTree.fromstring(package.read(name))
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            for relation in ElementTree.fromstring(package.read(name)):
                if relation.get("TargetMode") != "External":
                    path = posixpath.normpath(posixpath.join("/", base, relation.get("Target")))[1:]
                    assert path in names, (name, path)
        elif name != "[Content_Types].xml":
            assert f'"/{name}"' in types or f'Extension="{name.rsplit(".")[-1]}"' in types, name
    book = opened(content)
    tables = [table.displayName.casefold() for sheet in book for table in sheet.tables.values()]
    assert len(tables) == len(set(tables))
    for sheet in book:
        for table in sheet.tables.values():
            headers = [column.name for column in table.tableColumns]
            assert headers == [cell.value for cell in sheet[table.ref][0]]
            assert len({header.casefold() for header in headers}) == len(headers)
        columns = sorted((group.min, group.max) for group in sheet.column_dimensions.values() if group.min)
        assert all(left[1] < right[0] for left, right in pairwise(columns))
        assert all(len(rule.formula1 or "") <= 257 for rule in sheet.data_validations.dataValidation)
    selected = [sheet.title for sheet in book if sheet.sheet_view.tabSelected]
    assert selected == [book.sheetnames[0]]


def plain(book):
    page = book.add_worksheet("Data")
    page.write_row(0, 0, ["document", "total"])
    page.write_row(1, 0, ["a", 1])
    return page


def edited(content, part, change):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
    return target.getvalue()
