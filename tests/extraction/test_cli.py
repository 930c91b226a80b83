"""`python -m extraction`: what a person or a script sees."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extraction.cli import main
from extraction.lines import Line
from tests.extraction.pdf import pdfs

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    """Two invoices, one of them in a folder of its own, a file that is no PDF by its name, one by its content."""
    inside = tmp_path / "in"
    (inside / "deeper").mkdir(parents=True)
    (inside / "b.pdf").write_bytes(pdfs.page(pdfs.text("Invoice no. R18-31", 50, 200)))
    (inside / "deeper" / "a.PDF").write_bytes(pdfs.page(pdfs.text("Invoice no. R18-32", 50, 200)))
    (inside / "c.pdf").write_bytes(b"<html>")
    (inside / "notes.txt").write_text("not looked at")
    return inside


def lines(path: Path) -> list[Line]:
    return [Line.model_validate_json(text) for text in path.read_text("utf-8").splitlines()]


def test_a_folder_gives_a_line_a_file_and_failures_are_lines_too(folder, tmp_path, capsys):
    out = tmp_path / "out.jsonl"
    assert main([str(folder), "--source", "layout", "--jsonl", str(out)]) == 1
    assert [(line.file, line.status) for line in lines(out)] == [
        ("b.pdf", "succeeded"), ("c.pdf", "failed"), ("deeper/a.PDF", "succeeded")
    ]  # fmt: skip
    assert lines(out)[1].error.code == "not_a_pdf"
    assert lines(out)[0].fields["invoice_number"].value == "R18-31"
    assert "2 of 3 files succeeded" in capsys.readouterr().err


def test_every_field_of_the_contract_is_in_the_line(folder, capsys):
    assert main([str(folder / "b.pdf"), "--source", "embedded", "--contract", "invoices"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert set(line["fields"]) >= {"invoice_number", "total_gross", "payment_iban"}
    assert set(line["fields"].values()) == {None}
    assert line["lists"] == {"line_items": []}
    assert line["notes"] == ["no embedded invoice XML"]


def test_a_file_that_is_not_there_is_a_failed_line(tmp_path, capsys):
    assert main([str(tmp_path / "gone.pdf")]) == 1
    line = Line.model_validate_json(capsys.readouterr().out)
    assert (line.file, line.sha256, line.error.code) == ("gone.pdf", None, "unreadable")


def test_a_source_that_breaks_is_a_failed_line(folder, capsys, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr("extraction.sources.layout.Layout.state", broken)
    assert main([str(folder / "b.pdf"), "--source", "layout"]) == 1
    line = Line.model_validate_json(capsys.readouterr().out)
    assert (line.error.code, line.error.message) == ("source_failed", "The source layout failed: RuntimeError.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--contract", "recipes"], "no contract 'recipes'"),
        (["--jsonl", "/nowhere/out.jsonl"], "/nowhere/out.jsonl: No such file"),
    ],
)
def test_what_cannot_be_done_at_all_is_code_2(folder, capsys, arguments, message):
    assert main([str(folder), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_folder_without_pdfs_is_code_2(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "no PDF" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["x", "--source", "oracle"], ["x", "--jobs", "0"], ["x", "--jobs", "many"]])
def test_wrong_usage_is_code_2(arguments):
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2


def test_a_name_that_is_no_text_is_written_all_the_same(tmp_path, capsys):
    assert main([str(tmp_path / "a\udcff.pdf")]) == 1
    assert Line.model_validate_json(capsys.readouterr().out).file == "a?.pdf"


def test_the_module_runs_without_django(folder):
    code = (
        "import sys; from extraction.cli import main; code = main(sys.argv[1:]);"
        "sys.exit(code if 'django' not in sys.modules else 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder / "b.pdf")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "succeeded"


def test_help_says_what_there_is():
    done = subprocess.run(
        [sys.executable, "-m", "extraction", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    for word in ("invoices", "layout", "embedded", "module:Class", "Exit codes"):
        assert word in done.stdout
