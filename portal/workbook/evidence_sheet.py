"""The `Evidence` sheet: every value of some reviews, where it comes from and where the page shows it.

How sure a value is (a confidence) is not known to the portal: there is no column for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extraction.values import Grounding
from portal.models import Door, Review, ReviewValue, Says, ValueChange, ValueState
from portal.models.runs import RunSettings
from portal.models.values import ValueEvidence
from portal.sentences import translated
from portal.services.values import SAID
from portal.workbook.content import Content, Link, Look, SheetColumn, SheetContent, Shown, Styled

EVIDENCE = "Evidence"
PERSON = "person"
GROUNDING_WORDS: dict[Grounding, str | Promise] = {
    Grounding.EXACT: gettext_lazy("printed like this"),
    Grounding.NORMALISED: gettext_lazy("printed, written differently"),
    Grounding.DERIVED: gettext_lazy("follows from other values"),
    Grounding.NONE: gettext_lazy("not found on the page"),
    Grounding.NO_TEXT: gettext_lazy("the page has no text to check it"),
}
GROUNDING_LOOKS = {Grounding.NONE: Look.UNGROUNDED, Grounding.NO_TEXT: Look.WEAK}
STATE_WORDS: dict[str, str | Promise] = {
    ValueState.UNREVIEWED: gettext_lazy("not reviewed"),
    ValueState.CONFIRMED: gettext_lazy("confirmed"),
    ValueState.CORRECTED: gettext_lazy("corrected"),
    ValueState.FLAGGED: gettext_lazy("flagged"),
}
_STATE_LOOKS = {
    ValueState.CONFIRMED: Look.CONFIRMED,
    ValueState.CORRECTED: Look.CORRECTED,
    ValueState.FLAGGED: Look.WEAK,
}
_CHUNK = 2_000


def evidence_sheet(reviews: QuerySet[Review], *, by: User) -> SheetContent:
    """One row a value, by document, list and item; removed line items are left out.

    Rows are those that this person may see. Raises PermissionDenied where there are reviews, and none is for them.
    """
    wanted = Review.objects.filter(pk__in=reviews.values("pk"))
    visible = wanted.for_user(by)
    if not visible.exists() and wanted.exists():
        raise PermissionDenied(
            _(
                "The values of these reviews are not for you to see: you need the role expert, approver, engineer or "
                "lead, and as viewer or integrator you see approved ones; ask a lead of the project."
            )
        )
    held = ReviewValue.objects.for_user(by).filter(review__in=visible.values("pk"))
    held = held.exclude(state=ValueState.REMOVED).exclude(field="")
    return SheetContent(EVIDENCE, _columns(), _rows(held), held.count())


def _columns() -> list[SheetColumn]:
    """Their headers are English for everybody: programs read them."""
    return [
        SheetColumn("document", note=_("The document's own id, or its file name where it has none.")),
        SheetColumn("file"),
        SheetColumn("list", note=_("Of line items: the list they belong to.")),
        SheetColumn("item", Shown.INTEGER, _("Which item of the list; the first is 1.")),
        SheetColumn("field"),
        SheetColumn("value", note=_("As the portal stores it: 1234.50, 2024-03-04.")),
        SheetColumn("unit"),
        SheetColumn("remarks", note=_("Why there is no value.")),
        SheetColumn("source", note=_("What stated the value; “person” where somebody typed it.")),
        SheetColumn("page", Shown.INTEGER),
        SheetColumn("quote", note=_("As the page, or the person, wrote it.")),
        SheetColumn("grounding", note=_("Whether the page shows the value.")),
        SheetColumn("rule", note=_("The check of the contract from which the value follows.")),
        SheetColumn("state"),
        SheetColumn("link"),
    ]


class _Held(NamedTuple):
    """The columns of a value that the sheet is made of, by their paths."""

    review_id: int
    review__document__external_id: str
    review__document__name: str
    list_name: str
    item: int
    field: str
    says: str
    value: str
    unit: str
    raw: str
    invalid: str
    state: str
    evidence: ValueEvidence | None
    run_source: str | None
    run_settings: RunSettings | None
    door: str | None
    """Through which door it came to say what it says now."""


def _rows(held: QuerySet[ReviewValue]) -> Iterator[list[Content]]:
    groundings = {grounding: str(words) for grounding, words in GROUNDING_WORDS.items()}
    states = {state: str(words) for state, words in STATE_WORDS.items()}
    start = settings.SITE_URL.rstrip("/")
    open_it = _("open the review")
    rows = held.order_by("review__document_id", "review_id", "list_name", "item", "pk").annotate(
        run_source=F("review__seeded_from__run__source"),
        run_settings=F("review__seeded_from__run__settings"),
        door=Subquery(_said_through()),
    )
    shown, link = 0, Link("", "")
    for columns in rows.values_list(*_Held._fields).iterator(chunk_size=_CHUNK):
        row = _Held._make(columns)
        if row.review_id != shown:  # making an address takes longer than all the rest of a row
            shown, link = (
                row.review_id,
                Link(start + reverse("admin:portal_review_change", args=[row.review_id]), open_it),
            )
        evidence = row.evidence or ValueEvidence()
        grounding = evidence.grounding
        yield [
            row.review__document__external_id or row.review__document__name,
            row.review__document__name,
            row.list_name,
            row.item or None,
            row.field,
            row.value,
            row.unit,
            _remark(row),
            _source(row),
            evidence.page,
            row.raw,
            Styled(groundings[grounding], GROUNDING_LOOKS.get(grounding, Look.PLAIN)) if grounding else None,
            evidence.rule,
            Styled(states[row.state], _STATE_LOOKS.get(ValueState(row.state), Look.PLAIN)),
            link,
        ]


def _said_through() -> QuerySet[ValueChange, Any]:
    """The door of the last change of what a value says, in its review or in the one it was carried over from.

    A value that was corrected and then confirmed is the person's, whatever its state says.
    """
    same = Q(*(Exact(KT(f"old__{part}"), KT(f"new__{part}")) for part in ("says", "value", "unit", "precision")))
    changes = ValueChange.objects.filter(
        review__document=OuterRef("review__document"),
        review__lte=OuterRef("review"),
        list_name=OuterRef("list_name"),
        item=OuterRef("item"),
        field=OuterRef("field"),
    )
    changes = changes.filter(Q(old__isnull=True) | ~same).exclude(door=Door.CARRIED)
    return changes.order_by("-review_id", "-pk").values("door")[:1]


def _source(row: _Held) -> str:
    if row.state == ValueState.CORRECTED or row.door not in (None, Door.RUN):
        return PERSON
    return (row.run_settings and row.run_settings.pipeline) or row.run_source or ""


def _remark(row: _Held) -> Content:
    if row.says == Says.VALUE:
        return None
    if row.says != Says.INVALID:
        return str(SAID[Says(row.says)])
    words = _("no valid value: %(why)s") % {"why": translated(row.invalid)} if row.invalid else _("no valid value")
    return Styled(words, Look.FAILED)
