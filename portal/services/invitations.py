"""Invitations by mail: sent, withdrawn, accepted by somebody new or by somebody with an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Invitation, Membership, Project, Role
from portal.services.access import Verb, require
from portal.services.errors import BadInput
from portal.services.secret_tokens import fresh, hash_of

GONE = gettext_lazy("This invitation is no longer good: it was used, withdrawn, or has expired. Ask for another one.")


def invite(project: Project, email: str, roles: Iterable[Role], *, by: User) -> tuple[Invitation, str]:
    """Send somebody a link into the project; an earlier open one to that address is withdrawn.

    Returns the invitation and its link, which cannot be had again. Raises BadInput, also when the mail cannot be sent.
    """
    require(by, Verb.MANAGE_MEMBERS, project)
    email, wanted = email.strip().lower(), sorted(set(roles))
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadInput(_("“%(text)s” is no mail address.") % {"text": email}) from error
    if not wanted:
        raise BadInput(_("Choose at least one role."))
    token = fresh()
    with transaction.atomic():
        _still_open(project).filter(email=email).update(withdrawn_at=timezone.now())
        invitation = Invitation.objects.create(
            project=project,
            email=email,
            roles=" ".join(wanted),
            token_hash=hash_of(token),
            invited_by=by,
            expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
        )
    link = settings.SITE_URL.rstrip("/") + reverse("join", args=[token])
    _send(invitation, link)
    return invitation, link


def _send(invitation: Invitation, link: str) -> None:
    text = render_to_string("portal/mail/invitation.txt", {"invitation": invitation, "link": link})
    subject, _newline, body = text.partition("\n")
    try:
        send_mail(subject.strip(), body.strip() + "\n", None, [invitation.email])
    except OSError as error:
        Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
        raise BadInput(
            _("The mail could not be sent (%(error)s); an operator looks at EMAIL_URL.") % {"error": error}
        ) from error


def withdraw(invitation: Invitation, *, by: User) -> None:
    """The link no longer works."""
    require(by, Verb.MANAGE_MEMBERS, invitation.project)
    if not _still_open(invitation.project).filter(pk=invitation.pk).update(withdrawn_at=timezone.now()):
        raise BadInput(_("This invitation was used or withdrawn already."))


def find(token: str) -> Invitation | None:
    """The open invitation behind a link."""
    found = Invitation.objects.select_related("project", "invited_by").filter(token_hash=hash_of(token)).first()
    return found if found and found.is_open else None


def join_as_new(token: str, username: str, password: str, *, first_name: str = "", last_name: str = "") -> User:
    """Make an account for the invited address and join. Raises BadInput saying what to change."""
    with transaction.atomic():
        invitation = _locked(token)
        if account_of(invitation) is not None:
            raise BadInput(
                _("There is an account for %(address)s already: log in, then open the link again.")
                % {"address": invitation.email}
            )
        user = User(
            username=username.strip(),
            email=invitation.email,
            first_name=first_name.strip(),
            last_name=last_name.strip(),
            is_staff=True,
        )
        try:
            validate_password(password, user)
            user.set_password(password)
            user.full_clean()
        except ValidationError as error:
            raise BadInput(" ".join(error.messages)) from error
        user.save()
        _join(invitation, user)
    return user


def join(token: str, *, by: User) -> Project:
    """Join with an account that has the invited address."""
    with transaction.atomic():
        invitation = _locked(token)
        if by.email.lower() != invitation.email:
            raise PermissionDenied(
                _("This invitation is for %(address)s: log in with that account.") % {"address": invitation.email}
            )
        _join(invitation, by)
    return invitation.project


def account_of(invitation: Invitation) -> User | None:
    return User.objects.filter(email__iexact=invitation.email, is_active=True).first()


def _join(invitation: Invitation, user: User) -> None:
    known = set(Membership.objects.filter(project=invitation.project, user=user).values_list("role", flat=True))
    Membership.objects.bulk_create(
        [Membership(project=invitation.project, user=user, role=role) for role in sorted(invitation.held - known)]
    )
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    invitation.accepted_by, invitation.accepted_at = user, timezone.now()
    invitation.save(update_fields=["accepted_by", "accepted_at"])


def _locked(token: str) -> Invitation:
    found = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if found is None or not found.is_open:
        raise BadInput(str(GONE))
    return found


def _still_open(project: Project) -> QuerySet[Invitation]:
    return Invitation.objects.filter(project=project, accepted_at__isnull=True, withdrawn_at__isnull=True)
