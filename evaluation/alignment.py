"""Which predicted row answers which labelled row.

A maximum matching by what the rows say, never by where they stand. The objective is lexicographic: the
most equal key cells, then the greatest weighted number of equal cells over labelled cells, then
the fewest wrong cells, then the greatest string similarity, then the rows' content in a fixed order.
There is no threshold below which a pair falls apart: that would hide a wrong cell in an omitted row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist
from scipy.optimize import linear_sum_assignment

from evaluation.columns import BLANK, Column, Tag, column, tagger
from evaluation.rows import LabelledRow, StatedRow
from extraction.contract import Field

Pair = tuple[int | None, int | None]
"""Index of a labelled row, index of a predicted row; None: it has no partner."""

Whole = NDArray[np.int64]
_LARGE = 4_000_000
"""Pairs of rows above which identical rows are paired beforehand: the matrices take some 50 bytes a pair."""
_EXACT = 2**53
"""The solver computes in float64: whole numbers are exact below this."""


def align(
    fields: Sequence[Field],
    labels: Sequence[LabelledRow],
    predictions: Sequence[StatedRow],
    tags: Sequence[Tag] = (),
) -> list[Pair]:
    """The pairs, then the labelled rows left over, then the predicted rows left over, each in reading order.

    `fields` are the columns of the rows, `tags` their taggers, if the caller keeps some. Predicted rows that say
    the same are told apart by their grounding, so that nothing is left to position.
    """
    if not (fields and labels and predictions):
        return _with_leftovers([], len(labels), len(predictions))
    tags = tags or [tagger(field) for field in fields]
    rows = sorted(range(len(labels)), key=lambda i: labels[i].text)
    answers = sorted(
        range(len(predictions)),
        key=lambda j: (predictions[j].text, [found or "" for found in predictions[j].groundings]),
    )
    pairs: list[tuple[int, int]] = []
    constant = None
    if len(labels) * len(predictions) > _LARGE:
        constant = _constant(
            [column(field, [row.truths[c] for row in labels], (), tags[c]) for c, field in enumerate(fields)], labels
        )
        pairs = _identical(labels, predictions, rows, answers)
        paired_rows, paired_answers = {i for i, _ in pairs}, {j for _, j in pairs}
        rows = [i for i in rows if i not in paired_rows]
        answers = [j for j in answers if j not in paired_answers]
    if rows and answers:
        matched = _matched(fields, [labels[i] for i in rows], [predictions[j] for j in answers], tags, constant)
        pairs += [(rows[i], answers[j]) for i, j in matched]
    return _with_leftovers(pairs, len(labels), len(predictions))


def _identical(
    labels: Sequence[LabelledRow], predictions: Sequence[StatedRow], rows: Sequence[int], answers: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs of rows that say the same in every column, none of it blank: for tables too large to weigh every
    pair. Where no column is constant such a pair is part of some best matching, so nothing is lost."""
    waiting: dict[tuple[str | None, ...], deque[int]] = {}
    for j in answers:
        waiting.setdefault(tuple(predictions[j].texts), deque()).append(j)
    whole = [i for i in rows if all(len(truth) == 1 for truth in labels[i].truths)]
    found = ((i, waiting.get(tuple(labels[i].texts))) for i in whole)
    return [(i, same.popleft()) for i, same in found if same]


def _matched(
    fields: Sequence[Field],
    labels: Sequence[LabelledRow],
    predictions: Sequence[StatedRow],
    tags: Sequence[Tag],
    constant: Sequence[bool] | None,
) -> list[tuple[int, int]]:
    """The best matching of rows in a fixed order. `constant` columns, if not those of these very rows."""
    truth_text, stated_text = [row.text for row in labels], [row.text for row in predictions]
    similarity = cdist(
        truth_text, stated_text, scorer=Indel.normalized_similarity, score_multiplier=100, dtype=np.uint8
    )
    gain = _gain(fields, labels, predictions, tags, similarity, constant)
    # Of equally good matchings the solver's choice depends on which side comes first: content decides that too.
    if truth_text <= stated_text:
        rows, answers = linear_sum_assignment(gain, maximize=True)
    else:
        answers, rows = linear_sum_assignment(gain.T, maximize=True)
    worth = gain[rows, answers].tolist()
    return [(i, j) for i, j, each in zip(rows.tolist(), answers.tolist(), worth, strict=True) if each > 0]


