"""Conflicts between a file that came in and what somebody has said since: a person decides each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import (
    Conflict,
    Door,
    GroundTruth,
    Review,
    Says,
    StoredValue,
    Target,
    Upload,
    UploadCell,
    ValueChange,
    ValueState,
)
from portal.models.values import NOTHING_STORED, ValueRow
from portal.services import labels, values
from portal.services.access import Verb, can, require
from portal.services.contracts import in_force
from portal.services.errors import InvalidTransition
from portal.services.labels import MADE
from portal.services.reviews import write_many
from portal.services.values import Change

Decision = Conflict.Decision


@dataclass(frozen=True)
class Held:
    """What the portal says now at the place of a conflict, who said so last and when."""

    value: StoredValue
    revision: int
    last: ValueChange | None


def parent_of(cell: UploadCell) -> Review | GroundTruth | None:
    """The review or label that the cell is about, as it is today."""
    upload = cell.upload
    version = in_force(upload.project)
    if upload.target == Target.REVIEWS:
        return Review.objects.filter(document=cell.document_id, contract_version=version).first()
    return GroundTruth.objects.filter(
        document=cell.document_id,
        contract_version=version,
        provenance=MADE[upload.answers.made],
        labeller=upload.made_by_id,
    ).first()


def held_at(cell: UploadCell) -> Held:
    """An item that is to be deleted is held with its latest change."""
    parent = parent_of(cell)
    if parent is None:
        return Held(NOTHING_STORED, 0, None)
    rows = _rows(parent, cell)
    latest = max(rows, key=lambda row: row.changed_at, default=None)
    changes = parent.changes.filter(list_name=cell.list_name, item=cell.item).select_related("by")
    last = changes.filter(field=latest.field).first() if latest else None
    return Held(latest.stored if latest else NOTHING_STORED, sum(row.revision for row in rows), last)


def _rows(parent: Review | GroundTruth, cell: UploadCell) -> list[ValueRow]:
    rows = parent.values.filter(list_name=cell.list_name, item=cell.item)
    return list(rows if cell.field.startswith("@") else rows.filter(field=cell.field))


def decide(conflict: Conflict, decision: str, *, seen: int, by: User) -> Conflict:
    """`seen` is the revision of `held_at` that was in view when the person decided.

    Raises PermissionDenied, InvalidTransition (decided already, the review is closed, changed while it was looked at).
    """
    with transaction.atomic():
        conflict = (
            Conflict.objects.select_for_update(of=("self",))
            .select_related("cell__upload__project", "cell__upload__made_by", "cell__document")
            .get(pk=conflict.pk)
        )
        cell, upload = conflict.cell, conflict.cell.upload
        _allow(upload, by)
        if conflict.decision:
            raise InvalidTransition(_("This conflict is settled already."))
        if held_at(cell).revision != seen:
            raise InvalidTransition(
                _("Somebody changed the value while you were looking at it. Look at it again, then decide.")
            )
        if decision == Decision.FILE:
            _write(cell, by)
        elif decision != Decision.PORTAL:
            raise InvalidTransition(_("Say whether the file is right or the portal."))
        conflict.decision, conflict.decided_by, conflict.decided_at = decision, by, timezone.now()
        conflict.save()
    return conflict


def _allow(upload: Upload, by: User) -> None:
    if upload.target == Target.REVIEWS:
        require(by, Verb.EDIT_REVIEW, upload.project)
        return
    require(by, Verb.WRITE_LABELS, upload.project)
    if upload.made_by_id != by.pk and not can(by, Verb.ACCEPT_LABELS, upload.project):
        raise PermissionDenied(_("A label is decided by the person whose label it is, or by a lead."))


def _write(cell: UploadCell, by: User) -> None:
    parent = parent_of(cell)
    if parent is None:
        raise InvalidTransition(_("There is nothing any more that the value could be written into."))
    changes = _changes(cell, parent)
    if isinstance(parent, Review):
        write_many([(parent, changes)], cell.upload.project, by=by)
    elif values.write(parent, changes, by=by, door=Door.WORKBOOK):
        labels.propose_again(parent, by=by)


def _changes(cell: UploadCell, parent: Review | GroundTruth) -> Sequence[Change]:
    if cell.field.startswith("@"):
        removed = {"state": ValueState.REMOVED}
        return [Change(row.place, row.stored.model_copy(update=removed)) for row in _rows(parent, cell)]
    return [Change(cell.place, cell.new or StoredValue(says=Says.NOTHING))]
