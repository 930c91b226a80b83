"""Access tokens: made, revoked, and looked up when a program brings one."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import AccessToken, Project
from portal.services.access import Verb, can, require
from portal.services.errors import BadInput
from portal.services.secret_tokens import fresh, hash_of

PREFIX = "proofsheet_"
"""So that a token is known for what it is where it has leaked to."""
LONGEST_DAYS = 366
USED = timedelta(minutes=1)
"""How exactly the last use is kept: a program that reads often does not write as often."""


def make(project: Project, name: str, days: int, *, by: User) -> tuple[AccessToken, str]:
    """Returns the row and the token itself, which cannot be had again. Raises BadInput, PermissionDenied."""
    require(by, Verb.MANAGE_TOKENS, project)
    if not name.strip():
        raise BadInput(_("Say what the token is for, so that it can be told from others later."))
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(
            ngettext(
                "A token lives from 1 day to %(most)s day.", "A token lives from 1 day to %(most)s days.", LONGEST_DAYS
            )
            % {"most": LONGEST_DAYS}
        )
    token = fresh(PREFIX)
    row = AccessToken.objects.create(
        project=project,
        name=name.strip()[:120],
        token_hash=hash_of(token),
        made_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return row, token


def revoke(token: AccessToken, *, by: User) -> None:
    """From now on it opens nothing."""
    require(by, Verb.MANAGE_TOKENS, token.project)
    if not AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by):
        raise BadInput(_("This token was revoked already."))


def find(secret: str, project_slug: str) -> AccessToken | None:
    """The good token of that project; its maker must still be allowed to read the final data there."""
    row = (
        AccessToken.objects.select_related("project", "made_by")
        .filter(token_hash=hash_of(secret), project__slug=project_slug)
        .first()
    )
    if row is None or not row.is_good or not can(row.made_by, Verb.DOWNLOAD_FINAL, row.project):
        return None
    now = timezone.now()
    if row.used_at is None or now - row.used_at > USED:
        AccessToken.objects.filter(pk=row.pk).update(used_at=now)
    return row
