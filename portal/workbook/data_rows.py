"""Documents as rows of `Data` and of the list sheets, and what the workbook thereby says of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from extraction.contract import Contract
from extraction.values import Grounding
from portal.models import Document, ExportedContent, Purpose, Review, Says, StoredValue, ValueState
from portal.services.values import Place
from portal.workbook.content import Content, Link, Look, Styled
from portal.workbook.failed_checks import failed_checks
from portal.workbook.holdings import Holding
from portal.workbook.marks import PREDICTED, mark_of, unit_of, written
from portal.workbook.own_headers import REMARKS, REVIEW, OwnSheet
from portal.workbook.stated import DOCUMENT, FILE, ITEM, ROW_ID, STATUS, UNIT_OF

_LOOKS: dict[str, Look] = {
    ValueState.CONFIRMED: Look.CONFIRMED,
    ValueState.CORRECTED: Look.CORRECTED,
    ValueState.FLAGGED: Look.FAILED,
}
_UNGROUNDED = (Grounding.NONE, Grounding.NO_TEXT)


@dataclass(frozen=True)
class Showing:
    """How documents are shown. `predictions`: what is shown where a label says nothing, by document."""

    contract: Contract
    purpose: Purpose
    sheets: Sequence[OwnSheet]
    names: Mapping[int, str]
    """What each document is called in the column `document`."""

    @cached_property
    def reviews(self) -> str:
        """The address below which the pages of reviews are."""
        return settings.SITE_URL + reverse("admin:portal_review_changelist")


class Kind(NamedTuple):
    """What colours a value and what is remarked of it. `is_prediction`: nobody has confirmed it for this target."""

    says: str
    state: str
    is_prediction: bool
    is_ungrounded: bool


class Shown(NamedTuple):
    stored: StoredValue
    kind: Kind


@dataclass
class DocumentRows:
    """The rows of one document by sheet, and what they say."""

    rows: list[list[list[Content]]] = field(default_factory=list)
    content: ExportedContent = field(default_factory=ExportedContent)


def rows_of(showing: Showing, document: Document, held: Holding, predicted: Holding | None = None) -> DocumentRows:
    """`predicted` are the values of the review that stand in for labels not made yet."""
    shown = _shown(held, predicted)
    failed, told = _failed(showing, shown)
    found = DocumentRows()
    content = found.content
    name = showing.names[document.pk]
    content.names = (name, document.name)
    state = held.parent.state if isinstance(held.parent, Review) else ""
    content.status = state
    for sheet in showing.sheets:
        rows: list[list[Content]] = []
        if sheet.list is None:
            said = {place[2]: value for place, value in shown.items() if not place[0]}
            marks, cells = _cells(sheet, said, {place[2] for place in failed if not place[0]})
            content.fields = marks
            beside: dict[str, Content] = {
                DOCUMENT: name,
                FILE: document.name,
                REVIEW: _link(showing.reviews, held),
                STATUS: state,
                REMARKS: _remarks(said, told),
                ROW_ID: row_id(document.pk),
            }
            for part in showing.contract.lists:
                said_of_list = shown.get((part.name, 0, ""))
                text = said_of_list.stored.value if said_of_list else ""
                beside[part.name] = text
                if text:
                    content.states[part.name] = text
            rows.append(_row(sheet, cells, beside))
        else:
            for item, said in _items(shown, sheet.list.name):
                marks, cells = _cells(sheet, said, {p[2] for p in failed if p[:2] == (sheet.list.name, item)})
                content.lists.setdefault(sheet.list.name, {})[item] = marks
                beside = {
                    DOCUMENT: name,
                    ITEM: item,
                    REMARKS: _remarks(said, []),
                    ROW_ID: row_id(document.pk, item),
                }
                rows.append(_row(sheet, cells, beside))
        found.rows.append(rows)
    return found


def _failed(showing: Showing, shown: Mapping[Place, Shown]) -> tuple[set[Place], list[str]]:
    if showing.purpose == Purpose.BLIND or not showing.contract.checks:
        return set(), []
    return failed_checks(showing.contract, {place: one.stored for place, one in shown.items()})


def row_id(document: int, item: int = 0) -> str:
    return f"{document}-{item}" if item else str(document)


def _shown(held: Holding, predicted: Holding | None) -> dict[Place, Shown]:
    found = {
        place: Shown(stored, _kind(stored, is_prediction=False))
        for place, stored in held.values.items()
        if stored.state != ValueState.REMOVED
    }
    if predicted is not None:
        for place, stored in predicted.values.items():
            if place not in held.values and stored.state != ValueState.REMOVED and stored.says != Says.INVALID:
                found[place] = Shown(stored, _kind(stored, is_prediction=True))
    return found


def _kind(stored: StoredValue, *, is_prediction: bool) -> Kind:
    evidence = stored.evidence
    return Kind(stored.says, stored.state, is_prediction, evidence is not None and evidence.grounding in _UNGROUNDED)


def _items(shown: Mapping[Place, Shown], list_name: str) -> Iterator[tuple[int, dict[str, Shown]]]:
    items: dict[int, dict[str, Shown]] = {}
    for place, value in shown.items():
        if place[0] == list_name and place[1]:
            items.setdefault(place[1], {})[place[2]] = value
    yield from sorted(items.items())


def _cells(sheet: OwnSheet, said: Mapping[str, Shown], failed: set[str]) -> tuple[dict[str, str], dict[str, Content]]:
    """Marks by field name, and contents by meaning."""
    marks: dict[str, str] = {}
    cells: dict[str, Content] = {}
    for one, meaning, with_unit in sheet.fields:
        value = said.get(one.name)
        if value is None:
            continue
        content = written(value.stored, one)
        unit = unit_of(value.stored, one) if with_unit else ""
        mark = mark_of(content, unit)
        if not mark:
            continue
        marks[one.name] = PREDICTED + mark if value.kind.is_prediction else mark
        look = _look(value.kind, one.name in failed)
        cells[meaning] = Styled(content, look) if look is not Look.PLAIN else content
        if unit:
            cells[UNIT_OF + meaning] = unit
    return marks, cells


@lru_cache(maxsize=256)
def _look(kind: Kind, failed: bool) -> Look:
    if kind.says == Says.INVALID or failed:
        return Look.FAILED
    if not kind.is_prediction and kind.state in _LOOKS:
        return _LOOKS[kind.state]
    if kind.is_ungrounded:
        return Look.UNGROUNDED
    return Look.WEAK if kind.is_prediction else Look.PLAIN


def _row(sheet: OwnSheet, cells: Mapping[str, Content], beside: Mapping[str, Content]) -> list[Content]:
    return [cells.get(column.meaning, beside.get(column.meaning)) for column in sheet.columns]


def _link(reviews: str, held: Holding) -> Content:
    if not isinstance(held.parent, Review):
        return None
    return Link(f"{reviews}{held.parent.pk}/change/", _("open"))


def _remarks(said: Mapping[str, Shown], told: Sequence[str]) -> str:
    """What the colours of a row say, in words."""
    kinds: dict[Kind, list[str]] = {}
    for name, value in said.items():
        kinds.setdefault(value.kind, []).append(name)
    groups: dict[str, list[str]] = {}
    unreviewed = 0
    for kind, names in kinds.items():
        if kind.says == Says.INVALID:
            groups.setdefault(_("no valid value"), []).extend(names)
        elif kind.is_prediction:
            groups.setdefault(_("predicted"), []).extend(names)
        elif kind.state == ValueState.CORRECTED:
            groups.setdefault(_("corrected"), []).extend(names)
        elif kind.state == ValueState.FLAGGED:
            groups.setdefault(_("flagged"), []).extend(names)
        if kind.state == ValueState.UNREVIEWED and not kind.is_prediction:
            unreviewed += len(names)
        if kind.state not in _LOOKS and kind.is_ungrounded:
            groups.setdefault(_("not found on the page"), []).extend(names)
    words = [f"{word}: {', '.join(names)}" for word, names in groups.items()]
    if unreviewed:
        words.append(
            ngettext("%(count)s value unreviewed", "%(count)s values unreviewed", unreviewed) % {"count": unreviewed}
        )
    return "; ".join([*told, *words])
