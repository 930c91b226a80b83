"""The generator: repeatable, and its parts tell the truth."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.checks.running import is_iban
from samples import notation
from samples.bills import Bill, Item
from samples.generate import write_all
from samples.notation import Notation
from samples.parties import BUYERS, SELLERS, french_vat, german_vat, iban, russian_tax_number
from samples.pen import FONT_FOLDER, Pen, fonts_are_here
from samples.templates.schet import in_words
from samples.truth import bill_rows, stated

needs_fonts = pytest.mark.skipif(not fonts_are_here(), reason=f"DejaVu fonts not in {FONT_FOLDER}")
HERE = Path(__file__).parents[2] / "samples"


@needs_fonts
def test_generating_twice_gives_identical_bytes_and_the_committed_truth(tmp_path):
    for folder in ("one", "two"):
        write_all(tmp_path / folder)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(files) > 40
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file
    for kind in ("invoices", "agreements"):
        assert truths(tmp_path / "one" / kind) == truths(HERE / kind)


def truths(folder: Path) -> list[dict]:
    """Labels without the hashes: another version of the drawing library may write other bytes for the same page."""
    text = (folder / "labels.jsonl").read_text("utf-8")
    return [{name: part for name, part in json.loads(line).items() if name != "sha256"} for line in text.splitlines()]


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (notation.DE, "-1.234,50"),
        (notation.DE_ENGLISH, "-1,234.50"),
        (notation.DE_SHORT, "1234,50-"),
        (notation.SWISS, "-1'234.50"),
        (notation.FR, "-1\u00a0234,50"),
        (notation.US, "(1,234.50)"),
        (notation.ISO, "\u22121 234.50"),
    ],
)
def test_each_notation_writes_amounts_its_own_way(write: Notation, expected):
    assert write.amount(Decimal("-1234.5")) == expected


def test_parentheses_stand_around_sign_and_amount():
    assert notation.US.cash(Decimal("-5"), "USD") == "($5.00)"
    assert notation.DE.cash(Decimal("5"), "EUR") == "5,00 €"


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (notation.DE, "04.03.2024"),
        (notation.DE_LONG, "4. März 2024"),
        (notation.DE_SHORT, "04.03.24"),
        (notation.US, "03/04/2024"),
        (notation.US_LONG, "March 4, 2024"),
        (notation.UK, "04/03/2024"),
        (notation.ISO, "2024-03-04"),
        (notation.OLD, "04-MAR-24"),
        (notation.FR_LONG, "4 mars 2024"),
        (notation.RU, "4 марта 2024 г."),
    ],
)
def test_each_notation_writes_days_its_own_way(write: Notation, expected):
    assert write.day(date(2024, 3, 4)) == expected


def test_the_french_write_the_first_of_a_month_as_they_do():
    assert notation.FR_LONG.day(date(2024, 3, 1)) == "1er mars 2024"
    assert notation.FR.day(date(2024, 3, 1)) == "01/03/2024"


@settings(deadline=None)
@given(st.sampled_from(["DE", "FR", "GB", "CH"]), st.from_regex(r"\A[0-9]{12,18}\Z"))
def test_made_ibans_have_right_check_digits(country, account):
    assert is_iban(iban(country, account))


def test_tax_numbers_have_the_check_digits_of_their_country():
    assert german_vat("13669597") == "DE136695976"
    assert french_vat("404833048") == "FR83404833048"
    assert russian_tax_number("770708389") == "7707083893"


def bill(**changes) -> Bill:
    given = {
        "number": "1", "issued": date(2025, 1, 2), "seller": SELLERS["petra"], "buyer": BUYERS["brandt"],
        "items": (Item("a", Decimal(3), "Stk", Decimal("10.00"), Decimal(20)),
                  Item("b\nc", Decimal(250), "Stk", Decimal("4.00"), Decimal(10), per=100, discount=Decimal(5))),
        "notation": notation.DE,
    }  # fmt: skip
    return Bill(**(given | changes))


def test_a_bill_adds_up_by_rate():
    assert [item.total for item in bill().items] == [Decimal("30.00"), Decimal("9.50")]
    assert bill().taxes == [
        (Decimal(20), Decimal("30.00"), Decimal("6.00")),
        (Decimal(10), Decimal("9.50"), Decimal("0.95")),
    ]
    assert bill().gross == Decimal("46.45")


def test_prices_with_tax_contain_it_and_prices_without_tax_have_none():
    assert bill(tax_included=True).gross == bill().lines
    assert bill(taxed=False).gross == bill().lines
    assert bill(taxed=False).tax == 0


def test_a_column_that_is_not_drawn_is_not_stated():
    rows = bill_rows(bill(), {"description", "line_total"}, "{}")
    assert rows[1] == {
        "position": "N/A", "description": "b c", "quantity": "N/A", "unit": "N/A", "unit_price": "N/A",
        "line_total": "9.50",
    }  # fmt: skip


def test_a_field_nobody_drew_is_not_stated_and_one_without_a_value_cannot_be():
    assert stated({"a": "1", "b": "2"}, {"a"}) == {"a": "1", "b": "N/A"}
    with pytest.raises(ValueError, match="stated without a value: b"):
        stated({"a": "1", "b": ""}, {"b"})


def test_a_pen_remembers_what_it_drew():
    pen = Pen()
    pen.text(10, 10, "7", state="invoice_number")
    pen.text(10, 20, "", state="due_date")
    assert pen.stated == {"invoice_number"}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("93800.00", "Девяносто три тысячи восемьсот рублей 00 копеек"),
        ("121.01", "Сто двадцать один рубль 01 копейка"),
        ("2212.00", "Две тысячи двести двенадцать рублей 00 копеек"),
        ("812574.18", "Восемьсот двенадцать тысяч пятьсот семьдесят четыре рубля 18 копеек"),
    ],
)
def test_russian_sums_are_written_out(amount, words):
    assert in_words(Decimal(amount)) == words
