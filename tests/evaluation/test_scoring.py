import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.comparators import Subcode
from evaluation.labels import DISAGREED
from evaluation.outcomes import Outcome, Unscored
from evaluation.scoring import score_document
from extraction.canon import canon
from extraction.values import ABSENT, ILLEGIBLE, UNLABELLED, Grounding, Invalid, Value
from tests.evaluation.building import INVOICE, day, labels, money, outcome, outcomes, predicted, row, score, value

BOLT, NUT, WASHER = row("bolt", 2, 10), row("nut", 3, 20), row("washer", 4, 30)


@pytest.mark.parametrize(
    ("label", "prediction", "expected"),
    [
        (5, 5, "OK"),
        (5, 6, "WRONG"),
        (5, Invalid("ambiguous"), "WRONG"),
        (5, None, "OMITTED"),
        (ABSENT, 5, "SPURIOUS"),
        (ABSENT, Invalid("ambiguous"), "SPURIOUS"),
        (ABSENT, None, "OK_ABSENT"),
        (UNLABELLED, 5, "UNSCORED"),
        (UNLABELLED, None, "UNSCORED"),
        (ILLEGIBLE, 5, "UNSCORED"),
        (DISAGREED, 5, "UNSCORED"),
        ((value(5), value(7)), 7, "OK"),
        ((value(5), ABSENT), None, "OK_ABSENT"),
        ((value(5), ABSENT), 5, "OK"),
        ((value(5), ABSENT), 6, "WRONG"),
    ],
)
def test_the_table_of_outcomes(label, prediction, expected):
    assert outcome(score(labels({"net": label}), predicted({"net": prediction})), "net") == expected


def test_case_3_all_signs_of_minus_are_equal():
    net = INVOICE.field("net")
    for text in ("−5", "5-", "(5)"):
        assert outcome(score(labels({"net": -5}), predicted({"net": canon(text, net)})), "net") == "OK"


def test_case_8_a_label_of_false_or_zero_without_prediction_is_omitted():
    document = score(labels({"paid": False, "net": 0}), predicted({"paid": None}))
    assert outcome(document, "paid") == outcome(document, "net") == "OMITTED"


def test_case_9_a_zero_where_the_label_says_absent_is_spurious():
    net = INVOICE.field("net")
    label = canon("N/A", net, side="label")
    assert outcome(score(labels({"net": label}), predicted({"net": 0})), "net") == "SPURIOUS"


def test_case_11_a_blank_label_is_not_scored_and_the_token_says_absent():
    net = INVOICE.field("net")
    document = score(
        labels({"net": canon("", net, side="label"), "gross": canon("N/A", net, side="label")}), predicted()
    )
    assert outcome(document, "net") == "UNSCORED"
    assert outcome(document, "gross") == "OK_ABSENT"


def test_case_10_a_missing_key_and_null_are_the_same():
    said = labels({"net": 5, "gross": ABSENT})
    assert score(said, predicted({})) == score(said, predicted({"net": None, "gross": None}))


def test_case_14_a_month_where_a_day_is_labelled_is_wrong_by_precision():
    document = score(labels({"date": day("2024-03-01")}), predicted({"date": day("2024-03")}))
    assert [c.subcode for c in document.cells if c.outcome is Outcome.WRONG] == [Subcode.PRECISION]


def test_case_17_reversed_rows_score_the_same():
    said = labels(rows=[BOLT, NUT, WASHER])
    assert outcomes(score(said, predicted(rows=[WASHER, NUT, BOLT]))) == {"OK": 9}


def test_case_18_a_missing_row_of_a_complete_list_is_omitted_in_each_cell():
    said = labels(rows=[BOLT, NUT, WASHER])
    assert outcomes(score(said, predicted(rows=[BOLT, WASHER]))) == {"OK": 6, "OMITTED": 3}


@pytest.mark.parametrize("state", ["none", "complete"])
def test_case_19_an_invented_table_is_spurious_throughout(state):
    assert outcomes(score(labels(rows=[], state=state), predicted(rows=[BOLT, NUT]))) == {"SPURIOUS": 6}


def test_case_19_an_absent_table_is_omitted_throughout():
    assert outcomes(score(labels(rows=[BOLT, NUT]), predicted())) == {"OMITTED": 6}


def test_case_20_one_wrong_price_is_one_wrong_cell():
    said = labels(rows=[BOLT, NUT, WASHER])
    document = score(said, predicted(rows=[BOLT, row("nut", 3, 99), WASHER]))
    assert outcomes(document) == {"OK": 8, "WRONG": 1}


def test_case_21_a_duplicate_label_row_predicted_once_is_one_missing_row():
    assert outcomes(score(labels(rows=[BOLT, BOLT, NUT]), predicted(rows=[BOLT, NUT]))) == {"OK": 6, "OMITTED": 3}


