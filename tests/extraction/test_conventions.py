"""The vote of a document on how it writes numbers and dates."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.contract import UNKNOWN, Conventions
from extraction.conventions import detect


@pytest.mark.parametrize(
    ("lines", "mark"),
    [
        (["Gesamtbetrag 1.234,50"], ","),
        (["Total 1,234.50"], "."),
        (["Summe: 80,65 EUR"], ","),
        (["$12.50"], "."),
        (["USD 4.11"], "."),
        (["5.50 €"], "."),
        (["19,0 %"], ","),
        (["Total 279.84"], "."),
        (["0.125"], "."),
        (["15291,500"], ","),
        (["1.234.567"], ","),
        (["1'234.50"], "."),
        (["1.163,4000"], ","),
        (["1.234", "47,90"], ","),
    ],
)
def test_numbers_that_decide_themselves_decide_for_the_document(lines, mark):
    assert detect(lines).decimal == mark


@pytest.mark.parametrize(
    "line",
    [
        "1.234",
        "1,234",
        "Seite 1.2",
        "10.30 Uhr",
        "08.30 - 12.30",
        "24.12.",
        "04.03.2024",
        "Version 3.11",
        "192.168.100.1",
        "ISO 9001",
        "A12,50B",
        "12/34,56/7",
        "no numbers here",
        "",
    ],
)
def test_what_may_be_a_group_a_time_a_day_or_a_section_is_no_evidence(line):
    assert detect([line]) == UNKNOWN


def test_a_contradiction_leaves_the_mark_open():
    assert detect(["1.234,50", "1,234.50"]).decimal is None


def test_one_foreign_amount_among_many_does_not_matter():
    assert detect(["80,65 EUR"] * 6 + ["VAT on 80.65"]).decimal == ","


@pytest.mark.parametrize(
    ("lines", "order"),
    [
        (["11/17/2017", "12/03/2017"], "mdy"),
        (["16/11/2017 und 03/04/2017"], "dmy"),
        (["25.04.2018"], "dmy"),
        (["26.10.22"], "dmy"),
        (["2024-01-15"], "ymd"),
        (["20-10-2015"], "dmy"),
    ],
)
def test_dates_that_decide_themselves_decide_for_the_document(lines, order):
    assert detect(lines).dates == order


@pytest.mark.parametrize(
    "lines",
    [
        ["03/04/2024"],
        ["04.03.2024"],
        ["05/05/2024"],
        ["26-10-22"],
        ["99/99/2024"],
        ["11/17/2017", "17/11/2017"],
        ["03/04/2024", "2023-05-01"],
        ["October 1, 2023"],
        ["Rechnung 01.234.567.8-2018-1"],
    ],
)
def test_what_can_be_read_two_ways_is_no_evidence(lines):
    assert detect(lines).dates is None


def test_lines_and_their_words_vote_alike():
    line = "Rechnung vom 25.04.2018 über 1.234,50 EUR inkl. 19,0 % USt"
    assert detect([line]) == detect(line.split()) == Conventions(decimal=",", dates="dmy")


@given(st.lists(st.text(alphabet="0123456789.,/-' €%x", max_size=60), max_size=10))
def test_the_order_of_lines_does_not_matter(lines):
    assert detect(lines) == detect(reversed(lines))


def test_a_page_of_digits_and_marks_is_read_at_once():
    began = time.perf_counter()
    detect(["1." * 50_000, "1,1" * 50_000, "9" * 100_000, "1/" * 50_000])
    assert time.perf_counter() - began < 1
