"""The reading process: imports PyMuPDF once, forks one child a job, outlives whatever a PDF does to that child.

Started by `reader.Reader` as `python -m extraction.pdf.child`. One request a line on stdin, as JSON; one reply on
stdout: a line of JSON (`outcome`, `cpu_seconds`, `peak_bytes`, `bytes`), then that many bytes of frames.
It ends when stdin does (its client is gone, however it died) and after a while without work, and takes the
job's child with it.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import sys
import time
from typing import Any, NoReturn

from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.jobs import JOBS
from extraction.pdf.limits import Limits

IDLE_SECONDS = 300.0
OPEN_FILES = 32
CHUNK = 1 << 16
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def main() -> None:
    gc.freeze()
    _write(sys.stdout.fileno(), b"ready\n")
    while line := _next_request():
        request = json.loads(line)
        limits = Limits(**request.pop("limits"))
        header, frames = _supervise(request, limits)
        header["bytes"] = len(frames)
        _write(sys.stdout.fileno(), json.dumps(header).encode() + b"\n" + frames)


def _next_request() -> bytes:
    """The next line of stdin; empty when the client is gone or has nothing to do for a while."""
    line = b""
    while not line.endswith(b"\n"):
        if not select.select([sys.stdin.fileno()], [], [], IDLE_SECONDS)[0]:
            return b""
        more = os.read(sys.stdin.fileno(), CHUNK)
        if not more:
            return b""
        line += more
    return line


def _supervise(request: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    """Run the job in a child of its own. Gives how it ended and whatever frames it had written by then."""
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        _work(request, limits, into)
    os.close(into)
    deadline = time.monotonic() + limits.wall_seconds
    reply = bytearray()
    outcome = ""
    while not outcome:
        ready = select.select([out, sys.stdin.fileno()], [], [], max(0.0, deadline - time.monotonic()))[0]
        if not ready:
            outcome = PdfErrorCode.TOO_SLOW
        elif sys.stdin.fileno() in ready:  # a client that waits for its reply writes nothing: it is gone
            os.kill(pid, signal.SIGKILL)
            os._exit(0)
        elif not (chunk := os.read(out, CHUNK)):
            break
        else:
            reply += chunk
            if len(reply) > limits.reply_bytes:
                outcome = PdfErrorCode.TOO_MUCH_TEXT
    os.close(out)
    if outcome:
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    header = {
        "outcome": outcome or _outcome(status, usage.ru_utime + usage.ru_stime, limits),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 4),
        "peak_bytes": usage.ru_maxrss * (1024 if sys.platform == "linux" else 1),
    }
    return header, bytes(reply)


def _outcome(status: int, cpu_seconds: float, limits: Limits) -> str:
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return "done"
    stopped = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if stopped == signal.SIGXCPU or cpu_seconds >= limits.cpu_seconds:
        return PdfErrorCode.TOO_SLOW
    if stopped == signal.SIGKILL:  # the kernel, for want of memory: nobody else sends it
        return PdfErrorCode.TOO_MUCH_MEMORY
    return PdfErrorCode.CRASHED


def _work(request: dict[str, Any], limits: Limits, into: int) -> NoReturn:
    """The job's child: confine itself, write frames, end. Never returns."""
    status = 1
    try:
        _confine(limits)
        try:
            for kind, content in JOBS[request["job"]](request, limits):
                _write_frame(into, kind, content)
        except PdfError as error:
            _write_frame(into, b"E", json.dumps([error.code, error.message, error.detail]).encode())
        except MemoryError as error:
            _write_frame(into, b"E", json.dumps([PdfErrorCode.TOO_MUCH_MEMORY, "", str(error)[:500]]).encode())
        except Exception as error:
            _write_frame(
                into, b"E", json.dumps([PdfErrorCode.DAMAGED, "", f"{type(error).__name__}: {error}"[:500]]).encode()
            )
        status = 0
    finally:
        os._exit(status)


def _confine(limits: Limits) -> None:
    gc.disable()  # the process is short-lived
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, sys.stdin.fileno())
    os.dup2(null, sys.stdout.fileno())
    os.close(null)
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),  # SIGXCPU says why, SIGKILL would not
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(what, (soft, hard))
        except (ValueError, OSError):
            if sys.platform == "linux":  # macOS has no limit on addresses; clocks and crashes are guarded there too
                raise


def _write_frame(into: int, kind: bytes, content: bytes) -> None:
    _write(into, kind + len(content).to_bytes(4, "big") + content)


def _write(into: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(into, view) :]


if __name__ == "__main__":
    main()