def test_case_22_a_list_stated_none_and_not_predicted_is_rightly_absent():
    document = score(labels(rows=[], state="none"), predicted())
    assert outcomes(document) == {"OK_ABSENT": 1}
    assert outcome(document, "items") == "OK_ABSENT"


def test_case_23_an_unparseable_pair_is_never_right():
    net = INVOICE.field("net")
    prediction = canon("between $2bn and $5", net)
    assert isinstance(prediction, Invalid)
    document = score(labels({"net": money(5, "USD")}), predicted({"net": prediction}))
    assert [c.subcode for c in document.cells if c.outcome is Outcome.WRONG] == [Subcode.INVALID]


def test_case_24_a_mistyped_value_spoils_its_own_cell_only():
    said = labels({"net": 5, "gross": 6}, rows=[BOLT, NUT])
    spoilt = predicted(
        {"net": Invalid("not a number"), "gross": 6}, rows=[row("bolt", Invalid("not a number"), 10), NUT]
    )
    document = score(said, spoilt)
    assert outcomes(document, "") == {"OK": 1, "WRONG": 1}
    assert outcomes(document) == {"OK": 5, "WRONG": 1}


def test_case_27_a_table_of_one_row_with_two_of_three_cells_right():
    assert outcomes(score(labels(rows=[BOLT]), predicted(rows=[row("bolt", 2, 11)]))) == {"OK": 2, "WRONG": 1}


@pytest.mark.parametrize("state", ["partial", None])
def test_extra_rows_are_unscored_unless_the_labels_speak_of_the_whole_list(state):
    document = score(labels(rows=[BOLT], state=state), predicted(rows=[BOLT, NUT]))
    assert outcomes(document) == {"OK": 3}
    assert [c.reason for c in document.cells if c.prediction_item == 1] == [Unscored.OPEN_LIST] * 3


@pytest.mark.parametrize("state", ["partial", None])
def test_labelled_rows_without_partner_are_omitted_whatever_the_state(state):
    assert outcomes(score(labels(rows=[BOLT], state=state), predicted())) == {"OMITTED": 3}


def test_a_list_nobody_labelled_is_not_scored():
    document = score(labels(), predicted(rows=[BOLT]))
    assert outcomes(document) == {}
    assert len([c for c in document.cells if c.list_name]) == 3


def test_rows_without_a_value_are_dropped_on_both_sides():
    blank = row(None, None, None)
    said = labels(rows=[BOLT, blank, row(UNLABELLED, UNLABELLED, UNLABELLED)])
    assert outcomes(score(said, predicted(rows=[blank, BOLT, blank]))) == {"OK": 3}


def test_items_are_numbered_as_they_came():
    document = score(labels(rows=[row(None, None, None), BOLT]), predicted(rows=[row(None, None, None), NUT, BOLT]))
    assert {(c.label_item, c.prediction_item) for c in document.cells if c.list_name} == {(1, 2), (None, 1)}


def test_a_row_nobody_could_read_may_be_any_of_the_extra_rows():
    said = labels(rows=[BOLT, row(ILLEGIBLE, UNLABELLED, UNLABELLED)])
    assert outcomes(score(said, predicted(rows=[BOLT, NUT]))) == {"OK": 3}


def test_absence_in_a_row_that_was_not_found_is_no_merit():
    document = score(labels(rows=[row("bolt", ABSENT, ILLEGIBLE)]), predicted())
    reasons = {c.field: c.reason for c in document.cells if c.list_name}
    assert outcomes(document) == {"OMITTED": 1}
    assert reasons == {"description": None, "quantity": Unscored.NO_ROW, "price": Unscored.ILLEGIBLE}


def test_an_extra_row_is_spurious_in_its_predicted_cells_only():
    assert outcomes(score(labels(rows=[BOLT]), predicted(rows=[BOLT, row("nut", None, 5)]))) == {"OK": 3, "SPURIOUS": 2}


def test_a_failed_extraction_omits_every_labelled_value():
    document = score(labels({"net": 5, "gross": ABSENT, "date": ILLEGIBLE}, rows=[row("bolt", ABSENT, 10)]), None)
    found = {c.path: (c.outcome, c.subcode) for c in document.cells}
    assert found["net"] == found["items.description"] == found["items.price"] == (Outcome.OMITTED, Subcode.PIPELINE)
    assert found["gross"] == found["items.quantity"] == found["number"] == (Outcome.UNSCORED, None)
    assert {c.reason for c in document.cells if c.path in ("gross", "items.quantity")} == {Unscored.FAILED}


def test_a_failed_extraction_gets_no_credit_for_an_empty_list():
    document = score(labels(rows=[], state="none"), None)
    assert outcome(document, "items") == "UNSCORED"


