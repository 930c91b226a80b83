"""Scores as a plain text table, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.metrics import Counts, metrics, shown
from evaluation.scores import Score

_HEADER = (
    "field", "n", "right", "wrong", "omitted", "spurious", "absent", "unscored",
    "precision", "recall", "F1", "invented", "misplaced",
)  # fmt: skip


def score_table(score: Score) -> str:
    """A line a field with its n (the scored cells), then the whole and the rates that documents have.

    "absent" are cells rightly left empty; "invented" and "misplaced" the wrong and spurious values that
    stand nowhere on the page, and those that do.
    """
    whole, mean = score.whole, score.macro()
    rows = [_HEADER, *(_row(path, counts) for path, counts in score.fields.items()), _row("all cells", whole)]
    rates = metrics(whole)
    lines = [
        *_aligned(rows),
        "",
        f"cell accuracy {shown(rates.accuracy)}; "
        f"mean over fields: F1 {shown(mean.f1)}, accuracy {shown(mean.accuracy)}",
        f"documents without an error {whole.documents_exact} of {whole.documents} ({shown(rates.document_exact)}), "
        f"records {whole.records_exact} of {whole.records} ({shown(rates.record_exact)})",
    ]
    if whole.pipeline:
        lines.append(f"omitted because the extraction failed: {whole.pipeline}")
    return "\n".join(lines)


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    rates = metrics(counts)
    numbers = (
        counts.scored, counts.ok, counts.wrong, counts.omitted, counts.spurious, counts.ok_absent, counts.unscored,
    )  # fmt: skip
    shares = rates.precision, rates.recall, rates.f1
    return name, *map(str, numbers), *map(shown, shares), str(counts.fabricated), str(counts.misattributed)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]
    rule = "-" * len(lines[0])
    return [lines[0], rule, *lines[1:-1], rule, lines[-1]]
