"""Values in the notation of the page: numbers, dates, choices, identifiers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.contract import UNKNOWN, AllowedValue, Conventions, Field, FieldType
from extraction.grounding.places import Place, Printed
from extraction.pdf.model import union
from extraction.values import Evidence, Invalid, Value
from tests.extraction.pages import document, page

GERMAN = Conventions(decimal=",", dates="dmy")
MONEY = Field(name="total", type=FieldType.MONEY)
DECIMAL = Field(name="quantity", type=FieldType.DECIMAL)
INTEGER = Field(name="count", type=FieldType.INTEGER)
PERCENT = Field(name="rate", type=FieldType.PERCENT)
DATE = Field(name="issued", type=FieldType.DATE)
NUMBER = Field(name="invoice_number", type=FieldType.IDENTIFIER, aliases=("Rechnungs-Nr.", "Nr."))
IBAN = Field(name="iban", type=FieldType.IDENTIFIER, spaces="ignore", case="ignore")
NAME = Field(name="seller")
CURRENCY = Field(
    name="currency",
    type=FieldType.ENUM,
    allowed=(AllowedValue(value="EUR", aliases=("€", "Euro")), AllowedValue(value="USD", aliases=("$", "US dollar"))),
)


def places(
    field: Field,
    value: str | Decimal | int,
    *lines: str,
    raw: str = "",
    unit: str | None = None,
    how: Conventions = GERMAN,
) -> list[Place]:
    printed = Printed(document(page(*lines)), how)
    return printed.places(field, Value(value, unit), raw or str(value))


@pytest.mark.parametrize(
    ("amount", "line"),
    [
        ("1234.50", "1.234,50"),
        ("1234.50", "1234,50 EUR"),
        ("1234.50", "EUR 1.234,50"),
        ("1234.50", "1 234,50 €"),
        ("1234.50", "1\u202f234,50 €"),
        ("1234.50", "1'234,50"),
        ("100", "100,00"),
        ("100.00", "100,-"),
        ("100.00", "100"),
        ("-100.00", "-100,00"),
        ("-100.00", "- 100,00"),
        ("-100.00", "−100,00 EUR"),
        ("-100.00", "100,00-"),
        ("-100.00", "(100,00)"),
        ("100.00", "EUR100,00"),
        ("100.00", "100,00€"),
        ("100.00", "Gesamt:100,00"),
        ("100.00", "(Gesamt 100,00)"),
        ("1234567.89", "1 234 567,89"),
    ],
)
def test_an_amount_is_found_in_any_notation(amount, line):
    assert places(MONEY, Decimal(amount), f"Summe {line} heute")


@pytest.mark.parametrize(
    ("amount", "line"),
    [
        ("100.00", "2.100,00"),
        ("100.00", "2 100,00"),
        ("100.00", "-100,00"),
        ("100.00", "- 100,00"),
        ("100.00", "100,00-"),
        ("100.00", "100,001"),
        ("100.00", "100%"),
        ("100.00", "100 %"),
        ("12", "12,50"),
        ("12", "12.03.2024"),
        ("2024", "12. März 2024"),
        ("12", "12. März 2024"),
        ("4", "October 4, 2024"),
        ("1000", "DE91 1000 0000 0123 4567 89"),
        ("123", "R18-123"),
        ("123", "R123"),
        ("12", "12/50"),
        ("15", "15:30"),
        ("234.50", "1 234,50"),
    ],
)
def test_a_part_of_a_number_a_date_or_an_account_is_no_amount(amount, line):
    assert places(MONEY, Decimal(amount), f"Summe {line} heute") == []


def test_an_amount_in_another_currency_is_another_amount():
    assert places(MONEY, Decimal(100), "100,00 USD", unit="EUR") == []
    assert places(MONEY, Decimal(100), "100,00 EUR", unit="EUR")
    assert places(MONEY, Decimal(100), "100,00", unit="EUR")


def test_cells_side_by_side_are_numbers_of_their_own():
    assert places(DECIMAL, Decimal(1), "1     234,50")
    assert places(MONEY, Decimal("234.50"), "1     234,50")


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        (DECIMAL, Decimal(3), "3Stk"),
        (DECIMAL, Decimal("2.5"), "2,5 h"),
        (INTEGER, 30, "30 Tage"),
        (PERCENT, Decimal(19), "19%"),
        (PERCENT, Decimal(19), "19,00 %"),
        (PERCENT, Decimal(19), "(19 %)"),
    ],
)
def test_a_number_is_found_with_its_unit(field, value, line):
    assert places(field, value, f"zu {line} je")


@pytest.mark.parametrize(
    "line",
    ["04.03.2024", "4.3.2024", "4. März 2024", "04/03/2024", "2024-03-04", "March 4, 2024", "04.03.24", "4 mars 2024",
     "Datum:04.03.2024", "(04.03.2024)", "04.03.2024,", "01.02.2024-04.03.2024"],
)  # fmt: skip
def test_a_date_is_found_in_any_notation(line):
    assert places(DATE, "2024-03-04", f"vom {line} an")


@pytest.mark.parametrize(
    ("date", "line"),
    [("2024-03", "4. März 2024"), ("2024", "2024 March 4"), ("2024", "März 2024"), ("2024-03-04", "14.03.2024")],
)
def test_a_part_of_a_date_is_no_date(date, line):
    assert places(DATE, date, f"vom {line} an") == []


def test_a_date_of_unknown_order_is_not_read():
    assert places(DATE, "2024-03-04", "03/04/2024", how=UNKNOWN) == []


@pytest.mark.parametrize("line", ["EUR", "12,00 EUR", "€12,00", "12,00€", "EUR/Stk", "Euro", "(EUR)", "in €:"])
def test_a_currency_is_found_by_its_code_name_or_sign(line):
    assert places(CURRENCY, "EUR", f"Betrag {line} netto")


@pytest.mark.parametrize("line", ["EUROPA", "NEUR", "$ 12", "Neuro"])
def test_a_currency_is_not_found_in_other_words(line):
    assert places(CURRENCY, "EUR", f"Betrag {line} netto") == []


def test_a_name_of_several_words_is_an_alias_too():
    assert places(CURRENCY, "USD", "paid in US dollar")


def test_an_identifier_counts_as_printed():
    assert places(NUMBER, "AB-12", "Nr.AB-12")
    assert places(NUMBER, "AB-12", "ab-12") == []
    assert places(NUMBER, "AB12", "AB-12") == []
    assert places(NUMBER, "0012", "12") == []


@pytest.mark.parametrize(
    ("number", "line", "times"),
    [("1000", "DE91 1000 0000 0123 4567 89", 0), ("2024", "4. März 2024", 0), ("2024", "4. März 2023 2024", 1)],
)
def test_a_number_is_no_identifier_inside_an_account_or_a_date(number, line, times):
    assert len(places(NUMBER, number, line)) == times


def test_an_identifier_that_ignores_blanks_and_case_is_found_however_it_is_printed():
    (place,) = places(IBAN, "DE91100000000123456789", "IBAN: de91 1000 0000 0123 4567 89 BIC")
    assert place.words == (1, 2, 3, 4, 5, 6)
    assert not place.exact


def test_the_claims_own_text_makes_it_exact():
    (place,) = places(MONEY, Decimal("1234.50"), "Summe 1.234,50 EUR", raw="1.234,50 EUR")
    assert place.exact
    (place,) = places(MONEY, Decimal("1234.50"), "Summe 1.234,50 EUR", raw="1234.50")
    assert not place.exact
    (place,) = places(NAME, "MUSTER gmbh", "Muster GmbH")
    assert not place.exact


def test_text_that_is_no_value_is_looked_for_as_it_is_written():
    printed = Printed(document(page("total 12,3x today")), GERMAN)
    (place,) = printed.places(MONEY, Invalid("not a number"), "12,3x")
    assert place.exact
    assert printed.places(MONEY, Invalid("not a number"), "2,3x") == []


def test_the_words_in_a_box_are_read_together():
    printed = Printed(document(page("Meyer &", "Sohn Handels-", "kontor")), UNKNOWN)
    value = Value("Meyer & Sohn Handels-kontor")
    place = printed.inside(NAME, value, value.v, Evidence(page=1, box=(0, 0, 600, 100)))
    assert place is not None
    assert place.words == (0, 1, 2, 3, 4)
    assert printed.inside(NAME, Value("Meyer"), "Meyer", Evidence(page=1, box=(0, 0, 600, 100))) is None
    assert printed.inside(NAME, value, value.v, Evidence(page=2, box=(0, 0, 600, 100))) is None


AMOUNTS = st.decimals(min_value=-99999, max_value=99999, places=2)


@given(AMOUNTS, AMOUNTS)
def test_an_amount_that_is_not_printed_is_not_found(claimed, printed):
    found = places(MONEY, claimed, f"Total {printed:.2f}".replace(".", ","))
    assert bool(found) == (claimed == printed)


@given(st.dates(), st.dates())
def test_a_date_that_is_not_printed_is_not_found(claimed, printed):
    found = places(DATE, claimed.isoformat(), f"am {printed:%d.%m.}{printed.year:04d}")
    assert not found or claimed == printed


@given(AMOUNTS)
def test_a_box_contains_the_words_it_stands_for(amount):
    line = f"Total {amount:.2f} EUR".replace(".", ",")
    shown = page("something else", line)
    (place,) = Printed(document(shown), GERMAN).places(MONEY, Value(amount), str(amount))
    for index in place.words:
        box = shown.visible[index].box
        assert place.box == union([place.box, box])
