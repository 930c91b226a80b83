"""Values that are opened where somebody asks for them."""

import pytest

from extraction.values import Grounding
from portal.models import ReviewValue
from portal.services.held_values import held_values


@pytest.fixture
def held(review):
    return held_values(ReviewValue, "review_id", [review.pk])[review.pk]


def test_they_are_what_the_rows_say(review, held):
    rows = {row.place: row for row in review.values.all()}
    assert dict(held) == {place: row.stored for place, row in rows.items()}
    assert {place: held.row(place) for place in held} == {place: row.pk for place, row in rows.items()}
    assert held.revisions == {place: row.revision for place, row in rows.items()}
    assert held["", 0, "total"].evidence.grounding is Grounding.EXACT


def test_a_place_without_a_row_has_none(held):
    assert ("lines", 9, "what") not in held
    assert held.get(("lines", 9, "what")) is None


def test_a_review_without_values_has_an_entry_and_all_take_one_query(review, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = held_values(ReviewValue, "review_id", [review.pk, 0])
    assert len(found[review.pk]) > len(found[0]) == 0
