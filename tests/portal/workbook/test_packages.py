"""Every workbook that the portal makes opens without a repair prompt, as far as the file itself can tell."""

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.frozen_labels import FrozenLabels
from evaluation.outcomes import CellOutcome, DocumentOutcome, Outcome
from extraction.contract import AllowedValue, Contract, Field, FieldType, ListField
from portal.models import (
    EvalDocument,
    EvalRun,
    ExportOptions,
    ExtractionRun,
    FrozenLabel,
    LabelKind,
    LabelSet,
    Membership,
    Purpose,
)
from portal.services import evaluation, projects
from portal.workbook import return_workbook, writer
from portal.workbook.content import Link, SheetColumn, SheetContent, Shown
from portal.workbook.exporting import _column as column_of
from portal.workbook.outcomes import CellOutcome as ReturnedCell
from portal.workbook.outcomes import Outcome as Returned
from portal.workbook.own_headers import own_sheets
from tests.portal.workbook.hard_documents import CONTRACT, result
from tests.portal.workbook.journeys import take_out
from tests.portal.workbook.package_checks import faults


@pytest.fixture
def project(root):
    made = projects.create("Hard: <Ümläute> & 'quotes'/\"…\"", "hard", CONTRACT, by=root)
    Membership.objects.filter(user=root).delete()
    return made


@pytest.fixture
def documents(add_document, make_extraction):
    found = [add_document(f"=bill {number} 😀.pdf") for number in range(3)]
    for number, document in enumerate(found):
        make_extraction(document, result(number))
    return found


@pytest.fixture
def compared(project, version, documents) -> EvalRun:
    """A finished evaluation of the documents."""
    run = ExtractionRun.objects.create(project=project, contract_version=version, source="layout")
    label_set = LabelSet.objects.create(project=project, kind=LabelKind.GOLD, hash="0" * 64)
    made = EvalRun.objects.create(project=project, run=run, label_set=label_set, contract_version=version)
    cells = (
        CellOutcome("file", "", None, None, Outcome.OK, None, "=1+1", "=1+1"),
        CellOutcome("what", "line_items", 0, 1, Outcome.WRONG, None, "a\nb", "_x000D_"),
    )
    for one in documents:
        FrozenLabel.objects.create(label_set=label_set, document=one, labels=FrozenLabels(provenance="blind"))
        EvalDocument.objects.create(eval_run=made, document=one, outcome=DocumentOutcome(cells))
    assert evaluation.score(made.pk)
    return made


@pytest.mark.parametrize("largest_table", [20_000, 1])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_workbook_of_any_purpose_is_whole(purpose, largest_table, project, documents, compared, lena, monkeypatch):
    monkeypatch.setattr(writer, "LARGEST_TABLE", largest_table)
    options = ExportOptions(evaluation=compared.pk, approved_only=False, evidence=True)
    assert faults(take_out(project, purpose, lena, options=options)) == []


@pytest.mark.parametrize("purpose", list(Purpose))
def test_so_is_one_of_documents_that_nobody_has_looked_at(purpose, project, add_document, compared, lena):
    add_document("empty.pdf")
    options = ExportOptions(evaluation=compared.pk, approved_only=purpose == Purpose.FINAL)
    assert faults(take_out(project, purpose, lena, options=options)) == []


def made(*sheets: SheetContent) -> bytes:
    target = io.BytesIO()
    writer.write(sheets, target, title="Test", facts={"export": "1"})
    return target.getvalue()


def sheet(name: str, headers: Iterable[str], rows: list[list[object]], **more: object) -> SheetContent:
    columns = [SheetColumn(header, **more) for header in headers]
    return SheetContent(name, columns, rows, len(rows))


