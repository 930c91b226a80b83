"""What the portal holds of documents, for a chunk of them in two queries: values with their revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from extraction.values import ExtractionResult
from portal.models import (
    ContractVersion,
    Extraction,
    GroundTruth,
    LabelValue,
    Provenance,
    Review,
    ReviewValue,
    StoredValue,
    Target,
    Upload,
)
from portal.models.values import ValueRow
from portal.services import reviews
from portal.services.held_values import held_values
from portal.services.labels import MADE
from portal.services.values import Place


@dataclass(slots=True)
class Holding:
    """Of one document: its review or label (None: there is none yet) and what that says, with revisions."""

    parent: Review | GroundTruth | None = None
    values: Mapping[Place, StoredValue] = field(default_factory=dict)
    revisions: Mapping[Place, int] = field(default_factory=dict)

    def items(self, list_name: str) -> list[int]:
        """The numbers of a list's items, those that were taken away included."""
        return sorted({place[1] for place in self.values if place[0] == list_name and place[1]})


def of_reviews(version: ContractVersion, documents: Sequence[int]) -> dict[int, Holding]:
    """By document; each document has an entry."""
    found = Review.objects.filter(contract_version=version, document__in=documents).select_related("document")
    return _filled(documents, {review.pk: review for review in found}, ReviewValue, "review_id")


def of_labels(
    version: ContractVersion, documents: Sequence[int], provenance: Provenance, labeller: User
) -> dict[int, Holding]:
    """What this person's labels of that provenance say."""
    found = GroundTruth.objects.filter(
        contract_version=version, document__in=documents, provenance=provenance, labeller=labeller
    ).select_related("document")
    return _filled(documents, {label.pk: label for label in found}, LabelValue, "ground_truth_id")


def of_upload(upload: Upload, documents: Sequence[int]) -> dict[int, Holding]:
    """What the portal holds where the upload would write."""
    if upload.target == Target.REVIEWS:
        return of_reviews(upload.contract_version, documents)
    provenance = MADE.get(upload.answers.made, Provenance.IMPORTED)
    return of_labels(upload.contract_version, documents, provenance, upload.made_by)


def _filled(
    documents: Sequence[int], parents: dict[int, Review] | dict[int, GroundTruth], rows: type[ValueRow], owner: str
) -> dict[int, Holding]:
    held = {document: Holding() for document in documents}
    found = held_values(rows, owner, parents)
    for key, parent in parents.items():
        held[parent.document_id] = Holding(parent, found[key], found[key].revisions)
    return held


def seeds_of(holdings: Sequence[Holding], version: ContractVersion) -> dict[int, dict[Place, StoredValue]]:
    """What reviews said before anybody looked at them, by review."""
    sources = {h.parent.pk: h.parent.seeded_from_id for h in holdings if isinstance(h.parent, Review)}
    results: dict[int, ExtractionResult | None] = dict(
        Extraction.objects.filter(pk__in=[key for key in sources.values() if key]).values_list("pk", "result")
    )
    found = {}
    for review, source in sources.items():
        result = results.get(source) if source else None
        found[review] = reviews.seeds(result, version.definition) if result is not None else {}
    return found
