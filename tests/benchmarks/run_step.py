"""`python -m tests.benchmarks.run_step STEP ...`: one step of `workbook_steps`, and what it took, as a line of JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.db import connection


def main(name: str, *arguments: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    settings.INSTALLED_APPS += ["tests.benchmarks.stock_models"]
    django.setup()
    step = getattr(import_module("tests.benchmarks.workbook_steps"), name)
    queries = 0

    def count(execute: Any, *stated: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*stated)

    began, used = time.perf_counter(), _processors()
    with connection.execute_wrapper(count):
        said = step(*arguments)
    seconds, processors = time.perf_counter() - began, _processors() - used
    print(json.dumps({"seconds": seconds, "processors": processors, "queries": queries, "said": said or {}}))


def _processors() -> float:
    """Seconds of processors, of this process and of those it has started that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main(*sys.argv[1:])
