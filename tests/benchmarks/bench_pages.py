"""Pages of a project with 10,000 documents, warm, beside the log-in page, which reads no data.

`python -m tests.benchmarks.bench_pages` makes the project in a folder that goes away, on SQLite, and asks each page
three times: the middle time counts, with its queries.
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module

import django
from django.conf import settings
from django.test import Client

DOCUMENTS = 10_000
LIMIT = 0.3
"""Seconds within which every page is to answer."""
LISTS = "/admin/portal/"
PAGES = (
    "/admin/",
    *(f"{LISTS}{model}/" for model in ("document", "extraction", "review", "groundtruth", "evalrun", "extractionrun")),
    *(f"{LISTS}document/?{query}" for query in ("q=0123", "stratum=issuer+3", "p=150", "split=test&corrector=nobody")),
    *(f"{LISTS}extraction/?{query}" for query in ("state=failed", "q=0123")),
    *(f"{LISTS}review/?{query}" for query in ("state=to_correct", "state=approved&q=01", "corrector=me")),
    *(f"{LISTS}groundtruth/?{query}" for query in ("state=proposed", "q=0123")),
    f"{LISTS}project/1/change/",
    f"{LISTS}extractionrun/1/change/",
    f"{LISTS}extractionrun/compare/?runs=1,2",
    f"{LISTS}contractversion/draft/1/",
)


def run() -> bool:
    """Print the figures; whether every page was within the limit."""
    with tempfile.TemporaryDirectory(prefix="proofsheet-") as home:
        os.environ |= {"PROOFSHEET_HOME": home, "DJANGO_SETTINGS_MODULE": "portal.settings", "LOG_LEVEL": "ERROR"}
        django.setup()
        project = import_module("tests.benchmarks.big_project")
        settings.ALLOWED_HOSTS = ["*"]
        client = Client()
        frame, _ = project.ask(client, "/admin/login/")
        client.force_login(project.make(DOCUMENTS))
        print(f"{DOCUMENTS:,} documents, each with an extraction, a review of its values and a label; median of 3")
        print(f"  {'/admin/login/ (no data)':55}{1000 * frame:6.0f} ms")
        slowest = 0.0
        for path in PAGES:
            seconds, queries = project.ask(client, path)
            slowest = max(slowest, seconds)
            print(
                f"  {path:55}{1000 * seconds:6.0f} ms  {queries:3} queries  {seconds / frame:5.1f} times log-in",
                flush=True,
            )
        met = slowest <= LIMIT
        print(f"  slowest {1000 * slowest:.0f} ms (target {1000 * LIMIT:.0f} ms: {'met' if met else 'MISSED'})")
        return met


if __name__ == "__main__":
    sys.exit(0 if run() else 1)
