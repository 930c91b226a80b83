"""The short form of `mutants`: mutated PDFs of our own."""

import random

import pytest

from extraction.pdf.limits import Limits
from tests.extraction.pdf.mutants import EXPECTED, mutant, outcome, seeds

OURS = seeds()[:2]
LIMITS = Limits(cpu_seconds=5, wall_seconds=30, memory_bytes=700_000_000)


def test_the_seeds_are_sound(write):
    assert [outcome(write(content)) for content in OURS] == ["done", "done"]


@pytest.mark.parametrize("number", range(60))
def test_a_mutant_gives_a_result_or_a_named_error(write, number):
    chance = random.Random(f"short-{number}")
    assert outcome(write(mutant(OURS[number % 2], chance)), LIMITS) in EXPECTED


def test_mutants_do_differ_in_what_comes_of_them(write):
    found = set()
    for number in range(60):
        found.add(outcome(write(mutant(OURS[number % 2], random.Random(f"short-{number}"))), LIMITS))
    assert len(found) >= 3
