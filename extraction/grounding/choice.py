"""Which of the places where a value stands is the one that is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extraction.contract import Field, FieldType
from extraction.grounding.labels import Labels, covers
from extraction.grounding.places import Place, Printed
from extraction.sources.base import Claim
from extraction.values import Canonical

_WEAK_SIGNS = 2
"""A value of no more letters and digits stands on pages by chance: it needs its label beside it."""
_SAME_DISTANCE = 8.0
"""Places nearer to each other than this, in points, are as near to their labels."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim and what it says as a value of its field."""

    claim: Claim
    value: Canonical


@dataclass(frozen=True)
class Chooser:
    """Chooses places of single values; `taken` are words, by page, that belong to items of lists."""

    printed: Printed
    labels: Labels
    taken: set[tuple[int, int]] = field(default_factory=set)

    def scalar(self, field: Field, said: Said) -> Place | None:
        """Where the source saw the value, else the place nearest to a label of the field."""
        places = self.printed.places(field, said.value, said.claim.raw)
        stated = self.stated(field, said, places)
        if stated is not None:
            return stated
        needs_label = field.type is FieldType.BOOLEAN
        shown = [
            place
            for place in places
            if not (needs_label or _is_weak(place)) or self.labels.distance(field, place) is not None
        ]
        return self._best(field, shown)

    def stated(self, field: Field, said: Said, places: Iterable[Place]) -> Place | None:
        """The value where the source says it saw it."""
        evidence = said.claim.evidence
        if evidence is None:
            return None
        there = [place for place in places if covers(evidence, place)]
        return self._best(field, there) or self.printed.inside(field, said.value, said.claim.raw, evidence)

    def _best(self, field: Field, places: list[Place]) -> Place | None:
        """Outside of lists, nearest to a label, with the claim's own text, first: in this order."""
        if len(places) < 2:
            return places[0] if places else None

        def rank(place: Place) -> tuple[bool, float, bool, tuple[int, int]]:
            distance = self.labels.distance(field, place)
            steps = float("inf") if distance is None else distance // _SAME_DISTANCE
            of_an_item = any((place.page, word) in self.taken for word in place.words)
            return of_an_item, steps, not place.exact, place.order

        return min(places, key=rank)


def _is_weak(place: Place) -> bool:
    """Whether so little is printed that it proves nothing by itself; a zero is everywhere. A symbol is telling."""
    signs = [sign for sign in place.printed if sign.isalnum()]
    return 0 < len(signs) <= _WEAK_SIGNS or (bool(signs) and not any(sign != "0" for sign in signs))
