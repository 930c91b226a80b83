"""Programs of other makers that tests need."""

import os
import shutil

import pytest


def need(program: str, package: str) -> None:
    """Skip where a laptop lacks it. `.ci/run` installs all of them and sets NOTHING_SKIPPED: there the test fails."""
    if shutil.which(program) is None and "NOTHING_SKIPPED" not in os.environ:
        pytest.skip(f"{program} is not installed (package {package})")
