"""English sentences of the core and of rows find their way into the reader's language."""

import time

import pytest
from django.utils.translation import override

from portal import sentences
from portal.core_sentences import DETAILS, SENTENCES, TERMS
from portal.sentences import translated

GERMAN = {
    "“%(text)s” is not a number.": "„%(text)s“ ist keine Zahl.",
    "“%(text)s” can mean %(one)s or %(other)s: nothing says whether day or month comes first.": (
        "Ob %(other)s oder %(one)s gemeint ist, sagt „%(text)s“ nicht."
    ),
    "“%(text)s” names no field.": "„%(text)s“ nennt kein Feld.",
    "“%(text)s” is no currency.": "„%(text)s“ ist keine Währung.",
    "the unit of a percentage is %% (or 1, for a fraction), not “%(text)s”.": (
        "die Einheit ist %% (oder 1 für einen Bruchteil), nicht „%(text)s“."
    ),
    "Check %(check)s: %(problem)s": "Prüfung %(check)s: %(problem)s",
    "Field %(field)s: %(problem)s": "Feld %(field)s: %(problem)s",
    "Value error, %(problem)s": "Falscher Wert: %(problem)s",
    "a contract needs at least one field or list": "ein Vertrag braucht ein Feld oder eine Liste",
    "%(left)s is %(found)s, but should be equal to %(right)s, which is %(other)s.": (
        "%(left)s ist %(found)s, sollte aber gleich %(right)s sein: %(other)s."
    ),
    "the sum of %(name)s": "die Summe von %(name)s",
    "The PDF has no pages. Ask its sender for a complete one.": "Das PDF hat keine Seiten.",
    "The other pipeline failed: %(why)s": "Die andere Pipeline ist gescheitert: %(why)s",
    "The file is damaged or incomplete. Open it, save it again and upload that.": "Die Datei ist beschädigt.",
    "%(part)s is missing": "%(part)s fehlt",
    "version %(number)s": "Version %(number)s",
    "Saved.": "Gespeichert.",
}
HOSTILE = (
    "12a", "", "%", "%s", "100 %(text)s", "%%", "{0}{text}", r".*(a+)+\1$", "“x” is not a number.", "a: b; c. d",
    "x\ny", "<b>&amp;", "”", "ist keine Zahl", "\u202e", "Field a",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _planted_catalogue(monkeypatch):
    """A reader of German, and a catalogue of a few words."""
    monkeypatch.setattr(sentences, "gettext", lambda text: GERMAN.get(text, text))
    with override("de"):
        yield


@pytest.mark.parametrize("language", ["en", "en-us", None])
def test_in_english_a_text_stays_as_it_is(language, monkeypatch):
    monkeypatch.delattr(sentences, "gettext")  # nothing is looked up
    with override(language):
        assert translated("“12a” is not a number.") == "“12a” is not a number."


def test_a_sentence_of_the_catalogue_is_looked_up():
    assert translated("Saved.") == "Gespeichert."


@pytest.mark.parametrize(
    "text", ["", "Nobody knows this.", "“a” “b” “c”", "R-2024-07", "Saved", "a\nb", "x; y; z", ": "]
)
def test_an_unknown_text_is_left_alone(text):
    assert translated(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_document_says_is_kept_to_the_letter(text):
    assert translated(f"“{text}” is not a number.") == f"„{text}“ ist keine Zahl."


@pytest.mark.parametrize("text", HOSTILE)
def test_parts_find_their_places_in_another_order(text):
    english = f"“{text}” can mean 1 or 2: nothing says whether day or month comes first."
    assert translated(english) == f"Ob 2 oder 1 gemeint ist, sagt „{text}“ nicht."


def test_a_per_cent_sign_of_ours_is_one():
    assert translated("the unit of a percentage is % (or 1, for a fraction), not “m”.") == (
        "die Einheit ist % (oder 1 für einen Bruchteil), nicht „m“."
    )


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Check a: “1=1” names no field.", "Prüfung a: „1=1“ nennt kein Feld."),
        ("Value error, a contract needs at least one field or list",
         "Falscher Wert: ein Vertrag braucht ein Feld oder eine Liste"),
        ("The other pipeline failed: The PDF has no pages. Ask its sender for a complete one.",
         "Die andere Pipeline ist gescheitert: Das PDF hat keine Seiten."),
        ("The other pipeline failed: out of credit", "Die andere Pipeline ist gescheitert: out of credit"),
        ("Check this: please", "Check this: please"),
    ],
)  # fmt: skip
def test_a_sentence_within_a_sentence_is_translated_where_it_is_ours(english, german):
    assert translated(english) == german


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Total: “12a” is not a number.", "Total: „12a“ ist keine Zahl."),
        ("Zeile 7: Summe: „a: b“: “a: b” is not a number.", "Zeile 7: Summe: „a: b“: „a: b“ ist keine Zahl."),
        ("fields, 3.: Value error, a contract needs at least one field or list",
         "fields, 3.: Falscher Wert: ein Vertrag braucht ein Feld oder eine Liste"),
        ("Das geht nicht: Check a: “x; y” names no field.; Field b: “q” is no currency.",
         "Das geht nicht: Prüfung a: „x; y“ nennt kein Feld.; Feld b: „q“ ist keine Währung."),
    ],
)  # fmt: skip
def test_what_a_sentence_is_about_stands_before_it(english, german):
    assert translated(english) == german


def test_sentences_on_lines_are_translated_each():
    assert translated("Total: “a” is not a number.\n“b” is not a number.\nNobody knows this.") == (
        "Total: „a“ ist keine Zahl.\n„b“ ist keine Zahl.\nNobody knows this."
    )


def test_a_detail_in_parentheses_is_translated_and_one_of_a_library_stays():
    sentence = "The file is damaged or incomplete. Open it, save it again and upload that."
    assert translated(f"{sentence} (xl/a.xml is missing)") == "Die Datei ist beschädigt. (xl/a.xml fehlt)"
    assert translated(f"{sentence} (Bad magic (7))") == "Die Datei ist beschädigt. (Bad magic (7))"
    assert translated("xl/a.xml is missing") == "xl/a.xml is missing"


def test_words_of_a_rule_are_translated_and_titles_of_fields_are_not():
    assert translated("Wrong: Net * the sum of Amount is 3, but should be equal to Saved., which is 4.") == (
        "Wrong: Net * die Summe von Amount ist 3, sollte aber gleich Saved. sein: 4."
    )


def test_a_number_of_ours_is_a_number():
    assert translated("version 3") == "Version 3"
    assert translated("version of my own") == "version of my own"


@pytest.mark.parametrize(
    "text",
    ["Check a: " * 220, ": " * 1_000_000, "“" * 1_999, "; " * 9_000, "Field a: Value error, " * 90,
     "“x” is not a " * 150, " is , but should be equal to " * 60 + "."],
    ids=range(7),
)  # fmt: skip
def test_long_hostile_texts_take_no_time(text):
    began = time.process_time()
    assert translated(text) == text
    assert time.process_time() - began < 1


@pytest.mark.parametrize("sentence", [*SENTENCES, *DETAILS, *TERMS])
def test_no_two_placeholders_touch_and_every_one_is_named(sentence):
    assert ")s%(" not in sentence
    assert sentence.replace("%%", "").count("%") == sentence.count("%(") == sentence.count(")s")


def test_no_sentence_is_listed_twice():
    assert len(set(SENTENCES)) == len(SENTENCES)
