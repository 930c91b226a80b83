import time

import pytest

from extraction.contract import Contract
from extraction.pdf.model import Page, PdfDocument, Word
from extraction.sources.layout import Layout

HEADER = [(40, 100, "Room"), (240, 100, "Area"), (320, 100, "Rate"), (420, 100, "Amount")]


def line(y: float, room: str, area: str, rate: str, amount: str) -> list[tuple[float, float, str]]:
    return [(40, y, room), (240, y, area), (320, y, rate), (420, y, amount)]


KITCHEN = {"room": "Kitchen", "area": "10.0", "rate": "12.00", "amount": "120.00"}


def test_items_are_read_under_the_labels_of_their_columns(rooms):
    found = rooms(HEADER + line(120, "Kitchen", "10.0", "12.00", "120.00") + line(140, "Hall", "5.0", "9.00", "45.00"))
    assert found == [KITCHEN, {"room": "Hall", "area": "5.0", "rate": "9.00", "amount": "45.00"}]


def test_a_table_ends_before_its_totals(rooms):
    totals = [(320, 150, "Rent"), (420, 150, "165.00"), (320, 170, "Rent in all"), (420, 170, "165.00")]
    assert rooms(HEADER + line(120, "Kitchen", "10.0", "12.00", "120.00") + totals) == [KITCHEN]


def test_a_text_of_several_lines_is_joined(rooms):
    found = rooms(HEADER + line(120, "Kitchen with sto-", "10.0", "12.00", "120.00") + [(40, 131, "rage room")])
    assert found[0]["room"] == "Kitchen with storage room"


def test_what_stands_apart_from_a_text_is_no_part_of_it(rooms):
    found = rooms(HEADER + line(120, "Kitchen", "10.0", "12.00", "120.00") + [(40, 145, "Painted last year")])
    assert found == [KITCHEN]


def test_labels_stand_under_each_other(rooms):
    header = [(40, 106, "Room"), (240, 100, "Size"), (240, 111, "in m²"), (320, 106, "Rate"), (420, 106, "Amount")]
    assert rooms(header + line(130, "Kitchen", "10.0", "12.00", "120.00")) == [KITCHEN]


def test_a_cell_with_two_labels_heads_two_columns(rooms):
    header = [(40, 100, "Room"), (240, 100, "Area"), (320, 100, "Rate Amount")]
    places = [(40, 120, "Kitchen"), (240, 120, "10.0"), (310, 120, "12.00"), (346, 120, "120.00")]
    assert rooms(header + places) == [KITCHEN]


def test_a_table_goes_on_over_pages_with_and_without_its_header(rooms):
    first = HEADER + line(120, "Kitchen", "10.0", "12.00", "120.00")
    assert len(rooms(first, HEADER + line(120, "Hall", "5.0", "9.00", "45.00"))) == 2
    assert len(rooms(first, line(60, "Hall", "5.0", "9.00", "45.00"))) == 2


def test_the_checks_tell_two_columns_of_one_label_apart(rooms):
    header = [(40, 100, "Total"), (120, 100, "Room"), (320, 100, "Rate"), (420, 100, "Total")]
    body = [(40, 120, "10.0"), (120, 120, "Kitchen"), (320, 120, "12.00"), (420, 120, "120.00")]
    more = [(40, 140, "5.0"), (120, 140, "Hall"), (320, 140, "9.00"), (420, 140, "45.00")]
    assert rooms(header + body + more)[0] == KITCHEN


def test_a_price_worked_out_in_lines_is_the_one_that_passes_the_check(rooms):
    steps = [(320, 131, "- 2.00"), (320, 142, "= 10.00")]
    assert rooms(HEADER + line(120, "Kitchen", "10.0", "12.00", "100.00") + steps)[0]["rate"] == "10.00"


def test_a_line_with_one_number_is_no_item(rooms):
    carried = [(40, 140, "Carried forward"), (420, 140, "120.00")]
    assert rooms(HEADER + line(120, "Kitchen", "10.0", "12.00", "120.00") + carried) == [KITCHEN]


def test_a_page_without_a_table_has_no_items(rooms):
    assert rooms([(40, 100, "Room"), (40, 120, "Kitchen"), (200, 300, "12.00")]) == []


def test_a_label_over_a_column_is_no_single_value(read):
    header = [(40, 100, "Room"), (240, 100, "Area"), (320, 100, "Rent"), (420, 100, "Amount")]
    found = read(header + line(113, "Kitchen", "10.0", "12.00", "120.00") + [(40, 300, "Rent"), (200, 300, "165.00")])
    assert found["rent"] == "165.00"


@pytest.mark.parametrize("text", ["Rent", "Area", "12.00", "word"])
def test_a_page_of_very_many_words_takes_bounded_time(text, lease: Contract):
    words = tuple(
        Word(text, (6.0 * (i % 100), 8.0 * (i // 100), 6.0 * (i % 100) + 5, 8.0 * (i // 100) + 7), i // 100)
        for i in range(30_000)
    )
    began = time.process_time()
    Layout().state(PdfDocument((Page(1, 600, 2400, 0, words),)), lease)
    assert time.process_time() - began < 30
