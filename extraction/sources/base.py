"""What a source is: something that states values for a document. It neither judges nor grounds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from extraction.contract import UNKNOWN, Contract, Conventions
from extraction.pdf.model import PdfDocument
from extraction.values import Evidence, Notation


@dataclass(frozen=True, slots=True)
class Claim:
    """A source says: this text is the value. `evidence` is where it saw it, if it says so."""

    raw: str
    unit: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Statement:
    """All a source says of a document. A field that is missing or None is not claimed."""

    fields: dict[str, Claim | None] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Claim | None]]] = field(default_factory=dict)
    conventions: Conventions = UNKNOWN
    notation: Notation = "page"
    notes: tuple[str, ...] = ()


class Source(Protocol):
    """`name` is how commands, runs and settings call it."""

    name: str

    def state(self, document: PdfDocument, contract: Contract) -> Statement: ...
