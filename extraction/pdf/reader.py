"""The client's end of the reading process: start it, send it a job, survive its death, share it between threads."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.limits import Limits

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0
GRACE_SECONDS = 10.0
"""How much later than the reading process itself the client gives up on a job."""
AT_ONCE = max(2, min(4, os.cpu_count() or 2))
CHUNK = 1 << 20
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""All of the environment that the reading process gets to see: no keys, no database."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a job wrote before it ended, and how it ended."""

    outcome: str
    """`done`, or a PdfErrorCode."""
    frames: tuple[tuple[bytes, bytes], ...]
    cpu_seconds: float
    peak_bytes: int


class ReaderGone(Exception):
    """The reading process ended or fell silent; the job may be given to another."""


class Reader:
    """One reading process, for one thread at a time."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {"ORT_DISABLE_TELEMETRY": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "extraction.pdf.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=ROOT,
            env=environment,
            close_fds=True,
            start_new_session=True,
        )
        self._buffer = bytearray()
        try:
            self._line(time.monotonic() + START_SECONDS)
        except ReaderGone as gone:
            self.stop()
            raise PdfError(
                PdfErrorCode.READER_FAILED, detail=f"{sys.executable} -m extraction.pdf.child: {gone}"
            ) from gone

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, request: dict[str, Any], limits: Limits) -> Reply:
        """Have a job done. Raises ReaderGone."""
        deadline = time.monotonic() + limits.wall_seconds + GRACE_SECONDS
        line = json.dumps({**request, "limits": asdict(limits)}).encode() + b"\n"
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line)
        except OSError as error:
            raise ReaderGone(str(error)) from error
        header = json.loads(self._line(deadline))
        content = self._exactly(header.pop("bytes"), deadline)
        return Reply(frames=tuple(_frames(content)), **header)

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """End the process and whatever it runs."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.let_go()

    def let_go(self) -> None:
        """Close our ends of its pipes, without a word to the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def disown(self) -> None:
        """In a forked child: the process is the parent's; forget it without touching it."""
        self.let_go()
        self._process.returncode = 0  # else Popen would complain about, and wait for, a process that is not ours

    def _line(self, deadline: float) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            self._more(deadline)
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _exactly(self, count: int, deadline: float) -> bytes:
        while len(self._buffer) < count:
            self._more(deadline)
        content = bytes(self._buffer[:count])
        del self._buffer[:count]
        return content

    def _more(self, deadline: float) -> None:
        assert self._process.stdout is not None
        wait = deadline - time.monotonic()
        if wait <= 0 or not select.select([self._process.stdout], [], [], wait)[0]:
            raise ReaderGone("no answer in time")
        chunk = os.read(self._process.stdout.fileno(), CHUNK)
        if not chunk:
            raise ReaderGone("it ended")
        self._buffer += chunk


def _frames(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The complete frames; a last one that was cut off is left out."""
    at = 0
    while at + 5 <= len(content):
        end = at + 5 + int.from_bytes(content[at + 1 : at + 5], "big")
        if end > len(content):
            return
        yield content[at : at + 1], content[at + 5 : end]
        at = end


class Readers:
    """The reading processes of this process: started when needed, at most AT_ONCE, shared by its threads."""

    def __init__(self) -> None:
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._idle: list[Reader] = []
        self._all: set[Reader] = set()

    def ask(self, request: dict[str, Any], limits: Limits) -> Reply:
        """Have a job done. One that died is replaced once, by a new one. Raises PdfError(READER_FAILED)."""
        with self._slots:
            for last_try in (False, True):
                reader = self._take(new=last_try)  # what killed one may be killing the idle ones, too
                try:
                    reply = reader.ask(request, limits)
                except ReaderGone as gone:
                    self._drop(reader)
                    if last_try:
                        raise PdfError(PdfErrorCode.READER_FAILED, detail=str(gone)) from gone
                except BaseException:  # an interrupt in the middle of a reply: what follows would be out of step
                    self._drop(reader)
                    raise
                else:
                    with self._lock:
                        self._idle.append(reader)
                    return reply
        raise AssertionError("unreachable")

    def _take(self, *, new: bool) -> Reader:
        with self._lock:
            dead = [reader for reader in self._idle if not reader.is_alive]
            self._idle = [reader for reader in self._idle if reader not in dead]
            idle = self._idle.pop() if self._idle and not new else None
        for reader in dead:
            self._drop(reader)
        if idle is not None:
            return idle
        reader = Reader()
        with self._lock:
            self._all.add(reader)
        return reader

    def _drop(self, reader: Reader) -> None:
        with self._lock:
            self._all.discard(reader)
        reader.stop()

    def stop(self) -> None:
        for reader in list(self._all):
            self._drop(reader)
        self._idle.clear()

    def forget(self) -> None:
        """In a forked child: start afresh; the parent's processes stay the parent's."""
        inherited = list(self._all)
        Readers.__init__(self)
        for reader in inherited:
            reader.disown()


READERS = Readers()
atexit.register(READERS.stop)
os.register_at_fork(after_in_child=READERS.forget)
