from decimal import Decimal

import pytest

from evaluation.frozen_labels import FrozenLabel, FrozenLabels, FrozenList, frozen_label, thaw
from evaluation.labels import DISAGREED, LabelRefused
from extraction.contract import Conventions, Field
from extraction.values import ABSENT, ILLEGIBLE, UNLABELLED, Invalid, Value
from tests.evaluation.building import INVOICE, day, money

FROZEN = FrozenLabels(
    fields={
        "number": (frozen_label(Value("RE-1")), frozen_label(Value("1"))),
        "net": (frozen_label(money("1234.50", "EUR"), raw="1.234,50 €"),),
        "gross": (frozen_label(ABSENT),),
        "date": (frozen_label(day("2024-03")),),
        "paid": (),
    },
    lists={"items": FrozenList(state="partial", rows=({"price": (frozen_label(ILLEGIBLE),)}, {}))},
    provenance="blind",
    conventions=Conventions(decimal=","),
)


def retyped(**fields):
    return INVOICE.model_copy(update={"fields": tuple(Field(name=n, type=t) for n, t in fields.items()), "lists": ()})


def test_labels_come_back_from_json_as_they_were():
    labels, refused = thaw(FrozenLabels.model_validate_json(FROZEN.model_dump_json()), INVOICE)
    assert not refused
    assert labels.fields == {
        "number": (Value("RE-1"), Value("1")),
        "net": (money("1234.50", "EUR"),),
        "gross": (ABSENT,),
        "date": (day("2024-03"),),
        "paid": DISAGREED,
    }
    assert labels.lists["items"].state == "partial"
    assert labels.lists["items"].rows == [{"price": (ILLEGIBLE,)}, {}]


def test_the_hash_is_of_the_content_not_of_its_order():
    reordered = FROZEN.model_copy(update={"fields": dict(reversed(FROZEN.fields.items()))})
    assert reordered.hash == FROZEN.hash
    assert FROZEN.model_copy(update={"provenance": "imported"}).hash != FROZEN.hash


def test_what_the_contract_does_not_name_is_left_out():
    labels, refused = thaw(FROZEN, retyped(number="identifier"))
    assert set(labels.fields) == {"number"}
    assert not labels.lists
    assert not refused


def test_a_label_that_is_no_value_under_another_contract_is_refused_and_not_scored():
    labels, refused = thaw(FROZEN, retyped(number="integer", net="money"))
    assert set(labels.fields) == {"net"}
    assert [(r.path, r.item) for r in refused] == [("number", None)]
    assert "RE-1" in refused[0].reason


def test_labels_are_read_again_from_raw_text_in_their_own_notation():
    labels, refused = thaw(FROZEN, retyped(net="text", date="text", gross="text"), recanonicalise=True)
    assert labels.fields == {"net": (Value("1.234,50 €"),), "date": (Value("2024-03"),), "gross": (ABSENT,)}
    labels, refused = thaw(FROZEN, retyped(net="money"), recanonicalise=True)
    assert labels.fields == {"net": (Value(Decimal("1234.50"), "EUR"),)}
    assert not refused


def test_a_frozen_list_that_contradicts_itself_is_refused():
    both = FrozenLabels(lists={"items": FrozenList(state="none", rows=({"price": (FrozenLabel(value="5"),)},))})
    with pytest.raises(ValueError, match="none"):
        thaw(both, INVOICE)


def test_an_invalid_label_is_never_frozen():
    with pytest.raises(LabelRefused, match="two readings"):
        frozen_label(Invalid("ambiguous", "two readings"))
    with pytest.raises(ValueError, match="left out"):
        frozen_label(UNLABELLED)
