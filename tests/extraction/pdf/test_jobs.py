"""What the reading process does, without the process: the same answers, whatever confines it."""

import json
import warnings
from importlib import import_module
from pathlib import Path

import pytest

from extraction.pdf.errors import PdfError
from extraction.pdf.limits import DEFAULT
from extraction.pdf.reader import Reader

SAMPLES = sorted((Path(__file__).parents[3] / "samples").glob("*/*.pdf"))
REQUESTS = [
    {"job": "probe"},
    {"job": "read", "first": 1, "last": 10},
    {"job": "attachments"},
    {"job": "page_sizes", "first": 1, "last": 10},
]


@pytest.fixture(scope="module")
def reader():
    reader = Reader()
    yield reader
    reader.stop()


@pytest.fixture
def jobs(monkeypatch):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of PyMuPDF's own types, at its import
        jobs = import_module("extraction.pdf.jobs")
    monkeypatch.setattr(jobs, "_cpu_seconds", lambda: 0.0)  # this process has used more than a job may
    monkeypatch.setattr(jobs, "_leave_cpu_seconds", lambda seconds: None)  # it would be this process that dies
    return jobs


def answer(jobs, request):
    try:
        return list(jobs.JOBS[request["job"]](request, DEFAULT))
    except PdfError as error:
        return [(b"E", json.dumps([error.code, error.message, error.detail]).encode())]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_guard_changes_nothing_of_what_is_read(path, jobs, reader):
    for request in REQUESTS:
        request = {**request, "path": str(path)}
        assert answer(jobs, request) == list(reader.ask(request, DEFAULT).frames)


@pytest.mark.parametrize("grey", [True, False])
def test_nor_of_what_a_page_looks_like(grey, jobs, reader):
    request = {"job": "page_image", "path": str(SAMPLES[0]), "page": 1, "dpi": 60, "grey": grey}
    assert answer(jobs, request) == list(reader.ask(request, DEFAULT).frames)
    assert answer(jobs, {**request, "page": 99})[0][0] == b"E"
