"""Which label counts, and labels frozen for scoring."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator
from typing import cast

from django.db import transaction
from django.db.models import Prefetch

from evaluation.frozen_labels import FrozenCell, FrozenLabels, FrozenList, frozen_label
from evaluation.labels import ListState
from extraction.canon import key
from extraction.contract import Contract, Field, ListField
from extraction.values import UNLABELLED, Canonical, Invalid
from portal.models import (
    GOLD,
    ContractVersion,
    Document,
    FrozenLabel,
    GroundTruth,
    LabelKind,
    LabelSet,
    LabelState,
    LabelValue,
    Provenance,
    ValueState,
)
from portal.services import values

PROVENANCES = {
    LabelKind.GOLD: GOLD,
    LabelKind.ASSISTED: (Provenance.ASSISTED,),
    LabelKind.SILVER: (Provenance.WEAK,),
}
"""Which labels a kind of score counts, in their order of precedence; kinds are never mixed."""


def freeze(
    version: ContractVersion, documents: Iterable[Document], kind: LabelKind = LabelKind.GOLD
) -> LabelSet | None:
    """The accepted labels of these documents, frozen; the same labels give the same set. None where there are none."""
    frozen = dict(_frozen(version, [document.pk for document in documents], kind))
    if not frozen:
        return None
    digest = hashlib.sha256()
    for document in sorted(frozen):
        digest.update(f"{document}:{frozen[document].hash}\n".encode())
    with transaction.atomic():
        label_set, is_new = LabelSet.objects.get_or_create(project=version.project, kind=kind, hash=digest.hexdigest())
        if is_new:
            FrozenLabel.objects.bulk_create(
                [FrozenLabel(label_set=label_set, document_id=pk, labels=labels) for pk, labels in frozen.items()],
                batch_size=500,
            )
    return label_set


def _frozen(version: ContractVersion, documents: list[int], kind: LabelKind) -> Iterator[tuple[int, FrozenLabels]]:
    rank = {provenance: place for place, provenance in enumerate(PROVENANCES[kind])}
    live = Prefetch("values", LabelValue.objects.exclude(state=ValueState.REMOVED))
    for start in range(0, len(documents), 500):
        labels = GroundTruth.objects.filter(
            document__in=documents[start : start + 500],
            contract_version=version,
            state=LabelState.ACCEPTED,
            provenance__in=PROVENANCES[kind],
        )
        of_document: dict[int, list[GroundTruth]] = {}
        for label in labels.prefetch_related(live):
            of_document.setdefault(label.document_id, []).append(label)
        for document, found in of_document.items():
            found.sort(key=lambda label: (rank[Provenance(label.provenance)], label.pk))
            yield document, counting(found, version.definition)


def counting(labels: list[GroundTruth], contract: Contract) -> FrozenLabels:
    """What counts of a document's labels, best first: what was adjudicated, else what all of them agree on.

    Where labels disagree and nobody has adjudicated, no answer is accepted: the cell is not scored.
    """
    said = [_Said(label, contract) for label in labels]
    fields = {}
    for field in contract.fields:
        cell = _agreed(said, field)
        if cell is not None:
            fields[field.name] = cell
    lists = {}
    for part in contract.lists:
        stated = _agreed_list(said, part)
        if stated is not None:
            lists[part.name] = stated
    provenances = sorted({label.provenance for label in labels})
    return FrozenLabels(fields=fields, lists=lists, provenance="+".join(provenances))


class _Said:
    """One label's cells by place, as canonical values."""

    def __init__(self, label: GroundTruth, contract: Contract) -> None:
        self.adjudicated = label.provenance == Provenance.ADJUDICATED
        self.states: dict[str, str] = {}
        self.cells: dict[tuple[str, int, str], tuple[Canonical, str]] = {}
        for row in label.values.all():
            if row.list_name and not row.field:
                self.states[row.list_name] = row.value
                continue
            try:
                field = contract.find(row.field, row.list_name)
            except KeyError:
                continue  # of an earlier version of the contract
            canonical = values.load(row.stored, field)
            if canonical is not UNLABELLED and not isinstance(canonical, Invalid):
                self.cells[row.place] = (canonical, row.raw)

    def rows(self, part: ListField) -> list[dict[str, tuple[Canonical, str]]]:
        found: dict[int, dict[str, tuple[Canonical, str]]] = {}
        for (list_name, item, field), cell in self.cells.items():
            if list_name == part.name:
                found.setdefault(item, {})[field] = cell
        return [found[item] for item in sorted(found)]

    def signature(self, part: ListField) -> Hashable:
        """What it says of a list, whatever the order of its rows."""
        rows = [
            tuple(sorted((name, repr(key(cell[0], part.field(name)))) for name, cell in row.items()))
            for row in self.rows(part)
        ]
        return (self.states.get(part.name, ""), tuple(sorted(rows)))


def _agreed(said: list[_Said], field: Field) -> FrozenCell | None:
    place = ("", 0, field.name)
    speaking = [one for one in said if place in one.cells]
    if not speaking:
        return None
    canonical, raw = speaking[0].cells[place]
    if speaking[0].adjudicated or len({key(one.cells[place][0], field) for one in speaking}) == 1:
        return (frozen_label(canonical, raw=raw or None),)
    return ()


def _agreed_list(said: list[_Said], part: ListField) -> FrozenList | None:
    speaking = [one for one in said if part.name in one.states or one.rows(part)]
    if not speaking:
        return None
    first = speaking[0]
    agreed = first.adjudicated or len({one.signature(part) for one in speaking}) == 1
    rows = tuple(
        {name: (frozen_label(canonical, raw=raw or None),) if agreed else () for name, (canonical, raw) in row.items()}
        for row in first.rows(part)
    )
    state = cast(ListState | None, first.states.get(part.name) or None) if agreed else None
    return FrozenList(state=state, rows=rows)
