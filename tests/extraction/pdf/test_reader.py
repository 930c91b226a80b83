"""The reading process: what it knows, how it dies, who it belongs to."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.guard import probe, read
from extraction.pdf.limits import DEFAULT, Limits
from extraction.pdf.reader import READERS, Reader, ReaderGone
from tests.extraction.pdf.hostile import HOSTILE
from tests.extraction.pdf.pdfs import page, text

ROOT = Path(__file__).parents[3]
GOOD = page(text("Rechnung", 50, 100))


@pytest.fixture
def reader():
    reader = Reader()
    yield reader
    reader.stop()


@pytest.fixture
def good(write):
    return write(GOOD)


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]
    except FileNotFoundError:
        return False


def wait_until(condition, seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_it_sees_no_key_and_no_database(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "canary-key")
    monkeypatch.setenv("DATABASE_URL", "postgres://canary")
    monkeypatch.setenv("SECRET_KEY", "canary-secret")
    reader = Reader()
    try:
        environment = Path(f"/proc/{reader.pid}/environ").read_bytes()
    finally:
        reader.stop()
    assert b"canary" not in environment
    assert b"ORT_DISABLE_TELEMETRY=1" in environment


def test_telemetry_is_off_before_pymupdf_is_imported_and_onnxruntime_is_not():
    code = (
        "import sys, os, extraction.pdf.engine as engine; "
        "print(os.environ['ORT_DISABLE_TELEMETRY'], sys.modules.get('onnxruntime'), sys.modules.get('pymupdf.layout'))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["1", "None", "None"]


def test_it_holds_no_file_of_its_client_open(tmp_path):
    with (tmp_path / "canary").open("w") as canary:
        os.set_inheritable(canary.fileno(), True)
        reader = Reader()
        try:
            targets = [str(entry.readlink()) for entry in Path(f"/proc/{reader.pid}/fd").iterdir()]
        finally:
            reader.stop()
    assert not any("canary" in target for target in targets)


def test_those_that_were_killed_are_replaced(good):
    READERS._idle += [READERS._take(new=True) for _ in range(2)]
    killed = list(READERS._idle)
    for reader in killed:
        os.kill(reader.pid, signal.SIGKILL)
    assert probe(good).pages == 1
    assert wait_until(lambda: not any(reader.is_alive for reader in killed))
    assert probe(good).pages == 1
    assert not set(killed) & READERS._all


def test_a_job_that_crashes_is_an_error_and_the_process_lives_on(reader, good):
    killed = []

    def crash():
        wait_until(lambda: children_of(reader.pid))
        killed.extend(children_of(reader.pid))
        os.kill(killed[0], signal.SIGSEGV)

    slow = good.with_name("slow.pdf")
    slow.write_bytes(HOSTILE["nested forms"]())
    threading.Thread(target=crash).start()
    assert (
        reader.ask({"job": "read", "path": str(slow), "first": 1, "last": 1}, DEFAULT).outcome == PdfErrorCode.CRASHED
    )
    assert reader.ask({"job": "probe", "path": str(good)}, DEFAULT).outcome == "done"


def test_a_job_that_sleeps_is_ended_by_the_clock_on_the_wall(reader, good):
    good.unlink()
    os.mkfifo(good)  # opening it waits for a writer that never comes
    started = time.monotonic()
    reply = reader.ask({"job": "probe", "path": str(good)}, Limits(wall_seconds=0.5))
    assert reply.outcome == PdfErrorCode.TOO_SLOW
    assert time.monotonic() - started < 5


def test_nothing_is_left_when_the_client_is_killed_in_the_middle_of_a_job(write):
    path = write(HOSTILE["nested forms"]())
    code = "import sys; from pathlib import Path; from extraction.pdf.guard import read; read(Path(sys.argv[1]))"
    client = subprocess.Popen([sys.executable, "-c", code, path], cwd=ROOT)
    assert wait_until(lambda: any(children_of(child) for child in children_of(client.pid)), 30)
    (process,) = children_of(client.pid)
    (job,) = children_of(process)
    client.kill()
    client.wait()
    assert wait_until(lambda: not is_alive(process) and not is_alive(job))


def test_the_job_ends_with_the_reading_process(reader, write):
    path = write(HOSTILE["nested forms"]())

    def ask():
        with pytest.raises(ReaderGone):
            reader.ask({"job": "read", "path": str(path), "first": 1, "last": 1}, DEFAULT)

    asking = threading.Thread(target=ask)
    asking.start()
    assert wait_until(lambda: children_of(reader.pid))
    (job,) = children_of(reader.pid)
    os.kill(reader.pid, signal.SIGKILL)
    asking.join()
    assert wait_until(lambda: not is_alive(job))


def test_a_forked_process_reads_with_a_reader_of_its_own(good):
    probe(good)
    ours = {reader.pid for reader in READERS._all}
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        try:
            assert not READERS._all
            probe(good)
            os.write(into, " ".join(str(reader.pid) for reader in READERS._all).encode())
        finally:
            READERS.stop()
            os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        theirs = {int(pid) for pid in pipe.read().split()}
    os.waitpid(child, 0)
    assert theirs
    assert not theirs & ours
    assert all(is_alive(pid) for pid in ours)
    assert probe(good).pages == 1


def test_threads_read_side_by_side(tmp_path):
    paths = []
    for number in range(8):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(page(text(f"Nr{number}", 50, 100)))
        paths.append(path)
    found: dict[int, str] = {}

    def work(number: int) -> None:
        for _ in range(5):
            found[number] = read(paths[number]).pages[0].words[0].text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"Nr{number}" for number in range(8)}


def test_a_process_that_does_not_start_is_not_the_files_fault(monkeypatch, good):
    READERS.stop()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(PdfError) as caught:
        probe(good)
    assert caught.value.code is PdfErrorCode.READER_FAILED


def test_reading_a_small_file_takes_no_longer_than_a_person_notices(good):
    probe(good)
    started = time.perf_counter()
    for _ in range(10):
        probe(good)
    assert (time.perf_counter() - started) / 10 < 0.25  # 10 ms where nothing else runs
