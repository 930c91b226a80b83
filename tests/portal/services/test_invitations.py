"""Invitations: sent by leads, good once and for a while, and only for whom they are meant."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.models import Invitation, Membership, Role
from portal.services import projects
from portal.services.errors import BadInput
from portal.services.invitations import find, invite, join, join_as_new, withdraw

NEW = ("mia", "correct horse battery")


@pytest.fixture
def invited(project, lena):
    invitation, link = invite(project, "Mia@Example.org ", [Role.EXPERT, Role.APPROVER], by=lena)
    invitation.token = link.rstrip("/").rpartition("/")[2]
    return invitation


def roles(user, project):
    return set(Membership.objects.filter(user=user, project=project).values_list("role", flat=True))


def test_the_mail_says_who_invites_whereto_as_what_and_until_when(invited, project, lena):
    (letter,) = mail.outbox
    assert letter.to == ["mia@example.org"]
    assert str(project) in letter.subject
    for words in (lena.username, "expert, approver", f"{invited.expires_at:%Y-%m-%d}", invited.token):
        assert words in letter.body


def test_only_a_hash_of_the_token_is_kept(invited):
    row = Invitation.objects.values().get()
    assert invited.token not in map(str, row.values())
    assert len(invited.token) >= 43


def test_somebody_new_joins_with_an_account_of_their_own(invited, project):
    user = join_as_new(invited.token, *NEW, first_name="Mia")
    assert (user.email, user.is_staff, user.is_superuser) == ("mia@example.org", True, False)
    assert user.check_password(NEW[1])
    assert roles(user, project) == {Role.EXPERT, Role.APPROVER}


def test_a_link_works_once(invited):
    join_as_new(invited.token, *NEW)
    with pytest.raises(BadInput, match="no longer good"):
        join_as_new(invited.token, "eve", NEW[1])
    assert find(invited.token) is None


def test_a_link_expires(invited):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(BadInput, match="no longer good"):
        join_as_new(invited.token, *NEW)
    assert not User.objects.filter(username="mia").exists()


def test_a_link_that_was_withdrawn_does_not_work(invited, lena):
    withdraw(invited, by=lena)
    with pytest.raises(BadInput, match="no longer good"):
        join_as_new(invited.token, *NEW)
    with pytest.raises(BadInput, match="already"):
        withdraw(invited, by=lena)


def test_a_second_invitation_to_an_address_replaces_the_first(invited, project, lena):
    _, link = invite(project, "mia@example.org", [Role.VIEWER], by=lena)
    assert find(invited.token) is None
    assert find(link.rstrip("/").rpartition("/")[2]).held == {Role.VIEWER}


@pytest.mark.parametrize(
    ("username", "password", "why"),
    [
        ("mia", "short", "too short"),
        ("mia", "20984305611", "numeric"),
        ("mia", "password123", "common"),
        ("lena", NEW[1], "already exists"),
        ("", NEW[1], "blank"),
        ("mia smith", NEW[1], "valid username"),
    ],
)
def test_what_makes_no_good_account_is_refused_with_the_reason(invited, username, password, why):
    with pytest.raises(BadInput, match=re.compile(why, re.IGNORECASE)):
        join_as_new(invited.token, username, password)
    assert find(invited.token) is not None


def test_who_has_an_account_keeps_the_roles_they_have(invited, project, erika):
    erika.email = "mia@example.org"
    erika.save()
    Membership.objects.filter(user=erika).update(role=Role.VIEWER)
    with pytest.raises(BadInput, match="log in"):
        join_as_new(invited.token, *NEW)
    assert join(invited.token, by=erika) == project
    assert roles(erika, project) == {Role.VIEWER, Role.EXPERT, Role.APPROVER}


def test_nobody_joins_with_somebody_elses_invitation(invited, otto, project):
    with pytest.raises(PermissionDenied, match=r"mia@example\.org"):
        join(invited.token, by=otto)
    assert not roles(otto, project)


@pytest.mark.parametrize("who", ["erika", "anton", "lee", "ada", "ines", "vera", "otto"])
def test_only_leads_invite(project, request, who):
    with pytest.raises(PermissionDenied):
        invite(project, "mia@example.org", [Role.EXPERT], by=request.getfixturevalue(who))
    assert not mail.outbox


@pytest.mark.parametrize(("email", "held"), [("mia", [Role.EXPERT]), ("", [Role.EXPERT]), ("mia@example.org", [])])
def test_an_invitation_needs_an_address_and_a_role(project, lena, email, held):
    with pytest.raises(BadInput):
        invite(project, email, held, by=lena)
    assert not Invitation.objects.exists()


def test_a_mail_that_cannot_be_sent_is_no_invitation(project, lena, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(BadInput, match="EMAIL_URL"):
        invite(project, "mia@example.org", [Role.EXPERT], by=lena)
    assert not Invitation.objects.get().is_open


class TestLeaving:
    def test_who_leaves_sees_nothing_any_more(self, project, erika):
        projects.leave(project, by=erika)
        assert not roles(erika, project)

    def test_the_last_lead_stays(self, project, lena):
        with pytest.raises(BadInput, match="no lead"):
            projects.leave(project, by=lena)
        assert roles(lena, project) == {Role.LEAD}

    def test_who_is_no_member_cannot_leave(self, project, lena, otto):
        with pytest.raises(BadInput):
            projects.leave(project, by=otto)
