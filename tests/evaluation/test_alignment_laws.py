"""The laws of pairing rows."""

import random
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from evaluation import alignment
from evaluation.outcomes import Outcome
from evaluation.scoring import score_document
from extraction.contract import Contract, Field, ListField
from extraction.values import ABSENT, Grounding, Invalid, Marker, Value
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
    value,
)

# Laws, on small tables of few values, so that rows are alike in many ways.

FIELDS = (
    Field(name="description", weight=Decimal(2)),
    Field(name="quantity", type="decimal"),
    Field(name="price", type="money", weight=Decimal("0.5")),
)
texts, numbers = st.sampled_from(["bolt", "bolts", "nut"]), st.sampled_from([1, 2, 3])


def table(most=4, blank=ABSENT, least=0):
    cells = {
        "description": texts | st.just(blank),
        "quantity": numbers | st.just(blank),
        "price": numbers | st.just(blank),
    }
    return st.lists(st.fixed_dictionaries(cells), min_size=least, max_size=most)


def contract_of(fields):
    return Contract(name="c", lists=(ListField(name="items", fields=fields),))


contracts = st.sampled_from([FIELDS, ITEMS.fields, keyed("price"), keyed("description", "quantity")]).map(contract_of)
states = st.sampled_from(["complete", "partial", None])


def stated_text(cells, fields):
    return "\x1f".join("" if isinstance(cells[f.name], Marker) else str(cells[f.name]) for f in fields)


def best_by_trying_all(fields, said, stated):
    """The objective of the specification, by brute force: the best (keys, right, -wrong, similarity)."""
    columns = {f.name: [r[f.name] for r in said if isinstance(r[f.name], Value)] for f in fields}
    differ = any(r != said[0] for r in said)
    constant = {n for n, c in columns.items() if differ and len(c) > 1 and all(v == c[0] for v in c)}

    def worth(i, j):
        right = {f for f in fields if isinstance(said[i][f.name], Value) and said[i][f.name] == stated[j][f.name]}
        both = [f for f in fields if isinstance(said[i][f.name], Value) and isinstance(stated[j][f.name], Value)]
        if not any(f.name not in constant for f in right):
            return None
        keys = [f for f in fields if f.key]
        alike = Indel.normalized_similarity(stated_text(said[i], fields), stated_text(stated[j], fields))
        return (
            len(right.intersection(keys)),
            sum(f.weight for f in right),
            len(right) - len(both),
            round(100 * alike),
        )

    worths = {(i, j): w for i in range(len(said)) for j in range(len(stated)) if (w := worth(i, j)) is not None}
    size = max(len(said), len(stated))
    best = (0, 0, 0, 0)
    for order in permutations(range(size)):
        chosen = [worths[pair] for pair in enumerate(order) if pair in worths]
        # Pairs that only cost are left out one by one: each subset of a matching is a matching.
        for mask in range(2 ** len(chosen)):
            kept = [w for bit, w in enumerate(chosen) if mask >> bit & 1]
            best = max(best, tuple(sum(level) for level in zip(*kept, strict=True)) if kept else (0, 0, 0, 0))
    return best, worths


@settings(max_examples=100, deadline=None)
@given(contracts, table(least=1), table(least=1))
def test_no_other_matching_is_better(contract, said, stated):
    fields = contract.lists[0].fields
    said, stated = ([{k: value(v) for k, v in r.items()} for r in rows] for rows in (said, stated))
    best, worths = best_by_trying_all(fields, said, stated)
    found = aligned(said, stated, fields)
    chosen = [worths[pair] for pair in found if None not in pair]
    assert (tuple(sum(level) for level in zip(*chosen, strict=True)) if chosen else (0, 0, 0, 0)) == best


def without_items(document):
    return sorted(
        str(c._replace(label_item=c.label_item is None, prediction_item=c.prediction_item is None))
        for c in document.cells
    )


groundings = st.lists(st.sampled_from(Grounding), min_size=4, max_size=4)


