"""Hostile tables are refused in words or read right, and nothing else.

All of them take minutes: `python -m tests.extraction.tables.hostile_workbooks` reads each and measures what it costs.
Here a seeded sample of those that are quick to make is read, in the confined process that uploads are read in.
"""

import random

import pytest

from extraction.tables import Cell, Kind, TableErrorCode, Tables
from tests.extraction.tables.books import parsed
from tests.extraction.tables.hostile import Hostile, row
from tests.extraction.tables.hostile_workbooks import complaint, outcome_of, small_ones

SAMPLED = 120
LARGEST = 300_000
"""Bytes: larger ones take seconds to read."""


@pytest.fixture(scope="module")
def hostiles():
    return list(small_ones())


def test_there_are_more_than_three_hundred_different_ones(hostiles):
    assert len({hostile.content for hostile in hostiles}) >= 300
    names = [hostile.name for hostile in hostiles]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("part", range(4))
def test_each_is_refused_in_words_or_read_right(hostiles, part):
    drawn = random.Random(300).sample([hostile for hostile in hostiles if len(hostile.content) < LARGEST], SAMPLED)
    outcomes = [(hostile, outcome_of(hostile)) for hostile in drawn[part::4]]
    wrong = {hostile.name: complaint(hostile, outcome) for hostile, outcome in outcomes if complaint(hostile, outcome)}
    assert wrong == {}


def test_a_complaint_is_made_of_whatever_is_not_expected():
    content = row('<c r="A1"><v>1</v></c>')
    refused, must_read = Hostile("x", content, {TableErrorCode.DAMAGED}, ""), Hostile("x", content, (), "")
    misread = Hostile("x", content, (), "", cells={"Data!A1": Cell(Kind.NUMBER, "2")})
    assert complaint(refused, parsed(content)) == "read, expected damaged"
    assert complaint(must_read, TableErrorCode.BOMB) == "refused as bomb, expected to be read"
    assert complaint(misread, parsed(content)).startswith("read as ")
    assert complaint(must_read, parsed(content)) == ""
    assert complaint(refused, TableErrorCode.DAMAGED) == ""
    assert complaint(must_read, Tables("xlsx", ())) == ""
