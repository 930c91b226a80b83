"""Which of several places is meant: the one beside or below the field's own label."""

from __future__ import annotations

from extraction.contract import Field
from extraction.grounding.places import Place, Printed, folded_labels
from extraction.grounding.search import find
from extraction.values import Box, Evidence

_SAME_LINE = 0.5
"""Boxes that share this much of the lower one's height stand on one line."""
_FARTHEST_RIGHT = 400.0
_FARTHEST_BELOW = 60.0
"""In points: a value farther away is not the label's."""
_BELOW_COSTS = 3.0
"""A point downwards counts as much as this many to the right: values stand beside labels more often."""
_SLACK = 2.0


class Labels:
    """Where the labels of fields stand, looked up once a field."""

    def __init__(self, printed: Printed) -> None:
        self._pages = {words.page.number: words for words in printed.pages}
        self._boxes: dict[tuple[int, tuple[str, ...]], list[Box]] = {}

    def distance(self, field: Field, place: Place) -> float | None:
        """How far the place is from the nearest label of the field, in points to the right; None: by no label."""
        distances = (_distance(label, place.box) for label in self.on(place.page, field))
        return min((distance for distance in distances if distance is not None), default=None)

    def on(self, page: int, field: Field) -> list[Box]:
        """Boxes of all labels of the field on a page."""
        texts = folded_labels(field.title, field.aliases)
        boxes = self._boxes.get((page, texts))
        if boxes is None:
            words = self._pages[page]
            boxes = [words.box(run.words) for text in texts for run in find(words, text)]
            self._boxes[page, texts] = boxes
        return boxes


def covers(evidence: Evidence, place: Place) -> bool:
    """Whether the place lies where a source says it saw the value: at least half of it."""
    if evidence.page != place.page:
        return False
    width = min(evidence.box[2], place.box[2]) - max(evidence.box[0], place.box[0]) + _SLACK
    height = min(evidence.box[3], place.box[3]) - max(evidence.box[1], place.box[1]) + _SLACK
    area = (place.box[2] - place.box[0]) * (place.box[3] - place.box[1])
    return width > 0 and height > 0 and width * height >= 0.5 * area


def _same_line(one: Box, other: Box) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > _SAME_LINE * min(one[3] - one[1], other[3] - other[1])


def _distance(label: Box, value: Box) -> float | None:
    if _same_line(label, value):
        # A value glued to its label begins within it.
        right = value[0] - label[2] if value[0] >= label[2] - _SLACK else 0.0 if value[2] > label[2] else None
        return None if right is None or right > _FARTHEST_RIGHT else max(right, 0.0)
    below = value[1] - label[3]
    if -_SLACK - (label[3] - label[1]) / 3 < below < _FARTHEST_BELOW and value[0] < label[2] and label[0] < value[2]:
        return _BELOW_COSTS * max(below, 0.0)
    return None
