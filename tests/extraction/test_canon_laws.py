"""Laws that hold for every value and every text."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extraction.canon import canon, cell_of, escape, fold, key, render, value_of
from extraction.contract import CANONICAL, AllowedValue, Conventions, Field, FieldType
from extraction.values import ABSENT, ILLEGIBLE, UNLABELLED, Cell, Evidence, Grounding, Invalid, Value

ALLOWED = (AllowedValue(value="EUR", aliases=("€", "Euro")), AllowedValue(value="US Dollar", aliases=("$",)))
FIELDS = [
    Field(name="x", type=kind, unit=unit, allowed=ALLOWED if kind is FieldType.ENUM else ())
    for kind in FieldType
    for unit in ((None, "EUR", "1") if kind.is_number else (None,))
]
NOTATIONS = [CANONICAL, *(Conventions(decimal=mark, dates=order) for mark in ",." for order in ("dmy", "mdy", "ymd"))]

texts = st.text(max_size=40)
numberish = st.text(alphabet="0123456789.,'’ -−()+€$%eEkMT\u00a0Stk", max_size=16)
dateish = st.text(alphabet="0123456789./- MarchOkt,'T:", max_size=16)
decimals = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(min_value=-(10**27), max_value=10**27),
    st.integers(min_value=0, max_value=40),
)
fields = st.sampled_from(FIELDS)
notations = st.sampled_from(NOTATIONS)
sides = st.sampled_from(["prediction", "label"])


@given(texts | numberish | dateish, fields, notations, sides)
def test_reading_a_rendered_value_gives_the_value_again(raw, field, notation, side):
    value = canon(raw, field, notation, side=side)
    for written in NOTATIONS if isinstance(value, Value) else ():
        assert canon(render(value, field, written, side=side), field, written, side=side) == value


@pytest.mark.parametrize("notation", NOTATIONS, ids=lambda notation: f"{notation.decimal} {notation.dates}")
@given(number=decimals, unit=st.sampled_from([None, "EUR", "USD", "JPY"]))
def test_every_amount_survives_rendering(notation, number, unit):
    money = Field(name="x", type="money")
    assert canon(render(Value(number, unit), money, notation), money, notation) == Value(number, unit)


@pytest.mark.parametrize("notation", NOTATIONS, ids=lambda notation: f"{notation.decimal} {notation.dates}")
@given(day=st.dates())
def test_every_day_survives_rendering(notation, day):
    field = Field(name="x", type="date")
    for length, precision in ((10, "day"), (7, "month"), (4, "year")):
        value = Value(day.isoformat()[:length], precision=precision)
        assert canon(render(value, field, notation), field, notation) == value


@given(texts | numberish | dateish, fields, notations, sides)
def test_equality_of_keys_is_reflexive_and_blind_to_rendering(raw, field, notation, side):
    value = canon(raw, field, notation, side=side)
    assert key(value, field) == key(value, field)
    assert hash(key(value, field)) == hash(key(canon(raw, field, notation, side=side), field))


@given(texts | numberish, texts | numberish, fields, notations)
def test_equality_of_keys_is_symmetric(one, other, field, notation):
    first, second = (key(canon(raw, field, notation), field) for raw in (one, other))
    assert (first == second) == (second == first)
    assert first != second or hash(first) == hash(second)


@given(texts | numberish, fields, notations)
def test_no_text_raises_and_no_text_is_unlabelled_in_a_prediction(raw, field, notation):
    found = canon(raw, field, notation)
    assert isinstance(found, Value | Invalid) or found is ABSENT


@given(numberish, st.sampled_from([field for field in FIELDS if field.type.is_number]), notations)
def test_what_is_known_of_the_notation_never_contradicts_what_decides_itself(raw, field, notation):
    alone = canon(raw, field)
    if isinstance(alone, Value):
        assert canon(raw, field, notation) == alone


@given(st.text(alphabet="./-+ ()€$%MarchOkt,'T:", max_size=16).map("x{}".format), notations)
def test_text_without_digits_is_no_number_and_no_date(raw, notation):
    assert isinstance(canon(raw, Field(name="x", type="date"), notation), Invalid)
    assert isinstance(canon(raw, Field(name="x", type="money"), notation), Invalid)


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_does_not_see_how_characters_are_composed(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(max_size=20) | st.sampled_from(["N/A", "n/a", "#CLEAR", "\\N/A", "\\\\#delete", "\\", "\\\\"]))
def test_an_escaped_label_means_the_text_itself(text):
    token = text.strip().casefold() == "n/a"
    wanted = Value(text.strip()) if token else canon(text, Field(name="x"))
    assume(isinstance(wanted, Value))
    assert canon(escape(wanted.v), Field(name="x"), side="label") == wanted


@given(texts | numberish | dateish, fields, notations)
def test_a_value_survives_its_stored_form(raw, field, notation):
    canonical = canon(raw, field, notation)
    cell = cell_of(canonical, raw=raw)
    assert value_of(Cell.model_validate_json(cell.model_dump_json()), field) == canonical


def test_a_stored_cell_keeps_its_evidence_and_its_grounding():
    cell = cell_of(
        Value(Decimal("5.00"), "EUR"),
        raw="5,00 €",
        evidence=Evidence(page=2, box=(1, 2, 3, 4)),
        grounding=Grounding.DERIVED,
        rule="a = b",
    )
    assert (cell.value, cell.unit, cell.raw, cell.page, cell.box) == ("5.00", "EUR", "5,00 €", 2, (1, 2, 3, 4))
    assert (cell.grounding, cell.rule) == (Grounding.DERIVED, "a = b")


@pytest.mark.parametrize("raw", ["a\x00b", "a\ud800b", "a\ufffeb"])
def test_a_stored_cell_holds_nothing_that_json_or_a_database_cannot(raw):
    assert cell_of(canon(raw, Field(name="x")), raw=raw).raw == "a\ufffdb"


def test_what_is_illegible_is_stored_and_what_is_unlabelled_is_not():
    field = Field(name="x")
    assert value_of(cell_of(ILLEGIBLE), field) is ILLEGIBLE
    assert value_of(None, field) is ABSENT
    with pytest.raises(ValueError, match="no cell"):
        cell_of(UNLABELLED)


@pytest.mark.parametrize("stored", ["NaN", "-Infinity", "1E+999999", "1e5", "٣", "1_000", "9" * 200, ""])
@pytest.mark.parametrize("kind", ["money", "integer"])
def test_what_no_arithmetic_can_bear_is_no_stored_number(stored, kind):
    assert value_of(Cell(value=stored), Field(name="x", type=kind)).reason == "stored"


def test_a_stored_value_of_another_type_is_invalid():
    assert value_of(Cell(value="Muster GmbH"), Field(name="x", type="money")).reason == "stored"
    assert value_of(Cell(value="perhaps"), Field(name="x", type="boolean")).reason == "stored"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Neil", "O'Neil"),
        ("„Haus“", '"Haus"'),
        ("STRASSE", "straße"),
        ("A–B", "A-B"),
        ("a\u00a0 b\nc", "A B C"),
        ("ﬁn", "fin"),
        ("co\u00adop", "coop"),
    ],
)
def test_text_is_equal_whatever_its_typography(one, other):
    field = Field(name="x")
    assert key(Value(one), field) == key(Value(other), field)


def test_text_that_differs_in_a_letter_is_not_equal():
    assert key(Value("Muster GmbH"), Field(name="x")) != key(Value("Muster GmbHs"), Field(name="x"))


@pytest.mark.parametrize(
    ("rules", "one", "other", "equal"),
    [
        ({"spaces": "ignore"}, "DE89 3704 0044", "DE8937040044", True),
        ({"spaces": "ignore"}, "de89 3704", "DE893704", False),
        ({"case": "ignore"}, "ab-12", "AB-12", True),
        ({"case": "ignore"}, "ab 12", "AB12", False),
        ({}, "DE89 3704", "DE893704", False),
        ({}, "AB\u00a012", "AB 12", True),
        ({}, "AB\u201112", "AB-12", True),
        ({}, "AB–12", "AB-12", False),
    ],
)
def test_identifiers_fold_only_what_their_field_declares(rules, one, other, equal):
    field = Field(name="x", type="identifier", **rules)
    assert (key(Value(one), field) == key(Value(other), field)) is equal


def test_numbers_are_equal_by_what_they_are_and_units_by_what_they_mean():
    field = Field(name="x", type="decimal")
    assert key(Value(Decimal("5.00"), "Stk."), field) == key(Value(Decimal(5), "stk"), field)
    assert key(Value(Decimal(5), "g"), field) != key(Value(Decimal(5), "kg"), field)


def test_yes_is_not_the_number_one():
    assert key(Value(True), Field(name="x", type="boolean")) != key(Value(1), Field(name="x", type="integer"))


def test_invalid_values_are_equal_only_when_they_are_the_same():
    field = Field(name="x", type="date")
    assert key(canon("foo", field), field) == key(canon("foo", field), field)
    assert key(canon("foo", field), field) != key(canon("bar", field), field)
    assert len({key(marker, field) for marker in (ABSENT, ILLEGIBLE, UNLABELLED)}) == 3
