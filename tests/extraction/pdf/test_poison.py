"""Whatever the file, there is a result or an error with a name, in time and within memory; and without the guard
there is not, for the very same file."""

import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.guard import page_image, read
from extraction.pdf.limits import Limits
from extraction.pdf.reader import READERS
from tests.extraction.pdf.hostile import HOSTILE
from tests.shared_data import DATA, needs_data

ROOT = Path(__file__).parents[3]
TIGHT = Limits(cpu_seconds=2, visibility_seconds=1, wall_seconds=20, memory_bytes=700_000_000)
HALF_A_GIGABYTE = 500_000_000
UNGUARDED = """
import sys
from extraction.pdf import jobs
from extraction.pdf.limits import Limits
jobs._leave_cpu_seconds = lambda seconds: None
for frame in jobs.read({"path": sys.argv[1], "first": 1, "last": 50}, Limits()):
    pass
"""


@pytest.fixture
def cost(monkeypatch):
    """CPU seconds and peak bytes of every job the test causes."""
    costs = []
    ask = READERS.ask

    def measured(request, limits):
        reply = ask(request, limits)
        costs.append((reply.cpu_seconds, reply.peak_bytes))
        return reply

    monkeypatch.setattr(READERS, "ask", measured)
    return costs


def outcome(work) -> str:
    try:
        work()
    except PdfError as error:
        return error.code if error.message else "an error without a message"
    return "done"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_gives_a_result_or_a_named_error_within_bounds(write, cost, name):
    path = write(HOSTILE[name]())
    for work in (lambda: read(path, TIGHT), lambda: page_image(path, 1, limits=TIGHT)):
        assert outcome(work) in {"done", *PdfErrorCode} - {PdfErrorCode.READER_FAILED}
    assert max(cpu for cpu, _ in cost) <= TIGHT.cpu_seconds + 0.5
    assert max(peak for _, peak in cost) <= TIGHT.memory_bytes


@needs_data
@pytest.mark.parametrize("path", sorted((DATA / "hostile").glob("*.pdf")), ids=lambda path: path.stem)
def test_a_hostile_document_found_in_the_wild_does_too(cost, path):
    for work in (lambda: read(path), lambda: page_image(path, 1)):
        assert outcome(work) in {"done", *PdfErrorCode} - {PdfErrorCode.READER_FAILED}
    assert max(cpu for cpu, _ in cost) <= 20.5
    assert max(peak for _, peak in cost) <= 1_500_000_000


def test_too_slow_is_called_so_and_takes_endless_time_unguarded(write):
    path = write(HOSTILE["nested forms"]())
    with pytest.raises(PdfError) as caught:
        read(path, TIGHT)
    assert caught.value.code is PdfErrorCode.TOO_SLOW
    with subprocess.Popen(
        [sys.executable, "-c", UNGUARDED, path], cwd=ROOT, stderr=subprocess.DEVNULL
    ) as without_guard:
        while without_guard.poll() is None and cpu_seconds_of(without_guard.pid) < 3 * TIGHT.cpu_seconds:
            time.sleep(0.1)
        was_still_at_it = without_guard.poll() is None
        without_guard.kill()
    assert was_still_at_it


def test_too_much_memory_is_called_so_and_is_taken_unguarded(write):
    path = write(HOSTILE["many letters"]())
    with pytest.raises(PdfError) as caught:
        read(path, replace(TIGHT, cpu_seconds=20, memory_bytes=HALF_A_GIGABYTE))
    assert caught.value.code is PdfErrorCode.TOO_MUCH_MEMORY
    subprocess.run([sys.executable, "-c", UNGUARDED, path], cwd=ROOT, timeout=240, capture_output=True, check=False)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 > 2 * HALF_A_GIGABYTE


def test_a_page_that_cannot_be_drawn_in_time_keeps_its_words(write):
    document = read(write(HOSTILE["tiling"]()), TIGHT)
    assert [word.text for word in document.pages[0].visible] == ["still", "readable"]
    assert "visibility_unchecked" in [flag.code for flag in document.flags]


def test_after_a_poison_pdf_the_next_one_is_read(write, tmp_path):
    good = tmp_path / "good.pdf"
    good.write_bytes(HOSTILE["header alone"]())
    assert outcome(lambda: read(write(HOSTILE["nested forms"]()), TIGHT)) == PdfErrorCode.TOO_SLOW
    assert outcome(lambda: read(good)) == PdfErrorCode.DAMAGED


def cpu_seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
