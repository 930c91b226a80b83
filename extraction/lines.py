"""The line format: one JSON object a file, what any pipeline can write and any program can read.

`{"file", "sha256", "source", "status": "succeeded" | "failed", "error": {"code", "message"} | null,
"seconds", "fields": {NAME: {"value", "unit", "precision", "invalid", "raw", "page", "box", "grounding"}
| null}, "lists": {NAME: [{COLUMN: {...}}]}}`. Values are canonical text: decimals as strings, dates
ISO; boxes are in points of the page as shown.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from extraction.contract import UNKNOWN, Conventions
from extraction.values import Cell, CheckResult, ExtractionResult, Flag, Item, Notation

_CHUNK = 1 << 20


class LineError(BaseModel):
    """Why a file gave no result: a code for programs, a sentence for a person."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str


class Line(BaseModel):
    """What one source said about one file, or why it could not."""

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str | None = None
    """None for a file that cannot be opened."""
    source: str
    status: Literal["succeeded", "failed"]
    error: LineError | None = None
    seconds: float
    fields: dict[str, Cell | None] = {}
    lists: dict[str, list[Item]] = {}
    checks: tuple[CheckResult, ...] = ()
    flags: tuple[Flag, ...] = ()
    notes: tuple[str, ...] = ()
    conventions: Conventions = UNKNOWN
    notation: Notation = "page"

    @model_validator(mode="after")
    def _fails_with_a_reason(self) -> Self:
        if (self.status == "failed") != (self.error is not None):
            raise ValueError("a failed line has an error, one that succeeded has none")
        return self

    def to_json(self) -> str:
        """One line of text, without the line break."""
        return self.model_dump_json()


def succeeded(file: str, sha256: str, source: str, seconds: float, result: ExtractionResult) -> Line:
    """The line of a result; boxes are rounded to hundredths of a point."""
    return Line(
        file=file,
        sha256=sha256,
        source=source,
        status="succeeded",
        seconds=round(seconds, 3),
        fields={name: _rounded(cell) for name, cell in result.fields.items()},
        lists={
            name: [{column: _rounded(cell) for column, cell in item.items()} for item in items]
            for name, items in result.lists.items()
        },
        checks=result.checks,
        flags=result.flags,
        notes=result.notes,
        conventions=result.conventions,
        notation=result.notation,
    )


def failed(file: str, sha256: str | None, source: str, seconds: float, code: str, message: str) -> Line:
    return Line(
        file=file,
        sha256=sha256,
        source=source,
        status="failed",
        seconds=round(seconds, 3),
        error=LineError(code=code, message=message),
    )


def sha256_of(path: Path) -> str:
    """The fingerprint of a file. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _rounded(cell: Cell | None) -> Cell | None:
    if cell is None or cell.box is None:
        return cell
    x0, y0, x1, y1 = (round(side, 2) for side in cell.box)
    return cell.model_copy(update={"box": (x0, y0, x1, y1)})
