"""What one source predicts for one document, in memory: what scores compare with the labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extraction.canon import canon, effective, value_of
from extraction.contract import Contract, Field
from extraction.values import Canonical, Cell, ExtractionResult, Grounding

Place = tuple[str, int | None, str]
"""List name, item from 0, field name; a scalar field is ("", None, name)."""

PredictionRow = Mapping[str, Canonical]


@dataclass(frozen=True, slots=True)
class DocumentPrediction:
    """Canonical values by field name; a missing name is ABSENT. A place without grounding: nobody looked."""

    fields: Mapping[str, Canonical] = field(default_factory=dict)
    lists: Mapping[str, Sequence[PredictionRow]] = field(default_factory=dict)
    groundings: Mapping[Place, Grounding] = field(default_factory=dict)


def prediction_from_result(
    result: ExtractionResult, contract: Contract, *, recanonicalise: bool = False
) -> DocumentPrediction:
    """An extraction in the contract's words; what the contract does not name is left out.

    `recanonicalise` reads every value anew from its raw text, for a contract other than the one the
    extraction was made with: so a better contract can be tried on old runs.
    """

    def read(cell: Cell | None, field: Field) -> Canonical:
        if recanonicalise and cell is not None and cell.raw is not None:
            return canon(cell.raw, field, effective(field, result.conventions, result.notation))
        return value_of(cell, field)

    fields = {field.name: read(result.fields.get(field.name), field) for field in contract.fields}
    lists = {
        part.name: [
            {field.name: read(item.get(field.name), field) for field in part.fields}
            for item in result.lists.get(part.name, ())
        ]
        for part in contract.lists
    }
    groundings: dict[Place, Grounding] = {
        ("", None, name): cell.grounding
        for name, cell in result.fields.items()
        if cell is not None and cell.grounding is not None
    }
    for list_name, items in result.lists.items():
        for index, item in enumerate(items):
            for name, cell in item.items():
                if cell is not None and cell.grounding is not None:
                    groundings[list_name, index, name] = cell.grounding
    return DocumentPrediction(fields, lists, groundings)
