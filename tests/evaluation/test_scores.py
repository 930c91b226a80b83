import tracemalloc
from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.metrics import Costs, Counts
from evaluation.outcomes import Outcome
from evaluation.scores import Score, Scoreboard
from evaluation.scoring import score_document
from extraction.contract import Contract, Field
from extraction.values import ABSENT, UNLABELLED, Grounding, Invalid
from tests.evaluation.building import INVOICE, ITEMS, labels, predicted, row, score, value

BOLT, NUT = row("bolt", 2, 10), row("nut", 3, 20)
CELLS = [f.name for f in fields(Counts) if not f.name.startswith(("records", "documents"))]


def scored(*documents):
    total = Score()
    for document in documents:
        total.add(document)
    return total


@pytest.mark.parametrize(
    ("grounding", "count"),
    [
        (Grounding.NONE, "fabricated"),
        (Grounding.EXACT, "misattributed"),
        (Grounding.NORMALISED, "misattributed"),
        (Grounding.DERIVED, "misattributed"),
        (Grounding.NO_TEXT, "unverifiable"),
        (None, None),
    ],
)
@pytest.mark.parametrize(("label", "outcome"), [(5, "wrong"), (ABSENT, "spurious"), (6, "ok")])
def test_an_error_counts_by_its_grounding_and_a_right_value_never(grounding, count, label, outcome):
    groundings = {("", None, "net"): grounding} if grounding else {}
    found = scored(score(labels({"net": label}), predicted({"net": 6}, groundings=groundings))).fields["net"]
    kinds = {kind: getattr(found, kind) for kind in ("fabricated", "misattributed", "unverifiable")}
    assert getattr(found, outcome) == 1
    assert kinds == dict.fromkeys(kinds, 0) | ({count: 1} if count and outcome != "ok" else {})


def test_an_omitted_value_has_no_grounding_to_count():
    found = scored(score(labels({"net": 5}), None)).whole
    assert (found.omitted, found.pipeline, found.fabricated) == (1, 1, 0)


def test_list_columns_are_counted_by_path():
    found = scored(score(labels({"net": 5}, rows=[BOLT, NUT]), predicted({"net": 5}, rows=[BOLT])))
    assert found.fields["items.price"] == Counts(
        ok=1, omitted=1, records=2, records_exact=1, documents=1, documents_exact=0
    )


def test_records_and_documents_are_exact_without_an_error():
    right = score(labels({"net": 5}, rows=[BOLT, NUT]), predicted({"net": 5}, rows=[BOLT, NUT]))
    wrong = score(labels({"net": 5}, rows=[BOLT, NUT]), predicted({"net": 5}, rows=[BOLT, row("nut", 3, 21)]))
    whole = scored(right, wrong).whole
    assert (whole.documents, whole.documents_exact) == (2, 1)
    assert (whole.records, whole.records_exact) == (6, 5)


def test_an_invented_row_is_a_record_that_is_not_exact():
    whole = scored(score(labels(rows=[BOLT]), predicted(rows=[BOLT, NUT]))).whole
    assert (whole.records, whole.records_exact) == (2, 1)


def test_a_document_without_scored_cells_is_not_counted():
    whole = scored(score(labels(), predicted({"net": 5}))).whole
    assert (whole.documents, whole.records, whole.unscored) == (0, 0, 5)


def test_a_list_rightly_left_out_is_no_record():
    whole = scored(score(labels(rows=[], state="none"), predicted())).whole
    assert (whole.ok_absent, whole.documents, whole.documents_exact, whole.records) == (1, 1, 1, 0)


def test_disputed_cells_stand_outside_all_totals():
    document = score_document(INVOICE, labels({"net": 5}), predicted({"net": 6}), disputed={"net"})
    assert "net" not in scored(document).fields
    assert scored(document).whole.unscored == 4


def test_correction_cost_takes_the_weights_of_the_contract():
    contract = Contract(
        name="c", fields=(Field(name="net", type="money", weight=Decimal(3)), Field(name="number")), lists=(ITEMS,)
    )
    said = labels({"net": 5, "number": "A"}, rows=[BOLT])
    total = scored(score_document(contract, said, predicted({"net": 6}, rows=[])))
    assert total.correction_cost(contract) == 3 + 1 + 3
    assert total.correction_cost(contract, Costs(Decimal(2), Decimal("0.5"), Decimal(0))) == 3 * 2 + Decimal("0.5") * 4


def test_every_field_weighs_the_same_in_the_macro_score():
    found = scored(score(labels({"net": 5}, rows=[BOLT] * 3), predicted({"net": 6}, rows=[BOLT] * 3)))
    assert found.micro().accuracy == 9 / 10
    assert found.macro().accuracy == 3 / 4
    assert found.macro().document_exact == 0


def test_every_source_weighs_the_same_in_the_boards_macro_score():
    board = Scoreboard()
    for _ in range(3):
        board.add(score(labels({"net": 5}), predicted({"net": 5})), "digital")
    board.add(score(labels({"net": 5}), predicted({"net": 6})), "scan")
    assert board.whole.micro().accuracy == 3 / 4
    assert board.macro().accuracy == 1 / 2
    assert board.sources["scan"].whole.wrong == 1


answers = st.sampled_from([value(1), value(2), ABSENT, Invalid("ambiguous")])
said = st.sampled_from([value(1), value(2), ABSENT, UNLABELLED])
row_fields = ("quantity", "price")
documents = st.builds(
    lambda fields, rows, prediction: score(labels(fields, rows), prediction),
    st.fixed_dictionaries({"net": said, "gross": said}),
    st.lists(st.fixed_dictionaries(dict.fromkeys(row_fields, said)), max_size=3),
    st.none()
    | st.builds(
        predicted,
        st.fixed_dictionaries({"net": answers}),
        st.lists(st.fixed_dictionaries(dict.fromkeys(row_fields, answers)), max_size=3),
        st.dictionaries(
            st.tuples(st.just("items"), st.integers(0, 2), st.sampled_from(row_fields)), st.sampled_from(Grounding)
        ),
    ),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(documents, st.sampled_from("ab")), max_size=6))
def test_the_parts_sum_to_the_whole(pairs):
    board, total = Scoreboard(), Score()
    for document, source in pairs:
        board.add(document, source)
        total.add(document)
    assert board.whole == total
    assert board.whole.whole == sum((part.whole for part in board.sources.values()), Counts())
    for name in CELLS:
        assert sum(getattr(c, name) for c in total.fields.values()) == getattr(total.whole, name)
    cells = [c for document, _ in pairs for c in document.cells]
    assert total.whole.scored == sum(c.outcome is not Outcome.UNSCORED for c in cells)
    assert total.whole.unscored == sum(c.outcome is Outcome.UNSCORED for c in cells)


@settings(max_examples=25, deadline=None)
@given(st.lists(documents, max_size=5))
def test_the_order_of_documents_changes_no_count(many):
    assert scored(*many).whole == scored(*reversed(many)).whole


def test_memory_does_not_grow_with_the_number_of_documents():
    def peak(number):
        board = Scoreboard()
        tracemalloc.start()
        for n in range(number):
            board.add(score(labels({"net": n}, rows=[BOLT, NUT]), predicted({"net": n + 1}, rows=[NUT, BOLT])))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(5)  # caches of the first documents
    assert peak(200) < peak(20) + 50_000
