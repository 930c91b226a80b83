"""What a table proves about its notation, and what is remembered of it."""

from __future__ import annotations

from extraction.contract import Conventions
from portal.workbook.mapping import remember
from portal.workbook.stated import FILE, IGNORED, ColumnMapping, Mapping, SheetMapping
from tests.portal.workbook.mapped_tables import BILLS, mapped, text
from tests.portal.workbook.sheets import workbook


def conventions(*texts, header="Summe"):
    rows = [("file", "Rechnung Nr.", header), *(("a.pdf", "1.245,30", f'"{one}"') for one in texts)]
    return mapped(text(*rows), BILLS).conventions


def test_conventions_are_proposed_only_where_texts_prove_them():
    assert conventions("1.245,30").decimal == ","
    assert conventions("8.41", "1,000").decimal == "."
    assert conventions("1.245", "1000") == Conventions()
    assert conventions("1.245,30", "1,245.30") == Conventions()
    assert conventions("31/12/2024", "01/02/2024", header="Date").dates == "dmy"
    assert conventions("12/31/2024", header="Date").dates == "mdy"
    assert conventions("31/12/2024", "12/31/2024", header="Date").dates is None
    assert conventions("01/02/2024", header="Date").dates is None
    assert conventions("2024-12-31", "01/02/2024", header="Date").dates is None


def test_a_remembered_header_means_what_it_meant():
    source = text(("Dok", "Firma", "Summe", "Extra"), ("a.pdf", "Alpha", "1,5", "x"))
    before = Mapping(
        sheets=(
            SheetMapping(
                sheet="Tabelle1",
                header_row=4,
                columns=(
                    ColumnMapping(index=0, header="Dok", meaning=FILE, how="chosen"),
                    ColumnMapping(index=1, header="FIRMA", meaning="buyer", how="chosen"),
                    ColumnMapping(index=2, header="Summe", meaning=IGNORED, how="chosen"),
                    ColumnMapping(index=3, header="Extra", meaning=IGNORED),
                    ColumnMapping(index=4, header="Gone", meaning="gone", how="chosen"),
                ),
            ),
            SheetMapping(sheet="Notes", header_row=0),
        )
    )
    (sheet,) = mapped(source, BILLS, remembered=before).sheets
    assert [(column.meaning, column.how) for column in sheet.columns] == [
        (FILE, "remembered"),
        ("buyer", "remembered"),
        (IGNORED, "remembered"),
        (IGNORED, ""),
    ]
    (kept,) = remember(before).sheets
    assert [column.header for column in kept.columns] == ["Dok", "FIRMA", "Summe", "Gone"]


def test_an_empty_file_has_an_empty_mapping():
    assert [sheet.header_row for sheet in mapped(workbook({"Data": []}), BILLS).sheets] == [0]
    assert [sheet.header_row for sheet in mapped(text(("file",), ("a.pdf",)), BILLS).sheets] == [0]
