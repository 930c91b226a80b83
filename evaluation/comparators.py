"""Is a predicted value equal to a label, and if not, in which way is it wrong?

Scores alone know tolerance: merges and change detection compare by key.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from rapidfuzz.distance import Indel, Levenshtein

from extraction.canon import fold, key
from extraction.contract import NUMBERS, Field, FieldType
from extraction.values import Invalid, Value


class Subcode(StrEnum):
    """What is the matter with a value that is not right."""

    INVALID = "INVALID"
    """No value of the field's type."""
    UNIT = "UNIT"
    """Both state a unit or currency, and they differ."""
    SIGN = "SIGN"
    SCALE = "SCALE"
    """Off by a power of ten."""
    PRECISION = "PRECISION"
    """The same date said less or more exactly; the same number rounded or cut to fewer decimals."""
    FIELD_SWAP = "FIELD_SWAP"
    """Equals the label of another field of this record."""
    ROW_SWAP = "ROW_SWAP"
    """Equals the label of this column in another row."""
    NEAR = "NEAR"
    """Numbers: within 1 % of the label. Text, identifiers, dates, all folded: one or two edits apart and
    these at most a fifth of the longer one, or nine tenths alike (Indel similarity)."""
    OTHER = "OTHER"
    PIPELINE = "PIPELINE"
    """Of an omitted value: the extraction failed."""


Neighbour = tuple[Field, Collection[Value]]
"""Another field of the same record, with the values its label accepts."""

_SWAPPED = NUMBERS, frozenset({FieldType.TEXT, FieldType.IDENTIFIER, FieldType.ENUM}), frozenset({FieldType.DATE})
"""Types whose values can stand in each other's place."""
_EXACT = Context(prec=200)
"""Longer than any number of a document: nothing is rounded on the way."""
_NEVER_NEAR = frozenset({FieldType.ENUM, FieldType.BOOLEAN})


def equal(label: Value, prediction: Value, field: Field) -> bool:
    """Whether `prediction` is right: numbers within tolerance and without a contradicting unit, the rest by key.

    The tolerance is max(absolute, relative * |label|), so equality is symmetric only at zero tolerance.
    """
    if label.v == prediction.v and label.unit == prediction.unit:
        return True
    if field.type not in NUMBERS:
        return label.v == prediction.v or key(label, field) == key(prediction, field)
    if _units_differ(label, prediction, field):
        return False
    p, g = prediction.v, label.v
    if p == g:
        return True
    allowed = tolerance(g, field)  # type: ignore[arg-type]  # the field's type says that these are numbers
    return bool(allowed) and abs(p - g) <= allowed  # type: ignore[operator]


def tolerance(label: Decimal | int, field: Field) -> Decimal:
    """How far a number may be from `label` and still be right, in the number's own unit."""
    if not field.relative_tolerance:
        return field.absolute_tolerance
    return max(field.absolute_tolerance, field.relative_tolerance * abs(Decimal(label)))


def token(value: Value, field: Field) -> Hashable:
    """What equal values have in common, unit and tolerance aside: for looking up, never for the verdict."""
    return value.v if field.type in NUMBERS else key(value, field)


def subcode(
    labels: Iterable[Value],
    prediction: Value | Invalid,
    field: Field,
    *,
    record: Iterable[Neighbour] = (),
    column: Collection[Hashable] = (),
) -> Subcode:
    """The first subcode that applies to a prediction which equals none of the accepted `labels`.

    `record` are the other labels of the same record, `column` the tokens of this column's labels in a list.
    """
    if isinstance(prediction, Invalid):
        return Subcode.INVALID
    accepted = list(labels)
    if field.type in NUMBERS:
        accepted = [label for label in accepted if not _units_differ(label, prediction, field)]
        if not accepted:
            return Subcode.UNIT
    kinds = [_kind(label, prediction, field) for label in accepted]
    for kind in (Subcode.SIGN, Subcode.SCALE, Subcode.PRECISION):
        if kind in kinds:
            return kind
    if _is_swapped(record, prediction, field):
        return Subcode.FIELD_SWAP
    if column and token(prediction, field) in column:
        return Subcode.ROW_SWAP
    if any(_is_near(label, prediction, field) for label in accepted):
        return Subcode.NEAR
    return Subcode.OTHER


