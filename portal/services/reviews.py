"""Reviews: seeded from extractions, edited, submitted, approved by somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from extraction.canon import escape, value_of
from extraction.contract import Contract
from extraction.values import ABSENT, Cell, ExtractionResult
from portal.models import Door, Extraction, Project, Review, ReviewState, Says, StoredValue, ValueChange, ValueState
from portal.models.scoping import AnyUser
from portal.models.values import NOTHING_STORED
from portal.services import events, labels, values
from portal.services.access import Verb, actor, require
from portal.services.errors import BadInput, InvalidTransition
from portal.services.values import Change, Place

State = ReviewState

ALLOWED = {
    State.OPEN: {State.SUBMITTED},
    State.SUBMITTED: {State.APPROVED, State.SENT_BACK, State.OPEN},  # OPEN: withdrawn
    State.SENT_BACK: {State.SUBMITTED},
    State.APPROVED: {State.OPEN},  # reopened, with a reason
}
EDITABLE = (State.OPEN, State.SENT_BACK)


def submit(review: Review, *, by: AnyUser, confirm_rest: bool = False) -> Review:
    """Hand the values to the approver. Unreviewed values refuse it, unless the person confirms them all with it."""
    require(by, Verb.EDIT_REVIEW, review.document.project)
    with transaction.atomic():
        review = _lock(review)
        _check(review, State.SUBMITTED)
        rows = [row for row in review.values.all() if row.state != ValueState.REMOVED]
        invalid = [row.place for row in rows if row.says == Says.INVALID]
        if invalid:
            names = ", ".join(".".join(filter(None, (place[0], place[2]))) for place in invalid[:5])
            raise InvalidTransition(
                ngettext(
                    "%(count)s values are not valid (%(names)s): correct them, leave them empty where the document "
                    "does not state them, or write #ILLEGIBLE.",
                    "%(count)s values are not valid (%(names)s): correct them, leave them empty where the document "
                    "does not state them, or write #ILLEGIBLE.",
                    len(invalid),
                )
                % {"count": len(invalid), "names": names}
            )
        unreviewed = [row for row in rows if row.state == ValueState.UNREVIEWED]
        if unreviewed and not confirm_rest:
            raise InvalidTransition(
                ngettext(
                    # Translators: the words in quotation marks are those beside the box in the review form.
                    "%(count)s value is not reviewed yet: confirm or correct it, or submit with "
                    "“I have checked all other values”.",
                    "%(count)s values are not reviewed yet: confirm or correct them, or submit with "
                    "“I have checked all other values”.",
                    len(unreviewed),
                )
                % {"count": len(unreviewed)}
            )
        confirmed = [
            Change(row.place, row.stored.model_copy(update={"state": ValueState.CONFIRMED})) for row in unreviewed
        ]
        values.write(review, confirmed, by=by, door=Door.DESK)
        review.submitted_by, review.submitted_at = actor(by), timezone.now()
        return _move(review, State.SUBMITTED, kind="submit", by=by)


def withdraw(review: Review, *, by: AnyUser, reason: str) -> Review:
    """Take a submission back, by the person who submitted it or a lead."""
    require(by, Verb.EDIT_REVIEW, review.document.project)
    with transaction.atomic():
        review = _lock(review)
        _check(review, State.OPEN, only_from=State.SUBMITTED)
        if review.submitted_by != by:
            raise PermissionDenied(
                _("Only the person who submitted a review can withdraw it; an approver can send it back.")
            )
        why = _said(reason, _("To withdraw a submission, say why."))
        return _move(review, State.OPEN, kind="withdraw", by=by, reason=why)


def approve(review: Review, *, by: AnyUser, comment: str = "") -> Review:
    """Release the values. Raises InvalidTransition, PermissionDenied (own submission, own edits)."""
    require(by, Verb.APPROVE, review.document.project)
    with transaction.atomic():
        review = _lock(review)
        _check(review, State.APPROVED)
        edits = ValueChange.objects.filter(review__document=review.document, by=actor(by))
        if review.submitted_by == by or edits.exclude(door=Door.CARRIED).exists():
            raise PermissionDenied(
                _("Nobody approves values they submitted or edited themselves; ask another approver.")
            )
        review.approved_by, review.approved_at = actor(by), timezone.now()
        review.approved_hash = values.content_hash(list(review.values.all()))
        review = _move(review, State.APPROVED, kind="approve", by=by, reason=comment)
        labels.write_assisted(review)
        return review


def send_back(review: Review, *, by: AnyUser, comment: str) -> Review:
    """Give a submission back to its expert with a comment."""
    require(by, Verb.APPROVE, review.document.project)
    with transaction.atomic():
        review = _lock(review)
        _check(review, State.SENT_BACK)
        why = _said(comment, _("To send a review back, say why."))
        return _move(review, State.SENT_BACK, kind="send back", by=by, reason=why)


def reopen(review: Review, *, by: AnyUser, reason: str) -> Review:
    """Open an approved review again. What was approved stays in the ledger."""
    require(by, Verb.REOPEN, review.document.project)
    with transaction.atomic():
        review = _lock(review)
        _check(review, State.OPEN, only_from=State.APPROVED)
        review.approved_by = review.approved_at = None
        review.approved_hash = ""
        why = _said(reason, _("To reopen an approved review, say why."))
        return _move(review, State.OPEN, kind="reopen", by=by, reason=why)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person typed for a place, and the revision they had in view. `removed` takes a line item's cell away."""

    place: Place
    text: str
    seen: int
    confirmed: bool = False
    removed: bool = False
    flagged: bool = False
    reason: str = ""


