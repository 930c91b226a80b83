"""What the labels say of one document, in memory: what scores compare predictions with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extraction.values import ILLEGIBLE, Canonical, Invalid, Value

LabelCell = tuple[Canonical, ...]
"""All that is accepted for one cell. A cell that nobody labelled is missing, or holds UNLABELLED."""

LabelRow = Mapping[str, LabelCell]

DISAGREED: LabelCell = ()
"""Gold labels disagree and nobody has settled it: no answer is accepted, so none is wrong."""

ListState = Literal["complete", "partial", "none"]


class LabelRefused(ValueError):
    """A label that is no value of its field's type: it belongs back to the labeller, not into a score."""


@dataclass(frozen=True, slots=True)
class ListLabels:
    """The labelled rows of one list. Raises ValueError for a list that is stated `none` and has values.

    `state` says whether missing and extra rows count: `complete` and `none` are statements about the
    whole list, `partial` and None (nothing said) are not.
    """

    state: ListState | None = None
    rows: Sequence[LabelRow] = ()

    def __post_init__(self) -> None:
        if self.state == "none" and any(accepted(cell) for row in self.rows for cell in row.values()):
            raise ValueError("the list is stated as none, but has rows")

    @property
    def is_whole(self) -> bool:
        """Whether a row beyond the labelled ones is one too many.

        A row that nobody could read or agree on may be any of them, so then nobody knows.
        """
        if self.state not in ("complete", "none"):
            return False
        return not any(_is_undecided(row) for row in self.rows)

    @property
    def says_empty(self) -> bool:
        """Whether the labels state that the document has no such rows."""
        return self.is_whole and not any(accepted(cell) for row in self.rows for cell in row.values())


def _is_undecided(row: LabelRow) -> bool:
    """No value in it, but not blank either."""
    cells = row.values()
    return not any(accepted(cell) for cell in cells) and any(not cell or ILLEGIBLE in cell for cell in cells)


NOTHING_SAID = ListLabels()


@dataclass(frozen=True, slots=True)
class DocumentLabels:
    """Labels of one document by field name. Raises LabelRefused for an INVALID one."""

    fields: Mapping[str, LabelCell] = field(default_factory=dict)
    lists: Mapping[str, ListLabels] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, cell in self._cells():
            for label in cell:
                if isinstance(label, Invalid):
                    raise LabelRefused(f"{name}: {label.detail or label.reason}")

    def _cells(self) -> Iterator[tuple[str, LabelCell]]:
        yield from self.fields.items()
        for list_name, part in self.lists.items():
            for row in part.rows:
                yield from ((f"{list_name}.{name}", cell) for name, cell in row.items())


def accepted(cell: LabelCell) -> tuple[Value, ...]:
    """The values among all that is accepted."""
    if len(cell) == 1:
        return cell if isinstance(cell[0], Value) else ()  # type: ignore[return-value]
    return tuple([label for label in cell if isinstance(label, Value)])
