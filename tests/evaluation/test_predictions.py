from decimal import Decimal

from evaluation.predictions import prediction_from_result
from extraction.contract import Conventions, Field
from extraction.values import ABSENT, Cell, ExtractionResult, Grounding, Invalid, Value
from tests.evaluation.building import INVOICE

RESULT = ExtractionResult(
    fields={
        "number": Cell(value="RE-1", raw="RE-1", grounding=Grounding.EXACT),
        "net": Cell(value="1234.50", unit="EUR", raw="1.234,50 €", grounding=Grounding.NORMALISED),
        "gross": Cell(invalid="ambiguous: Two readings.", raw="1,234"),
        "date": None,
        "colour": Cell(value="red"),
    },
    lists={"items": [{"description": Cell(value="bolt", grounding=Grounding.NONE), "price": None}]},
)


def test_stored_cells_become_canonical_values():
    prediction = prediction_from_result(RESULT, INVOICE)
    assert prediction.fields == {
        "number": Value("RE-1"),
        "net": Value(Decimal("1234.50"), "EUR"),
        "gross": Invalid("ambiguous", "Two readings."),
        "date": ABSENT,
        "paid": ABSENT,
    }
    assert prediction.lists == {"items": [{"description": Value("bolt"), "quantity": ABSENT, "price": ABSENT}]}


def test_groundings_are_found_by_place():
    assert prediction_from_result(RESULT, INVOICE).groundings == {
        ("", None, "number"): Grounding.EXACT,
        ("", None, "net"): Grounding.NORMALISED,
        ("items", 0, "description"): Grounding.NONE,
    }


def test_a_better_contract_reads_old_raw_text_again():
    better = INVOICE.model_copy(
        update={
            "fields": tuple(
                f.model_copy(update={"conventions": Conventions(decimal=".")}) if f.name == "gross" else f
                for f in INVOICE.fields
            )
        }
    )
    assert prediction_from_result(RESULT, better).fields["gross"] == Invalid("ambiguous", "Two readings.")
    read_again = prediction_from_result(RESULT, better, recanonicalise=True)
    assert read_again.fields["gross"] == Value(Decimal(1234))
    assert read_again.fields["net"] == Value(Decimal("1234.50"), "EUR")


def test_reading_again_uses_the_notation_of_the_result():
    told = RESULT.model_copy(update={"conventions": Conventions(decimal=",")})
    assert prediction_from_result(told, INVOICE, recanonicalise=True).fields["gross"] == Value(Decimal("1.234"))


def test_a_cell_without_raw_text_keeps_its_value_when_read_again():
    derived = ExtractionResult(fields={"net": Cell(value="5", unit="EUR", grounding=Grounding.DERIVED, rule="sum")})
    assert prediction_from_result(derived, INVOICE, recanonicalise=True).fields["net"] == Value(Decimal(5), "EUR")


def test_a_retyped_field_is_invalid_until_it_is_read_again():
    retyped = INVOICE.model_copy(update={"fields": (Field(name="number", type="money"),), "lists": ()})
    assert isinstance(prediction_from_result(RESULT, retyped).fields["number"], Invalid)
