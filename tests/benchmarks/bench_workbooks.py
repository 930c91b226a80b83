"""Workbooks out and in again, beside stock django-import-export with the same records in two flat models.

`python -m tests.benchmarks.bench_workbooks` makes a project of 10,000 documents (20 fields) with 50,000 line items (8),
and both models, on SQLite in a folder that goes away. Each step runs in a process of its own: seconds of the clock,
seconds of the processors (which count: other load on the machine changes them little) and the most memory that the
process and those it starts hold at once. `--documents N` takes another number; `--large` runs ours alone with 100,000
documents and 200,000 line items.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENTS, ITEMS = 10_000, 5
LARGE_DOCUMENTS, LARGE_ITEMS = 100_000, 2
"""A sheet takes 250,000 rows."""
SHARES = {"1 %": 0.01, "10 %": 0.1}
SMALL = (1_000, 2_000)
"""Documents of the projects in which queries are counted."""
FASTER, LEANER = 5, 2
_PAUSE = 0.02
_MEGABYTE = 1 << 20
_STOCK = ("documents", "items")


@dataclass(frozen=True)
class Took:
    seconds: float
    processors: float
    queries: int
    memory: float
    """Megabytes."""
    said: dict[str, Any]


class Bench:
    """A database in a folder, and the steps that are run with it."""

    def __init__(self, home: Path, documents: int, items: int) -> None:
        home.mkdir()
        self.home = home
        self.run("fill", documents, items)

    def run(self, step: str, *arguments: object) -> Took:
        environment = {**os.environ, "PROOFSHEET_HOME": str(self.home), "LOG_LEVEL": "ERROR"}
        command = [sys.executable, "-m", "tests.benchmarks.run_step", step, *map(str, arguments)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            most = 0
            while process.poll() is None:
                most = max(most, _memory(process.pid))
                time.sleep(_PAUSE)
            assert process.stdout is not None
            said = process.stdout.read()
        if process.returncode:
            raise SystemExit(f"{step} failed")
        return Took(memory=most / _MEGABYTE, **json.loads(said))

    def file(self, name: str) -> Path:
        return self.home / f"{name}.xlsx"

    def edited(self, name: str, share: str) -> Path:
        target = self.file(f"{name} {share}")
        self.run("edit", self.file(name), target, SHARES[share])
        return target

    def keep(self) -> None:
        """What the database holds now is what `back` brings back."""
        shutil.copy(self.home / "proofsheet.sqlite3", self.home / "kept")

    def back(self) -> None:
        shutil.copy(self.home / "kept", self.home / "proofsheet.sqlite3")


def run(home: Path, documents: int) -> bool:
    """Print the figures; whether the targets are met."""
    bench = Bench(home / "big", documents, ITEMS)
    _print(f"{documents:,} documents of 20 fields with {documents * ITEMS:,} line items of 8")
    ours = bench.run("export_ours", bench.file("ours"))
    stock = bench.run("export_stock", *map(bench.file, _STOCK))
    met = [_beside("export", ours, stock, 1.0)]
    leaner = stock.memory / ours.memory
    met.append(leaner >= LEANER)
    _print(f"  memory of the export: ours is 1/{leaner:.1f} of it (target 1/{LEANER}: {_verdict(met[-1])})")
    bench.keep()
    for share in SHARES:
        mine, theirs = bench.edited("ours", share), [bench.edited(name, share) for name in _STOCK]
        ours, stock = bench.run("import_ours", mine), bench.run("import_stock", *theirs)
        met.append(_beside(f"import, {share} changed", ours, stock, FASTER))
        bench.back()
    return all([*met, _queries(home)])


def _queries(home: Path) -> bool:
    """Of an import: as many for each thousand documents however many there are."""
    counted = []
    for documents in SMALL:
        bench = Bench(home / str(documents), documents, ITEMS)
        bench.run("export_ours", bench.file("ours"))
        counted.append(bench.run("import_ours", bench.edited("ours", "10 %")).queries)
    first, second = counted
    more = second - first
    met = more <= first
    _print(
        f"  queries of an import: {first} for {SMALL[0]:,} documents, {second} for {SMALL[1]:,}: "
        f"{more} for each thousand more ({_verdict(met)})"
    )
    return met


def run_large(home: Path) -> None:
    bench = Bench(home / "large", LARGE_DOCUMENTS, LARGE_ITEMS)
    _print(f"{LARGE_DOCUMENTS:,} documents of 20 fields with {LARGE_DOCUMENTS * LARGE_ITEMS:,} line items of 8")
    _print(_alone("export", bench.run("export_ours", bench.file("ours"))))
    _print(_alone("import, unchanged", bench.run("import_ours", bench.file("ours"))))
    _print(_alone("import, 1 % changed", bench.run("import_ours", bench.edited("ours", "1 %"))))


def _beside(what: str, ours: Took, stock: Took, target: float) -> bool:
    faster = stock.processors / ours.processors
    met = faster >= target
    _print(_alone(f"{what}: ours", ours))
    _print(_alone(f"{what}: stock", stock))
    clock = stock.seconds / ours.seconds
    _print(
        f"  {what}: ours is {faster:.1f} times as fast (target {target:g}: {_verdict(met)}), {clock:.1f} by the clock"
    )
    return met


def _alone(what: str, took: Took) -> str:
    return (
        f"    {what:32}{took.processors:8.1f} s of processors {took.seconds:8.1f} s by the clock "
        f"{took.memory:7.0f} MB {took.queries:8,} queries"
    )


def _verdict(met: bool) -> str:
    return "met" if met else "MISSED"


def _print(line: str) -> None:
    print(line, flush=True)


def _memory(pid: int) -> int:
    """Bytes that a process and its children hold; 0 where they have ended."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
    return resident + sum(_memory(int(child)) for child in children)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Workbooks, ours beside stock django-import-export.")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--large", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="proofsheet-") as folder:
        if chosen.large:
            run_large(Path(folder))
        else:
            sys.exit(0 if run(Path(folder), chosen.documents) else 1)
