"""The numbered cases of the specification that concern values, and the door all raw text goes through."""

from decimal import Decimal

import pytest

from extraction.canon import canon, effective, key
from extraction.contract import CANONICAL, UNKNOWN, Conventions, Field
from extraction.values import ABSENT, ILLEGIBLE, UNLABELLED, Invalid, Value

GERMAN = Conventions(decimal=",", dates="dmy")
TEXT = Field(name="seller_name")
NUMBER = Field(name="quantity", type="decimal")
MONEY = Field(name="total", type="money")
DATE = Field(name="issued", type="date")
IDENTIFIER = Field(name="invoice_number", type="identifier")


def test_case_01_a_german_number_is_read_as_written_and_not_as_an_english_one():
    assert canon("1.234,50", NUMBER, GERMAN) == Value(Decimal("1234.50"))
    assert canon("1.234,50", NUMBER, GERMAN) != Value(Decimal("1.2345"))
    assert canon("1.234,50", NUMBER) == Value(Decimal("1234.50"))


@pytest.mark.parametrize("raw", ["1,234", "1.234", "-1,234", "(1.234)", "999.999"])
@pytest.mark.parametrize("kind", ["integer", "decimal", "money", "percent"])
def test_case_02_three_digits_after_one_mark_are_never_guessed(raw, kind):
    found = canon(raw, Field(name="x", type=kind))
    assert isinstance(found, Invalid)
    assert found.reason == "ambiguous"


def test_case_02_a_known_decimal_mark_decides():
    assert canon("1,234", NUMBER, GERMAN) == Value(Decimal("1.234"))
    assert canon("1,234", NUMBER, Conventions(decimal=".")) == Value(Decimal(1234))


@pytest.mark.parametrize("raw", ["-5", "−5", "–5", "- 5", "5-", "5 -", "5−", "(5)", "( 5 )"])
def test_case_03_all_ways_to_write_a_minus(raw):
    assert canon(raw, NUMBER) == Value(Decimal(-5))


def test_case_04_negative_numbers_and_zero_equal_themselves():
    assert key(canon("-5", NUMBER), NUMBER) == key(canon("(5,00)", NUMBER), NUMBER)
    assert key(canon("0", NUMBER), NUMBER) == key(canon("-0,00", NUMBER), NUMBER)
    assert str(canon("-0,00", NUMBER)) == "0.00"


def test_case_05_the_currency_is_kept_apart_from_the_amount():
    euros, dollars = canon("EUR 5", MONEY), canon("USD 5", MONEY)
    assert (euros.v, euros.unit) == (Decimal(5), "EUR")
    assert (dollars.v, dollars.unit) == (Decimal(5), "USD")
    assert key(euros, MONEY) != key(dollars, MONEY)


def test_case_06_a_percent_sign_means_what_the_field_declares():
    rate = Field(name="rate", type="percent")
    fraction = Field(name="rate", type="percent", unit="1")
    assert canon("12 %", rate) == canon("12", rate) == Value(Decimal(12), "%")
    assert canon("12 %", fraction) == canon("0.12", fraction) == Value(Decimal("0.12"), "1")
    assert canon("12", fraction) == Value(Decimal(12), "1")


def test_case_07_a_scale_word_is_part_of_the_number():
    assert canon("1.2M", MONEY) == Value(Decimal(1_200_000))
    assert canon("1200", MONEY) == Value(Decimal(1200))


def test_case_08_zero_and_no_are_values_and_null_is_none():
    assert canon("0", NUMBER, side="label") == Value(Decimal(0))
    assert canon("False", Field(name="paid", type="boolean"), side="label") == Value(False)
    assert canon(None, NUMBER) is ABSENT


def test_case_09_a_predicted_zero_is_not_absent():
    assert canon("N/A", NUMBER, side="label") is ABSENT
    assert canon("0", NUMBER) == Value(Decimal(0))


@pytest.mark.parametrize("field", [TEXT, NUMBER, MONEY, DATE, IDENTIFIER], ids=lambda field: field.type.value)
@pytest.mark.parametrize("raw", [None, "", "  ", "\n\t", "\u00a0", "\u200b \ufeff", "N/A", "n/a", " N/a "])
def test_case_10_null_empty_and_not_stated_are_all_absent_for_a_prediction(raw, field):
    assert canon(raw, field) is ABSENT


@pytest.mark.parametrize("raw", [None, "", "  ", "\u00a0"])
def test_case_11_a_blank_label_says_nothing(raw):
    assert canon(raw, TEXT, side="label") is UNLABELLED


@pytest.mark.parametrize("raw", ["N/A", "n/a", " N/A\n"])
def test_case_11_a_label_may_say_that_the_document_does_not_state_it(raw):
    assert canon(raw, DATE, side="label") is ABSENT


@pytest.mark.parametrize("raw", ["4 March 2024", "04.03.2024", "4. März 2024", "04 марта 2024"])
def test_case_12_one_day_in_four_languages(raw):
    assert canon(raw, DATE) == Value("2024-03-04", precision="day")


def test_case_12_the_day_after_is_another_value():
    assert key(canon("2024-03-05", DATE), DATE) != key(canon("4 March 2024", DATE), DATE)