def _with_leftovers(pairs: list[tuple[int, int]], labels: int, predictions: int) -> list[Pair]:
    answered, used = {i for i, _ in pairs}, {j for _, j in pairs}
    missing: list[Pair] = [(i, None) for i in range(labels) if i not in answered]
    extra: list[Pair] = [(None, j) for j in range(predictions) if j not in used]
    return [*sorted(pairs), *missing, *extra]


def _gain(
    fields: Sequence[Field],
    rows: Sequence[LabelledRow],
    answers: Sequence[StatedRow],
    tags: Sequence[Tag],
    similarity: NDArray[np.uint8],
    constant: Sequence[bool] | None,
) -> Whole:
    """What each pair adds to the objective; 0 where the two rows may not be paired."""
    columns = [
        column(field, [row.truths[c] for row in rows], [row.answers[c] for row in answers], tags[c])
        for c, field in enumerate(fields)
    ]
    if constant is None:
        constant = _constant(columns, rows)
    labels, predictions = _table([c.labels for c in columns]), _table([c.predictions for c in columns])
    both = (labels != BLANK)[:, :, None] & (predictions != BLANK)[:, None, :]
    hits = both & (labels[:, :, None] == predictions[:, None, :])
    for c, each in enumerate(columns):
        for i, place in each.further:
            hits[c, i] |= predictions[c] == place
    telling = [c for c, same in enumerate(constant) if not same]
    keys = [c for c, field in enumerate(fields) if field.key]
    right = np.einsum("c,cij->ij", _whole_weights(tuple([field.weight for field in fields])), hits)
    wrong = (both ^ hits).sum(axis=0)
    same_keys = hits[keys].sum(axis=0) if keys else None
    pairable = (hits if len(telling) == len(columns) else hits[telling]).any(axis=0)
    return _lexicographic(same_keys, right, wrong, similarity) * pairable


def _table(columns: Sequence[list[int]]) -> Whole:
    """Rows of equal length as an array: by way of one list, which is twice as fast."""
    return np.array([place for each in columns for place in each]).reshape(len(columns), -1)


def _constant(columns: Sequence[Column], rows: Sequence[LabelledRow]) -> list[bool]:
    """Which columns do not tell rows apart; where all rows are the same, nothing is held against any column."""
    differ = any(row.truths != rows[0].truths for row in rows)
    return [differ and each.is_constant for each in columns]


def _lexicographic(same_keys: Whole | None, right: Whole, wrong: Whole, similarity: NDArray[np.uint8]) -> Whole:
    """One whole number a pair, such that sums over any matching compare level by level."""
    pairs, most_right, most_wrong = min(right.shape), int(right.max()), int(wrong.max())
    steps = 100
    while True:
        one_wrong = pairs * steps + 1
        one_right = pairs * (most_wrong * one_wrong + steps) + 1
        one_key = pairs * (most_right * one_right + most_wrong * one_wrong + steps) + 1
        most_keys = 0 if same_keys is None else int(same_keys.max())
        if not steps or pairs * (most_keys * one_key + most_right * one_right) < _EXACT:
            break
        steps //= 10  # a table of thousands of rows: rather a coarser tie-break than a sum that is not exact
    finest = similarity if steps == 100 else similarity.astype(np.int64) * steps // 100
    worth = right * one_right - wrong * one_wrong + finest
    return worth if same_keys is None else worth + same_keys * one_key


@lru_cache
def _whole_weights(weights: tuple[Decimal, ...]) -> list[int]:
    """The weights as whole numbers in the same proportion; in thousandths of the greatest where that takes
    larger ones. Weights that are all 0 count as equal: rows are paired even if nobody weighs them."""
    exact = [Fraction(weight) for weight in weights]
    greatest = max(exact)
    if not greatest:
        return [1] * len(exact)
    scale = Fraction(lcm(*(weight.denominator for weight in exact)))
    if greatest * scale > 1000:
        scale = 1000 / greatest
    return [max(round(weight * scale), int(weight > 0)) for weight in exact]