_NAMES = st.sampled_from(["a", "b", "a_b", "a__b", "file", "status", "row_id", "a_unit", "file_portal", "x", "total"])
_SIGNS = st.characters(exclude_categories=("Cs",))
_LABELS = st.text(_SIGNS, max_size=40) | st.sampled_from(
    [
        "", "Total", "total:", "Total unit", "status", "row id", "file (portal)", "A", "R1C1", "C", "Q1", "AB12", "²",
        "x" * 31, "x" * 300, "😀" * 20, "Data", "data", "Read me", "History", "'", "a/b", "Data_rows", "rows", "Final",
        "Problems", "_proofsheet", "Evidence", " a ", "a\nb", "_x000A_", "=1+1", "Final Total", "‑", "😀", "№",
    ]
)  # fmt: skip
_CHOICES = st.lists(
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=90)
    | st.sampled_from(["a,b", '"', '"quoted"', "=A1", " ", "N/A"]),
    min_size=1,
    max_size=8,
    unique=True,
)


@st.composite
def _fields(draw: st.DrawFn) -> tuple[Field, ...]:
    found = []
    for name in draw(st.lists(_NAMES, min_size=1, max_size=6, unique=True)):
        kind = draw(st.sampled_from(FieldType))
        allowed = [AllowedValue(value=value) for value in draw(_CHOICES)] if kind is FieldType.ENUM else []
        described = {"label": draw(_LABELS), "description": draw(_LABELS), "allowed": tuple(allowed)}
        found.append(Field(name=name, type=kind, **described))
    return tuple(found)


@st.composite
def _contracts(draw: st.DrawFn) -> Contract:
    names = draw(st.lists(st.sampled_from(["l", "lines", "data", "read_me"]), max_size=4, unique=True))
    lists = [ListField(name=name, label=draw(_LABELS), fields=draw(_fields())) for name in names]
    fields = [one for one in draw(_fields()) if one.name not in names]
    return Contract(name="c", fields=(*fields, Field(name="always")), lists=tuple(lists))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    _contracts(),
    st.sampled_from([Purpose.BLIND, Purpose.ASSISTED, Purpose.REVIEW]),
    st.booleans(),
    st.integers(0, 2),
)
def test_so_is_one_of_any_contract(contract, purpose, with_units, count):
    paths = [field.name for field in contract.fields if field.type.is_number]
    paths += [f"{part.name}.{one.name}" for part in contract.lists for one in part.fields if one.type.is_number]
    own = own_sheets(contract, purpose, paths if with_units else [])
    sheets = [sheet("Read me", ["About"], [["x"]])]
    for one in own:
        rows = [["x"] * len(one.columns)] * count
        sheets.append(SheetContent(one.name, [column_of(column) for column in one.columns], rows, count))
    assert faults(made(*sheets)) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_LABELS, min_size=1, max_size=6), st.integers(0, 1))
def test_sheets_and_tables_have_names_that_excel_takes(names, count):
    assert faults(made(*(sheet(name, ["one", "two"], [["a", 1]] * count) for name in names))) == []


def test_hints_notes_and_choices_of_any_length_are_whole():
    column = SheetColumn(
        "😀" * 40, note="\x0b\ufffe" + "😀" * 20_000, choices=('say "hi"', "b"), only_these=True, hint="😀" * 200
    )
    assert faults(made(SheetContent("Data", [column], [["a"]], 1))) == []


def test_beyond_the_links_that_a_sheet_takes_addresses_stand_as_text(monkeypatch):
    monkeypatch.setattr(writer, "MOST_LINKS", 2)
    rows = [[Link(f"https://example.org/{number}", "open")] for number in range(4)]
    content = made(sheet("Data", ["link"], rows))
    assert faults(content) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<hyperlink ") == 2


def test_a_return_workbook_is_whole_too(project, documents, lena):
    source = take_out(project, Purpose.REVIEW, lena)
    outcomes = [
        ReturnedCell("Data", 2, column, outcome, "=said\n😀", "why", "cause", "remedy")
        for column, outcome in enumerate(Returned)
    ]
    for kind, content in (("xlsx", source), ("csv", "document,Größe\n=a,'=1\n".encode())):
        target = io.BytesIO()
        told = [replace(one, sheet="") for one in outcomes] if kind == "csv" else outcomes
        identity = return_workbook.Identity("new", {("Data" if kind == "xlsx" else "", 2): "1"})
        return_workbook.write_return(content, kind, told, identity, target)
        assert faults(target.getvalue()) == [], kind


