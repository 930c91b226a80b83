"""What must never happen, with real processes killed for real. Each promise has its negative control."""

import contextlib
import os
import random
import signal
import time

import pytest

from tests.extraction.pdf import hostile
from tests.processes.conftest import ROOT

SAMPLES = [ROOT / "samples" / "invoices" / name for name in ("01-de-letter.pdf", "06-de-freelancer.pdf")]

pytestmark = pytest.mark.processes

GONE_SECONDS = 15


def start_run(installation, folder):
    installation.manage("add_documents", "--project", "p", "--by", "lena", str(folder))
    installation.manage("extract", "--project", "p", "--by", "lena", "--source", "layout")


def kill(pid: int, number: int = signal.SIGKILL) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def worker_at_work(installation, document: int | None = None) -> int | None:
    """The process that extracts this document, or any."""
    which = "" if document is None else f" AND document_id = {document}"
    rows = installation.rows(f"SELECT claimed_by FROM portal_extraction WHERE state = 'running'{which}")
    return int(rows[0][0].rpartition("/")[2]) if rows else None


def victim(installation) -> int | None:
    return worker_at_work(installation, document=1)


def kill_the_worker_of_the_victim(installation) -> None:
    """And wait until the portal has noticed: nobody, or already another one, is at work on it."""
    assert installation.wait(lambda: victim(installation) is not None, 120), installation.states()
    killed = victim(installation)
    kill(killed)
    assert installation.wait(lambda: victim(installation) != killed, 60)


def exactly_once(installation, documents: int) -> None:
    assert installation.states() == {"succeeded": documents}
    assert installation.rows("SELECT COUNT(*) FROM portal_extraction WHERE result IS NULL") == [(0,)]
    assert installation.rows("SELECT COUNT(*) FROM portal_review") == [(documents,)]
    assert installation.rows("SELECT COUNT(*) FROM portal_reviewevent WHERE kind = 'seed'") == [(documents,)]


class TestKilledProcessesLoseNothing:
    """Promise 1, short form."""

    def test_workers_monitors_and_clusters_die_at_random_and_every_document_is_done_once(self, installation, bills):
        start_run(installation, bills(12, pages=10))
        installation.start("work", MAX_ATTEMPTS="50")
        dice = random.Random(7)
        kills = 0
        deadline = time.monotonic() + 180
        while kills < 5 and time.monotonic() < deadline and installation.states().get("succeeded", 0) < 11:
            time.sleep(dice.uniform(0.5, 2.0))
            victims = sorted(pid for pid, line in installation.processes().items() if "qcluster" in line)
            if len(victims) >= 5:
                kill(dice.choice(victims))
                kills += 1
        assert kills >= 3
        assert installation.wait(lambda: installation.states() == {"succeeded": 12}, 300), installation.states()
        exactly_once(installation, 12)

    def test_without_the_sweep_a_killed_worker_takes_its_document_with_it(self, installation, bills):
        start_run(installation, bills(1, pages=80))
        installation.start("work", SWEEP_SECONDS="10000")
        assert installation.wait(lambda: worker_at_work(installation) is not None, 90)
        kill(worker_at_work(installation))
        assert not installation.wait(lambda: installation.states() == {"succeeded": 1}, 8)
        assert installation.states() == {"running": 1}


class TestPoisonIsQuarantined:
    """Promise 2, short form: poison fails with a reason, in at most three attempts, and all others are done."""

    def test_poison_files_fail_once_with_a_typed_reason_and_the_good_ones_are_done(self, installation, bills):
        folder = bills(6)
        for number, poison in enumerate((hostile.many_letters(), hostile.nested_forms(9, 9), hostile.blanks())):
            (folder / f"poison-{number}.pdf").write_bytes(poison)
        start_run(installation, folder)
        installation.start("work")
        finished = "SELECT COUNT(*) FROM portal_extraction WHERE state IN ('succeeded', 'failed')"
        assert installation.wait(lambda: installation.rows(finished) == [(9,)], 300), installation.states()
        by_name = installation.rows(
            "SELECT name, state, attempts, error_code FROM portal_extraction "
            "JOIN portal_document ON portal_document.id = document_id"
        )
        assert {state for name, state, _, _ in by_name if name.startswith("bill")} == {"succeeded"}
        assert max(attempts for _, _, attempts, _ in by_name) == 1
        failed = {name: code for name, state, _, code in by_name if state == "failed"}
        assert failed
        assert set(failed.values()) <= {"too_slow", "too_much_memory", "too_much_text", "damaged", "crashed"}

    def test_what_kills_its_worker_each_time_is_given_up_after_three_attempts(self, installation, bills):
        start_run(installation, bills(1, pages=80))
        installation.manage("add_documents", "--project", "p", "--by", "lena", *map(str, SAMPLES))
        names = [path.name for path in SAMPLES]
        installation.manage("extract", "--project", "p", "--by", "lena", "--source", "layout", "--documents", *names)
        installation.start("work")
        for _ in range(3):
            kill_the_worker_of_the_victim(installation)
        done = {"failed": 1, "succeeded": len(SAMPLES)}
        assert installation.wait(lambda: installation.states() == done, 180), installation.states()
        rows = installation.rows(
            "SELECT attempts, error_code, error_message FROM portal_extraction WHERE state = 'failed'"
        )
        assert rows[0][:2] == (3, "quarantined")
        assert "3 attempts" in rows[0][2]

    def test_without_the_count_it_is_tried_for_ever(self, installation, bills):
        start_run(installation, bills(1, pages=80))
        installation.start("work", MAX_ATTEMPTS="1000")
        for _ in range(5):
            kill_the_worker_of_the_victim(installation)
        assert installation.rows("SELECT attempts FROM portal_extraction")[0][0] >= 5
        assert "failed" not in installation.states()


class TestStoppingLeavesNothingBehind:
    """Promise 15, short form."""

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL, signal.SIGHUP])
    def test_all_processes_are_gone_within_15_seconds(self, installation, bills, number):
        start_run(installation, bills(3, pages=80))
        supervisor = installation.start("work", "--web", "127.0.0.1:0")
        assert installation.wait(lambda: worker_at_work(installation) is not None, 90)
        assert len(installation.processes()) > 5
        kill(supervisor.pid, number)
        began = time.monotonic()
        supervisor.wait(GONE_SECONDS)
        assert installation.wait(lambda: not installation.processes(), GONE_SECONDS - (time.monotonic() - began)), (
            installation.processes()
        )

    def test_a_stock_cluster_that_is_killed_leaves_orphans(self, installation):
        cluster = installation.start("qcluster")
        assert installation.wait(lambda: len(installation.processes()) >= 4, 20)
        kill(cluster.pid)
        cluster.wait()
        time.sleep(3)
        assert installation.processes()

    def test_what_was_at_work_is_done_after_the_next_start(self, installation, bills):
        start_run(installation, bills(2, pages=60))
        supervisor = installation.start("work")
        assert installation.wait(lambda: worker_at_work(installation) is not None, 90)
        kill(supervisor.pid)
        supervisor.wait()
        installation.start("work")
        assert installation.wait(lambda: installation.states() == {"succeeded": 2}, 180), installation.states()
        exactly_once(installation, 2)
