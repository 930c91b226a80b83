from pathlib import Path

import pytest


@pytest.fixture
def write(tmp_path):
    """Bytes -> the path of a file that holds them."""

    def _write(content: bytes) -> Path:
        path = tmp_path / "file.pdf"
        path.write_bytes(content)
        return path

    return _write
