"""Guessing passwords leads nowhere, and locks nobody out for long."""

import os
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from portal.views.log_in import address_of

LOG_IN = reverse("admin:login")
GUESSES = int(os.environ.get("GUESSES", "25"))
"""The long form: GUESSES=1000."""


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was hashed."""
    calls = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args, **options: calls.append(1) or encode(*args, **options)
    )
    return calls


def guess(name, password="wrong", **headers):
    return Client().post(LOG_IN, {"username": name, "password": password}, **headers)


def test_of_many_guesses_at_one_account_ten_are_looked_at(erika, hashed):
    answers = {
        guess("erika", f"guess {number}", REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}").status_code
        for number in range(GUESSES)
    }
    assert len(hashed) <= 10
    assert answers == {200, 429}


def test_of_many_guesses_at_many_accounts_from_one_address_ten_are_looked_at(erika, hashed):
    for number in range(GUESSES):
        guess(f"erika{number}")
    assert len(hashed) <= 10


def test_without_the_lock_all_of_them_would_be(erika, hashed, settings):
    settings.AXES_ENABLED = False
    for number in range(15):
        guess("erika", f"guess {number}")
    assert len(hashed) == 15


def test_a_locked_log_in_says_so_even_with_the_right_password(erika):
    for _number in range(configured.LOGIN_TRIES):
        answer = guess("erika")
    locked = guess("erika", "pass")
    assert locked.status_code == answer.status_code == 429
    assert "too many wrong passwords" in locked.content.decode()
    assert "15 minutes" in locked.content.decode()


def test_a_lock_ends_even_while_somebody_goes_on_guessing(erika):
    for _number in range(2 * configured.LOGIN_TRIES):
        guess("erika")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=configured.LOGIN_LOCK_MINUTES + 1))
    assert guess("erika", "pass").status_code == 302


def test_others_log_in_while_an_account_is_locked(erika, anton):
    for number in range(configured.LOGIN_TRIES):
        guess("erika", REMOTE_ADDR=f"10.0.0.{number}")
    assert guess("anton", "pass", REMOTE_ADDR="10.0.0.1").status_code == 302


def test_who_mistypes_now_and_then_is_not_locked(erika):
    for _number in range(configured.LOGIN_TRIES - 1):
        guess("erika")
    assert guess("erika", "pass").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "stated", "found"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_a_visitor_cannot_make_up_an_address(proxies, stated, found, settings):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": stated} if stated else {})
    assert address_of(request) == found
