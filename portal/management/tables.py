"""What the commands share that read tables: the notation of their texts, files that exist, long lists of problems."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from extraction.contract import Conventions

SHOWN = 50


def add_conventions(parser: CommandParser) -> None:
    parser.add_argument(
        "--decimal",
        choices=[",", "."],
        metavar="MARK",
        help="the decimal mark, , or . of numbers written as text in FILE (the contract's unless given; JSON lines: .)",
    )
    parser.add_argument(
        "--dates",
        choices=["dmy", "mdy", "ymd"],
        help="the order of dates written as text in FILE (the contract's unless given; JSON lines: ISO)",
    )


def conventions_of(options: dict[str, Any]) -> Conventions:
    return Conventions(decimal=options["decimal"], dates=options["dates"])


def existing(file: Path) -> Path:
    """Raises CommandError with the exit code of a wrong call."""
    if not file.is_file():
        raise CommandError(f"not found: {file}", returncode=2)
    return file


def first(problems: Sequence[str]) -> list[str]:
    """The first of many problems, as lines for a person."""
    shown = [f"  {problem}" for problem in problems[:SHOWN]]
    more = len(problems) - SHOWN
    return [*shown, f"  ... and {more} more: --json prints them all"] if more > 0 else shown
