"""The draft of a project's next contract: begun from the one in force, changed, published or discarded."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from extraction.contract import Contract
from extraction.contract_changes import ChangeKind, PartKind, changes
from portal.models import (
    ContractDraft,
    ContractVersion,
    GroundTruth,
    LabelValue,
    Project,
    Review,
    ReviewState,
    ReviewValue,
    ValueState,
)
from portal.models.scoping import AnyUser
from portal.services import contracts
from portal.services.access import Verb, actor, require
from portal.services.contracts import Carried
from portal.services.errors import BadInput, StaleRevision


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being edited: the version in force, the definition as it is now, and its revision (0: not begun)."""

    base: ContractVersion
    definition: Contract
    revision: int
    row: ContractDraft | None = None


def of(project: Project) -> Draft:
    """Raises BadInput where no contract is published."""
    base = contracts.in_force(project)
    row = ContractDraft.objects.filter(project=project).select_related("changed_by").first()
    return Draft(base, row.definition, row.revision, row) if row else Draft(base, base.definition, 0)


def save(project: Project, definition: Contract, *, by: AnyUser, seen: int) -> Draft:
    """Keep the draft as `definition`. Raises StaleRevision where it is not the one that was `seen` any more."""
    require(by, Verb.EDIT_CONTRACT, project)
    with transaction.atomic():
        row = _taken(project, seen)
        if row is None:
            row = ContractDraft(project=project, revision=0)
        row.definition = definition
        row.revision += 1
        row.changed_by = actor(by)
        row.save()
    return of(project)


def discard(project: Project, *, by: AnyUser, seen: int) -> None:
    """Back to the version in force."""
    require(by, Verb.EDIT_CONTRACT, project)
    with transaction.atomic():
        row = _taken(project, seen)
        if row:
            row.delete()


def publish(project: Project, *, by: AnyUser, seen: int, after: int, note: str = "") -> tuple[ContractVersion, Carried]:
    """Publish the draft as the next version; `after` is the number of the version it was compared with.

    Raises StaleRevision where draft or version in force moved on meanwhile, BadInput where nothing is changed.
    """
    require(by, Verb.EDIT_CONTRACT, project)
    with transaction.atomic():
        row = _taken(project, seen)
        if row is None:
            raise BadInput(_("Nothing is changed yet; there is nothing to publish."))
        number = contracts.in_force(project).number
        if number != after:
            raise StaleRevision(
                _("Version %(number)s was published meanwhile. Look at what the draft changes in it, then publish.")
                % {"number": number},
                now=f"v{number}",
                wanted=f"v{after}",
            )
        published = contracts.publish(project, row.definition, by=by, note=note)
        row.delete()
    return published


def _taken(project: Project, seen: int) -> ContractDraft | None:
    """The draft, held until the end of the transaction; `seen` is its revision, 0 for none."""
    Project.objects.select_for_update().get(pk=project.pk)
    row = ContractDraft.objects.filter(project=project).select_related("changed_by").first()
    now = row.revision if row else 0
    if now != seen:
        what = (
            _("%(who)s changed the draft meanwhile.") % {"who": row.changed_by}
            if row
            else _("The draft was published or discarded meanwhile.")
        )
        advice = _("What you typed is still here: compare it with the draft as it is now, and save again.")
        raise StaleRevision(f"{what} {advice}", now=str(now), wanted=str(seen))
    return row


@dataclass(frozen=True, slots=True)
class Impact:
    """What publishing would do to what is there."""

    labels: int
    reviews: int
    approved: int
    read_again: int
    """Values of fields whose texts are read differently."""
    unseen: int
    """Values of fields that go."""


def impact(draft: Draft) -> Impact:
    """Counted, not done: nothing is written."""
    found = changes(draft.base.definition, draft.definition)
    retyped = [one.path for one in found if one.kind is ChangeKind.RETYPED]
    gone = [one for one in found if one.kind is ChangeKind.REMOVED and one.part is not PartKind.CHECK]
    reviews = Review.objects.filter(contract_version=draft.base)
    approved = reviews.filter(state=ReviewState.APPROVED).count()
    return Impact(
        labels=GroundTruth.objects.filter(contract_version=draft.base).count(),
        reviews=reviews.count() - approved,
        approved=approved,
        read_again=sum(_values(draft.base, *_place(path)) for path in retyped),
        unseen=sum(
            _values(draft.base, one.path, None) if one.part is PartKind.LIST else _values(draft.base, *_place(one.path))
            for one in gone
        ),
    )


def _place(path: str) -> tuple[str, str | None]:
    list_name, _dot, name = path.rpartition(".")
    return list_name, name


def _values(version: ContractVersion, list_name: str, name: str | None) -> int:
    """Values of a field, or of all fields of a list, in reviews and labels."""
    place = {"list_name": list_name} | ({"field": name} if name is not None else {})
    reviews = ReviewValue.objects.filter(review__contract_version=version, **place)
    labels = LabelValue.objects.filter(ground_truth__contract_version=version, **place)
    return sum(rows.exclude(state=ValueState.REMOVED).exclude(field="").count() for rows in (reviews, labels))