def edit(review: Review, edits: Iterable[Edit], *, by: AnyUser, door: Door = Door.DESK) -> list[Place]:
    """Write what a person corrected, confirmed or flagged; all or nothing.

    Raises BadInput (all problems at once), StaleRevision, InvalidTransition where the review is not open.
    """
    require(by, Verb.EDIT_REVIEW, review.document.project)
    contract = review.contract_version.definition
    with transaction.atomic():
        review = _lock(review)
        _check_editable(review)
        held = {row.place: row.stored for row in review.values.all()}
        changes, problems = [], []
        for wanted in edits:
            try:
                new = _edited(wanted, held.get(wanted.place, NOTHING_STORED), contract)
            except BadInput as error:
                problems.append(str(error))
                continue
            changes.append(Change(wanted.place, new, seen=wanted.seen, reason=wanted.reason))
        if problems:
            raise BadInput("\n".join(problems))
        return values.write(review, changes, by=by, door=door)


def write_many(
    wanted: Sequence[tuple[Review, Sequence[Change]]], project: Project, *, by: AnyUser, door: Door = Door.WORKBOOK
) -> dict[int, list[Place]]:
    """Write what a table says into many reviews of one project, all or nothing. Returns places by review.

    Raises InvalidTransition where one of them is not open: `why_closed` tells before.
    """
    require(by, Verb.EDIT_REVIEW, project)
    for review, _changes in wanted:
        _check_editable(review)
    return values.write_many(wanted, by=by, door=door)


def why_closed(review: Review | None) -> str:
    """Why nothing may be written into a review; blank where it may."""
    if review is None:
        return _("The document has no review yet: the project's delivery source has not extracted it.")
    if review.state not in EDITABLE:
        # Translators: the state of a review: submitted, approved.
        words = _("This review is %(state)s: nothing can be changed in it.")
        return words % {"state": review.get_state_display().lower()}
    return ""


def _edited(wanted: Edit, held: StoredValue, contract: Contract) -> StoredValue:
    if wanted.removed:
        return held.model_copy(update={"state": ValueState.REMOVED})
    state = ValueState.FLAGGED if wanted.flagged else ValueState.CONFIRMED if wanted.confirmed else held.state
    if wanted.text.strip() == shown(held):
        return held.model_copy(update={"state": state})
    list_name, _, name = wanted.place
    new = (
        values.read(wanted.text, contract, wanted.place, notation="canonical", state=ValueState.CORRECTED)
        if wanted.text.strip()
        else StoredValue(says=Says.ABSENT, state=ValueState.CORRECTED)
    )
    if name and held.says == new.says and values.same_value(held, new, contract.find(name, list_name)):
        return held.model_copy(update={"state": state})
    if wanted.flagged:
        return new.model_copy(update={"state": ValueState.FLAGGED})
    return new


