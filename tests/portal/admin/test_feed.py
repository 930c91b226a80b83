"""Programs fetch approved values with a token; nobody else fetches anything."""

import base64
import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from extraction.values import Cell, ExtractionResult
from portal.models import AccessToken, Membership
from portal.services import reviews, tokens
from portal.workbook.feed import text_of
from tests.portal.conftest import RESULT

TOKENS = reverse("admin:portal_extraction_tokens")


@pytest.fixture
def secret(world, ines):
    return tokens.make(world.project, "Power BI", 30, by=ines)[1]


def fetch(password, project="bills", list_name="", **more):
    where = reverse("feed_list", args=[project, list_name]) if list_name else reverse("feed", args=[project])
    coded = base64.b64encode(f"anybody:{password}".encode()).decode()
    return Client().get(where, headers={"Authorization": f"Basic {coded}", **more})


def table(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def test_approved_values_come_typed_as_text_and_the_rest_does_not(world, secret):
    answer = fetch(secret)
    header, rows = table(answer)
    assert [row["file"] for row in rows] == [world.approved.name]
    assert (rows[0]["number"], rows[0]["issued"], rows[0]["total"], rows[0]["total unit"]) == (
        "R-007", "2024-03-04", "30.00", "EUR",
    )  # fmt: skip
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/csv; charset=utf-8", "private, no-store")
    assert header[:3] == ["document", "file", "sha256"]


def test_items_of_a_list_have_an_address_of_their_own(secret):
    _header, rows = table(fetch(secret, list_name="lines"))
    assert [(row["item"], row["what"], row["amount"]) for row in rows] == [
        ("1", "Nails", "10.00"),
        ("2", "Screws", "20.00"),
    ]


def test_the_columns_do_not_depend_on_what_is_approved(world, secret, anton):
    before, _rows = table(fetch(secret))
    reviews.reopen(world.approved_review, by=anton, reason="why")
    after, rows = table(fetch(secret))
    assert before == after
    assert rows == []


def test_a_list_the_contract_does_not_have_is_said(secret):
    answer = fetch(secret, list_name="nothing")
    assert answer.status_code == 404
    assert "Its lists: lines" in answer.content.decode()


NO_TEXT = base64.b64encode(b"\xff").decode()


@pytest.mark.parametrize("header", ["", "Basic", "Basic !!!", "Bearer x", f"Basic {NO_TEXT}"])
def test_without_a_token_nothing_comes(header, world):
    answer = Client().get(reverse("feed", args=["bills"]), headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic ")
    assert "R-007" not in answer.content.decode()


def test_being_logged_in_is_no_token(world, lena, log_in):
    assert log_in(lena).get(reverse("feed", args=["bills"])).status_code == 401


@pytest.mark.parametrize("slug", ["otto", "nothing"])
def test_a_token_opens_its_own_project_only_and_tells_nothing_of_others(slug, secret, other_project):
    answer = fetch(secret, slug)
    assert answer.status_code == 401
    assert answer.content == fetch("wrong", "nothing").content


def test_an_expired_token_opens_nothing(secret):
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert fetch(secret).status_code == 401


def test_a_revoked_token_opens_nothing(secret, lena):
    token = AccessToken.objects.get()
    tokens.revoke(token, by=lena)
    assert fetch(secret).status_code == 401
    token.refresh_from_db()
    assert token.revoked_by == lena


def test_a_token_ends_with_the_membership_of_who_made_it(secret, ines):
    Membership.objects.filter(user=ines).delete()
    assert fetch(secret).status_code == 401


def test_a_token_ends_with_the_account_of_who_made_it(secret, ines):
    ines.is_active = False
    ines.save()
    assert fetch(secret).status_code == 401


def test_only_the_hash_of_a_token_is_kept(secret):
    row = AccessToken.objects.values().get()
    assert secret not in repr(row)
    assert len(secret) >= 43


def test_the_last_use_is_kept(secret):
    fetch(secret)
    used = AccessToken.objects.get().used_at
    assert timezone.now() - used < timedelta(minutes=1)
    fetch(secret)
    assert AccessToken.objects.get().used_at == used  # not written again within a minute


def test_nothing_can_be_changed_there(secret):
    assert Client().post(reverse("feed", args=["bills"])).status_code == 405


# The page.


def test_a_token_is_shown_once(world, ines, log_in):
    client = log_in(ines)
    answer = client.post(TOKENS, {"project": world.project.pk, "name": "Power BI", "days": "30", "do": "make"})
    shown = answer.context["made"]
    assert shown in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert fetch(shown).status_code == 200
    again = client.get(TOKENS).content.decode()
    assert shown not in again
    assert "Power BI" in again


def test_the_page_says_where_what_can_be_fetched(world, ines, log_in, settings):
    settings.SITE_URL = "https://portal.example"
    page = log_in(ines).get(TOKENS).content.decode()
    assert "https://portal.example/feed/bills/final.csv" in page
    assert "https://portal.example/feed/bills/final/lines.csv" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "what the token is for"),
        ({"days": "0"}, "lives from 1 day"),
        ({"days": "9999"}, "lives from 1 day"),
        ({"days": "soon"}, "lives from 1 day"),
        ({"project": ""}, "Choose a project"),
    ],
)
def test_a_token_that_cannot_be_made_says_why(typed, words, world, ines, log_in):
    sent = {"project": world.project.pk, "name": "BI", "days": "30", "do": "make"} | typed
    answer = log_in(ines).post(TOKENS, sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not AccessToken.objects.exists()


def test_revoking_asks_first(secret, ines, log_in):
    client, pk = log_in(ines), AccessToken.objects.get().pk
    assert 'value="revoke"' not in client.get(TOKENS).content.decode()
    assert 'value="revoke"' in client.get(TOKENS, {"revoke": pk}).content.decode()
    client.post(TOKENS, {"do": "revoke", "token": pk})
    assert "revoked by ines" in client.get(TOKENS).content.decode()
    assert fetch(secret).status_code == 401


def test_a_token_of_another_project_is_not_found(secret, otto, log_in):
    pk = AccessToken.objects.get().pk
    assert log_in(otto).post(TOKENS, {"do": "revoke", "token": pk}).status_code == 404
    assert list(log_in(otto).get(TOKENS).context["tokens"]) == []
    assert fetch(secret).status_code == 200


# Cells.


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "==", "''"])
def test_a_text_that_would_be_a_formula_is_marked_and_the_mark_comes_off_again(text):
    assert text_of(text) == "'" + text


@given(st.text())
def test_every_text_comes_back_when_the_mark_is_taken_off(text):
    written = text_of(text)
    assert (written[1:] if written.startswith("'") else written) == text


def test_numbers_stay_numbers_however_long(world, add_document, make_extraction, secret):
    document, erika, anton = add_document("big.pdf"), world.people["erika"], world.people["anton"]
    total = Cell(value="-12345678901234567890.12", unit="EUR", raw="x")
    make_extraction(document, ExtractionResult(fields=RESULT.fields | {"total": total}, lists={}))
    reviews.submit(document.reviews.get(), by=erika, confirm_rest=True)
    reviews.approve(document.reviews.get(), by=anton)
    _header, rows = table(fetch(secret))
    assert {row["total"] for row in rows} == {"30.00", "-12345678901234567890.12"}
