"""What value rows say, opened where somebody asks: of most rows it is enough that they are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import TextField
from django.db.models.functions import Cast
from pydantic import TypeAdapter

from portal.models import StoredValue
from portal.models.values import ValueEvidence, ValueRow

_CONTENT = ("says", "value", "unit", "precision", "raw", "invalid", "state")
# Called directly: making a model by its name takes five times as long, and there are millions.
_stored = TypeAdapter(StoredValue).validator
_evidence = TypeAdapter(ValueEvidence).validator


class HeldValues(Mapping[tuple[str, int, str], StoredValue]):
    """Of one review or label, by place."""

    def __init__(self) -> None:
        self.revisions: dict[tuple[str, int, str], int] = {}
        self._stored: dict[tuple[str, int, str], tuple[int, str | None, list[str]]] = {}

    def add(
        self, place: tuple[str, int, str], key: int, revision: int, evidence: str | None, content: list[str]
    ) -> None:
        """A row, its evidence as the text it is stored as."""
        self.revisions[place] = revision
        self._stored[place] = (key, evidence, content)

    def __getitem__(self, place: tuple[str, int, str]) -> StoredValue:
        _key, evidence, content = self._stored[place]
        said = dict(zip(_CONTENT, content, strict=True), evidence=evidence and _evidence.validate_json(evidence))
        return _stored.validate_python(said)

    def __contains__(self, place: object) -> bool:
        return place in self._stored

    def __iter__(self) -> Iterator[tuple[str, int, str]]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def row(self, place: tuple[str, int, str]) -> int:
        """The key of its row. Raises KeyError."""
        return self._stored[place][0]


def held_values(rows_of: type[ValueRow], owner: str, parents: Iterable[int]) -> dict[int, HeldValues]:
    """By review or label, for all in one query; each has an entry. `owner` is the name of its column."""
    held = {parent: HeldValues() for parent in parents}
    rows = rows_of._default_manager.filter(**{f"{owner}__in": list(held)}).order_by(owner, "list_name", "item", "pk")
    stored = rows.values_list(
        owner, "list_name", "item", "field", "pk", "revision", Cast("evidence", TextField()), *_CONTENT
    )
    for parent, list_name, item, field, key, revision, evidence, *content in stored.iterator(chunk_size=5_000):
        held[parent].add((list_name, item, field), key, revision, evidence, content)
    return held
