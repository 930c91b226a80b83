"""A whole installation in a folder of its own: real processes, a real database file, a real queue."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).parents[2]

SETUP = """
from django.contrib.auth.models import User
from extraction.contracts import shipped
from portal.models import Role
from portal.services import projects
root = User.objects.create_superuser("root", password="pass")
lena = User.objects.create_user("lena", password="pass")
project = projects.create("Invoices", "p", shipped("invoices"), by=root)
projects.set_roles(project, lena, {Role.LEAD}, by=root)
"""


class Installation:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **{name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")},
            "PROOFSHEET_HOME": str(home),
            "SWEEP_SECONDS": "0.5",
            "LOG_LEVEL": "ERROR",
        }

    def manage(self, *arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=300,
        )
        if check and done.returncode:
            raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.home / "proofsheet.sqlite3", timeout=20) as connection:
            return connection.execute(query).fetchall()

    def states(self) -> dict[str, int]:
        return dict(self.rows("SELECT state, COUNT(*) FROM portal_extraction GROUP BY state"))

    def processes(self) -> dict[int, str]:
        """Living processes of this installation, by pid, with their command lines."""
        mark = f"PROOFSHEET_HOME={self.home}".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return {pid: line for pid, line in found.items() if line}

    def wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return True
            time.sleep(0.1)
        return condition()

    def close(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.terminate()
        for process in self.started:
            try:
                process.wait(12)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A migrated database with a project, copied for each test."""
    home = tmp_path_factory.mktemp("template")
    installation = Installation(home)
    installation.manage("migrate", "--verbosity", "0")
    installation.manage("shell", "--verbosity", "0", "-c", SETUP)
    with sqlite3.connect(home / "proofsheet.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


@pytest.fixture
def installation(template: Path, tmp_path: Path) -> Iterator[Installation]:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("proofsheet.sqlite3", "secret_key"):
        (home / name).write_bytes((template / name).read_bytes())
    made = Installation(home)
    yield made
    made.close()


@pytest.fixture
def bills(tmp_path: Path) -> Callable[..., Path]:
    """A folder of small invoices; `pages` makes them long enough to be caught at work."""

    def make(count: int, pages: int = 1) -> Path:
        folder = tmp_path / "bills"
        folder.mkdir()
        for number in range(count):
            canvas = Canvas(str(folder / f"bill-{number}.pdf"), pagesize=A4, invariant=True)
            for page in range(pages):
                canvas.drawString(72, 780, f"Invoice no.: B-{number:03}")
                canvas.drawString(72, 760, "Invoice date: 4 March 2024")
                canvas.drawString(72, 740, f"Total amount due: EUR {number + 10}.50")
                for line in range(40 if pages > 1 else 0):
                    canvas.drawString(72, 700 - 15 * line, f"page {page} line {line}: text that takes time to read")
                canvas.showPage()
            canvas.save()
        return folder

    return make


def report_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    return json.loads(done.stdout)
