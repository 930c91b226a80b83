"""Read, ask, canonicalise, ground, derive, check: the parts put together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.contract import Check, Contract, Conventions, Field, FieldType, ListField
from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.model import PdfDocument
from extraction.pipeline import assemble, extract, storable
from extraction.sources.base import Claim, Statement
from extraction.values import ExtractionResult, Flag, Grounding
from tests.extraction.pages import document, page
from tests.extraction.pdf import pdfs

CONTRACT = Contract(
    name="bills",
    fields=(
        Field(name="number", type=FieldType.IDENTIFIER),
        Field(name="net", type=FieldType.MONEY),
        Field(name="tax", type=FieldType.MONEY, aliases=("Steuer",)),
        Field(name="gross", type=FieldType.MONEY),
    ),
    lists=(
        ListField(
            name="lines",
            fields=(
                Field(name="what"),
                Field(name="quantity", type=FieldType.DECIMAL),
                Field(name="price", type=FieldType.MONEY),
                Field(name="amount", type=FieldType.MONEY),
            ),
        ),
    ),
    checks=(
        Check(name="adds_up", rule="net + tax = gross"),
        Check(name="multiplies", rule="each lines: quantity * price = amount"),
    ),
)


def claims(**raw: str) -> dict[str, Claim | None]:
    return {name: Claim(text) for name, text in raw.items()}


def result(statement: Statement, *lines: str) -> ExtractionResult:
    return assemble(document(page(*lines)), statement, CONTRACT)


def test_every_field_and_list_of_the_contract_is_there():
    found = result(Statement(), "x")
    assert found.fields == {"number": None, "net": None, "tax": None, "gross": None}
    assert found.lists == {"lines": []}


def test_a_value_comes_with_its_text_its_place_and_its_grounding():
    cell = result(Statement(fields=claims(net="1.234,50 EUR")), "Netto 1.234,50 EUR").fields["net"]
    assert (cell.value, cell.unit, cell.raw, cell.page) == ("1234.50", "EUR", "1.234,50 EUR", 1)
    assert cell.grounding is Grounding.EXACT
    assert cell.box[1] == 50.0


def test_the_documents_own_notation_decides_what_is_ambiguous():
    statement = Statement(fields=claims(net="1.234"))
    assert result(statement, "1.234", "5,00 EUR").fields["net"].value == "1234"
    assert result(statement, "1.234", "5.00 EUR").fields["net"].value == "1.234"
    undecided = result(statement, "1.234").fields["net"]
    assert undecided.value is None
    assert undecided.invalid.startswith("ambiguous")
    assert undecided.grounding is Grounding.EXACT


def test_what_the_source_knows_of_the_notation_counts_first():
    statement = Statement(fields=claims(net="1.234"), conventions=Conventions(decimal="."))
    assert result(statement, "1.234", "5.00 EUR").fields["net"].value == "1.234"


def test_canonical_values_are_looked_for_in_the_notation_of_the_page():
    statement = Statement(fields=claims(net="1234.500"), notation="canonical", conventions=Conventions(decimal="."))
    cell = result(statement, "Netto 1.234,50").fields["net"]
    assert (cell.value, cell.grounding) == ("1234.500", Grounding.NORMALISED)


def test_a_unit_the_source_gives_apart_is_the_values():
    statement = Statement(fields={"net": Claim("100", unit="USD"), "gross": Claim("100 EUR", unit="USD")})
    found = result(statement, "100 USD", "100 EUR")
    assert found.fields["net"].unit == "USD"
    assert found.fields["gross"].unit == "EUR"


def test_a_value_that_follows_from_printed_ones_is_derived_by_a_rule():
    found = result(Statement(fields=claims(net="100,00", tax="19,00", gross="119,00")), "Netto 100,00", "Brutto 119,00")
    assert found.fields["tax"].grounding is Grounding.DERIVED
    assert found.fields["tax"].rule == "net + tax = gross"
    assert found.fields["tax"].page is None
    assert found.fields["net"].grounding is Grounding.EXACT


def test_nothing_follows_from_values_that_are_not_printed():
    found = result(Statement(fields=claims(net="100,00", tax="19,00", gross="119,00")), "Netto 100,00")
    assert found.fields["tax"].grounding is Grounding.NONE
    assert found.fields["gross"].grounding is Grounding.NONE


def test_nothing_follows_from_what_does_not_add_up():
    found = result(Statement(fields=claims(net="100,00", tax="18,00", gross="119,00")), "Netto 100,00", "Brutto 119,00")
    assert found.fields["tax"].grounding is Grounding.NONE


def test_cells_of_items_are_derived_too():
    item = claims(what="Schrauben", quantity="2", price="5,00", amount="10,00")
    found = result(Statement(lists={"lines": [item]}), "Schrauben 2 5,00")
    assert [cell.grounding for cell in found.lists["lines"][0].values()] == [
        Grounding.EXACT, Grounding.EXACT, Grounding.EXACT, Grounding.DERIVED
    ]  # fmt: skip


def test_checks_are_run():
    found = result(Statement(fields=claims(net="100", tax="18", gross="119")), "x")
    assert [(check.name, check.passed) for check in found.checks] == [("adds_up", False)]


def test_items_that_say_nothing_are_dropped_and_the_others_have_every_column():
    item = {"what": Claim("Schrauben"), "price": None}
    found = result(Statement(lists={"lines": [{}, {"what": None}, {"what": Claim("  ")}, item]}), "Schrauben")
    assert [list(row) for row in found.lists["lines"]] == [["what", "quantity", "price", "amount"]]


def test_flags_of_the_document_and_notes_of_the_source_are_carried():
    flag = Flag(code="hidden_text", message="Some text cannot be seen.", page=1)
    shown = PdfDocument(pages=(page("x"),), flags=(flag,))
    found = assemble(shown, Statement(notes=("nothing found",)), CONTRACT)
    assert found.flags == (flag,)
    assert found.notes == ("nothing found",)


def test_text_that_nothing_can_store_is_cleaned():
    found = result(Statement(fields=claims(number="R\x0018\ud800-\ufffe31\x1b")), "R18-31")
    assert (found.fields["number"].raw, found.fields["number"].value) == ("R18-31", "R18-31")


@given(st.text())
def test_cleaned_text_can_be_stored(text):
    clean = storable(text)
    clean.encode("utf-8")
    assert not any(ord(sign) < 32 and sign not in "\t\n\r" for sign in clean)
    assert storable(clean) == clean


@given(st.text(max_size=30), st.sampled_from(["number", "net", "nothing"]))
def test_any_statement_has_a_result_that_can_be_written(text, name):
    found = result(Statement(fields={name: Claim(text)}, lists={"lines": [{"what": Claim(text)}]}), "Netto 1.234,50")
    assert ExtractionResult.model_validate_json(found.model_dump_json()) == found


@given(st.decimals(min_value=0, max_value=9999, places=2))
def test_a_value_that_no_page_prints_is_never_grounded(amount):
    cell = result(Statement(fields={"net": Claim(str(amount))}, notation="canonical"), "Netto 7.777,77").fields["net"]
    assert cell.grounding is (Grounding.NORMALISED if amount == Decimal("7777.77") else Grounding.NONE)


class Echo:
    """States what it is told, whatever the document."""

    name = "echo"

    def state(self, document: PdfDocument, contract: Contract) -> Statement:
        return Statement(fields=claims(number="R18-31"))


def test_a_file_is_read_and_its_words_are_searched(tmp_path):
    path = tmp_path / "bill.pdf"
    path.write_bytes(pdfs.page(pdfs.text("Number R18-31", 50, 200)))
    cell = extract(path, CONTRACT, Echo()).fields["number"]
    assert cell.grounding is Grounding.EXACT
    assert cell.box[0] == pytest.approx(50 + 8.7 * 6, abs=10)


def test_a_file_that_cannot_be_read_is_a_typed_error(tmp_path):
    path = tmp_path / "bill.pdf"
    path.write_bytes(b"<html>")
    with pytest.raises(PdfError) as error:
        extract(path, CONTRACT, Echo())
    assert error.value.code is PdfErrorCode.NOT_A_PDF