def _units_differ(label: Value, prediction: Value, field: Field) -> bool:
    if label.unit is None or prediction.unit is None or label.unit == prediction.unit:
        return False
    return key(Value(0, label.unit), field) != key(Value(0, prediction.unit), field)


def _kind(label: Value, prediction: Value, field: Field) -> Subcode | None:
    """SIGN, SCALE or PRECISION, as the two values alone tell."""
    if field.type is FieldType.DATE:
        short, long = sorted((str(label.v), str(prediction.v)), key=len)
        return Subcode.PRECISION if long.startswith(f"{short}-") else None
    if field.type not in NUMBERS:
        return None
    p, g = Decimal(prediction.v), Decimal(label.v)
    if not p or not g:
        return None
    if p.is_signed() != g.is_signed():
        return Subcode.SIGN if abs(_EXACT.add(p, g)) <= tolerance(g, field) else None
    if _is_scaled(g, p, field):
        return Subcode.SCALE
    return Subcode.PRECISION if _is_rounded(g, p) else None


def _is_scaled(g: Decimal, p: Decimal, field: Field) -> bool:
    """The absolute tolerance has no say: beside a small label it would call anything a power of ten."""
    shift = p.adjusted() - g.adjusted()
    if not field.relative_tolerance:
        return bool(shift) and _EXACT.scaleb(p, -shift) == g
    allowed = field.relative_tolerance * abs(g)
    return any(
        power and abs(_EXACT.subtract(_EXACT.scaleb(p, -power), g)) <= allowed
        for power in (shift - 1, shift, shift + 1)
    )


def _is_rounded(g: Decimal, p: Decimal) -> bool:
    """Whether the one with fewer decimals is the other one, rounded or cut."""
    g_decimals, p_decimals = _decimals(g), _decimals(p)
    if g_decimals == p_decimals:
        return False
    coarse, fine = (g, p) if g_decimals < p_decimals else (p, g)
    step = Decimal(1).scaleb(-min(g_decimals, p_decimals))
    return any(fine.quantize(step, mode, _EXACT) == coarse for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN))


def _decimals(number: Decimal) -> int:
    """Decimals that say something: 2 for 1.250, 0 for 1200."""
    exponent = number.normalize(_EXACT).as_tuple().exponent
    return max(0, -int(exponent))


def _is_swapped(record: Iterable[Neighbour], prediction: Value, field: Field) -> bool:
    """Booleans are no swap: every wrong one equals some other field's label."""
    kind = next((kind for kind in _SWAPPED if field.type in kind), None)
    if kind is None:
        return False
    mine: dict[tuple[str, str, str], Hashable] = {}  # the prediction's key by what fields fold: it is costly
    for other, labels in record:
        if other.type not in kind:
            continue
        if kind is NUMBERS:
            for label in labels:
                if equal(label, prediction, other):
                    return True
            continue
        rules = other.type, other.spaces, other.case
        if rules not in mine:
            mine[rules] = key(prediction, other)
        for label in labels:
            if key(label, other) == mine[rules]:
                return True
    return False


def _is_near(label: Value, prediction: Value, field: Field) -> bool:
    if field.type in NUMBERS:
        p, g = Decimal(prediction.v), Decimal(label.v)
        return abs(p - g) <= abs(g) / 100
    if field.type in _NEVER_NEAR:
        return False
    p_text, g_text = fold(str(prediction)), fold(str(label))
    edits = Levenshtein.distance(p_text, g_text, score_cutoff=2)
    few = edits <= 2 and 5 * edits <= max(len(p_text), len(g_text))
    return few or Indel.normalized_similarity(p_text, g_text) >= 0.9
