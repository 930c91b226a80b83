"""Documents in bulk: who is to correct them, where they come from, what they are kept for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.models import Document, Membership, Project, Split
from portal.models.scoping import AnyUser
from portal.services.access import RIGHTS, Verb, require
from portal.services.errors import BadInput


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What to set; None leaves it as it is. `assigned_to`: a person's id, 0 for nobody."""

    assigned_to: int | None = None
    stratum: str | None = None
    split: Split | None = None


def arrange(project: Project, documents: Collection[int], what: Arrangement, *, by: AnyUser) -> int:
    """Set it for these documents of the project, all or none. Returns how many. Raises BadInput, PermissionDenied."""
    require(by, Verb.ARRANGE_DOCUMENTS, project)
    changes: dict[str, object] = {}
    if what.assigned_to is not None:
        changes["assigned_to"] = _corrector(project, what.assigned_to) if what.assigned_to else None
    if what.stratum is not None:
        changes["stratum"] = what.stratum.strip()[:120]
    if what.split is not None:
        changes["split"] = what.split
    if not changes:
        raise BadInput(_("Choose what to set."))
    with transaction.atomic():
        rows = Document.objects.select_for_update().filter(project=project, pk__in=documents)
        if len(rows) != len(set(documents)):
            raise BadInput(_("Some of these documents are not there (any more); choose them again."))
        return rows.update(**changes)


def correctors(project: Project) -> QuerySet[User]:
    """Who may correct reviews in the project."""
    able = Membership.objects.filter(project=project, role__in=RIGHTS[Verb.EDIT_REVIEW])
    return User.objects.filter(pk__in=able.values("user"), is_active=True).order_by("username")


def _corrector(project: Project, pk: int) -> User:
    found = correctors(project).filter(pk=pk).first()
    if found is None:
        problem = _("This person may not correct reviews in %(project)s; a lead makes them an expert first.")
        raise BadInput(problem % {"project": project})
    return found
