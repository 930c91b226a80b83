"""Where the real documents are, if they are: beside the repository or under PROOFSHEET_DATA."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("PROOFSHEET_DATA") or Path(__file__).parents[2] / "shared" / "data")

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="real documents not here: set PROOFSHEET_DATA to their folder"
)
