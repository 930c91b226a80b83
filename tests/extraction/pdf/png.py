"""Just enough of PNG to look at the pixels of an 8-bit grey image without a library."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray


def grey_pixels(png: bytes) -> NDArray[np.uint8]:
    """Rows x columns. Raises AssertionError for other kinds of PNG."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        chunks[kind] = chunks.get(kind, b"") + png[at + 8 : at + 8 + length]
        at += 12 + length
    header = chunks[b"IHDR"]
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    assert header[8:13] == bytes([8, 0, 0, 0, 0]), "an 8-bit grey image without interlace"
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    pixels = np.zeros((height, width), np.uint8)
    above = np.zeros(width, np.uint8)
    for number, row in enumerate(rows):
        above = pixels[number] = _unfiltered(row[0], row[1:], above)
    return pixels


def _unfiltered(kind: int, row: NDArray[np.uint8], above: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if kind == 0:
        return row
    if kind == 1:
        return np.cumsum(row, dtype=np.uint64).astype(np.uint8)
    if kind == 2:
        return row + above
    out = row.astype(int)
    up = above.astype(int)
    for column in range(len(out)):
        left, corner = (out[column - 1], up[column - 1]) if column else (0, 0)
        out[column] = (out[column] + (_mean(left, up[column]) if kind == 3 else _paeth(left, up[column], corner))) % 256
    return out.astype(np.uint8)


def _mean(left: int, up: int) -> int:
    return (left + up) // 2


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda value: abs(estimate - value))
