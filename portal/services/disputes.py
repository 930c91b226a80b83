"""Disputes about fields: opened, and settled by a contract version."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import ContractVersion, Dispute, Document, Project
from portal.models.scoping import AnyUser
from portal.services import contracts
from portal.services.access import Verb, require
from portal.services.errors import BadInput


def open_dispute(
    project: Project, field: str, question: str, *, by: AnyUser, documents: Iterable[Document] = ()
) -> Dispute:
    """Set a field apart from all scores until a contract version settles what it means."""
    person = require(by, Verb.DISPUTE, project)
    if not question.strip():
        raise BadInput(_("Say what people do not agree on."))
    list_name, _dot, name = field.rpartition(".")
    try:
        contracts.in_force(project).definition.find(name, list_name)
    except KeyError:
        raise BadInput(_("%(field)s is no field of the contract.") % {"field": field}) from None
    chosen = list(documents)
    if any(document.project_id != project.pk for document in chosen):
        raise BadInput(_("All documents of a dispute belong to its project."))
    try:
        with transaction.atomic():
            dispute = Dispute.objects.create(project=project, field=field, question=question.strip(), opened_by=person)
            dispute.documents.set(chosen)
    except IntegrityError:
        raise BadInput(_("There is an open dispute about %(field)s already.") % {"field": field}) from None
    return dispute


def settle(dispute: Dispute, version: ContractVersion, *, by: AnyUser) -> Dispute:
    """The field means what `version` says: it is scored again."""
    require(by, Verb.EDIT_CONTRACT, dispute.project)
    if version.project_id != dispute.project_id or version.published_at is None:
        raise BadInput(_("A dispute is settled by a published contract version of its own project."))
    if dispute.settled_by_id is not None:
        raise BadInput(_("This dispute is settled already."))
    dispute.settled_by, dispute.settled_at = version, timezone.now()
    dispute.save(update_fields=["settled_by", "settled_at"])
    return dispute


def open_fields(project: Project) -> frozenset[str]:
    return frozenset(project.disputes.filter(settled_by__isnull=True).values_list("field", flat=True))
