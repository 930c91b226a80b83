"""What is read from a PDF is what another program reads, too: poppler, which shares no code with ours."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from extraction.pdf.guard import read
from tests.programs import need

SAMPLES = sorted((Path(__file__).parents[3] / "samples").glob("*/*.pdf"))
NOT_ALIKE = {"25-scan.pdf", "27-encrypted.pdf", "28-hidden-text.pdf"}
"""No text, no password, and text that nobody sees: poppler tells it, the reader sets it apart."""


def words(text):
    return Counter(re.findall(r"\w{3,}", text))


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.name not in NOT_ALIKE], ids=lambda path: path.name)
def test_a_page_has_the_words_that_poppler_reads(path):
    need("pdftotext", "poppler-utils")
    command = ["pdftotext", "-layout", str(path), "-"]
    theirs = words(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = words(" ".join(word.text for page in read(path).pages for word in page.words if not word.hidden))
    assert (theirs & ours).total() >= 0.97 * theirs.total()
    assert (theirs & ours).total() >= 0.97 * ours.total()
