"""The command line of the extraction: a line a file, a failure is a line like any other."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from tqdm import tqdm

from extraction.contract import Contract, ContractError
from extraction.contracts import NAMES, load
from extraction.lines import Line, failed, sha256_of, succeeded
from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pipeline import extract, storable
from extraction.sources import find, names
from extraction.sources.base import Source

ALL_SUCCEEDED, SOME_FAILED, USAGE = 0, 1, 2

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Exit code 0: every file succeeded; 1: some failed, their lines say why; 2: nothing was tried."""
    options = _parser().parse_args(arguments)
    try:
        contract = load(options.contract)
        files = _files(options.paths)
        with _output(options.jsonl) as out:
            return _run(files, contract, find(options.source), out, options.jobs)
    except (ContractError, _UsageError) as error:
        print(f"error: {error}", file=sys.stderr)
        return USAGE


class _UsageError(Exception):
    """What was asked for cannot be done at all."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extraction",
        description="Reads PDFs and writes one JSON line a file: typed values, each with the place that shows it.",
        epilog="Exit codes: 0 every file succeeded, 1 some failed (their lines say why), 2 nothing was tried.",
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="PDF files, or folders searched for *.pdf")
    parser.add_argument(
        "--contract",
        default="invoices",
        help=f"{', '.join(NAMES)}, a JSON contract file, or module:Class, which is imported (default: invoices)",
    )
    parser.add_argument("--source", default="layout", choices=names(), help="who states the values (default: layout)")
    parser.add_argument("--jsonl", metavar="OUT", default="-", help="file to write to; - is standard output (default)")
    parser.add_argument("--jobs", metavar="N", type=_positive, default=2, help="files at a time (default: 2)")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError("a number from 1 to 64")
    return int(text)


def _files(paths: Sequence[Path]) -> list[tuple[Path, str]]:
    """Files with the names they go by: relative to the folder they were found in."""
    files: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())
            files += [(file, file.relative_to(path).as_posix()) for file in found]
        else:
            files.append((path, path.name))
    if not files:
        raise _UsageError("no PDF in the folders given")
    return [(file, name.encode("utf-8", "replace").decode()) for file, name in files]


@contextmanager
def _output(target: str) -> Iterator[IO[str]]:
    if target == "-":
        yield sys.stdout
        return
    with ExitStack() as stack:
        try:
            out = stack.enter_context(Path(target).open("w", encoding="utf-8"))
        except OSError as error:
            raise _UsageError(f"{target}: {error.strerror or error}") from error
        yield out


def _run(files: Sequence[tuple[Path, str]], contract: Contract, source: Source, out: IO[str], jobs: int) -> int:
    failures = 0
    # Reading happens in child processes: threads are enough to keep more than one of them busy.
    with ThreadPoolExecutor(jobs) as pool, tqdm(total=len(files), unit="file", file=sys.stderr, disable=None) as bar:
        for line in pool.map(lambda file: _line(file, contract, source), files):
            print(line.to_json(), file=out, flush=True)
            failures += line.status == "failed"
            bar.update()
    print(f"{len(files) - failures} of {len(files)} files succeeded", file=sys.stderr)
    return SOME_FAILED if failures else ALL_SUCCEEDED


def _line(file: tuple[Path, str], contract: Contract, source: Source) -> Line:
    path, name = file
    started = time.perf_counter()
    sha256 = None
    try:
        sha256 = sha256_of(path)
        result = extract(path, contract, source)
    except OSError as error:
        code, message = PdfErrorCode.UNREADABLE.value, f"The file cannot be opened: {error.strerror or error}."
    except PdfError as error:
        code, message = error.code.value, error.message
    except Exception as error:  # one file never ends the run
        logger.exception("%s: %s failed", name, source.name)
        code, message = "source_failed", f"The source {source.name} failed: {type(error).__name__}."
    else:
        return succeeded(name, sha256, source.name, time.perf_counter() - started, result)
    return failed(name, sha256, source.name, time.perf_counter() - started, code, storable(message))