# Negative controls: what breaks a workbook is found.


def broken(part: str, change: Callable[[bytes], bytes | None]) -> list[str]:
    """The faults of a workbook of which a part was changed, or left out."""
    columns = [
        SheetColumn("document", note="a note"),
        SheetColumn("state", choices=("open", "paid")),
        SheetColumn("total", Shown.MONEY),
        SheetColumn("link"),
    ]
    rows = [["a", "open", 1, Link("https://example.org", "open")], ["=b", "paid", 2, None]]
    whole = made(SheetContent("Data", columns, rows, 2), sheet("Lines", ["document"], [["a"]]))
    assert faults(whole) == []
    target = io.BytesIO()
    changed = False
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            before = old.read(name)
            after = change(before) if name == part else before
            changed |= after != before
            if after is not None:
                new.writestr(name, after)
    assert changed
    return faults(target.getvalue())


SHEET, TABLE, BOOK = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"
TEXTS = "xl/sharedStrings.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (TEXTS, b"<t>state</t>", b"<t>State!</t>", "the header 'State!' is 'state' for its table"),
        (TABLE, b'name="total"', b'name="State"', "two headers of a table"),
        (TABLE, b'ref="A1:D3"', b'ref="A1:D9"', "reaches to row 9"),
        (TABLE, b'displayName="Data"', b'displayName="Lines"', "the name lines is there twice"),
        (TABLE, b'displayName="Data"', b'displayName="AB12"', "is no name of a range"),
        (TABLE, b' id="1" name="Data"', b' id="2" name="Data"', "two tables have the id 2"),
        (BOOK, b'name="Lines"', b'name="DATA"', "two sheets are called data"),
        (BOOK, b'name="Lines"', b'name="' + b"x" * 32 + b'"', "is no name of a sheet"),
        (SHEET, b"open,paid", b"open," + b"x" * 255, "a drop-down has 260 characters"),
        (SHEET, b"open,paid", b'open,"paid"', "a drop-down is broken"),
        (SHEET, b'"open,paid"', b"Gone!$A$1:$A$2", "takes its entries from"),
        (SHEET, b"<v>2</v></c></row>", b"<f>1+1</f><v>2</v></c></row>", "holds formulas"),
        (SHEET, b"<v>2</v></c></row>", b"<v>NAN</v></c></row>", "holds NAN as a number"),
        (SHEET, b't="s"><v>', b't="s"><v>99', "points to a text that there is not"),
        (SHEET, b'<c r="A2"', b'<c r="A1"', "not in order"),
        (SHEET, b'r:id="rId1"', b'r:id="rId9"', "is no relation"),
        (SHEET, b"</worksheet>", b"", "no element found"),
        (SHEET, b'<hyperlink ref="D2"', b'<hyperlink ref="D2" r:id="rId1"/><hyperlink ref="D2"', "d2 has two links"),
        (TEXTS, b"<t>a</t>", b"<t>" + b"a" * 32_768 + b"</t>", "a text has 32768 characters"),
        (TEXTS, b"<si><t>a</t></si>", b"", "counted wrong"),
        ("xl/comments1.xml", b'ref="A1"', b'ref="B7"', "not where they are drawn"),
        ("[Content_Types].xml", b"/xl/tables/table1.xml", b"/xl/tables/table7.xml", "table7.xml is missing"),
        ("xl/worksheets/_rels/sheet1.xml.rels", b"table1.xml", b"table8.xml", "table8.xml is missing"),
        (TABLE, None, None, "table1.xml is missing"),
    ],
)
def test_a_broken_workbook_is_found(part, old, new, fault):
    found = broken(part, lambda content: None if old is None else content.replace(old, new, 1))
    assert any(fault in one for one in found), found