def shown(value: StoredValue) -> str:
    """The text a form shows for a value, and understands again."""
    if value.says == Says.VALUE:
        return f"{escape(value.value)} {value.unit}".strip()
    return {Says.ILLEGIBLE: "#ILLEGIBLE", Says.INVALID: value.raw}.get(Says(value.says), "")


# Seeding and rebasing.


def seed(extraction: Extraction) -> Review | None:
    """Give the document its review, when this is the first extraction of the project's delivery source."""
    run, result = extraction.run, extraction.result
    if result is None or run.source != run.project.delivery_source:
        return None
    review, is_new = Review.objects.get_or_create(
        document=extraction.document, contract_version=run.contract_version, defaults={"seeded_from": extraction}
    )
    if not is_new:
        return None
    events.record(review, "", kind="seed", by=None)
    changes = [Change(place, value) for place, value in seeds(result, run.contract_version.definition).items()]
    values.write(review, changes, by=None, door=Door.RUN)
    return review


def rebase(review: Review, extraction: Extraction, *, by: AnyUser) -> list[Place]:
    """Move what no person has touched to a later extraction; confirmed, corrected and flagged values stay."""
    require(by, Verb.EDIT_REVIEW, review.document.project)
    if extraction.result is None or extraction.document_id != review.document_id:
        raise BadInput(_("A review can only be moved to a finished extraction of the same document."))
    with transaction.atomic():
        review = _lock(review)
        _check_editable(review)
        held = {row.place: row for row in review.values.all()}
        touched_lists = {p[0] for p, row in held.items() if p[0] and row.state != ValueState.UNREVIEWED}
        changes = []
        fresh = seeds(extraction.result, review.contract_version.definition)
        for place, value in fresh.items():
            if place[0] in touched_lists or (place in held and held[place].state != ValueState.UNREVIEWED):
                continue
            changes.append(Change(place, value))
        for place, row in held.items():
            if place[0] and place[0] not in touched_lists and place not in fresh:
                changes.append(Change(place, row.stored.model_copy(update={"state": ValueState.REMOVED})))
        moved = values.write(review, changes, by=by, door=Door.RUN)
        review.seeded_from = extraction
        review.save(update_fields=["seeded_from"])
        run = extraction.run
        source = {"run": run.pk, "source": run.settings.pipeline or run.source}
        reason = gettext_noop("to run %(run)s: %(source)s") % source
        events.record(review, review.state, kind="rebase", by=by, reason=reason)
        return moved


def seeds(result: ExtractionResult, contract: Contract) -> dict[Place, StoredValue]:
    """What a review says before anybody has looked at it."""
    found: dict[Place, StoredValue] = {}
    for field in contract.fields:
        cell = result.fields.get(field.name)
        found["", 0, field.name] = _seed(cell, value_of(cell, field))
    for part in contract.lists:
        for number, item in enumerate(result.lists.get(part.name, []), start=1):
            for field in part.fields:
                cell = item.get(field.name)
                found[part.name, number, field.name] = _seed(cell, value_of(cell, field))
    return found


def _seed(cell: Cell | None, canonical: object) -> StoredValue:
    if cell is None:
        return values.store(ABSENT)
    return values.store(canonical, raw=cell.raw or "", cell=cell)  # type: ignore[arg-type]


# Moving.


def _lock(review: Review) -> Review:
    return (
        Review.objects.select_for_update(of=("self",))
        .select_related("document__project", "contract_version")
        .get(pk=review.pk)
    )


def _check(review: Review, to: State, only_from: State | None = None) -> None:
    state = State(review.state)
    if to not in ALLOWED[state] or (only_from and state != only_from):
        raise InvalidTransition(
            # Translators: both are states of a review: open, submitted, approved, sent back.
            _("This review is %(state)s; it cannot become %(wanted)s in this way.")
            % {"state": str(state.label).lower(), "wanted": str(to.label).lower()}
        )


def _check_editable(review: Review) -> None:
    if why := why_closed(review):
        raise InvalidTransition(why)


def _move(review: Review, to: State, *, kind: str, by: AnyUser, reason: str = "") -> Review:
    before, review.state = review.state, to
    review.save()
    events.record(review, before, kind=kind, by=by, reason=reason)
    return review


def _said(text: str, otherwise: str) -> str:
    """What a person gave as reason; refused with these words where it is nothing."""
    if not text.strip():
        raise BadInput(otherwise)
    return text.strip()
