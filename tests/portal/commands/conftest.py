"""Commands run as a person runs them, without a process of their own."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import CommandError, call_command


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    error: str = ""

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def manage() -> Callable[..., Ended]:
    """Run a command with its arguments; gives exit code and output."""

    def run(*arguments: object) -> Ended:
        out = io.StringIO()
        try:
            call_command(*map(str, arguments), stdout=out)
        except CommandError as error:
            return Ended(error.returncode, out.getvalue(), str(error))
        except SystemExit as end:
            return Ended(int(end.code or 0), out.getvalue())
        return Ended(0, out.getvalue())

    return run
