"""English, German, Russian: a person's choice, and nothing that is stored changes by it."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from extraction import tables
from extraction.contract import FieldType
from extraction.contract_editing import with_field
from portal.models import Preference, ReviewValue
from portal.services import contract_drafts, runs
from portal.views import help
from tests.portal.admin.conftest import body
from tests.portal.conftest import CONTRACT

LANGUAGE = reverse("language")
HOME = reverse("admin:index")
WAITS = {"en": "What waits for you", "de": "Was auf Sie wartet", "ru": "Что вас ждёт"}


def choose(client, language, **more):
    return client.post(LANGUAGE, {"language": language, "next": HOME, **more})


def page(client, name, *args):
    return body(client.get(reverse(f"admin:{name}", args=args)))


@pytest.mark.parametrize("language", WAITS)
def test_a_person_reads_the_portal_in_the_language_they_chose(language, erika, log_in):
    client = log_in(erika)
    assert choose(client, language)["Location"] == HOME
    home = page(client, "index")
    assert WAITS[language] in home
    assert f'<html lang="{language}"' in home
    assert WAITS[language] in page(log_in(erika), "index")  # on another machine, too


def test_the_choice_of_one_person_is_not_that_of_another(erika, anton, log_in):
    choose(log_in(erika), "ru")
    assert WAITS["en"] in page(log_in(anton), "index")


@pytest.mark.parametrize(
    ("asked", "words"), [("de-AT,de;q=0.9,en;q=0.8", "Anmelden"), ("ru", "Войти"), ("fr", "Log in"), ("", "Log in")]
)
def test_before_log_in_the_portal_follows_the_browser(asked, words, db):
    page = Client().get(reverse("admin:login"), headers={"Accept-Language": asked}).content.decode()
    assert words in page


def test_the_language_can_be_chosen_before_log_in(db):
    client = Client()
    client.post(LANGUAGE, {"language": "de", "next": reverse("admin:login")})
    assert "Anmelden" in client.get(reverse("admin:login")).content.decode()
    assert not Preference.objects.exists()


@pytest.mark.parametrize("language", ["xx", "", "../de", "de" * 100])
def test_a_language_there_is_not_changes_nothing(language, erika, log_in):
    client = log_in(erika)
    choose(client, language)
    assert not Preference.objects.filter(language=language).exclude(language="").exists()
    assert WAITS["en"] in page(client, "index")


def test_choosing_leads_nowhere_else(erika, log_in):
    assert "evil" not in choose(log_in(erika), "de", next="https://evil.example/")["Location"]


def test_a_link_does_not_change_the_language(erika, log_in):
    assert log_in(erika).get(LANGUAGE, {"language": "de"}).status_code == 405


@pytest.fixture
def german(log_in):
    """A browser of somebody who chose German."""

    def start(user):
        Preference.objects.update_or_create(user=user, defaults={"language": "de"})
        return log_in(user)

    return start


def test_dates_and_figures_follow_the_language(world, ada, german, log_in):
    name, pk = "portal_evalrun_change", world.evaluation.pk
    assert re.search(r"\d\d\.\d %", page(log_in(ada), name, pk))
    told = page(german(ada), name, pk)
    assert re.search(r"\d\d,\d %", told)
    assert re.search(r"\d\d\.\d\d\.20\d\d \d\d:\d\d", told)


def test_values_are_shown_typed_and_stored_one_way_in_every_language(world, erika, german):
    client = german(erika)
    form = page(client, "portal_review_change", world.review.pk)
    assert 'value="30.00' in form
    assert 'value="2024-03-04"' in form
    seen = dict(re.findall(r'name="seen:(\w+)" value="(\d+)"', form))
    review = reverse("admin:portal_review_change", args=[world.review.pk])
    typed = {"text:total": "1234.50 EUR", "text:issued": "2024-03-05", "do": "save"}
    client.post(review, typed | {f"seen:{name}": revision for name, revision in seen.items()})
    stored = dict(ReviewValue.objects.filter(review=world.review).values_list("field", "value"))
    assert (stored["total"], stored["issued"]) == ("1234.50", "2024-03-05")


def test_what_is_downloaded_is_the_same_in_every_language(world, ines, german, log_in):
    def cells(client):
        answer = client.get(reverse("admin:portal_extraction_final_xlsx", args=[world.project.pk]))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return [[str(cell) for cell in line] for sheet in tables.read(content).sheets for line in sheet.lines]

    assert cells(log_in(ines)) == cells(german(ines))


def test_a_reason_that_a_worker_stored_is_told_in_the_readers_language(world, ada, german, log_in):
    runs.cancel(world.run, by=ada)
    world.extraction.state = "failed"
    world.extraction.error_code = "needs_password"
    world.extraction.error_message = "The PDF needs a password to open. Save a copy without one and upload that."
    world.extraction.save()
    assert "needs a password" in page(log_in(ada), "portal_extractionrun_change", world.run.pk)
    told = page(german(ada), "portal_extractionrun_change", world.run.pk)
    assert "Passwort" in told
    assert "needs a password" not in told


def test_a_refusal_is_told_in_the_readers_language(world, erika, german):
    client = german(erika)
    form = page(client, "portal_review_change", world.review.pk)
    seen = dict(re.findall(r'name="seen:(\w+)" value="(\d+)"', form))
    review = reverse("admin:portal_review_change", args=[world.review.pk])
    sent = {"text:total": "viel", "do": "save"} | {f"seen:{name}": number for name, number in seen.items()}
    told = client.post(review, sent).content.decode()
    assert "„viel“" in told
    assert "is not a number" not in told


def test_what_a_draft_changes_is_told_in_the_readers_language(project, ada, german):
    text = CONTRACT.field("number").model_copy(update={"type": FieldType.TEXT})
    contract_drafts.save(project, with_field(CONTRACT, text, instead_of="number"), by=ada, seen=0)
    assert "Typ: Text; vorher: Kennung" in page(german(ada), "portal_contractversion_draft", project.pk)


def test_an_invitation_is_written_in_the_language_of_who_invites(project, lena, german):
    german(lena).post(
        reverse("admin:portal_membership_invite"), {"project": project.pk, "email": "x@example.org", "roles": "expert"}
    )
    assert "lädt Sie" in mail.outbox[0].body


@pytest.mark.parametrize("language", ["de", "ru"])
@pytest.mark.parametrize("name", ["words", "labelling", "contract", "sources", "evaluation", "workbook"])
def test_help_in_other_languages_says_what_the_english_says(language, name):
    """The same headings, tables and code: a page that fell behind fails here."""

    def shape(text):
        code = re.findall(r"```.*?```", text, re.S)
        text = re.sub(r"```.*?```", "```", text, flags=re.S)
        lines = [line for line in text.splitlines() if line.startswith(("#", "|", "```", "- ", "1. ", "2. "))]
        return [re.match(r"#+|\||```|- |\d\. ", line).group() + str(line.count(" | ")) for line in lines], code

    english, translated = help.DOCS / f"{name}.md", help.DOCS / language / f"{name}.md"
    assert shape(translated.read_text())[0] == shape(english.read_text())[0]
    assert shape(translated.read_text())[1] == shape(english.read_text())[1]


def test_help_that_is_not_translated_says_so(erika, german):
    assert 'lang="en"' in page(german(erika), "help", "operation")
    assert 'class="ps-prose">' in page(german(erika), "help", "words")
