import pytest
from pydantic import TypeAdapter

from evaluation.outcomes import DocumentOutcome, Outcome, path_of
from evaluation.scoring import score_document
from extraction.values import Grounding
from tests.evaluation.building import INVOICE, labels, money, predicted, row


def test_outcomes_come_back_from_json_as_they_were():
    document = score_document(
        INVOICE,
        labels({"net": money(5, "EUR"), "gross": 6}, rows=[row("bolt", 1, 10)]),
        predicted({"net": money(5, "USD"), "gross": 9}, [row("bolt", 1, 11)], {("items", 0, "price"): Grounding.NONE}),
        disputed={"gross"},
    )
    stored = TypeAdapter(DocumentOutcome)
    assert stored.validate_json(stored.dump_json(document)) == document


@pytest.mark.parametrize(
    ("outcome", "error"),
    [("OK", False), ("OK_ABSENT", False), ("UNSCORED", False), ("WRONG", True), ("OMITTED", True), ("SPURIOUS", True)],
)
def test_what_a_person_would_have_to_correct_is_an_error(outcome, error):
    assert Outcome(outcome).is_error is error


def test_paths_name_fields_columns_and_lists():
    assert (path_of("net"), path_of("price", "items"), path_of("", "items")) == ("net", "items.price", "items")
