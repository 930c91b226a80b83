"""Dates as pages write them."""

import pytest

from extraction.canon import canon
from extraction.contract import Conventions, Field
from extraction.values import Invalid, Value

DATE = Field(name="issued", type="date")
DMY, MDY, YMD = (Conventions(dates=order) for order in ("dmy", "mdy", "ymd"))


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2024-03-04", "2024-03-04"),
        ("2024/3/4", "2024-03-04"),
        ("2024.03.04", "2024-03-04"),
        ("2024. 03. 04.", "2024-03-04"),
        ("20260815", "2026-08-15"),
        ("2024-12-31T10:00:00", "2024-12-31"),
        ("2024-12-31T10:00:00.123+02:00", "2024-12-31"),
        ("2024-12-31 10:00", "2024-12-31"),
        ("2024-12-31+01:00", "2024-12-31"),
        ("2024-12-31Z", "2024-12-31"),
        ("13 Sep, 2022 06:04 EDT", "2022-09-13"),
        ("31.12.2024 (Dienstag)", "2024-12-31"),
        ("31.12.2024 10:00 Uhr", "2024-12-31"),
        ("31.12.2024, 16:20", "2024-12-31"),
        ("31.12.2024", "2024-12-31"),
        ("4.3.2024", "2024-03-04"),
        ("04. 03. 2024", "2024-03-04"),
        ("04.03.2024", "2024-03-04"),
        ("26.10.22", "2022-10-26"),
        ("26/10/22", "2022-10-26"),
        ("31/12/2024", "2024-12-31"),
        ("11/17/2017", "2017-11-17"),
        ("20-10-2015", "2015-10-20"),
        ("05/05/2024", "2024-05-05"),
        ("October 1, 2023", "2023-10-01"),
        ("Oct. 1st, 2023", "2023-10-01"),
        ("the 4th of March 2024", "2024-03-04"),
        ("4-Mar-2024", "2024-03-04"),
        ("4-Mar-24", "2024-03-04"),
        ("04MAR2024", "2024-03-04"),
        ("2024 March 4", "2024-03-04"),
        ("Sept. 5, 2023", "2023-09-05"),
        ("1. Oktober 2023", "2023-10-01"),
        ("1. Okt. 2023", "2023-10-01"),
        ("4. Mrz 2024", "2024-03-04"),
        ("4. Maerz 2024", "2024-03-04"),
        ("1. Jänner 2024", "2024-01-01"),
        ("Montag, den 4. März 2024", "2024-03-04"),
        ("Mo. 04.03.2024", "2024-03-04"),
        ("1er février 2024", "2024-02-01"),
        ("1 octobre 2023", "2023-10-01"),
        ("mar. 4 mars 2024", "2024-03-04"),
        ("4 decembre 2024", "2024-12-04"),
        ("4 июня 2024 г.", "2024-06-04"),
        ("«4» марта 2024 года", None),
        ("4 дек. 2024", "2024-12-04"),
        ("2024年3月4日", "2024-03-04"),
    ],
)
def test_a_day_is_read_in_many_forms(raw, iso):
    found = canon(raw, DATE)
    assert found == Value(iso, precision="day") if iso else isinstance(found, Invalid)


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2024-03", "2024-03"),
        ("03/2024", "2024-03"),
        ("3.2024", "2024-03"),
        ("Mär 2024", "2024-03"),
        ("March 2024", "2024-03"),
        ("März '24", "2024-03"),
        ("2024 mars", "2024-03"),
    ],
)
def test_a_month_without_a_day_stays_a_month(raw, iso):
    assert canon(raw, DATE) == Value(iso, precision="month")


def test_a_year_alone_stays_a_year():
    assert canon("2024", DATE) == Value("2024", precision="year")


@pytest.mark.parametrize(
    ("raw", "notation", "iso"),
    [
        ("03/04/2024", DMY, "2024-04-03"),
        ("03/04/2024", MDY, "2024-03-04"),
        ("03.04.2024", MDY, "2024-03-04"),
        ("03.04.2024", YMD, "2024-04-03"),
        ("22-10-26", YMD, "2022-10-26"),
        ("22/10/26", YMD, "2022-10-26"),
        ("22-10-26", DMY, "2026-10-22"),
        ("11/17/2017", DMY, "2017-11-17"),
        ("17/11/2017", MDY, "2017-11-17"),
        ("2024-03-04", DMY, "2024-03-04"),
    ],
)
def test_the_known_order_decides_what_the_date_itself_does_not(raw, notation, iso):
    assert canon(raw, DATE, notation) == Value(iso, precision="day")


@pytest.mark.parametrize("raw", ["03/04/2024", "03-04-2024", "3/4/24", "26-10-22"])
def test_day_and_month_are_not_guessed(raw):
    assert canon(raw, DATE).reason == "ambiguous"


def test_a_year_first_notation_says_nothing_of_day_and_month():
    assert canon("03/04/2024", DATE, YMD).reason == "ambiguous"


@pytest.mark.parametrize("raw", ["30.02.2024", "2023-02-29", "32.01.2024", "20241301", "13/2024", "00.00.0000", "0000"])
def test_days_that_no_calendar_has_are_refused(raw):
    assert canon(raw, DATE).reason == "impossible"


@pytest.mark.parametrize(
    "raw",
    [
        "45355",
        "4 March",
        "Mar 24",
        "March",
        "due 4 March 2024",
        "04.03.2024 - 05.03.2024",
        "4 March April 2024",
        "Q1 2024",
        "1.234,50",
        "12",
        "123/4/2024",
        "30 days",
        "4 March 12345",
        "x" * 5000,
    ],
)
def test_what_is_no_date_is_invalid(raw):
    assert isinstance(canon(raw, DATE), Invalid)


@pytest.mark.parametrize(("raw", "year"), [("1.1.68", 2068), ("1.1.69", 1969), ("1.1.00", 2000), ("1.1.99", 1999)])
def test_two_digit_years_turn_at_69(raw, year):
    assert canon(raw, DATE) == Value(f"{year}-01-01", precision="day")


def test_only_declared_languages_name_months():
    polish = Field(name="issued", type="date", languages=("pl",))
    assert canon("4 marca 2024 r.", polish) == Value("2024-03-04", precision="day")
    assert isinstance(canon("4 marca 2024", DATE), Invalid)
    assert isinstance(canon("4 October 2024", polish), Invalid)


def test_a_word_for_different_months_in_two_languages_is_not_guessed():
    both = Field(name="issued", type="date", languages=("pl", "hr"))
    assert isinstance(canon("4 listopad 2024", both), Invalid)
    assert canon("4 listopad 2024", Field(name="issued", type="date", languages=("pl",))).v == "2024-11-04"


def test_an_unknown_language_costs_only_its_words():
    field = Field(name="issued", type="date", languages=("xx", "en"))
    assert canon("4 March 2024", field).v == "2024-03-04"
