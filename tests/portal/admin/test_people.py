"""People come by invitation, get back in when they forgot their password, and go when they like."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.models import Invitation, Membership, Role

INVITE = "admin:portal_membership_invite"
NEW = {"username": "mia", "first_name": "Mia", "password": "correct horse", "again": "correct horse"}


@pytest.fixture
def link(project, lena, log_in):
    sent = {"project": project.pk, "email": "mia@example.org", "roles": ["expert"]}
    assert log_in(lena).post(reverse(INVITE), sent).status_code == 302
    return re.search(r"/join/\S+", mail.outbox[0].body)[0]


def test_a_lead_invites_and_sees_who_has_not_come_yet(link, lena, log_in):
    page = log_in(lena).get(reverse(INVITE)).content.decode()
    assert "mia@example.org" in page
    assert "<td>expert</td>" in page


def test_who_is_invited_makes_an_account_and_is_at_home_at_once(link, project):
    client = Client()
    assert str(project) in client.get(link).content.decode()
    page = client.post(link, NEW, follow=True)
    assert page.redirect_chain[-1][0] == reverse("admin:index")
    assert "What waits for you" in page.content.decode()
    assert Membership.objects.filter(user__username="mia", project=project, role=Role.EXPERT).exists()


def test_what_was_typed_is_kept_but_for_the_passwords(link):
    page = Client().post(link, {**NEW, "again": "other"})
    assert page.status_code == 400
    text = page.content.decode()
    assert "The two passwords differ" in text
    assert 'value="Mia"' in text
    assert "correct horse" not in text


def test_who_has_an_account_is_led_to_log_in_and_then_joins(link, project, ada):
    ada.email = "mia@example.org"
    ada.save()
    Membership.objects.filter(user=ada).delete()
    client = Client()
    assert f"{reverse('admin:login')}?next={link}" in client.get(link).content.decode()
    client.force_login(ada)
    assert "Make my account" not in client.get(link).content.decode()
    client.post(link, follow=True)
    assert Membership.objects.get(user=ada).role == Role.EXPERT


def test_somebody_else_who_is_logged_in_cannot_take_the_invitation(link, otto, project, log_in):
    client = log_in(otto)
    assert "this invitation is for somebody else" in client.get(link).content.decode()
    assert client.post(link).status_code == 400
    assert not Membership.objects.filter(user=otto, project=project).exists()


def test_a_link_that_is_no_longer_good_says_so(link, lena, log_in):
    log_in(lena).post(reverse("admin:portal_membership_withdraw", args=[Invitation.objects.get().pk]))
    page = Client().get(link)
    assert page.status_code == 404
    assert "Ask for another one" in page.content.decode()
    assert Client().get("/join/nothing/").status_code == 404


def test_the_page_behind_the_link_is_kept_by_nobody(link):
    answer = Client().get(link)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"  # the address is a secret: no other host gets it


def test_without_a_mail_server_the_lead_is_told_the_link(project, lena, log_in, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    sent = {"project": project.pk, "email": "mia@example.org", "roles": ["expert"]}
    assert "/join/" in log_in(lena).post(reverse(INVITE), sent, follow=True).content.decode()


def test_with_one_the_lead_is_not(link, lena, log_in):
    assert "/join/" not in log_in(lena).get(reverse(INVITE)).content.decode()


def test_a_forgotten_password_is_set_anew_by_mail(erika):
    client = Client()
    assert reverse("admin_password_reset") in client.get(reverse("admin:login")).content.decode()
    page = client.post(reverse("admin_password_reset"), {"email": erika.email}, follow=True)
    assert "Look at your mail" in page.content.decode()
    link = re.search(r"/password/\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = {"new_password1": "another fine horse", "new_password2": "another fine horse"}
    assert "Your password is set" in client.post(address, new, follow=True).content.decode()
    assert User.objects.get(pk=erika.pk).check_password("another fine horse")
    assert "no longer good" in Client().get(link, follow=True).content.decode()


def test_nobody_learns_whether_an_address_has_an_account(db):
    page = Client().post(reverse("admin_password_reset"), {"email": "nobody@example.org"}, follow=True)
    assert "Look at your mail" in page.content.decode()
    assert not mail.outbox


def test_a_member_leaves_after_being_asked(project, vera, log_in):
    client, address = log_in(vera), reverse("admin:portal_project_leave", args=[project.pk])
    assert "Yes, leave" in client.get(address).content.decode()
    assert Membership.objects.filter(user=vera).exists()
    client.post(address)
    assert not Membership.objects.filter(user=vera).exists()
    assert client.get(address).status_code == 404