def test_case_13_day_and_month_are_never_guessed():
    found = canon("03/04/2024", DATE)
    assert isinstance(found, Invalid)
    assert found.reason == "ambiguous"
    assert canon("03/04/2024", DATE, GERMAN) == Value("2024-04-03", precision="day")
    assert canon("03/04/2024", DATE, Conventions(dates="mdy")) == Value("2024-03-04", precision="day")


def test_case_14_a_month_is_not_its_first_day():
    month, day = canon("2024-03", DATE), canon("2024-03-01", DATE)
    assert (month.precision, day.precision) == ("month", "day")
    assert key(month, DATE) != key(day, DATE)


def test_case_15_identifiers_count_as_printed():
    def same(one, other):
        return key(canon(one, IDENTIFIER), IDENTIFIER) == key(canon(other, IDENTIFIER), IDENTIFIER)

    assert same("INV-2024-001", "INV-2024-001")
    assert not same("AB-12", "AB12")
    assert not same("007", "7")
    assert not same("ab-12", "AB-12")


def test_case_16_text_is_folded_for_comparing_and_kept_for_reading():
    def same(one, other):
        return key(canon(one, TEXT), TEXT) == key(canon(other, TEXT), TEXT)

    assert same("O’Neil", "O'Neil")
    assert same("Mu\u0308ller", "M\u00fcller")
    assert canon("Muster GmbH", TEXT) == Value("Muster GmbH")
    assert canon("  Mu\u0308ller  ", TEXT) == Value("M\u00fcller")


def test_case_23_amounts_in_words_of_scale_are_never_their_digits():
    assert canon("$2bn", MONEY) == Value(Decimal(2_000_000_000), "USD")
    assert key(canon("$2bn", MONEY), MONEY) != key(canon("$5", MONEY), MONEY)
    assert isinstance(canon("$two", MONEY), Invalid)
    assert key(canon("$two", MONEY), MONEY) != key(canon("$5", MONEY), MONEY)


@pytest.mark.parametrize("kind", ["integer", "decimal", "money", "percent", "date", "boolean"])
def test_case_24_a_mistyped_value_is_invalid_and_raises_nothing(kind):
    assert isinstance(canon("see attached", Field(name="x", type=kind)), Invalid)


def test_an_illegible_label_is_marked_so_in_any_case():
    assert canon("#ILLEGIBLE", DATE, side="label") is ILLEGIBLE
    assert canon("#illegible", TEXT, side="label") is ILLEGIBLE


def test_a_prediction_has_no_word_for_illegible():
    assert canon("#ILLEGIBLE", TEXT) == Value("#ILLEGIBLE")


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        (r"\N/A", "N/A"),
        (r"\#CLEAR", "#CLEAR"),
        (r"\#illegible", "#illegible"),
        (r"\\N/A", r"\N/A"),
        (r"\\server", r"\server"),
        (r"\server", r"\server"),
    ],
)
def test_a_backslash_in_a_label_makes_a_token_text(raw, meant):
    assert canon(raw, TEXT, side="label") == Value(meant)


def test_a_backslash_in_a_prediction_is_a_backslash():
    assert canon(r"\N/A", TEXT) == Value(r"\N/A")


@pytest.mark.parametrize("raw", ["a\x00b", "a\x1fb", "\x0c", "a\x7fb", "a\x9bb", "\ud800", "a\ufffe", "a\uffff"])
@pytest.mark.parametrize("side", ["prediction", "label"])
def test_characters_that_no_file_can_hold_are_refused(raw, side):
    found = canon(raw, TEXT, side=side)
    assert isinstance(found, Invalid)
    assert found.reason == "characters"


def test_line_breaks_tabs_emoji_and_right_to_left_text_are_text():
    for text in ("one\ntwo\r\nthree\tfour", "שלום 🙂", "a\u0085b"):
        assert canon(text, TEXT) == Value(text)


def test_the_fields_own_notation_counts_where_nothing_else_is_known():
    field = Field(name="x", type="decimal", conventions=GERMAN)
    assert canon("1,234", field) == Value(Decimal("1.234"))


def test_a_page_is_read_in_the_fields_notation_and_then_in_the_documents():
    english = Conventions(decimal=".", dates="mdy")
    comma = Field(name="x", type="decimal", conventions=Conventions(decimal=","))
    assert effective(comma, english) == Conventions(decimal=",", dates="mdy")
    assert effective(NUMBER, english) == english
    assert effective(NUMBER, UNKNOWN) == UNKNOWN


def test_stored_values_have_a_notation_of_their_own_whatever_the_field_declares():
    comma = Field(name="x", type="decimal", conventions=Conventions(decimal=","))
    notation = effective(comma, GERMAN, "canonical")
    assert notation == CANONICAL
    assert canon("1.234", comma, notation) == Value(Decimal("1.234"))


@pytest.mark.parametrize(
    ("raw", "kind"),
    [("1,234", "decimal"), ("abc", "money"), ("03/04/2024", "date"), ("perhaps", "boolean"), ("1,5", "integer")],
)
def test_what_is_invalid_says_why_in_a_sentence_that_quotes_it(raw, kind):
    found = canon(raw, Field(name="x", type=kind))
    assert f"“{raw}”" in found.detail
    assert found.detail.endswith(".")


def test_a_long_text_is_shortened_in_the_sentence():
    assert len(canon("lorem ipsum " * 1000, DATE).detail) < 120
