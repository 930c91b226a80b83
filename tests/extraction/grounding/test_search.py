import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.canon import fold
from extraction.grounding.search import Run
from extraction.grounding.search import find as search
from extraction.grounding.words import PageWords
from tests.extraction.pages import page


def find(
    target: str, *lines: str | tuple[str, float, float], labels: frozenset[str] = frozenset(), **how: bool
) -> list[Run]:
    return list(search(PageWords(page(*lines)), fold(target), labels, **how))


@pytest.mark.parametrize(
    ("target", "line"),
    [
        ("100.00", "2100.00"),
        ("100.00", "100.005"),
        ("12", "12,50"),
        ("12", "3.12"),
        ("12", "12:30"),
        ("30", "12:30"),
        ("12", "12/2024"),
        ("100", "100%"),
        ("AB-12", "AB-123"),
        ("AB-12", "XAB-12"),
        ("AB-12", "C-AB-12"),
        ("AB", "AB-12"),
        ("AB", "AB_12"),
        ("Neil", "O'Neil"),
        ("Muster", "Mustermann"),
        ("Muster", "Mark.Muster"),
        ("Muster GmbH", "Muster GmbHX"),
        ("Muster GmbH", "Muster & Sohn GmbH"),
        ("example.com", "info@example.com"),
        ("2024", "2024-03-04"),
        ("12", "-12"),
        ("NET", ".NET"),
    ],
)
def test_a_part_of_a_word_is_not_found(target, line):
    assert find(target, f"before {line} after") == []


@pytest.mark.parametrize(
    ("target", "line", "printed"),
    [
        ("R18-31", "(R18-31)", "R18-31"),
        ("R18-31", "R18-31,", "R18-31"),
        ("R18-31", "„R18-31“.", "R18-31"),
        ("DE136695976", "USt-IdNr.:DE136695976", "DE136695976"),
        ("R18-31", "Rechnung#R18-31", "R18-31"),
        ("Muster GmbH", "Firma:Muster GmbH;", "Muster GmbH"),
        ("A", "[A]", "A"),
    ],
)
def test_punctuation_and_glued_labels_are_no_part_of_the_value(target, line, printed):
    assert [run.text for run in find(target, f"before {line} after")] == [printed]


def test_a_label_of_the_field_may_be_glued_on_with_a_full_stop():
    assert find("R18-31", "Nr.R18-31") == []
    assert [run.text for run in find("R18-31", "Nr.R18-31", labels=frozenset({"nr"}))] == ["R18-31"]


def test_ligatures_soft_hyphens_narrow_blanks_and_case_make_no_difference():
    (run,) = find("Büro-Office GmbH", "Bü\u00adro-Oﬃce\u202fGMBH")
    assert run.text == "Büro-Office GMBH"


def test_a_text_goes_on_in_the_next_line():
    (run,) = find("Muster Handel GmbH", "an: Muster", "Handel GmbH")
    assert run.words == (1, 2, 3)


def test_a_text_goes_on_below_in_its_own_cell():
    lines = [("Mounting", 50, 100), ("5", 200, 100), ("12,00", 300, 100), ("brackets", 50, 114), ("steel", 200, 114)]
    (run,) = find("Mounting brackets", *lines)
    assert run.words == (0, 3)
    assert find("Mounting steel", *lines) == []
    assert find("5 brackets", *lines) == []


@pytest.mark.parametrize(
    ("target", "lines"),
    [
        ("Donaudampf", ("Donau-", "dampf")),
        ("Donau-Dampf", ("Donau-", "Dampf")),
        ("Zu-/Abschlag heute", ("Zu-/", "Abschlag heute")),
        ("sehr Donaudampf groß", ("sehr Donau-", "dampf groß")),
    ],
)
def test_a_word_may_be_hyphenated_at_the_end_of_a_line(target, lines):
    (run,) = find(target, *lines)
    assert run.text == target


def test_a_word_that_goes_on_in_the_next_line_is_not_its_first_part():
    assert find("AB", "Nr. AB-", "123") == []


def test_a_word_broken_without_a_hyphen_is_found_only_where_that_is_asked_for():
    lines = [("Gebäudeversicher", 50, 100), ("1,00", 200, 100), ("ung", 50, 112)]
    assert find("Gebäudeversicherung", *lines) == []
    (run,) = find("Gebäudeversicherung", *lines, wraps=True)
    assert run.wrapped
    assert find("Gebäudeversicher1,00", *lines, wraps=True) == []


def test_an_account_number_is_found_however_it_is_spaced():
    (run,) = find("DE91100000000123456789", "IBAN:DE91 1000 0000 0123 4567 89", spaces=False)
    assert run.text == "DE91 1000 0000 0123 4567 89"
    assert find("DE9110000000012345678", "IBAN:DE91 1000 0000 0123 4567 89", spaces=False) == []


def test_hidden_words_are_not_searched():
    assert list(search(PageWords(page("seen", hidden=["secret"])), "secret")) == []


def test_a_page_that_repeats_itself_is_searched_in_no_time():
    lines = ["a a a a a a a a a a a a a a a a a a a a"] * 20
    assert find("a " * 60 + "b", *lines) == []


LETTERS = st.text(alphabet="abcd12-.,:", min_size=1, max_size=5)


@given(st.lists(st.lists(LETTERS, min_size=1, max_size=4), min_size=1, max_size=4), LETTERS)
def test_what_is_found_stands_there(lines, target):
    for run in find(target, *(" ".join(line) for line in lines)):
        assert fold(run.text) == fold(target)
        assert fold(target).replace("-", "") in "".join(
            fold(PageWords(page(*(" ".join(line) for line in lines))).words[index].text) for index in run.words
        ).replace("-", "")


@given(st.lists(st.lists(LETTERS, min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_every_line_is_found_where_it_stands(lines, data):
    texts = [" ".join(line) for line in lines]
    number = data.draw(st.integers(0, len(lines) - 1))
    before = sum(map(len, lines[:number]))
    wanted = tuple(range(before, before + len(lines[number])))
    hyphenated = texts[number][-1] == "-"
    if not hyphenated:
        assert wanted in [run.words for run in find(texts[number], *texts)]
