"""Labels: brought in, accepted or rejected, and written from approved reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from extraction.contract import UNKNOWN, Contract, Conventions
from extraction.values import Notation
from portal.models import (
    ContractVersion,
    Document,
    Door,
    GroundTruth,
    LabelState,
    Project,
    Provenance,
    Review,
    Says,
    StoredValue,
    ValueState,
)
from portal.models.scoping import AnyUser
from portal.services import events, values
from portal.services.access import Verb, actor, require
from portal.services.errors import BadInput, InvalidTransition
from portal.services.values import Change, Place

MADE = {
    "blind": Provenance.BLIND,
    "shown": Provenance.ASSISTED,
    "rules": Provenance.WEAK,
    "system": Provenance.IMPORTED,
}
"""How somebody says their labels were made, and the provenance that makes them."""


@dataclass(frozen=True, slots=True)
class Said:
    """A cell of a label table or record. A typed cell is canonical, a text as people write it."""

    text: str
    notation: Notation = "page"


@dataclass(frozen=True)
class ListSaid:
    """What a record says of a list; `rows` None: nothing said of its items."""

    state: Said | None = None
    rows: Sequence[dict[str, Said]] = ()


@dataclass(frozen=True)
class LabelRecord:
    """What somebody says of one document, which is known by sha256, external id or file name. `where`: for messages."""

    document: str
    where: str
    fields: dict[str, Said] = field(default_factory=dict)
    lists: dict[str, ListSaid] = field(default_factory=dict)


@dataclass
class LabelReport:
    """What an import did. `problems` are sentences that name the place in the file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    accepted: int = 0
    cells: int = 0
    problems: list[str] = field(default_factory=list)


def import_labels(
    version: ContractVersion,
    records: Iterable[LabelRecord],
    *,
    made: str,
    by: AnyUser,
    accept_them: bool = False,
    conventions: Conventions = UNKNOWN,
    door: Door = Door.COMMAND,
    tick: Callable[[int], object] = lambda count: None,
) -> LabelReport:
    """Bring labels in, a document at a time in one transaction: any problem leaves nothing written.

    A blank cell says nothing and overwrites nothing. Raises BadInput for an unknown `made`; what is wrong
    with the records themselves stands in the report.
    """
    project = version.project
    require(by, Verb.WRITE_LABELS, project)
    if accept_them:
        require(by, Verb.ACCEPT_LABELS, project)
    if made not in MADE:
        raise BadInput(
            _("“%(made)s” is no way to make labels; say one of %(known)s") % {"made": made, "known": ", ".join(MADE)}
        )
    report = LabelReport()
    find = finder(project)
    with transaction.atomic():
        for record in records:
            document = find(record.document)
            if document is None:
                problem = _("no document “%(document)s” in %(project)s; add it first, or correct its name")
                named = {"document": record.document, "project": project}
                report.problems.append(f"{record.where}: {problem % named}")
            else:
                _import_one(version, document, record, MADE[made], by, accept_them, conventions, door, report)
            tick(1)
        if report.problems:
            transaction.set_rollback(True)
    return report


def _import_one(
    version: ContractVersion,
    document: Document,
    record: LabelRecord,
    provenance: Provenance,
    by: AnyUser,
    accept_it: bool,
    conventions: Conventions,
    door: Door,
    report: LabelReport,
) -> None:
    said, problems = read_record(record, version.definition, conventions)
    report.problems.extend(problems)
    if problems:
        return
    label, is_new = GroundTruth.objects.get_or_create(
        document=document, contract_version=version, provenance=provenance, labeller=actor(by)
    )
    if is_new:
        events.record(label, "", kind="import", by=by)
    held = {row.place: row for row in label.values.all()}
    changes = [Change(place, value) for place, value in said.items() if value.says != Says.NOTHING]
    for name, stated in record.lists.items():
        complete = stated.state is not None and stated.state.text.strip().lower() in ("complete", "none")
        for place, row in held.items():
            if complete and place[0] == name and place[1] > len(stated.rows) and row.state != ValueState.REMOVED:
                changes.append(Change(place, row.stored.model_copy(update={"state": ValueState.REMOVED})))
    written = values.write(label, changes, by=by, door=door)
    report.cells += len(written)
    report.new += is_new
    report.changed += bool(written) and not is_new
    report.unchanged += not written and not is_new
    if written and not is_new and label.state != LabelState.PROPOSED:
        _move(label, LabelState.PROPOSED, kind="changed", by=by)
    if accept_it and label.state != LabelState.ACCEPTED:
        _move(label, LabelState.ACCEPTED, kind="accept", by=by)
        report.accepted += 1


