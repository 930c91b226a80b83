"""Workbooks that are stale, edited and brought back by several people in any order, beside a model in plain Python.

A step edits the portal, takes a workbook out, changes and uploads one, confirms or decides; after each the portal must
hold what the model holds. Uploads are tables in memory, every tenth a workbook that openpyxl has saved. The long form
is `MERGE_STEPS=10000 MERGE_SEED=1 python -m pytest -s tests/portal/workbook/test_merge_stateful.py` and prints figures;
with `MERGE_SHRINK=1` what is found is made small.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import nullcontext
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from portal.models import Membership, Outcome, Role
from portal.workbook import applying
from portal.workbook.merge import decide
from tests.portal.conftest import person
from tests.portal.workbook.merge_books import DATA
from tests.portal.workbook.merge_machine import MergeMachine
from tests.portal.workbook.merge_people import World

STEPS = int(os.environ.get("MERGE_STEPS", "300"))
SEED = int(os.environ.get("MERGE_SEED", "1"))
STEPS_OF_AN_EXAMPLE = 50
PHASES = (Phase.generate, Phase.shrink) if "MERGE_SHRINK" in os.environ else (Phase.generate,)


@pytest.fixture
def world(project, add_document, make_extraction, erika, lena, lee, anton) -> World:
    documents = {}
    for name in ("first.pdf", "second.pdf"):
        document = add_document(name)
        make_extraction(document)
        documents[name] = document.pk
    others = []
    for name, role in (("emil", Role.EXPERT), ("leo", Role.LABELLER)):
        others.append(person(name))
        Membership.objects.create(project=project, user=others[-1], role=role)
    return World(project, documents, [erika, others[0], lena], [lee, others[1], lena], anton, lena)


def machine_of(world: World) -> type[MergeMachine]:
    return type("Machine", (MergeMachine,), {"world": world, "seen": Counter()})


def run(world: World, steps: int) -> Counter[str]:
    """Raises what the machine finds, with the steps that lead there. Returns how much was tried."""
    machine = machine_of(world)
    run_state_machine_as_test(
        seed(SEED)(machine),
        settings=settings(
            max_examples=max(steps // STEPS_OF_AN_EXAMPLE, 1),
            stateful_step_count=STEPS_OF_AN_EXAMPLE,
            deadline=None,
            database=None,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return machine.seen


def test_nothing_newer_is_overwritten_and_nothing_is_dropped(world):
    seen = run(world, STEPS)
    print(dict(seen))
    assert seen["conflict"]
    assert seen["changed"]


def test_a_merge_that_does_not_look_at_what_the_portal_says_is_found_out(world):
    def overwrites(*said, **portal):
        found = decide(*said, **portal)
        return Outcome.CHANGED if found is Outcome.CONFLICT else found

    with (
        patch("portal.workbook.planning.decide", overwrites),
        pytest.raises(AssertionError, match="outcome='conflict'"),
    ):
        run(world, STEPS)


@pytest.mark.parametrize("looks_again", [True, False])
def test_a_confirmation_that_does_not_look_again_is_found_out(world, looks_again):
    machine = machine_of(world)()
    machine.has_workbooks()
    book, document = machine.books[0], world.documents["first.pdf"]
    line = next(line for line in book.pages[DATA].lines if line.document == document)
    line.cells["Number"] = "R-1"
    waiting = machine.bring(book.copied(), book.owner)
    machine.people.edits_at_the_desk(1, document, [("", 0, "number")], 0, 4)
    blind = patch.object(applying._Writing, "_still_holds", lambda self, cell, held: True)
    with nullcontext() if looks_again else blind, nullcontext() if looks_again else pytest.raises(AssertionError):
        machine.confirm(waiting)
    machine.teardown()
