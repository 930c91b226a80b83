from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.comparators import Subcode, equal, subcode, tolerance
from extraction.contract import AllowedValue, Field
from extraction.values import Invalid, Value
from tests.evaluation.building import day, money, value

TEXT, NUMBER, MONEY = Field(name="t"), Field(name="n", type="decimal"), Field(name="m", type="money")
PERCENT, DATE, IDENTIFIER = (
    Field(name="p", type="percent"),
    Field(name="d", type="date"),
    Field(name="i", type="identifier"),
)
CURRENCY = Field(name="c", type="enum", allowed=(AllowedValue(value="EUR"), AllowedValue(value="EUX")))
PAID = Field(name="b", type="boolean")


def tolerant(absolute: str = "0", relative: str = "0") -> Field:
    return Field(name="n", type="decimal", absolute_tolerance=Decimal(absolute), relative_tolerance=Decimal(relative))


@pytest.mark.parametrize("number", [-5, 0, 5])
def test_case_4_a_number_equals_itself_under_a_relative_tolerance(number):
    assert equal(value(number), value(number), tolerant(relative="0.01"))


def test_case_5_two_currencies_differ_by_unit():
    assert not equal(money(5, "EUR"), money(5, "USD"), MONEY)
    assert subcode([money(5, "EUR")], money(5, "USD"), MONEY) is Subcode.UNIT


def test_a_unit_that_one_side_does_not_state_contradicts_nothing():
    assert equal(money(5, "EUR"), value(5), MONEY)
    assert equal(value(5), money(5, "EUR"), MONEY)


def test_units_are_compared_folded():
    assert equal(money(5, "Stk."), money(5, "stk"), NUMBER)


def test_case_6_a_percentage_and_its_fraction_are_a_hundredfold_apart():
    assert subcode([value(0.12)], value(12), PERCENT) is Subcode.SCALE


def test_case_7_a_million_for_a_thousand_is_off_by_scale():
    assert subcode([value(1200)], value(1_200_000), MONEY) is Subcode.SCALE


def test_case_14_a_month_for_a_day_is_a_matter_of_precision():
    assert not equal(day("2024-03-01"), day("2024-03"), DATE)
    assert subcode([day("2024-03-01")], day("2024-03"), DATE) is Subcode.PRECISION
    assert subcode([day("2024")], day("2024-03"), DATE) is Subcode.PRECISION


def test_case_12_the_day_after_is_wrong():
    assert not equal(day("2024-03-04"), day("2024-03-05"), DATE)


def test_case_15_identifiers_are_equal_as_printed():
    assert equal(Value("INV-2024-001"), Value("INV-2024-001"), IDENTIFIER)
    assert not equal(Value("AB12"), Value("AB-12"), IDENTIFIER)
    assert not equal(Value("007"), Value("7"), IDENTIFIER)


def test_case_16_text_is_equal_whatever_its_quotes_and_composition():
    assert equal(Value("O’Neil"), Value("O'Neil"), TEXT)
    assert equal(Value("M\u00fcller"), Value("Mu\u0308ller"), TEXT)


@pytest.mark.parametrize(
    ("field", "label", "prediction", "right"),
    [
        (tolerant(absolute="0.01"), "10.00", "10.01", True),
        (tolerant(absolute="0.01"), "10.00", "10.02", False),
        (tolerant(relative="0.01"), "100", "101", True),
        (tolerant(relative="0.01"), "100", "101.01", False),
        (tolerant(absolute="2", relative="0.01"), "100", "102", True),
        (tolerant(absolute="0.5", relative="0.01"), "100", "101", True),
        (tolerant(relative="0.01"), "-100", "-101", True),
        (tolerant(relative="0.01"), "0", "0.001", False),
        (NUMBER, "1.50", "1.5", True),
    ],
)
def test_tolerance_is_the_greater_of_absolute_and_relative_to_the_label(field, label, prediction, right):
    assert equal(Value(Decimal(label)), Value(Decimal(prediction)), field) is right


def test_tolerance_scales_with_the_label():
    assert tolerance(Decimal(-200), tolerant(relative="0.05")) == 10


