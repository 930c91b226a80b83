"""Yes and no, and enumerations."""

import pytest

from extraction.canon import canon
from extraction.contract import AllowedValue, Field
from extraction.values import Value

PAID = Field(name="paid", type="boolean")
CURRENCY = Field(
    name="currency",
    type="enum",
    allowed=(
        AllowedValue(value="EUR", aliases=("€", "Euro")),
        AllowedValue(value="USD", aliases=("$", "US Dollar")),
        AllowedValue(value="usd-old"),
    ),
)


@pytest.mark.parametrize("raw", ["yes", "Yes", "JA", "oui", "да", "true", "TRUE", "1", "WAHR", "✓", "☑", "Yes."])
def test_yes_in_the_declared_languages(raw):
    assert canon(raw, PAID) == Value(True)


@pytest.mark.parametrize("raw", ["no", "Nein", "non", "нет", "false", "0", "FALSCH", "☐"])
def test_no_in_the_declared_languages(raw):
    assert canon(raw, PAID) == Value(False)


@pytest.mark.parametrize("raw", ["maybe", "2", "yes and no", "tak", "-"])
def test_anything_else_is_neither(raw):
    assert canon(raw, PAID).reason == "not yes or no"


def test_a_language_is_understood_where_it_is_declared():
    assert canon("tak", Field(name="paid", type="boolean", languages=("pl",))) == Value(True)


@pytest.mark.parametrize("raw", ["EUR", "eur", "€", "Euro", " EURO "])
def test_an_alias_means_its_allowed_value(raw):
    assert canon(raw, CURRENCY) == Value("EUR")


def test_an_alias_is_found_whatever_its_white_space():
    assert canon("US\u00a0  dollar", CURRENCY) == Value("USD")


def test_a_value_that_is_not_allowed_names_the_nearest():
    found = canon("US Dolar", CURRENCY)
    assert found.reason == "not allowed"
    assert "“USD”" in found.detail


def test_allowed_values_that_differ_in_case_only_are_told_apart():
    field = Field(name="x", type="enum", allowed=(AllowedValue(value="a"), AllowedValue(value="A")))
    assert canon("A", field) == Value("A")
    assert canon("a", field) == Value("a")


def test_a_value_wins_over_an_alias_of_another():
    field = Field(
        name="x", type="enum", allowed=(AllowedValue(value="open", aliases=("Paid",)), AllowedValue(value="paid"))
    )
    assert canon("PAID", field) == Value("paid")