def write_many(
    version: ContractVersion,
    wanted: Mapping[int, Sequence[Change]],
    *,
    made: str,
    by: User,
    accept_them: bool = False,
    door: Door = Door.WORKBOOK,
) -> dict[int, list[Place]]:
    """Write what a table says into this person's labels of many documents, all or nothing. Returns places by document.

    A label that changes is proposed again, whatever it was.
    """
    require(by, Verb.WRITE_LABELS, version.project)
    if accept_them:
        require(by, Verb.ACCEPT_LABELS, version.project)
    provenance = MADE[made]
    with transaction.atomic():
        mine = GroundTruth.objects.filter(
            document__in=list(wanted), contract_version=version, provenance=provenance, labeller=by
        )
        known = set(mine.values_list("document_id", flat=True))
        GroundTruth.objects.bulk_create(
            [
                GroundTruth(document_id=document, contract_version=version, provenance=provenance, labeller=by)
                for document in wanted
                if document not in known
            ]
        )
        labels = list(mine)
        events.record_many([(label, "") for label in labels if label.document_id not in known], kind="import", by=by)
        written = values.write_many([(label, wanted[label.document_id]) for label in labels], by=by, door=door)
        touched = [label for label in labels if written[label.pk] and label.state != LabelState.PROPOSED]
        _move_many(touched, LabelState.PROPOSED, kind="changed", by=by)
        if accept_them:
            left = [label for label in labels if label.state != LabelState.ACCEPTED]
            _move_many(left, LabelState.ACCEPTED, kind="accept", by=by)
    return {label.document_id: written[label.pk] for label in labels}


def propose_again(label: GroundTruth, *, by: AnyUser) -> None:
    """A label that was changed awaits acceptance anew."""
    if label.state != LabelState.PROPOSED:
        _move(label, LabelState.PROPOSED, kind="changed", by=by)


def _move_many(labels: Sequence[GroundTruth], to: LabelState, *, kind: str, by: AnyUser) -> None:
    before = [(label, label.state) for label in labels]
    for label in labels:
        label.state = to
    GroundTruth.objects.filter(pk__in=[label.pk for label in labels]).update(state=to)
    events.record_many(before, kind=kind, by=by)


def read_record(
    record: LabelRecord, contract: Contract, conventions: Conventions
) -> tuple[dict[Place, StoredValue], list[str]]:
    """The record's cells as stored values, and what is wrong with it in words."""
    said: dict[Place, StoredValue] = {}
    problems: list[str] = []

    def put(place: Place, cell: Said) -> None:
        try:
            said[place] = values.read(
                cell.text, contract, place, conventions=conventions, notation=cell.notation, state=ValueState.CONFIRMED
            )
        except BadInput as error:
            problems.append(f"{record.where}: {error}")

    for name, cell in record.fields.items():
        put(("", 0, name), cell)
    for name, stated in record.lists.items():
        if stated.state is not None:
            put((name, 0, ""), stated.state)
        for number, row in enumerate(stated.rows, start=1):
            for column, cell in row.items():
                put((name, number, column), cell)
    return said, problems


def finder(project: Project) -> Callable[[str], Document | None]:
    """Documents by sha256, external id or file name; a name that several documents share finds none of them."""
    found: dict[str, Document | None] = {}
    for document in Document.objects.filter(project=project):
        for known in {document.sha256, document.external_id, document.name} - {""}:
            found[known] = None if known in found else document
    return found.get


def accept(label: GroundTruth, *, by: AnyUser) -> GroundTruth:
    """Accept a proposed label; blind, imported and adjudicated ones are gold from then on."""
    return _decide(label, LabelState.ACCEPTED, kind="accept", by=by)


def reject(label: GroundTruth, *, by: AnyUser, reason: str) -> GroundTruth:
    """Reject a label, proposed or accepted; it stays, and is not scored against."""
    if not reason.strip():
        raise BadInput(_("To reject a label, say why."))
    return _decide(label, LabelState.REJECTED, kind="reject", by=by, reason=reason.strip())


def _decide(label: GroundTruth, to: LabelState, *, kind: str, by: AnyUser, reason: str = "") -> GroundTruth:
    require(by, Verb.ACCEPT_LABELS, label.document.project)
    with transaction.atomic():
        label = GroundTruth.objects.select_for_update(of=("self",)).select_related("document__project").get(pk=label.pk)
        if label.state == to:
            raise InvalidTransition(
                # Translators: the state of a label: accepted, rejected.
                _("This label is %(state)s already.") % {"state": label.get_state_display().lower()}
            )
        return _move(label, to, kind=kind, by=by, reason=reason)


def write_assisted(review: Review) -> GroundTruth:
    """An approved review is a label, too: made with a prediction in view, so assisted, and proposed."""
    label, is_new = GroundTruth.objects.get_or_create(
        document=review.document,
        contract_version=review.contract_version,
        provenance=Provenance.ASSISTED,
        labeller=review.submitted_by,
    )
    if is_new:
        events.record(label, "", kind="approved review", by=review.approved_by)
    rows = [row for row in review.values.all() if row.says != Says.INVALID]
    changes = [Change(row.place, row.stored) for row in rows]
    for part in review.contract_version.definition.lists:
        live = any(row.list_name == part.name and row.state != ValueState.REMOVED for row in rows)
        changes.append(Change((part.name, 0, ""), StoredValue(says=Says.VALUE, value="complete" if live else "none")))
    written = values.write(label, changes, by=review.approved_by, door=Door.DESK)
    if written and label.state != LabelState.PROPOSED:
        _move(label, LabelState.PROPOSED, kind="changed", by=review.approved_by)
    return label


def _move(label: GroundTruth, to: LabelState, *, kind: str, by: AnyUser, reason: str = "") -> GroundTruth:
    before, label.state = label.state, to
    label.save(update_fields=["state"])
    events.record(label, before, kind=kind, by=by, reason=reason)
    return label