@settings(max_examples=100, deadline=None)
@given(contracts, table(), table(), states, groundings, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(contract, said, stated, state, found, chance):
    def scored(said, stated):
        by_place = {("items", j, f): g for j, (_, g) in enumerate(stated) for f in ("quantity", "price")}
        prediction = predicted(rows=[r for r, _ in stated], groundings=by_place)
        return without_items(score(labels(rows=said, state=state), prediction, contract))

    answered = list(zip(stated, found, strict=False))
    before = scored(said, answered)
    assert scored(chance.sample(said, len(said)), chance.sample(answered, len(answered))) == before


def weighted_ok(document, fields):
    weights = {f.name: f.weight for f in fields}
    return sum(weights[c.field] for c in document.cells if c.field and c.outcome is Outcome.OK)


@settings(max_examples=100, deadline=None)
@given(contracts, table(least=1), table(least=1), states, st.data())
def test_one_more_right_cell_never_lowers_the_weighted_number_of_right_cells(contract, said, stated, state, data):
    fields = contract.lists[0].fields
    truth = labels(rows=said, state=state)
    before = score(truth, predicted(rows=stated), contract)
    repairable = [
        c for c in before.cells if c.outcome in (Outcome.WRONG, Outcome.OMITTED) and c.prediction_item is not None
    ] + [
        c._replace(prediction_item=p.prediction_item)
        for c in before.cells
        for p in before.cells
        if c.outcome is Outcome.OMITTED
        and c.label_item is not None
        and p.label_item == c.label_item
        and p.prediction_item is not None
    ]
    assume(repairable)
    chosen = data.draw(st.sampled_from(repairable))
    better = [dict(r) for r in stated]
    better[chosen.prediction_item][chosen.field] = said[chosen.label_item][chosen.field]
    after = score(truth, predicted(rows=better), contract)
    assert weighted_ok(after, fields) >= weighted_ok(before, fields) + next(
        f.weight for f in fields if f.name == chosen.field
    )


def swap(found):
    names = {"OMITTED": "SPURIOUS", "SPURIOUS": "OMITTED"}
    return {names.get(outcome, outcome): n for outcome, n in found.items() if outcome != "OK_ABSENT"}


def test_swapping_sides_of_a_tie_makes_the_same_choice():
    # The description weighs as much as the other two cells together, and the texts are equally similar.
    heavy = contract_of(
        tuple(f.model_copy(update={"weight": Decimal(w)}) for f, w in zip(ITEMS.fields, (2, 1, 1), strict=True))
    )
    said, stated = [row(None, 1, 2), row("xy", 2, 1)], [row("xy", None, None), row(None, 2, 1)]
    there = outcomes(score(labels(rows=said), predicted(rows=stated), heavy))
    back = outcomes(score(labels(rows=stated), predicted(rows=said), heavy))
    assert swap(there) == swap(swap(back))


def test_a_right_key_cell_does_not_drive_its_row_to_another_partner():
    said = [row("bolts", 2, None), row("bolts", None, 1)]
    before, after = [row("bolt", 2, None), row(None, 2, 1)], [row("bolt", 2, None), row("bolts", 2, 1)]
    assert pairs(said, before, keyed("description", "quantity")) == {(0, 0), (1, 1)}
    assert pairs(said, after, keyed("description", "quantity")) == {(0, 0), (1, 1)}


def no_constant_column(rows):
    for name in ("description", "quantity", "price"):
        said = [r[name] for r in rows if r[name] is not ABSENT]
        if len(said) > 1 and len(set(said)) == 1:
            return False
    return True


@settings(max_examples=100, deadline=None)
@given(contracts, table(), table())
def test_swapping_label_and_prediction_swaps_omitted_and_spurious(contract, said, stated):
    assume(no_constant_column(said) and no_constant_column(stated))
    there = outcomes(score(labels(rows=said), predicted(rows=stated), contract))
    back = outcomes(score(labels(rows=stated), predicted(rows=said), contract))
    assert swap(there) == swap(swap(back))


@settings(max_examples=100, deadline=None)
@given(table(), st.randoms(use_true_random=False))
def test_every_table_is_right_against_itself(rows, chance):
    assume(no_constant_column(rows))
    document = score(labels(rows=rows), predicted(rows=chance.sample(rows, len(rows))))
    assert set(outcomes(document)) <= {"OK", "OK_ABSENT"}


def test_an_invalid_cell_pairs_with_nothing():
    assert pairs([row("bolt", 1, 10), row("nut", 2, 20)], [row(Invalid("x"), Invalid("x"), Invalid("x"))]) == set()


def test_a_contract_whose_columns_are_all_disputed_has_no_pairs():
    contract = contract_of((Field(name="price", type="money"),))
    document = score_document(
        contract, labels(rows=[{"price": 1}]), predicted(rows=[{"price": 1}]), disputed={"items.price"}
    )
    assert document.cells == ()
    assert len(document.disputed) == 2


def test_a_label_that_two_predicted_values_equal_pairs_with_the_better_row():
    fields = (Field(name="price", type="money", absolute_tolerance=Decimal("0.05")), Field(name="description"))
    said = [{"price": 10, "description": "bolt"}, {"price": 20, "description": "nut"}]
    stated = [{"price": 10.01, "description": "axle"}, {"price": 9.99, "description": "bolt"}]
    assert pairs(said, stated, fields) == {(0, 1)}
    either = [{"price": (value(10), value(12)), "description": "x"}, {"price": 20, "description": "nut"}]
    assert pairs(either, [{"price": 12, "description": "y"}, {"price": 20, "description": "z"}], fields) == {
        (0, 0),
        (1, 1),
    }


def long_table(rows, chance, wrong):
    said = [row(f"part {i // 2}", i % 9, i % 50) for i in range(rows)]
    stated = [dict(r) for r in said]
    for i in chance.sample(range(rows), wrong):
        stated[i]["price"] = 9999
    order = chance.sample(range(rows), rows)
    return said, [stated[i] for i in order], {(i, place) for place, i in enumerate(order)}


def test_sums_stay_exact_in_a_long_table_with_keys_and_fine_weights():
    chance = random.Random(3)
    said, stated, planted = long_table(400, chance, 100)
    fine = tuple(
        f.model_copy(update={"key": f.name == "quantity", "weight": Decimal(w)})
        for f, w in zip(ITEMS.fields, ("1", "0.999", "0.998"), strict=True)
    )
    assert pairs(said, stated, fine) == planted


def test_the_tables_that_are_too_long_to_weigh_all_pairs_score_the_same(monkeypatch):
    chance = random.Random(4)
    said, stated, planted = long_table(120, chance, 30)
    before = pairs(said, stated)
    monkeypatch.setattr(alignment, "_LARGE", 100)
    assert pairs(said, stated) == before == planted


def test_identical_rows_of_a_long_table_pair_as_often_as_they_occur(monkeypatch):
    monkeypatch.setattr(alignment, "_LARGE", 0)
    assert (
        len(pairs([row("bolt", 1, 10)] * 3 + [row("nut", 2, 20)], [row("bolt", 1, 10)] * 2 + [row("nut", 2, 9)])) == 3
    )


@settings(max_examples=60, deadline=None)
@given(table(), table())
def test_without_constant_columns_nothing_is_lost_in_long_tables(said, stated):
    assume(no_constant_column(said))
    before = weighted_ok(score(labels(rows=said), predicted(rows=stated)), ITEMS.fields)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_LARGE", 0)
        assert weighted_ok(score(labels(rows=said), predicted(rows=stated)), ITEMS.fields) == before
