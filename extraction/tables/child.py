"""The reading process of one table: confines itself, reads stdin, writes rows to stdout, ends.

Started by `reader.read` as `python -m extraction.tables.child LIMITS`. Where the file is refused,
`{"error": [code, detail]}` is written to stderr, which has room however much was written to stdout.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import sys

from extraction.tables.errors import TableError, TableErrorCode
from extraction.tables.limits import Limits
from extraction.tables.parse import lines_of

OPEN_FILES = 16
PR_SET_PDEATHSIG = 1


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    _confine(limits)
    gc.disable()  # rows hold no cycles, and there are many
    try:
        size = os.fstat(sys.stdin.fileno()).st_size  # a read of more would take the memory for all of it
        for line in lines_of(sys.stdin.buffer.read(min(size, limits.file_bytes) + 1), limits):
            sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
    except TableError as error:
        _refuse(error.code, error.detail)
    except MemoryError:
        _refuse(TableErrorCode.TOO_MUCH_MEMORY)
    except OSError as error:  # the reply is larger than allowed
        _refuse(TableErrorCode.TOO_LARGE, error.strerror or "")
    except BaseException as error:  # a panic of calamine is no Exception
        _refuse(TableErrorCode.DAMAGED, type(error).__name__)


def _refuse(code: TableErrorCode, detail: str = "") -> None:
    sys.stderr.buffer.write(json.dumps({"error": [code, detail[:300]]}).encode("ascii") + b"\n")
    sys.stderr.buffer.flush()


def _confine(limits: Limits) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # nobody is left to read the reply
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, limits.reply_bytes),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
