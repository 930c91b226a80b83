"""Short words for labels and predictions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from evaluation.alignment import align
from evaluation.labels import DocumentLabels, LabelCell, ListLabels, ListState
from evaluation.outcomes import DocumentOutcome, Outcome
from evaluation.predictions import DocumentPrediction
from evaluation.rows import labelled_row, stated_row
from evaluation.scoring import score_document
from extraction.contract import Contract, Field, ListField
from extraction.values import ABSENT, Canonical, Invalid, Marker, Value

ITEMS = ListField(
    name="items",
    fields=(
        Field(name="description"),
        Field(name="quantity", type="decimal"),
        Field(name="price", type="money"),
    ),
)
INVOICE = Contract(
    name="invoice",
    fields=(
        Field(name="number", type="identifier"),
        Field(name="date", type="date"),
        Field(name="paid", type="boolean"),
        Field(name="net", type="money"),
        Field(name="gross", type="money"),
    ),
    lists=(ITEMS,),
)


def value(said: object) -> Canonical:
    """A marker or an invalid value as it is, None as ABSENT, a number as Decimal unless it is a bool."""
    if said is None:
        return ABSENT
    if isinstance(said, Value | Invalid | Marker):
        return said
    if isinstance(said, int | float) and not isinstance(said, bool):
        return Value(Decimal(str(said)))
    return Value(said)


def money(number: object, unit: str) -> Value:
    return Value(Decimal(str(number)), unit)


def day(iso: str) -> Value:
    return Value(iso, precision={4: "year", 7: "month", 10: "day"}[len(iso)])


def cell(said: object) -> LabelCell:
    """A label; a tuple is a label as it stands."""
    return said if isinstance(said, tuple) else (value(said),)


def row(description: object, quantity: object, price: object) -> dict[str, object]:
    return {"description": description, "quantity": quantity, "price": price}


def rows_of(*rows: Mapping[str, object]) -> list[dict[str, Canonical]]:
    return [{name: value(said) for name, said in each.items()} for each in rows]


def labels(
    fields: Mapping[str, object] | None = None,
    rows: Sequence[Mapping[str, object]] | None = None,
    state: ListState | None = "complete",
) -> DocumentLabels:
    lists = {} if rows is None else {"items": ListLabels(state, [{k: cell(v) for k, v in r.items()} for r in rows])}
    return DocumentLabels({name: cell(said) for name, said in (fields or {}).items()}, lists)


def predicted(
    fields: Mapping[str, object] | None = None,
    rows: Sequence[Mapping[str, object]] = (),
    groundings: Mapping | None = None,
) -> DocumentPrediction:
    return DocumentPrediction(
        {name: value(said) for name, said in (fields or {}).items()}, {"items": rows_of(*rows)}, groundings or {}
    )


def score(said: DocumentLabels, prediction: DocumentPrediction | None, contract: Contract = INVOICE) -> DocumentOutcome:
    return score_document(contract, said, prediction)


def outcomes(document: DocumentOutcome, list_name: str | None = "items") -> dict[str, int]:
    """How many cells of a list came out how; unscored ones aside."""
    found: dict[str, int] = {}
    for each in document.cells:
        if each.list_name == list_name and each.outcome is not Outcome.UNSCORED:
            found[each.outcome.value] = found.get(each.outcome.value, 0) + 1
    return found


def outcome(document: DocumentOutcome, path: str) -> Outcome:
    (found,) = [each for each in document.cells if each.path == path]
    return found.outcome


def aligned(said, stated, fields=ITEMS.fields):
    truth = [labelled_row(fields, {k: cell(v) for k, v in r.items()}) for r in said]
    return align(fields, truth, [stated_row(fields, r, {}) for r in rows_of(*stated)])


def pairs(said, stated, fields=ITEMS.fields):
    found = aligned(said, stated, fields)
    return {(i, j) for i, j in found if i is not None and j is not None}


def keyed(*names):
    return tuple(f.model_copy(update={"key": f.name in names}) for f in ITEMS.fields)