def test_disputed_fields_are_listed_apart():
    said, prediction = (
        labels({"net": 5, "gross": 6}, rows=[BOLT, NUT]),
        predicted({"net": 9, "gross": 6}, rows=[NUT, BOLT]),
    )
    document = score_document(INVOICE, said, prediction, disputed={"net", "items.quantity"})
    assert {c.path for c in document.disputed} == {"net", "items.quantity"}
    assert {(c.outcome, c.subcode, c.reason) for c in document.disputed} == {
        (Outcome.UNSCORED, None, Unscored.DISPUTED)
    }
    assert not {"net", "items.quantity"} & {c.path for c in document.cells}
    assert outcomes(document) == {"OK": 4}


def test_a_disputed_column_does_not_pair_rows():
    said, prediction = labels(rows=[row("bolt", 2, 10)]), predicted(rows=[row("nut", 2, 11)])
    assert outcomes(score(said, prediction)) == {"OK": 1, "WRONG": 2}
    apart = score_document(INVOICE, said, prediction, disputed={"items.quantity"})
    assert outcomes(apart) == {"OMITTED": 2, "SPURIOUS": 2}


def test_a_row_swap_and_a_field_swap_are_told_apart():
    said = labels({"net": 100, "gross": 119}, rows=[row("bolt", 2, 71), row("nut", 3, 39)])
    document = score(said, predicted({"net": 119, "gross": 119}, rows=[row("bolt", 2, 39), row("nut", 3, 3)]))
    wrong = {(c.path, c.label_item): c.subcode for c in document.cells if c.outcome is Outcome.WRONG}
    assert wrong == {
        ("net", None): Subcode.FIELD_SWAP,
        ("items.price", 0): Subcode.ROW_SWAP,
        ("items.price", 1): Subcode.FIELD_SWAP,
    }


def test_outcomes_carry_texts_and_grounding():
    grounded = {("", None, "net"): Grounding.NONE, ("items", 0, "price"): Grounding.EXACT}
    said = labels({"net": (money(5, "EUR"), money("5.50", "EUR"))}, rows=[BOLT])
    document = score(said, predicted({"net": Invalid("ambiguous", "two readings")}, rows=[BOLT], groundings=grounded))
    cells = {c.path: c for c in document.cells}
    assert (cells["net"].label, cells["net"].prediction) == ("5 EUR | 5.50 EUR", "invalid: two readings")
    assert cells["net"].grounding is Grounding.NONE
    assert cells["items.price"].grounding is Grounding.EXACT
    assert (cells["number"].label, cells["number"].prediction) == (None, None)


said_cells = st.sampled_from([value(n) for n in range(4)] + [ABSENT, UNLABELLED, ILLEGIBLE])
stated_cells = st.sampled_from([value(n) for n in range(4)] + [ABSENT, Invalid("ambiguous")])


def row_of(cells):
    return st.fixed_dictionaries({}, optional={"quantity": cells, "price": cells})


@settings(max_examples=150, deadline=None)
@given(
    st.fixed_dictionaries({}, optional={"net": said_cells, "gross": said_cells}),
    st.lists(row_of(said_cells), max_size=4),
    st.sampled_from(["complete", "partial", None]),
    st.fixed_dictionaries({}, optional={"net": stated_cells, "gross": stated_cells}),
    st.lists(row_of(stated_cells), max_size=4),
)
def test_every_value_of_either_side_stands_in_exactly_one_outcome(fields, rows, state, answers, answer_rows):
    said, prediction = labels(fields, rows, state), predicted(answers, answer_rows)
    for document in (score(said, prediction), score(said, None)):
        places = [
            (c.list_name, c.label_item, c.field) for c in document.cells if not (c.list_name and c.label_item is None)
        ]
        assert len(places) == len(set(places))
        labelled = [("", None, n) for n, v in fields.items() if isinstance(v, Value)]
        labelled += [("items", i, n) for i, r in enumerate(rows) for n, v in r.items() if isinstance(v, Value)]
        assert set(labelled) <= set(places)
        scored = {Outcome.OK, Outcome.WRONG, Outcome.OMITTED}
        of_values = [c for c in document.cells if c.outcome in scored]
        assert {(c.list_name, c.label_item, c.field) for c in of_values} == set(labelled)
    stated = [("", None, n) for n, v in answers.items() if v is not ABSENT]
    stated += [("items", j, n) for j, r in enumerate(answer_rows) for n, v in r.items() if v is not ABSENT]
    answered = [(c.list_name, c.prediction_item, c.field) for c in score(said, prediction).cells if c.prediction]
    assert sorted(answered, key=str) == sorted(stated, key=str)
