"""Zips as they arrive: whatever is broken in one is told, and never an error of the program."""

import io
import random
import zipfile

import pytest

from portal.services.documents import files_in
from portal.services.errors import BadInput

WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def packed(*ways: int) -> bytes:
    held = io.BytesIO()
    content = b"%PDF-1.4 " * 50 + random.Random(1).randbytes(200)
    with zipfile.ZipFile(held, "w") as archive:
        for number, way in enumerate(ways):
            archive.writestr(f"rechnung-ä{number}.pdf", content, compress_type=way)
    return held.getvalue()


def test_every_way_of_packing_is_read():
    assert len({content for _, content in files_in("a.zip", packed(*WAYS))}) == 1


def test_a_zip_that_was_damaged_on_its_way_is_refused_in_words():
    chance, sound, refusals, was_read = random.Random(7), packed(*WAYS), [], 0
    for _ in range(3_000):
        content = bytearray(sound)
        for _ in range(chance.choice([1, 2, 6])):
            content[chance.randrange(4, len(content))] ^= 1 << chance.randrange(8)
        try:
            list(files_in("a.zip", bytes(content)))
            was_read += 1
        except BadInput as refused:
            refusals.append(str(refused))
    assert was_read
    assert len(refusals) > 1_000
    assert all(refusal.startswith("a.zip: ") for refusal in refusals)


@pytest.mark.parametrize("way", WAYS)
def test_a_zip_that_ends_too_early_is_refused(way):
    with pytest.raises(BadInput, match="cannot be read"):
        list(files_in("a.zip", packed(way)[:-30]))
