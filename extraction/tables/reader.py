"""The client's end: one confined process a table, which gets the file and none of our keys."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import IO

from extraction.tables.errors import TableError, TableErrorCode
from extraction.tables.limits import DEFAULT, Limits
from extraction.tables.model import Tables, collected

ROOT = Path(__file__).parents[2]
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""All of the environment that the reading process gets to see: no keys, no database."""


def read(source: Path | bytes, limits: Limits = DEFAULT) -> Tables:
    """The cells of an xlsx or csv file, whatever it is called. Raises TableError."""
    if isinstance(source, bytes):
        with tempfile.TemporaryFile() as file:
            file.write(source)
            file.seek(0)
            return _read(file, limits)
    try:
        with source.open("rb") as file:
            return _read(file, limits)
    except OSError as error:
        raise TableError(TableErrorCode.UNREADABLE, error.strerror or "") from error


def _read(file: IO[bytes], limits: Limits) -> Tables:
    limits = limits.for_file_of(os.fstat(file.fileno()).st_size)
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with tempfile.TemporaryFile() as reply, tempfile.TemporaryFile() as refusal:
        try:
            ended = subprocess.run(
                [sys.executable, "-m", "extraction.tables.child", json.dumps(asdict(limits))],
                stdin=file,
                stdout=reply,
                stderr=refusal,
                cwd=ROOT,
                env=environment,
                timeout=limits.wall_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TableError(TableErrorCode.TOO_SLOW) from error
        except OSError as error:
            raise TableError(TableErrorCode.READER_FAILED, str(error)) from error
        _refuse_failure(ended.returncode, refusal)
        reply.seek(0)
        return collected(reply)


def _refuse_failure(status: int, refusal: IO[bytes]) -> None:
    refusal.seek(0)
    said = refusal.read()
    for line in said.splitlines():  # a panic of calamine is told before it
        if not line.startswith(b'{"error": '):
            continue
        code, detail = json.loads(line)["error"]
        raise TableError(TableErrorCode(code), detail)
    if status == 0:
        return
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise TableError(TableErrorCode.TOO_SLOW)
    if status == -signal.SIGABRT:  # how calamine ends when it gets no memory
        raise TableError(TableErrorCode.TOO_MUCH_MEMORY)
    if status < 0:
        raise TableError(TableErrorCode.CRASHED)
    raise TableError(TableErrorCode.READER_FAILED, said.decode(errors="replace").strip()[-200:])
