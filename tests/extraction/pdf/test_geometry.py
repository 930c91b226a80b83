"""A word's box lies on its ink on the page image, however the page is turned, cropped or scaled."""

import pytest

from extraction.pdf.guard import page_image, read
from extraction.pdf.limits import Limits
from tests.extraction.pdf.pdfs import page, text
from tests.extraction.pdf.png import grey_pixels

WORDS = text("Rechnung", 80, 230, size=20) + text("Betrag", 250, 120, size=14)
TURNED = "q BT {a} {b} {c} {d} {x} {y} Tm /F1 16 Tf ({words}) Tj ET Q\n"
ROTATIONS = [0, 90, 180, 270]
CROP = b"/CropBox [40 60 390 290]"
LONG = "Rechnung Nummer 4711 vom 4. Januar"


def ink_in(pixels, box, scale, margin=0.0):
    """Dark pixels within a box of points."""
    x0, y0, x1, y1 = (edge * scale for edge in box)
    left, top = max(0, round(x0 - margin)), max(0, round(y0 - margin))
    return int((pixels[top : round(y1 + margin), left : round(x1 + margin)] < 128).sum())


def assert_boxes_hold_all_ink(path, dpi=144):
    (shown,) = read(path).pages
    pixels = grey_pixels(page_image(path, 1, dpi=dpi, grey=True))
    scale = dpi / 72
    assert pixels.shape == pytest.approx((shown.height * scale, shown.width * scale), abs=1.5)
    inside = [ink_in(pixels, word.box, scale, margin=1.0) for word in shown.words]
    assert min(inside) > 20
    assert sum(inside) == int((pixels < 128).sum())
    return shown


@pytest.mark.parametrize("crop", [b"", CROP], ids=["whole", "cropped"])
@pytest.mark.parametrize("rotation", ROTATIONS)
def test_boxes_lie_on_the_ink_of_a_rotated_page(write, rotation, crop):
    path = write(page(WORDS, page_entries=b"/Rotate %d %s" % (rotation, crop)))
    shown = assert_boxes_hold_all_ink(path)
    assert [word.text for word in shown.words if "Rechnung" in word.text] == ["Rechnung"]


@pytest.mark.parametrize("unit", [0.5, 2.0])
def test_boxes_lie_on_the_ink_where_a_point_is_not_a_point(write, unit):
    assert_boxes_hold_all_ink(write(page(WORDS, page_entries=b"/UserUnit %.1f" % unit)))


def test_boxes_lie_on_the_ink_of_a_page_that_does_not_start_at_the_origin(write):
    assert_boxes_hold_all_ink(write(page(WORDS, media=b"-30 -20 420 320")))


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize(
    ("way", "at"),
    [((1, 0, 0, 1), (40, 150)), ((0, 1, -1, 0), (200, 10)), ((-1, 0, 0, -1), (360, 150)), ((0, -1, 1, 0), (200, 290))],
)
def test_a_page_whose_text_lies_on_its_side_is_shown_upright(write, rotation, way, at):
    a, b, c, d = way
    content = TURNED.format(a=a, b=b, c=c, d=d, x=at[0], y=at[1], words=LONG).encode()
    path = write(page(content, page_entries=b"/Rotate %d" % rotation))
    shown = assert_boxes_hold_all_ink(path)
    assert all(word.upright for word in shown.words)
    assert shown.lines[0].text == LONG
    on_its_side = (ROTATIONS.index(rotation) - [(1, 0), (0, 1), (-1, 0), (0, -1)].index((a, b))) % 4 != 0
    assert ("turned" in [flag.code for flag in read(path).flags]) is on_its_side


def test_a_few_words_up_the_margin_do_not_turn_the_page_and_are_not_upright(write):
    margin = TURNED.format(a=0, b=1, c=-1, d=0, x=30, y=40, words="Formular 12").encode()
    (shown,) = read(write(page(WORDS + text(LONG, 60, 60) + margin))).pages
    assert [word.text for word in shown.words if not word.upright] == ["Formular", "12"]


def test_a_page_too_large_for_its_dpi_is_drawn_smaller(write):
    path = write(page(text("weit", 4000, 4000, size=300), media=b"0 0 8000 8000"))
    pixels = grey_pixels(page_image(path, 1, dpi=300, grey=True, limits=Limits(pixels=1_000_000)))
    assert pixels.size <= 1_005_000
    assert (pixels < 128).any()


def test_colours_are_kept_unless_grey_is_asked_for(write):
    path = write(page(b"1 0 0 rg 0 0 400 300 re f"))
    colour_type = 25  # place of that byte in a PNG: 0 is grey, 2 is RGB
    assert page_image(path, 1)[colour_type] == 2
    assert page_image(path, 1, grey=True)[colour_type] == 0
