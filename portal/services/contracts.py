"""Contract versions: published once, with labels and reviews carried forward by field name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from extraction.canon import canon, effective
from extraction.checks import validate_contract
from extraction.contract import CANONICAL, Contract, Field
from extraction.values import Invalid
from portal.models import (
    ContractVersion,
    Door,
    GroundTruth,
    LabelState,
    Project,
    Review,
    ReviewState,
    Says,
    StoredValue,
    ValueState,
)
from portal.models.scoping import AnyUser
from portal.models.values import ValueRow
from portal.sentences import translated
from portal.services import events, values
from portal.services.access import Verb, actor, require
from portal.services.errors import BadInput
from portal.services.values import Change


def in_force(project: Project) -> ContractVersion:
    """The project's contract today. Raises BadInput where none is published."""
    version = project.contract_versions.filter(published_at__isnull=False).order_by("-number").first()
    if version is None:
        raise BadInput(
            _("%(project)s has no published contract yet; an engineer or lead publishes one first.")
            % {"project": project}
        )
    return version


@dataclass
class Carried:
    """What publishing a version did to what was there."""

    labels: int = 0
    reviews: int = 0
    reviews_copied: int = 0
    values_read_again: int = 0
    values_invalid: int = 0


def publish(project: Project, contract: Contract, *, by: AnyUser, note: str = "") -> tuple[ContractVersion, Carried]:
    """Make `contract` the project's next version, in one transaction with all that is carried forward.

    Labels and reviews that are not approved move to the new version with their state and ledger. Approved
    reviews stay, and deliver, under theirs; a copy is opened to be approved again. Fields that are gone
    keep their rows unseen, so that a field that comes back brings its values.
    """
    require(by, Verb.EDIT_CONTRACT, project)
    problems = validate_contract(contract)
    if problems:
        listed = "; ".join(map(translated, problems))
        # Translators: sentences about fields and checks.
        raise BadInput(_("This contract cannot be published: %(problems)s") % {"problems": listed})
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)
        before = project.contract_versions.order_by("-number").first()
        if before and before.definition == contract:
            raise BadInput(_("Nothing changed: this is version %(number)s already.") % {"number": before.number})
        version = ContractVersion.objects.create(
            project=project,
            number=before.number + 1 if before else 1,
            definition=contract,
            note=note,
            created_by=actor(by),
            published_at=timezone.now(),
        )
        carried = _carry(before, version, by) if before else Carried()
    return version, carried


def _carry(before: ContractVersion, version: ContractVersion, by: AnyUser) -> Carried:
    carried = Carried()
    reason = gettext_noop("version %(number)s") % {"number": version.number}
    for label in GroundTruth.objects.filter(contract_version=before).select_related("document"):
        label.contract_version = version
        invalid = _read_again(label, before.definition, version.definition, by, carried)
        state_before = label.state
        if invalid:
            label.state = LabelState.PROPOSED
        label.save(update_fields=["contract_version", "state"])
        events.record(label, state_before, kind="carried", by=by, reason=reason)
        carried.labels += 1
    for review in Review.objects.filter(contract_version=before).select_related("document"):
        if review.state == ReviewState.APPROVED:
            review = _copy(review, version, by)
            carried.reviews_copied += 1
        else:
            review.contract_version = version
            review.save(update_fields=["contract_version"])
            carried.reviews += 1
        _read_again(review, before.definition, version.definition, by, carried)
        events.record(review, review.state, kind="carried", by=by, reason=reason)
    return carried


def _copy(review: Review, version: ContractVersion, by: AnyUser) -> Review:
    copy = Review.objects.create(document=review.document, contract_version=version, seeded_from=review.seeded_from)
    changes = [Change(row.place, row.stored) for row in review.values.all()]
    values.write(copy, changes, by=by, door=Door.CARRIED)
    return copy


def _read_again(parent: Review | GroundTruth, old: Contract, new: Contract, by: AnyUser, carried: Carried) -> int:
    """Canonicalise the values of retyped fields again from raw; returns how many became invalid."""
    changes = []
    for row in parent.values.exclude(state=ValueState.REMOVED):
        before, after = _field(old, row), _field(new, row)
        if before is None or after is None or after.reads_like(before) or row.says not in (Says.VALUE, Says.INVALID):
            continue
        value = _again(row, before, after)
        carried.values_read_again += 1
        carried.values_invalid += value.says == Says.INVALID
        reason = gettext_noop("%(field)s is a %(type)s now") % {"field": after.title, "type": after.type}
        changes.append(Change(row.place, value, reason=reason))
    values.write(parent, changes, by=by, door=Door.CARRIED)
    return sum(change.new.says == Says.INVALID for change in changes)


def _again(row: ValueRow, before: Field, after: Field) -> StoredValue:
    # What a person typed, or a page printed, is read under the new type; a value without a text of its own
    # (typed in a form) is read from its canonical form.
    text = row.raw or row.value
    found = canon(text, after, effective(after, after.conventions), side="label")
    if isinstance(found, Invalid) and row.value:
        found = canon(row.value, after, CANONICAL, side="label")
    state = ValueState.UNREVIEWED if isinstance(found, Invalid) and isinstance(row.state, str) else row.state
    return values.store(found, raw=text, state=state).model_copy(update={"evidence": row.evidence})


def _field(contract: Contract, row: ValueRow) -> Field | None:
    try:
        return contract.find(row.field, row.list_name)
    except KeyError:
        return None
