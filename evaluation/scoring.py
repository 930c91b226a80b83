"""One prediction against the labels of one document.

Every value of the labels and of the prediction stands in exactly one outcome, and where nobody
said what is right, nothing is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from functools import cache

from evaluation.alignment import align
from evaluation.columns import tagger
from evaluation.comparators import Subcode, subcode
from evaluation.labels import NOTHING_SAID, DocumentLabels, LabelCell, ListLabels
from evaluation.outcomes import CellOutcome, DocumentOutcome, Outcome, Unscored, outcome_of, path_of
from evaluation.predictions import DocumentPrediction
from evaluation.rows import LabelledRow, StatedRow, labelled_row, stated_row
from extraction.contract import Contract, Field, ListField
from extraction.values import ABSENT, ILLEGIBLE, Marker

_Tokens = Callable[[int], Collection[Hashable]]
"""From a column of a list to the tokens of all its labels."""


def score_document(
    contract: Contract,
    labels: DocumentLabels,
    prediction: DocumentPrediction | None,
    *,
    disputed: Collection[str] = (),
) -> DocumentOutcome:
    """The outcome of every field, of every cell of a labelled row, and of every predicted cell of an extra row.

    `prediction` is None where the extraction failed. `disputed` are paths (`total_net`, `line_items.unit`).
    """
    scalars = labelled_row(contract.fields, labels.fields)
    if prediction is None:
        cells = _unanswered(contract.fields, "", scalars, failed=True)
    else:
        answers = stated_row(contract.fields, prediction.fields, prediction.groundings)
        cells = _answered(contract.fields, "", scalars, answers, lambda _: ())
    for part in contract.lists:
        said = labels.lists.get(part.name, NOTHING_SAID)
        rows = [
            row for item, each in enumerate(said.rows) if any((row := labelled_row(part.fields, each, item)).truths)
        ]
        if prediction is None:
            cells += _failed_list(part, said, rows)
        else:
            pairing = [c for c, field in enumerate(part.fields) if path_of(field.name, part.name) not in disputed]
            cells += _list_outcomes(part, pairing, said, rows, _stated_rows(part, prediction))
    if not disputed:
        return DocumentOutcome(tuple(cells))
    return DocumentOutcome(
        tuple([cell for cell in cells if cell.path not in disputed]),
        tuple([_set_apart(cell) for cell in cells if cell.path in disputed]),
    )


def _set_apart(cell: CellOutcome) -> CellOutcome:
    return cell._replace(outcome=Outcome.UNSCORED, subcode=None, reason=Unscored.DISPUTED)


def _stated_rows(part: ListField, prediction: DocumentPrediction) -> list[StatedRow]:
    return [
        stated_row(part.fields, row, prediction.groundings, part.name, item)
        for item, row in enumerate(prediction.lists.get(part.name, ()))
        if any(not isinstance(cell, Marker) for cell in row.values())
    ]


def _list_outcomes(
    part: ListField,
    pairing: Sequence[int],
    said: ListLabels,
    rows: Sequence[LabelledRow],
    answers: Sequence[StatedRow],
) -> list[CellOutcome]:
    """`pairing` are the columns by which rows are paired: all that are not disputed."""
    cells: list[CellOutcome] = []

    tags = [tagger(field) for field in part.fields]

    @cache
    def tokens(c: int) -> set[Hashable]:
        return {tags[c](value) for row in rows for value in row.truths[c]}

    if not answers and said.says_empty:
        cells.append(CellOutcome("", part.name, None, None, Outcome.OK_ABSENT))
    if len(pairing) == len(part.fields):
        pairs = align(part.fields, rows, answers, tags)
    else:
        fields, those = [part.fields[c] for c in pairing], [tags[c] for c in pairing]
        pairs = align(fields, [row.only(pairing) for row in rows], [row.only(pairing) for row in answers], those)
    whole = len(pairs) > len(rows) and said.is_whole
    for i, j in pairs:
        if i is None and j is not None:
            cells += _extra(part, answers[j], counts=whole)
        elif i is not None and j is None:
            cells += _unanswered(part.fields, part.name, rows[i])
        elif i is not None and j is not None:
            cells += _answered(part.fields, part.name, rows[i], answers[j], tokens)
    return cells


def _answered(
    fields: Sequence[Field], list_name: str, row: LabelledRow, answers: StatedRow, tokens: _Tokens
) -> list[CellOutcome]:
    """Of the scalar fields, or of two rows that answer each other."""
    cells = []
    rows = zip(fields, row.truths, row.texts, answers.answers, answers.texts, answers.groundings, strict=True)
    for c, (field, truth, text, answer, answer_text, grounding) in enumerate(rows):
        why = reason = None
        # Most cells are simply right: what is alike in every way needs no comparing.
        if len(truth) == 1 and truth[0] == answer:
            outcome = Outcome.OK
        else:
            label = row.labels[c]
            outcome = outcome_of(label, answer, field)
            if outcome is Outcome.UNSCORED:
                reason = _why_unscored(label)
            elif outcome is Outcome.WRONG and not isinstance(answer, Marker):
                others = ((other, row.truths[o]) for o, other in enumerate(fields) if o != c)
                why = subcode(truth, answer, field, record=others, column=tokens(c))
        said = (field.name, list_name, row.item, answers.item, outcome, why, text, answer_text, grounding, reason)
        cells.append(CellOutcome._make(said))  # a third of the time that ten arguments take
    return cells


def _extra(part: ListField, row: StatedRow, *, counts: bool) -> Iterator[CellOutcome]:
    """Of a predicted row without partner: its blank cells are no merit and no error."""
    outcome, reason = (Outcome.SPURIOUS, None) if counts else (Outcome.UNSCORED, Unscored.OPEN_LIST)
    for field, text, grounding in zip(part.fields, row.texts, row.groundings, strict=True):
        if text is not None:
            yield CellOutcome(field.name, part.name, None, row.item, outcome, None, None, text, grounding, reason)


def _unanswered(
    fields: Sequence[Field], list_name: str, row: LabelledRow, *, failed: bool = False
) -> list[CellOutcome]:
    """Labelled values nobody answered are omitted; where a label is ABSENT, saying nothing is no merit."""
    cells = []
    for field, label, text in zip(fields, row.labels, row.texts, strict=True):
        outcome, why, reason = Outcome.UNSCORED, None, None
        if ABSENT in label:
            reason = Unscored.FAILED if failed else Unscored.NO_ROW
        elif text is None:
            reason = _why_unscored(label)
        else:
            outcome, why = Outcome.OMITTED, Subcode.PIPELINE if failed else None
        cells.append(CellOutcome(field.name, list_name, row.item, None, outcome, why, text, reason=reason))
    return cells


def _failed_list(part: ListField, said: ListLabels, rows: Sequence[LabelledRow]) -> Iterator[CellOutcome]:
    if said.says_empty:
        yield CellOutcome("", part.name, None, None, Outcome.UNSCORED, reason=Unscored.FAILED)
    for row in rows:
        yield from _unanswered(part.fields, part.name, row, failed=True)


def _why_unscored(label: LabelCell) -> Unscored:
    if not label:
        return Unscored.DISAGREED
    return Unscored.ILLEGIBLE if ILLEGIBLE in label else Unscored.UNLABELLED
