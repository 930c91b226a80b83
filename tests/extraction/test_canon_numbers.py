"""Numbers as pages print them."""

import time
from decimal import Decimal

import pytest

from extraction.canon import canon
from extraction.contract import Conventions, Field
from extraction.values import Invalid, Value

DECIMAL = Field(name="quantity", type="decimal")
INTEGER = Field(name="count", type="integer")
MONEY = Field(name="total", type="money")
PERCENT = Field(name="rate", type="percent")
COMMA, POINT = Conventions(decimal=","), Conventions(decimal=".")


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("684", "684"),
        ("0", "0"),
        ("47,9", "47.9"),
        ("15291,50", "15291.50"),
        ("15291,500", "15291.500"),
        ("1.163,4000", "1163.4000"),
        ("9.999,99", "9999.99"),
        ("9,999.99", "9999.99"),
        ("1.234,567", "1234.567"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("12,34,567.00", "1234567.00"),
        ("1,00,000", "100000"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1\u202f234\u202f567,50", "1234567.50"),
        ("1\u2009234", "1234"),
        ("1'234.50", "1234.50"),
        ("1’234’567", "1234567"),
        ("1 234.500", "1234.500"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        (".5", "0.5"),
        (",75", "0.75"),
        ("5.", "5"),
        ("5,-", "5"),
        ("5,--", "5"),
        ("5.–", "5"),
        ("1.000,-", "1000"),
        ("1'000.-", "1000"),
        ("+5", "5"),
        ("007", "7"),
        ("１２,５", "12.5"),
        ("٣٤", "34"),
        ("1e5", "100000"),
        ("1.5E-3", "0.0015"),
        ("\u200e-5\u200f", "-5"),
    ],
)
def test_a_number_that_can_be_read_one_way_only_needs_no_convention(raw, number):
    assert canon(raw, DECIMAL) == Value(Decimal(number))


@pytest.mark.parametrize("notation", [COMMA, POINT], ids=["comma", "point"])
@pytest.mark.parametrize(("raw", "number"), [("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("12.50", "12.50")])
def test_a_number_that_decides_itself_does_so_under_every_convention(raw, number, notation):
    assert canon(raw, DECIMAL, notation) == Value(Decimal(number))


@pytest.mark.parametrize(
    "raw",
    [
        "1.23.4",
        "12.34,5.6",
        "1,2,3",
        "1 2",
        "2024 10",
        "1'23",
        "1.234'567,8",
        "01.234.567",
        "12,345,67",
        "3 x 5",
        "1/2",
        "5-7",
        "2024-03-04",
        "-5-",
        "(-5)",
        "(5",
        "5)",
        "--5",
        "+-5",
        "NaN",
        "sNaN",
        "Infinity",
        "-inf",
        "∞",
        "abc",
        "-",
        "Total 5",
        "Pos. 3",
        "5 4 Stk",
        "12.03.2024 5",
        "kg 5",
        "EUR 5 USD",
        "12A34",
        "2½",
        "5²",
        "1.000.-",
        "1,5.-",
        "5 €/",
    ],
)
def test_what_is_no_number_is_invalid(raw):
    assert isinstance(canon(raw, DECIMAL), Invalid)


@pytest.mark.parametrize(
    "raw",
    ["9" * 400, "9" * 1_000_000, "1," * 5000, "1e999999999", "1e" + "9" * 150, "1E-400", "." * 300, "(" * 300 + "5"],
)
def test_numbers_beyond_all_measure_are_refused_at_once(raw):
    began = time.perf_counter()
    assert isinstance(canon(raw, DECIMAL), Invalid)
    assert time.perf_counter() - began < 0.5


def test_a_scale_word_does_not_lead_beyond_all_measure():
    assert canon("9" * 45 + " Mio", DECIMAL).reason == "out of range"
    assert canon("9" * 45 + " Mio", INTEGER).reason == "out of range"
    assert canon("0.5e-30", DECIMAL) == Value(Decimal("5e-31"))
    assert canon("0." + "5" * 40 + "e-30", DECIMAL).reason == "out of range"


def test_fifty_digits_are_exact():
    digits = "1234567890" * 5
    assert str(canon("-" + digits, DECIMAL)) == "-" + digits
    assert canon(digits, INTEGER) == Value(int(digits))


@pytest.mark.parametrize(
    ("raw", "number", "currency"),
    [
        ("€ 5", "5", "EUR"),
        ("5 €", "5", "EUR"),
        ("5€", "5", "EUR"),
        ("EUR 5", "5", "EUR"),
        ("5,00 EUR", "5.00", "EUR"),
        ("5 eur", "5", "EUR"),
        ("5 Euro", "5", "EUR"),
        ("$5", "5", "USD"),
        ("US$ 5", "5", "USD"),
        ("CA$5", "5", "CAD"),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("Fr. 5.–", "5", "CHF"),
        ("£1,234.50", "1234.50", "GBP"),
        ("¥ 500", "500", "JPY"),
        ("5 ₽", "5", "RUB"),
        ("1 234,50 руб.", "1234.50", "RUB"),
        ("12,50 zł", "12.50", "PLN"),
        ("5 Kč", "5", "CZK"),
        ("₹1,00,000.00", "100000.00", "INR"),
        ("-€5", "-5", "EUR"),
        ("€-5", "-5", "EUR"),
        ("€ (5)", "-5", "EUR"),
        ("(1.234,50 €)", "-1234.50", "EUR"),
        ("5,00- EUR", "-5.00", "EUR"),
        ("5,00 €-", "-5.00", "EUR"),
        ("EUR 5 €", "5", "EUR"),
        ("12,50 €/Stk", "12.50", "EUR"),
        ("12,50 EUR pro Stunde", "12.50", "EUR"),
        ("1.2 Mio. EUR", "1200000", "EUR"),
        ("Mio. € 1,2", "1200000", "EUR"),
        ("3,5 Mrd. €", "3500000000", "EUR"),
        ("$2bn", "2000000000", "USD"),
        ("$1.5 million", "1500000", "USD"),
        ("$5m", "5000000", "USD"),
        ("5 T€", "5000", "EUR"),
        ("5 TEUR", "5000", "EUR"),
        ("5 k€", "5000", "EUR"),
        ("5 тыс. ₽", "5000", "RUB"),
        ("5 млн руб.", "5000000", "RUB"),
        ("5", "5", None),
    ],
)
def test_money_is_an_amount_and_an_iso_currency(raw, number, currency):
    assert canon(raw, MONEY) == Value(Decimal(number), currency)


@pytest.mark.parametrize(
    ("raw", "unit", "currency"),
    [("$5", "CAD", "CAD"), ("¥5", "CNY", "CNY"), ("5 kr", "SEK", "SEK"), ("$5", "EUR", "USD"), ("5", "EUR", "EUR")],
)
def test_the_fields_currency_settles_what_a_shared_symbol_means(raw, unit, currency):
    assert canon(raw, Field(name="x", type="money", unit=unit)) == Value(Decimal(5), currency)


@pytest.mark.parametrize("raw", ["5 Stk", "5 Std", "12 %", "5 kr", "EUR 5 USD", "5 EUR je 100", "EUR EUR 5"])
def test_what_is_no_amount_of_money_is_invalid(raw):
    assert isinstance(canon(raw, MONEY), Invalid)


@pytest.mark.parametrize(
    ("raw", "number", "unit"),
    [
        ("3 Stk", "3", "Stk"),
        ("3 Stk.", "3", "Stk."),
        ("2,5 h", "2.5", "h"),
        ("2,5h", "2.5", "h"),
        ("5 m²", "5", "m²"),
        ("5 m2", "5", "m2"),
        ("5 kWh", "5", "kWh"),
        ("5 m", "5", "m"),
        ("5 T", "5", "T"),
        ("20 °C", "20", "°C"),
        ("12 %", "12", "%"),
        ("5 Stück pro Monat", "5", "Stück pro Monat"),
        ("12 Mio. Stück", "12000000", "Stück"),
        ("5 k", "5000", None),
        ("5 €", "5", "EUR"),
    ],
)
def test_a_quantity_keeps_its_printed_unit(raw, number, unit):
    assert canon(raw, DECIMAL) == Value(Decimal(number), unit)


def test_the_fields_currency_may_be_declared_by_its_symbol():
    field = Field(name="x", type="money", unit="€")
    assert canon("5", field) == canon("5 EUR", field) == Value(Decimal(5), "EUR")


def test_a_field_gives_its_unit_to_a_number_without_one():
    weight = Field(name="weight", type="decimal", unit="kg")
    assert canon("5", weight) == Value(Decimal(5), "kg")
    assert canon("5 g", weight) == Value(Decimal(5), "g")


@pytest.mark.parametrize(("raw", "number"), [("3,00", 3), ("3", 3), ("-3.0", -3), ("1.", 1), ("3 Mio.", 3_000_000)])
def test_a_whole_number_may_be_written_with_a_fraction_of_zero(raw, number):
    found = canon(raw, INTEGER)
    assert found == Value(number)
    assert type(found.v) is int


@pytest.mark.parametrize("raw", ["3,5", "0.1", "1.2345 k"])
def test_a_whole_number_has_no_fraction(raw):
    assert canon(raw, INTEGER).reason == "not whole"


@pytest.mark.parametrize(
    ("raw", "number"),
    [("19 %", "19"), ("19,0%", "19.0"), ("% 19", "19"), ("19 Prozent", "19"), ("19 v.H.", "19"), ("5 ‰", "0.5")],
)
def test_a_percentage_is_a_number_of_hundredths(raw, number):
    assert canon(raw, PERCENT) == Value(Decimal(number), "%")


def test_an_amount_of_money_is_no_percentage():
    assert canon("19 EUR", PERCENT).reason == "unit"
