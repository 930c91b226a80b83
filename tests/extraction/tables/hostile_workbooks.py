"""Malformed and hostile tables, made by code: what an upload must withstand, and what each must come to.

`python -m tests.extraction.tables.hostile_workbooks` reads every one of them in a process of its own and prints how
many are refused why, the slowest and the largest, and every outcome that was not expected.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from extraction.tables import TableError, TableErrorCode, Tables, read
from tests.extraction.tables.hostile import Hostile, cells_of
from tests.extraction.tables.hostile_cells import hostile_cells
from tests.extraction.tables.hostile_masses import hostile_masses
from tests.extraction.tables.hostile_packages import hostile_packages
from tests.extraction.tables.hostile_sheets import hostile_sheets
from tests.extraction.tables.hostile_texts import hostile_texts

MOST_SECONDS, MOST_MEGABYTES = 10.0, 512


def hostile_workbooks() -> Iterator[Hostile]:
    """All of them, each time the same, made one at a time; the costly ones last."""
    yield from small_ones()
    yield from hostile_masses()


def small_ones() -> Iterator[Hostile]:
    """Those that are quick to make."""
    yield from chain(hostile_texts(), hostile_packages(), hostile_sheets(), hostile_cells())


def outcome_of(hostile: Hostile) -> Tables | TableErrorCode:
    """What reading it comes to. Whatever else is raised is a failure of ours."""
    try:
        return read(hostile.content)
    except TableError as error:
        return error.code


def complaint(hostile: Hostile, outcome: Tables | TableErrorCode) -> str:
    """How the outcome differs from the expected one; blank where it does not."""
    if isinstance(outcome, TableErrorCode):
        if outcome in hostile.expected:
            return ""
        return f"refused as {outcome}, expected {', '.join(sorted(hostile.expected)) or 'to be read'}"
    if hostile.expected and not hostile.may_be_read:
        return f"read, expected {', '.join(sorted(hostile.expected))}"
    said = cells_of(outcome)
    wrong = {place: said.get(place) for place, cell in hostile.cells.items() if said.get(place) != cell}
    return f"read as {wrong}" if wrong else ""


def measured(hostile: Hostile) -> tuple[str, str, float, int]:
    """How it was told, what is wrong with that, and what the reading process took: processor seconds, megabytes.

    Runs in a process of its own, whose one child is the reading one.
    """
    outcome = outcome_of(hostile)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = outcome.value if isinstance(outcome, TableErrorCode) else "read"
    return told, complaint(hostile, outcome), spent.ru_utime + spent.ru_stime, spent.ru_maxrss // 1024


def main() -> None:
    told: Counter[str] = Counter()
    costs, wrong = [], []
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        for hostile in hostile_workbooks():
            code, problem, seconds, megabytes = pool.apply(measured, (hostile,))
            told[code] += 1
            costs.append((seconds, megabytes, len(hostile.content), hostile.name, code))
            if seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES:
                problem += f" took {seconds:.1f} s, {megabytes} MB"
            if problem:
                wrong.append(f"{hostile.name}: {problem}. It is {hostile.why}")
    for code, count in told.most_common():
        print(f"{count:5}  {code}")
    for title, key in (("slowest", 0), ("largest", 1)):
        print(f"\n{title}")
        for seconds, megabytes, size, name, code in sorted(costs, key=lambda cost: -cost[key])[:8]:
            print(f"{seconds:7.2f} s {megabytes:5} MB  {name} ({size:,} bytes): {code}")
    print(f"\n{len(costs)} files; {len(wrong)} not as expected")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
