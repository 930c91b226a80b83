"""One JSON object a file: what is written is what is read."""

import hashlib
import json

import pytest
from pydantic import ValidationError

from extraction.lines import Line, failed, sha256_of, succeeded
from extraction.values import Cell, ExtractionResult, Flag, Grounding

CELL = Cell(
    value="1234.50", unit="EUR", raw="1.234,50 €", page=1, box=(1.23456, 2.0, 3.0, 4.0), grounding=Grounding.EXACT
)
RESULT = ExtractionResult(
    fields={"total": CELL, "due": None},
    lists={"lines": [{"amount": CELL, "unit": None}]},
    flags=(Flag(code="repaired", message="The file was damaged."),),
    notes=("a note",),
)


def test_a_line_has_the_keys_of_the_format():
    written = json.loads(succeeded("a.pdf", "ab", "layout", 0.12345, RESULT).to_json())
    assert list(written)[:8] == ["file", "sha256", "source", "status", "error", "seconds", "fields", "lists"]
    assert (written["file"], written["sha256"], written["source"], written["status"]) == (
        "a.pdf",
        "ab",
        "layout",
        "succeeded",
    )
    assert written["error"] is None
    assert written["seconds"] == 0.123
    assert written["fields"] == {
        "total": {
            "value": "1234.50", "unit": "EUR", "precision": None, "invalid": None, "raw": "1.234,50 €", "page": 1,
            "box": [1.23, 2.0, 3.0, 4.0], "grounding": "EXACT", "rule": None,
        },
        "due": None,
    }  # fmt: skip
    assert written["lists"]["lines"][0]["unit"] is None


def test_a_failure_is_a_line_like_any_other():
    written = json.loads(failed("a.pdf", None, "layout", 0.1, "not_a_pdf", "This is not a PDF.").to_json())
    assert written["status"] == "failed"
    assert written["error"] == {"code": "not_a_pdf", "message": "This is not a PDF."}
    assert written["fields"] == {}
    assert written["lists"] == {}


@pytest.mark.parametrize(
    "line", [succeeded("a.pdf", "ab", "layout", 0.1, RESULT), failed("ä\n.pdf", None, "layout", 0.1, "x", "“y”\n")]
)
def test_a_line_is_one_line_and_reads_back(line):
    text = line.to_json()
    assert "\n" not in text
    assert Line.model_validate_json(text) == line


def test_other_programs_may_add_keys_and_leave_out_ours():
    text = '{"file": "a", "source": "x", "status": "succeeded", "seconds": 1, "fields": {}, "model": "best"}'
    assert Line.model_validate_json(text).checks == ()


@pytest.mark.parametrize(("status", "error"), [("failed", None), ("succeeded", {"code": "x", "message": "y"})])
def test_a_line_fails_with_a_reason_or_not_at_all(status, error):
    with pytest.raises(ValidationError, match="a failed line has an error"):
        Line.model_validate({"file": "a", "source": "x", "status": status, "error": error, "seconds": 1})


def test_the_fingerprint_of_a_file_is_its_sha256(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x" * 3_000_000)
    assert sha256_of(path) == hashlib.sha256(b"x" * 3_000_000).hexdigest()