@pytest.mark.parametrize(
    ("field", "label", "prediction", "expected"),
    [
        (NUMBER, value(5), Invalid("not a number"), "INVALID"),
        (MONEY, money(5, "EUR"), money(-50, "USD"), "UNIT"),
        (NUMBER, value(5), value(-5), "SIGN"),
        (NUMBER, value(1234.5), value(12345), "SCALE"),
        (NUMBER, value(-0.19), value(-19), "SCALE"),
        (NUMBER, value(5), value(-50), "OTHER"),
        (NUMBER, value(0), value(10), "OTHER"),
        (NUMBER, value(12.3456), value(12.35), "PRECISION"),
        (NUMBER, value(12.3456), value(12.34), "PRECISION"),
        (NUMBER, value(12), value(12.4), "PRECISION"),
        (NUMBER, value(0), value(0.4), "OTHER"),
        (NUMBER, value(1000), value(1005), "NEAR"),
        (NUMBER, value(-1000), value(-1005), "NEAR"),
        (NUMBER, value(1000), value(1700), "OTHER"),
        (TEXT, Value("Muster GmbH"), Value("Mustcr GmbH"), "NEAR"),
        (TEXT, Value("AB"), Value("CD"), "OTHER"),
        (TEXT, Value("Delivery of the goods to the site"), Value("Delivery of the goods to their site."), "NEAR"),
        (TEXT, Value("Muster GmbH"), Value("Beispiel AG"), "OTHER"),
        (IDENTIFIER, Value("RE-2024-0017"), Value("RE-2024-O017"), "NEAR"),
        (DATE, day("2024-03-04"), day("2024-03-05"), "NEAR"),
        (DATE, day("2024-03-04"), day("1999-12-31"), "OTHER"),
        (CURRENCY, Value("EUR"), Value("EUX"), "OTHER"),
        (PAID, Value(True), Value(False), "OTHER"),
    ],
)
def test_the_first_subcode_that_applies_is_given(field, label, prediction, expected):
    assert subcode([label], prediction, field) == expected


def test_a_scale_error_may_hide_behind_a_relative_tolerance_but_not_behind_an_absolute_one():
    assert subcode([value(1000)], value(99950), tolerant(relative="0.001")) is Subcode.SCALE
    assert subcode([value(0.004)], value(0.7), tolerant(absolute="0.01")) is not Subcode.SCALE


def test_another_fields_label_is_a_swap():
    gross = Field(name="gross", type="money")
    assert subcode([value(100)], value(119), MONEY, record=[(gross, [value(119)])]) is Subcode.FIELD_SWAP
    assert subcode([value(100)], value(119), MONEY, record=[(TEXT, [Value("119")])]) is not Subcode.FIELD_SWAP


def test_an_identifier_swaps_with_text_and_a_boolean_with_nothing():
    assert subcode([Value("A-1")], Value("B-22"), IDENTIFIER, record=[(TEXT, [Value("b-22")])]) is Subcode.FIELD_SWAP
    other = Field(name="sent", type="boolean")
    assert subcode([Value(True)], Value(False), PAID, record=[(other, [Value(False)])]) is Subcode.OTHER


def test_the_same_column_of_another_row_is_a_row_swap():
    assert subcode([value(7)], value(39), NUMBER, column={Decimal(39), Decimal(7)}) is Subcode.ROW_SWAP


def test_any_accepted_value_explains_the_error():
    assert subcode([value(7), value(-30)], value(30), NUMBER) is Subcode.SIGN
    assert subcode([money(5, "EUR"), money(6, "USD")], money(-6, "USD"), MONEY) is Subcode.SIGN


numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)


@given(numbers, numbers)
def test_equality_is_reflexive_and_at_zero_tolerance_symmetric(a, b):
    assert equal(Value(a), Value(a), NUMBER)
    assert equal(Value(a), Value(a), tolerant("0.1", "0.1"))
    assert equal(Value(a), Value(b), NUMBER) == equal(Value(b), Value(a), NUMBER)


@given(st.text(min_size=1), st.text(min_size=1))
def test_equality_of_text_is_reflexive_and_symmetric(a, b):
    assert equal(Value(a), Value(a), TEXT)
    assert equal(Value(a), Value(b), TEXT) == equal(Value(b), Value(a), TEXT)


@given(numbers.filter(bool), st.integers(-6, 6).filter(bool))
def test_every_power_of_ten_is_a_scale_error(number, power):
    assert subcode([Value(number)], Value(number.scaleb(power)), NUMBER) is Subcode.SCALE


long_numbers = st.builds(
    lambda digits, places, sign: sign * Decimal(digits).scaleb(-places, Context(prec=200)),
    st.text("0123456789", min_size=1, max_size=50),
    st.integers(0, 50),
    st.sampled_from([1, -1]),
)


@given(long_numbers, long_numbers)
def test_numbers_of_fifty_digits_are_told_apart_without_rounding(a, b):
    assert equal(Value(a), Value(b), NUMBER) == (a == b)
    if a != b:
        assert subcode([Value(a)], Value(b), NUMBER) in Subcode


def test_a_digit_at_the_end_of_a_long_number_is_neither_scale_nor_sign():
    number = "1234567890" * 4
    assert subcode([Value(Decimal(number))], Value(Decimal(f"-{number[:-1]}1")), NUMBER) is Subcode.OTHER
    assert subcode([Value(Decimal(number))], Value(Decimal(f"{number[:-1]}10")), NUMBER) is not Subcode.SCALE
