"""Every string of the portal in German and Russian, as complete as the English, and read as it is written."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.programs import need

ROOT = Path(__file__).parents[2]
LANGUAGES = ("de", "ru")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|</?[a-z][^>]*>")


def catalogue(language, root=ROOT):
    with (root / "portal" / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


def texts(found):
    def context(message):
        return message.context.decode() if isinstance(message.context, bytes) else message.context

    return {(context(message), forms(message.id)): forms(message.string) for message in found if message.id}


def messages(language):
    return [message for message in catalogue(language) if message.id]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_in_all_its_forms(language):
    assert [message.id for message in messages(language) if message.fuzzy or not all(forms(message.string))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_holds_the_placeholders_and_tags_of_its_message(language):
    wrong = [
        (message.id, form)
        for message in messages(language)
        for form in forms(message.string)
        if Counter(PLACEHOLDER.findall(form)) not in [Counter(PLACEHOLDER.findall(one)) for one in forms(message.id)]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_breaks_out_of_the_attribute_it_is_written_into(language):
    wrong = [
        form
        for message in messages(language)
        for form in forms(message.string)
        if form.count('"') > max(one.count('"') for one in forms(message.id))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_what_is_written(language):
    path = ROOT / "portal" / "locale" / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        compiled = read_mo(file)
    assert texts(compiled) == texts(catalogue(language)), "run `make messages`"


def test_every_string_of_the_source_stands_in_the_catalogues(tmp_path):
    need("xgettext", "gettext")
    for name in ("portal", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    for name in ("extraction", "evaluation"):
        (tmp_path / name).symlink_to(ROOT / name)
    command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-wrap", "--add-location", "file"]
    command += [part for language in LANGUAGES for part in ("-l", language)]
    environment = {**os.environ, "PROOFSHEET_HOME": str(tmp_path / "var")}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    for language in LANGUAGES:
        assert texts(catalogue(language, tmp_path)).keys() == texts(catalogue(language)).keys(), (
            "run `make messages` and translate what is new"
        )
