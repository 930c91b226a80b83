"""Reading order, from planted boxes."""

from hypothesis import given
from hypothesis import strategies as st

from extraction.pdf.order import reading_order


def line(x0: float, y0: float, x1: float, height: float = 10.0) -> tuple[float, float, float, float]:
    return x0, y0, x1, y0 + height


def test_label_and_value_stay_together_though_one_stands_a_little_higher():
    label, value, below = line(50, 100.4, 120), line(200, 100, 260), line(50, 115, 120)
    assert reading_order([value, below, label]) == [2, 0, 1]


def test_columns_of_prose_are_read_one_after_the_other():
    title = line(50, 40, 550)
    left = [line(50, 60 + 12 * row, 290) for row in range(6)]
    right = [line(310, 60 + 12 * row, 550) for row in range(6)]
    foot = line(50, 200, 550)
    boxes = [title, *[box for pair in zip(left, right, strict=True) for box in pair], foot]
    assert reading_order(boxes) == [0, 1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12, 13]


def test_the_rows_of_a_table_are_read_one_after_the_other():
    rows = [
        [line(50, 60 + 12 * row, 290), line(310, 60 + 12 * row, 330), line(400, 60 + 12 * row, 440)] for row in range(6)
    ]
    boxes = [box for row in rows for box in row]
    assert reading_order(boxes) == list(range(18))


def test_the_lines_of_a_cell_stand_below_each_other_beside_a_cell_centred_on_them():
    first, second, centred = line(50, 100, 150), line(50, 110, 150), line(200, 105, 260)
    assert reading_order([centred, second, first]) == [2, 1, 0]


def test_text_up_the_margin_comes_last():
    margin = (10.0, 50.0, 20.0, 400.0)
    lines = [line(50, 60 + 12 * row, 290) for row in range(6)]
    assert reading_order([margin, *lines]) == [1, 2, 3, 4, 5, 6, 0]


edge = st.floats(-2000, 2000, allow_nan=False, width=32)


@given(st.lists(st.tuples(edge, edge, st.floats(0, 500), st.floats(0, 100))))
def test_no_line_is_lost_or_read_twice(places):
    boxes = [(x, y, x + width, y + height) for x, y, width, height in places]
    assert sorted(reading_order(boxes)) == list(range(len(boxes)))
