"""The rules of the house, held by tests."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("extraction", "evaluation", "portal", "samples", "tests")
FILES = [
    path.relative_to(ROOT)
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]


def test_imports_only_go_down():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_does_one_thing_in_at_most_400_lines(path):
    assert len((ROOT / path).read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_room_is_called_after_nothing(path):
    assert not {path.stem, *path.parts} & {"utils", "helpers", "core", "manager"}


@pytest.mark.parametrize("path", [path for path in FILES if path.parts[0] != "tests"], ids=str)
def test_nothing_is_imported_inside_a_function(path):
    tree = ast.parse((ROOT / path).read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_the_core_runs_without_django():
    code = (
        "import sys, extraction.cli, evaluation.scores; sys.exit(any(m.split('.')[0] == 'django' for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_the_core_does_not_load_the_pdf_engine_into_its_own_process():
    code = "import sys, extraction.cli; sys.exit('pymupdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_no_service_signals_another():
    receivers = [path for path in FILES if path.parts[0] == "portal" and "@receiver" in (ROOT / path).read_text()]
    assert not receivers
