"""Whether the pages show what a source says, and where: EXACT, NORMALISED, NONE or NO_TEXT.

EXACT: the claim's text stands there after NFKC, white space and dehyphenation. NORMALISED: text
that canonicalises to the same value stands there. The whole value must match; hidden words are no
evidence. DERIVED is found by the checks, over values that are grounded (`extraction/pipeline.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extraction.contract import Contract, Conventions, ListField
from extraction.grounding.choice import Chooser, Said
from extraction.grounding.labels import Labels
from extraction.grounding.places import Place, Printed
from extraction.grounding.rows import place_items
from extraction.pdf.model import PdfDocument
from extraction.sources.base import Claim
from extraction.values import Canonical, Evidence, Grounding, Invalid, Value

__all__ = ["Grounded", "Groundings", "Said", "ground"]

_PICTURE = 0.5
"""A page without words that is covered by pictures to this share may show anything."""


@dataclass(frozen=True, slots=True)
class Grounded:
    grounding: Grounding
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Groundings:
    """The same shape as the claims: by field name, and by list, item and column."""

    fields: dict[str, Grounded] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Grounded]]] = field(default_factory=dict)


def ground(
    document: PdfDocument,
    contract: Contract,
    fields: dict[str, Said],
    lists: dict[str, list[dict[str, Said]]],
    conventions: Conventions,
) -> Groundings:
    """Looks for every claim on the visible words of the document.

    `conventions`: how its pages write numbers and dates. Claims that are neither a value nor
    unreadable text (ABSENT) are left out of the result.
    """
    printed = Printed(document, conventions)
    chooser = Chooser(printed, Labels(printed))
    unread = _Unread(document)
    return Groundings(
        lists={
            part.name: _items(part, lists[part.name], chooser, unread) for part in contract.lists if part.name in lists
        },
        fields={
            name: unread.judge(chooser.scalar(contract.field(name), said), said.claim)
            for name, said in _stating(fields).items()
        },
    )


def _stating(row: dict[str, Said]) -> dict[str, Said]:
    return {name: said for name, said in row.items() if isinstance(said.value, Value | Invalid)}


class _Unread:
    """Pages nobody can search: without words, and a picture at that."""

    def __init__(self, document: PdfDocument) -> None:
        self._wordless = {page.number for page in document.pages if not page.visible}
        self._pictures = any(not page.visible and page.image_share > _PICTURE for page in document.pages)
        self._all = not document.has_text

    def judge(self, place: Place | None, claim: Claim) -> Grounded:
        """What was found as a grounding; a value nobody could look for is NO_TEXT, where the source saw it."""
        if place is not None:
            grounding = Grounding.EXACT if place.exact else Grounding.NORMALISED
            return Grounded(grounding, Evidence(page=place.page, box=place.box))
        if self._all or (claim.evidence.page in self._wordless if claim.evidence else self._pictures):
            return Grounded(Grounding.NO_TEXT, claim.evidence)
        return Grounded(Grounding.NONE)


def _items(
    part: ListField, items: Iterable[dict[str, Said]], chooser: Chooser, unread: _Unread
) -> list[dict[str, Grounded]]:
    """Grounds the items of a list and takes their words, so that single values are looked for elsewhere."""
    known: dict[tuple[str, Canonical, str], list[Place]] = {}

    def places(name: str, said: Said) -> list[Place]:
        signature = (name, said.value, said.claim.raw)
        if signature not in known:
            known[signature] = chooser.printed.places(part.field(name), said.value, said.claim.raw)
        return known[signature]

    wanted = [_stating(item) for item in items]
    everywhere = [{name: places(name, said) for name, said in item.items()} for item in wanted]
    stated = [
        {name: chooser.stated(part.field(name), said, found[name]) for name, said in item.items()}
        for item, found in zip(wanted, everywhere, strict=True)
    ]
    # A place the source names is the item's, and tells where the other cells are.
    candidates = [
        {name: [place] if (place := seen[name]) else found for name, found in item.items()}
        for item, seen in zip(everywhere, stated, strict=True)
    ]
    grounded = []
    for item, seen, row in zip(wanted, stated, place_items(part, candidates, chooser.labels), strict=True):
        cells = {name: seen[name] or row.get(name) for name in item}
        chooser.taken.update((place.page, word) for place in cells.values() if place for word in place.words)
        grounded.append({name: unread.judge(cells[name], said.claim) for name, said in item.items()})
    return grounded
