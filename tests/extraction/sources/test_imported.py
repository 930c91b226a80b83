"""Other programs' predictions, in the line format and in looser forms."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.contract import Contract, Conventions, Field, FieldType, ListField
from extraction.lines import Line, failed, succeeded
from extraction.pipeline import assemble
from extraction.sources.base import Claim, Statement
from extraction.sources.imported import ImportedSource
from extraction.values import Cell, Grounding
from tests.extraction.pages import document, page

CONTRACT = Contract(
    name="bills",
    fields=(
        Field(name="number", type=FieldType.IDENTIFIER, label="Invoice no."),
        Field(name="issued", type=FieldType.DATE),
        Field(name="total", type=FieldType.MONEY),
        Field(name="paid", type=FieldType.BOOLEAN),
    ),
    lists=(
        ListField(
            name="lines",
            label="Line items",
            fields=(Field(name="description"), Field(name="amount", type=FieldType.MONEY)),
        ),
    ),
)
SHOWN = document(page("Nr. R18-31 vom 04.03.2024", "Schrauben 1.234,50", "Gesamt 1.234,50 EUR"))


def state(record: dict, **how) -> Statement:
    return ImportedSource(record, **how).state(SHOWN, CONTRACT)


def said(statement: Statement) -> dict[str, str]:
    return {name: claim.raw for name, claim in statement.fields.items() if claim}


@pytest.mark.parametrize(
    "record",
    [
        {"file": "a.pdf", "fields": {"number": "R18-31", "total": "1.234,50"},
         "lists": {"lines": [{"description": "Schrauben"}]}},
        {"document": "a.pdf", "number": "R18-31", "total": "1.234,50", "lines": [{"description": "Schrauben"}]},
        {"sha256": "ab", "fields": {"number": {"value": "R18-31"}, "total": {"raw": "1.234,50"}},
         "lists": {"lines": {"state": "complete", "rows": [{"description": "Schrauben"}]}}},
        {"Invoice no.": "R18-31", "TOTAL": "1.234,50", "Line items": [{"Description": "Schrauben"}]},
    ],
    ids=["fields and lists", "flat", "cells", "titles"],
)  # fmt: skip
def test_many_forms_say_the_same(record):
    statement = state(record)
    assert said(statement) == {"number": "R18-31", "total": "1.234,50"}
    assert statement.lists["lines"] == [{"description": Claim("Schrauben")}]
    assert statement.notes == ()


def test_the_record_says_which_document_it_is_about():
    assert ImportedSource({"file": "a.pdf", "sha256": "ab"}).document == ("ab", "a.pdf")
    assert ImportedSource({"document": "a.pdf"}).document == (None, "a.pdf")
    assert ImportedSource({"file": 3}).document == (None, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [(5, "5"), (1.5, "1.5"), (1.234, "1.2340"), (Decimal("1e3"), "1000"), (True, "true"), (False, "false"), ("x", "x")],
)
def test_numbers_and_yes_and_no_become_text(value, text):
    assert said(state({"total": value})) == {"total": text}


@given(st.decimals(min_value=-99999, max_value=99999, places=3), st.sampled_from([",", ".", None]))
def test_a_json_number_means_what_it_says_in_every_notation(number, mark):
    shown = document(page({",": "1.234,50", ".": "1,234.50", None: "nothing"}[mark]))
    statement = ImportedSource({"total": number}).state(shown, CONTRACT)
    assert Decimal(assemble(shown, statement, CONTRACT).fields["total"].value) == number


def test_what_is_null_is_not_claimed():
    assert state({"fields": {"number": None}}).fields == {"number": None}


@pytest.mark.parametrize("value", [["a"], float("nan"), float("inf"), object()])
def test_what_is_no_scalar_is_a_note(value):
    statement = state({"total": value})
    assert said(statement) == {}
    assert statement.notes == ("not understood: total",)


def test_rows_that_are_none_are_a_note():
    statement = state({"lines": ["x", {"amount": [1]}]})
    assert statement.notes == ("not understood: lines.0, lines.1.amount",)
    assert state({"lists": {"lines": 3}}).notes == ("not understood: lines",)


def test_fields_the_contract_does_not_know_are_named():
    statement = state({"fields": {"number": "R18-31", "weather": "fine"}, "lists": {"lines": [{"colour": "red"}]}})
    result = assemble(SHOWN, statement, CONTRACT)
    assert result.notes == ("not in the contract: weather, lines.colour",)
    assert result.fields["number"].grounding is Grounding.EXACT


@pytest.mark.parametrize(
    ("place", "believed"),
    [
        ({"page": 1, "box": [1, 2, 3, 4]}, True),
        ({"page": 0, "box": [1, 2, 3, 4]}, False),
        ({"page": 1, "box": [1, 2, 3]}, False),
        ({"page": 1, "box": [1, 2, 3, float("nan")]}, False),
        ({"page": "1", "box": [1, 2, 3, 4]}, False),
        ({}, False),
    ],
)
def test_a_place_that_cannot_be_is_none(place, believed):
    claim = state({"fields": {"number": {"value": "R18-31", **place}}}).fields["number"]
    assert (claim.evidence is not None) == believed


def test_the_notation_can_be_declared():
    page_notation = assemble(SHOWN, state({"total": "1.234"}), CONTRACT)
    assert page_notation.fields["total"].value == "1234"
    canonical = assemble(SHOWN, state({"total": "1.234"}, notation="canonical"), CONTRACT)
    assert canonical.fields["total"].value == "1.234"


STATEMENT = Statement(
    fields={
        "number": Claim("R18-31"),
        "issued": Claim("04.03.2024"),
        "total": Claim("1.234,50 EUR"),
        "paid": Claim("who knows"),
    },
    lists={"lines": [{"description": Claim("Schrauben"), "amount": Claim("1.234,50")}]},
)


def line() -> Line:
    return succeeded("a.pdf", "ab", "other", 0.1, assemble(SHOWN, STATEMENT, CONTRACT))


def test_our_own_lines_come_back_unchanged():
    written = line()
    again = assemble(SHOWN, state(json.loads(written.to_json())), CONTRACT)
    assert again.fields == written.fields
    assert again.lists == written.lists
    assert again.notation == "page"


def test_a_value_changed_in_a_line_counts():
    written = line()
    fields = written.fields | {"total": written.fields["total"].model_copy(update={"value": "99.00"})}
    again = assemble(SHOWN, state(json.loads(written.model_copy(update={"fields": fields}).to_json())), CONTRACT)
    assert again.fields["total"].value == "99.00"
    assert again.fields["total"].grounding is Grounding.NONE
    assert again.fields["issued"].value == "2024-03-04"


def test_values_of_a_foreign_line_are_canonical():
    record = {
        "file": "a.pdf", "sha256": "ab", "source": "other", "status": "succeeded", "seconds": 1,
        "fields": {"total": {"value": "1.234"}, "issued": {"raw": "1,2", "invalid": "not a date"}},
    }  # fmt: skip
    statement = state(record)
    assert statement.notation == "canonical"
    assert said(statement) == {"total": "1.234"}
    assert statement.notes == ("1 values left out: the record gives raw text but no value",)


def test_a_failed_line_says_why():
    statement = state(json.loads(failed("a.pdf", None, "other", 0.1, "not_a_pdf", "No PDF.").to_json()))
    assert said(statement) == {}
    assert statement.notes == ("failed: not_a_pdf: No PDF.",)


def test_a_broken_line_is_read_as_far_as_it_goes():
    record = {"source": "x", "status": "perhaps", "fields": {"number": {"value": "R18-31", "confidence": 0.9}}}
    assert said(state(record)) == {"number": "R18-31"}


KEYS = st.sampled_from(
    ["fields", "lists", "lines", "number", "total", "value", "raw", "page", "box", "rows", "status", "source"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["fields", "lists", "lines", "number", "total", "file", "status"]), JSON))
def test_no_record_is_fatal(record):
    assemble(SHOWN, state(record), CONTRACT)


def test_cells_know_what_they_are():
    assert line().fields["paid"] == Cell(
        raw="who knows", invalid=line().fields["paid"].invalid, grounding=Grounding.NONE
    )
    assert Conventions(decimal=",", dates=None) == line().conventions
