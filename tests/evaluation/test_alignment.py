import random
from decimal import Decimal

import pytest

from extraction.contract import Contract, Field, ListField
from extraction.values import Value
from tests.evaluation.building import (
    ITEMS,
    aligned,
    keyed,
    labels,
    outcomes,
    pairs,
    predicted,
    row,
    score,
)


def test_every_row_stands_in_exactly_one_pair():
    assert aligned([{"price": 1}, {"price": 2}], [{"price": 2}, {"price": 3}]) == [(1, 0), (0, None), (None, 1)]


def test_rows_pair_by_the_most_equal_cells_not_by_position():
    assert pairs([row("bolt", 2, 10), row("nut", 3, 20)], [row("nut", 3, 99), row("bolt", 9, 10)]) == {(0, 1), (1, 0)}


def test_a_greedy_choice_is_not_good_enough():
    # The first prediction fits two rows equally well; only one choice leaves a row for the second.
    said = [row("bolt", 1, 10), row("bolt", 2, 20), row("nut", 8, 80)]
    assert pairs(said, [row("bolt", 1, 20), row("axle", 1, 99)]) == {(1, 0), (0, 1)}


def test_weights_decide_which_cells_matter_more():
    heavy = tuple(f.model_copy(update={"weight": Decimal(3 if f.name == "price" else 1)}) for f in ITEMS.fields)
    said = [row("bolt", 2, 10), row("nut", 3, 20)]
    stated = [row("bolt", 2, 20)]
    assert pairs(said, stated) == {(0, 0)}
    assert pairs(said, stated, heavy) == {(1, 0)}


def test_of_equally_many_right_cells_the_fewest_wrong_ones_win():
    said = [row("bolt", 2, 7), row("bolt", None, 7), row("nut", 1, 1)]
    assert pairs(said, [row("bolt", 4, 7)]) == {(1, 0)}


def test_fewer_wrong_cells_win_over_more_similar_text():
    said = [row("a long description of a bolt", 2, 7), row(None, 2, 7), row("nut", 1, 1)]
    assert pairs(said, [row("a long description of a belt", 2, 7)]) == {(1, 0)}


def test_then_the_most_similar_text_wins():
    said = [row("steel bolt M8", 1, 10), row("copper pipe", 2, 10), row("glue", 3, 99)]
    assert pairs(said, [row("copper pipes", 5, 10)]) == {(1, 0)}
    assert pairs(said, [row("steel bolts M8", 5, 10)]) == {(0, 0)}


def test_keys_pin_pairs_before_anything_else():
    said = [row("bolt", 1, 10), row("nut", 2, 20)]
    stated = [row("bolt", 1, 20), row("nut", 2, 10)]
    assert pairs(said, stated) == {(0, 0), (1, 1)}
    assert pairs(said, stated, keyed("price")) == {(0, 1), (1, 0)}


def test_of_several_key_columns_the_more_equal_the_better():
    said = [row("bolt", 1, 10), row("bolt", 2, 20)]
    stated = [row("bolt", 2, 10), row("bolt", 1, 99)]
    assert pairs(said, stated, keyed("description", "quantity")) == {(0, 1), (1, 0)}


def test_a_pair_needs_an_equal_cell_that_is_not_the_same_in_all_rows():
    said = [row("bolt", 1, 10), row("nut", 1, 20)]
    assert pairs(said, [row("axle", 1, 99)]) == set()
    assert pairs(said, [row("axle", 1, 20)]) == {(1, 0)}


def test_constancy_needs_two_different_rows():
    assert pairs([row("bolt", 1, 10)], [row("axle", 1, 99)]) == {(0, 0)}
    assert pairs([row("bolt", 1, 10)] * 2, [row("axle", 1, 99)] * 2) == {(0, 0), (1, 1)}


def test_a_value_that_only_one_row_has_tells_it_from_the_others():
    assert pairs([row("bolt", None, 10), row("nut", 7, 20)], [row("axle", 7, 99)]) == {(1, 0)}


def test_no_threshold_hides_a_wrong_price():
    said = [row("bolt", 2, 10), row("nut", 3, 20)]
    assert outcomes(score(labels(rows=said), predicted(rows=[row("bolt", 8, 88), row("nut", 9, 99)]))) == {
        "OK": 2,
        "WRONG": 4,
    }


def test_rows_are_paired_even_if_nobody_weighs_their_fields():
    weightless = tuple(f.model_copy(update={"weight": Decimal(0)}) for f in ITEMS.fields)
    assert pairs([row("bolt", 2, 10), row("nut", 3, 20)], [row("nut", 3, 20)], weightless) == {(1, 0)}


@pytest.mark.parametrize("weights", [("0.1", "0.25", "1"), ("0.000001", "1", "1000000"), ("3", "3", "3")])
def test_weights_of_any_size_keep_their_order(weights):
    fields = tuple(f.model_copy(update={"weight": Decimal(w)}) for f, w in zip(ITEMS.fields, weights, strict=True))
    said = [row("bolt", 2, 10), row("nut", 3, 20)]
    assert pairs(said, [row("bolt", 3, 20)], fields) == {(1, 0)}


def test_tolerance_and_units_hold_for_pairing_too():
    fields = (Field(name="price", type="money", absolute_tolerance=Decimal("0.05")),)
    said = [{"price": Value(Decimal("10.00"), "EUR")}, {"price": Value(Decimal("10.02"), "USD")}]
    stated = [{"price": Value(Decimal("10.03"), "USD")}, {"price": Value(Decimal("9.96"))}]
    assert pairs(said, stated, fields) == {(0, 1), (1, 0)}


def test_any_accepted_value_pairs_a_row():
    said = [row((Value("bolt"), Value("screw")), 1, 10), row((Value("nut"), Value("screw nut")), 2, 20)]
    assert pairs(said, [row("screw nut", 7, 99), row("screw", 8, 88)]) == {(0, 1), (1, 0)}


def test_case_25_a_table_of_a_thousand_rows_scores_within_seconds():
    chance = random.Random(25)
    tolerant = Contract(
        name="c",
        lists=(
            ListField(
                name="items",
                fields=(
                    Field(name="description"),
                    Field(name="quantity", type="decimal"),
                    Field(name="price", type="money", absolute_tolerance=Decimal("0.01")),
                    Field(name="total", type="money", relative_tolerance=Decimal("0.001")),
                ),
            ),
        ),
    )
    said = [
        {
            "description": f"part {i % 400} of kind {i % 7}",
            "quantity": i % 9,
            "price": i % 50,
            "total": (i % 9) * (i % 50),
        }
        for i in range(1000)
    ]
    stated = [{k: (v if chance.random() > 0.1 else 12345 + chance.randrange(9)) for k, v in r.items()} for r in said]
    stated = [r | {"description": str(r["description"])} for r in stated]
    chance.shuffle(stated)
    found = outcomes(score(labels(rows=said), predicted(rows=stated[:990]), tolerant))
    assert sum(found.values()) == pytest.approx(4000, abs=60)
    assert found["OK"] > 3500
