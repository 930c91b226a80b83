"""Who may do what: one matrix of verbs and roles. A superuser, too, acts in a project only as its member."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Membership, Project, Role
from portal.models.scoping import AnyUser


class Verb(TextChoices):
    """What can be done in a project; the label says it in the language of the reader."""

    # Translators: what may be done, as in "To add documents in Bills you need the role engineer or lead".
    ADD_DOCUMENTS = "add documents", gettext_lazy("add documents")
    ARRANGE_DOCUMENTS = (
        "assign documents, set their source and split",
        gettext_lazy("assign documents, set their source and split"),
    )
    EDIT_CONTRACT = "edit the contract", gettext_lazy("edit the contract")
    RUN = "run extractions", gettext_lazy("run extractions")
    IMPORT_PREDICTIONS = "import predictions", gettext_lazy("import predictions")
    EDIT_REVIEW = "edit and submit reviews", gettext_lazy("edit and submit reviews")
    APPROVE = "approve or send back reviews", gettext_lazy("approve or send back reviews")
    REOPEN = "reopen approved reviews", gettext_lazy("reopen approved reviews")
    WRITE_LABELS = "write labels", gettext_lazy("write labels")
    ACCEPT_LABELS = "accept or reject labels", gettext_lazy("accept or reject labels")
    EVALUATE = "evaluate runs", gettext_lazy("evaluate runs")
    DISPUTE = "open a dispute about a field", gettext_lazy("open a dispute about a field")
    DOWNLOAD_FINAL = "download final data", gettext_lazy("download final data")
    DOWNLOAD_UNAPPROVED = "download data that is not approved", gettext_lazy("download data that is not approved")
    MANAGE_TOKENS = "make and revoke access tokens", gettext_lazy("make and revoke access tokens")
    MANAGE_MEMBERS = "manage members", gettext_lazy("manage members")


RIGHTS: dict[Verb, frozenset[Role]] = {
    Verb.ADD_DOCUMENTS: frozenset({Role.ENGINEER, Role.LEAD}),
    Verb.ARRANGE_DOCUMENTS: frozenset({Role.ENGINEER, Role.LEAD}),
    Verb.EDIT_CONTRACT: frozenset({Role.ENGINEER, Role.LEAD}),
    Verb.RUN: frozenset({Role.ENGINEER, Role.LEAD}),
    Verb.IMPORT_PREDICTIONS: frozenset({Role.ENGINEER, Role.LEAD}),
    Verb.EDIT_REVIEW: frozenset({Role.EXPERT, Role.LEAD}),
    Verb.APPROVE: frozenset({Role.APPROVER, Role.LEAD}),
    Verb.REOPEN: frozenset({Role.APPROVER, Role.LEAD}),
    Verb.WRITE_LABELS: frozenset({Role.LABELLER, Role.LEAD}),
    Verb.ACCEPT_LABELS: frozenset({Role.LEAD}),
    Verb.EVALUATE: frozenset({Role.ENGINEER, Role.LEAD}),
    Verb.DISPUTE: frozenset({Role.EXPERT, Role.LABELLER, Role.ENGINEER, Role.LEAD}),
    Verb.DOWNLOAD_FINAL: frozenset(Role) - {Role.LABELLER},  # final values were predictions once
    Verb.DOWNLOAD_UNAPPROVED: frozenset({Role.EXPERT, Role.APPROVER, Role.ENGINEER, Role.LEAD}),
    Verb.MANAGE_TOKENS: frozenset({Role.INTEGRATOR, Role.LEAD}),
    Verb.MANAGE_MEMBERS: frozenset({Role.LEAD}),
}


def roles_of(user: AnyUser, project: Project) -> frozenset[Role]:
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(
        Role(role)
        for role in Membership.objects.filter(user_id=user.pk, project=project).values_list("role", flat=True)
    )


def actor(by: AnyUser) -> User | None:
    """Who is recorded as having done something; None for the system itself."""
    return by if isinstance(by, User) else None


def can(user: AnyUser, verb: Verb, project: Project) -> bool:
    return bool(RIGHTS[verb] & roles_of(user, project))


def can_anywhere(user: AnyUser, verb: Verb) -> bool:
    """Whether there is any project in which this person may do it."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return Membership.objects.filter(user_id=user.pk, role__in=RIGHTS[verb]).exists()


def roles_needed(verb: Verb) -> str:
    """The roles that may do it, in words: `engineer or lead`."""
    return _(" or ").join(sorted(role.word for role in RIGHTS[verb]))


def require(user: AnyUser, verb: Verb, project: Project) -> User:
    """The person, who may do it. Raises PermissionDenied, in words that say which role is needed."""
    if not isinstance(user, User) or not can(user, verb, project):
        raise PermissionDenied(
            _("To %(verb)s in %(project)s you need the role %(roles)s; ask a lead of the project.")
            % {"verb": verb.label, "project": project, "roles": roles_needed(verb)}
        )
    return user
