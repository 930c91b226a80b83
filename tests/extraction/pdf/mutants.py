"""Mutated PDFs: every one must give a result or a named error, within the bounds.

The long form runs by `python -m tests.extraction.pdf.mutants --count 5000` and prints its figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from extraction.pdf.errors import PdfError, PdfErrorCode
from extraction.pdf.guard import page_image, read
from extraction.pdf.limits import DEFAULT, Limits
from extraction.pdf.reader import READERS, Reply
from tests.extraction.pdf.hostile import flate
from tests.extraction.pdf.pdfs import page, stream, text
from tests.shared_data import DATA

SMALL = 200_000
"""Bytes: larger documents are no seeds."""
EXPECTED = {"done", *PdfErrorCode} - {PdfErrorCode.READER_FAILED}


def seeds() -> list[bytes]:
    """Sound PDFs to mutate: two of our own, and the small ones of the shared data, if it is there."""
    lines = b"".join(text(f"Position {row}: {row * 7},50 EUR", 50, 280 - 14 * row) for row in range(15))
    image = stream(bytes(64), b"/Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8")
    plain = page(lines + b"q 90 0 0 90 300 9 cm /I Do Q", image, resources=b"/XObject << /I 6 0 R >>", pages=2)
    packed = page(b"/X Do", flate(lines, b"/Type /XObject /Subtype /Form /BBox [0 0 400 300]"), pages=1)
    found = sorted((DATA / "invoices").glob("*.pdf")) if DATA.is_dir() else []
    return [plain, packed, *(path.read_bytes() for path in found if path.stat().st_size <= SMALL)]


def mutant(content: bytes, chance: random.Random) -> bytes:
    """A copy with bits flipped, numbers changed, a piece cut, doubled or moved, or the end missing."""
    out = bytearray(content)
    kind = chance.choice(["bits", "bits", "numbers", "cut", "double", "move", "end", "bytes"])
    a, b = sorted(chance.randrange(len(out)) for _ in range(2))
    b = min(b, a + 2_000)
    if kind == "bits":
        for _ in range(chance.choice([1, 5, 50, 200])):
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    elif kind == "bytes":
        out[a:b] = chance.randbytes(b - a)
    elif kind == "numbers":
        value = chance.choice([b"0", b"-1", b"1", b"4294967296", b"99999999999999999999", b"1e38", b"1 0 R", b"null"])
        numbers = list(re.finditer(rb"(?<=[\s\[])\d+(?=[\s\]/>])", content))
        for number in sorted(chance.sample(numbers, min(len(numbers), chance.choice([1, 3]))), key=re.Match.start)[
            ::-1
        ]:
            out[number.start() : number.end()] = value
    elif kind == "cut":
        del out[a:b]
    elif kind == "double":
        out[b:b] = out[a:b]
    elif kind == "move":
        piece = out[a:b]
        del out[a:b]
        at = chance.randrange(len(out) + 1)
        out[at:at] = piece
    else:
        del out[a:]
    return bytes(out)


class Costs:
    """Watches what the jobs of this process cost."""

    def __init__(self) -> None:
        self.cpu_seconds, self.peak_bytes = 0.0, 0
        self._ask = READERS.ask

    def ask(self, request: dict[str, Any], limits: Limits) -> Reply:
        reply = self._ask(request, limits)
        self.cpu_seconds = max(self.cpu_seconds, reply.cpu_seconds)
        self.peak_bytes = max(self.peak_bytes, reply.peak_bytes)
        return reply


def outcome(path: Path, limits: Limits = DEFAULT) -> str:
    """`done`, or the code of the error, of reading the file and drawing its first page."""
    try:
        read(path, limits)
        page_image(path, 1, limits=limits)
    except PdfError as error:
        return error.code
    return "done"


def main() -> None:
    parser = argparse.ArgumentParser(description="Read mutated PDFs and print what came of them.")
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    costs = Costs()
    READERS.ask = costs.ask  # type: ignore[method-assign]
    sound = seeds()
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant.pdf"
        for number in range(options.count):
            chance = random.Random(f"{options.seed}-{number}")
            path.write_bytes(mutant(chance.choice(sound), chance))
            outcomes[outcome(path)] += 1
            if number % 500 == 499:
                print(f"{number + 1} of {options.count}: {dict(outcomes)}", file=sys.stderr, flush=True)
    figures = {
        "mutants": options.count,
        "seed": options.seed,
        "seed_documents": len(sound),
        "outcomes": dict(outcomes.most_common()),
        "unnamed": sum(count for code, count in outcomes.items() if code not in EXPECTED),
        "most_cpu_seconds": round(costs.cpu_seconds, 2),
        "most_megabytes": costs.peak_bytes // 1_000_000,
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
