"""The merge of one cell: every line of its table, and that nobody's newer word is ever overwritten."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.models import Outcome
from portal.workbook.merge import NOTHING, UNKNOWN, decide

CELLS = st.sampled_from([NOTHING, "a", "b", "c"])


def outcome(file, base, now):
    return decide(file, base, now, wanted=file, held=base)


def test_a_cell_that_came_back_as_it_went_out_does_nothing_whatever_the_portal_says_now():
    assert {outcome("a", "a", now) for now in ("a", "b", NOTHING)} == {Outcome.UNCHANGED}


def test_a_cell_that_was_emptied_is_not_applied():
    assert outcome(NOTHING, "a", "a") is Outcome.EMPTIED
    assert outcome(NOTHING, "a", "b") is Outcome.EMPTIED


def test_a_change_is_applied_where_the_portal_says_what_it_said():
    assert outcome("b", "a", "a") is Outcome.CHANGED
    assert outcome("b", NOTHING, NOTHING) is Outcome.NEW


def test_nothing_is_to_do_where_both_came_to_say_the_same():
    assert outcome("b", "a", "b") is Outcome.AGREED


def test_it_is_a_conflict_where_both_changed_otherwise():
    assert outcome("b", "a", "c") is Outcome.CONFLICT
    assert outcome("b", "a", NOTHING) is Outcome.CONFLICT
    assert outcome("b", NOTHING, "c") is Outcome.CONFLICT


def test_without_a_base_only_what_nobody_has_said_is_applied():
    assert outcome("a", UNKNOWN, NOTHING) is Outcome.NEW
    assert outcome("a", UNKNOWN, "a") is Outcome.UNCHANGED
    assert outcome("a", UNKNOWN, "b") is Outcome.CONFLICT
    assert outcome(NOTHING, UNKNOWN, "b") is Outcome.UNCHANGED


@given(CELLS, CELLS, CELLS)
def test_what_somebody_changed_since_is_never_overwritten(file, base, now):
    if now != base:
        assert outcome(file, base, now) not in (Outcome.NEW, Outcome.CHANGED)


@given(CELLS, CELLS, CELLS)
def test_a_difference_is_applied_or_told(file, base, now):
    if file not in (base, now):
        assert outcome(file, base, now) is not Outcome.UNCHANGED


@given(CELLS, CELLS)
def test_what_was_applied_does_nothing_when_it_comes_again(file, base):
    if outcome(file, base, base) in (Outcome.NEW, Outcome.CHANGED):
        assert outcome(file, file, file) is Outcome.UNCHANGED
