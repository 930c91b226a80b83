"""Values that follow from values the page prints."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.checks import derive
from extraction.contract import Check, Contract, Field, ListField
from extraction.values import ABSENT, Invalid, Value

TOTALS = "total_net + total_tax = total_gross"
LINES = "sum(line_items.line_total) = total_net"
LINE = "each line_items: quantity * unit_price = line_total"
RATE = "total_net * tax_rate / 100 = total_tax"

NET, TAX, GROSS = ((name, "", None) for name in ("total_net", "total_tax", "total_gross"))


def contract(*rules):
    return Contract(
        name="invoice",
        fields=(
            *(Field(name=name, type="money") for name in ("total_net", "total_tax", "total_gross")),
            Field(name="tax_rate", type="percent"),
            Field(name="due_date", type="date"),
            Field(name="invoice_date", type="date"),
        ),
        lists=(
            ListField(
                name="line_items",
                fields=(
                    Field(name="quantity", type="decimal"),
                    Field(name="unit_price", type="money"),
                    Field(name="line_total", type="money"),
                ),
            ),
        ),
        checks=[Check(name=f"check_{at}", rule=rule) for at, rule in enumerate(rules)],
    )


def numbers(**values):
    return {name: Value(Decimal(value)) for name, value in values.items()}


def derived(target, rules, fields, items=(), but_not=()):
    """The rule that derives the target when everything else but `but_not` stands on the page."""
    return derive(
        contract(*rules), target, fields, {"line_items": list(items)}, lambda other: other not in (target, *but_not)
    )


@pytest.mark.parametrize("name", ["total_net", "total_tax", "total_gross"])
def test_each_part_of_a_sum_follows_from_the_others(name):
    right = numbers(total_net="100", total_tax="19", total_gross="119")
    wrong = right | numbers(**{name: "55"})
    assert derived((name, "", None), [TOTALS], right) == TOTALS
    assert derived((name, "", None), [TOTALS], wrong) is None


def test_nothing_follows_from_what_is_not_on_the_page():
    values = numbers(total_net="100", total_tax="19", total_gross="119")
    assert derived(GROSS, [TOTALS], values, but_not=[TAX]) is None


@pytest.mark.parametrize("missing", [ABSENT, Invalid("not a number")])
def test_nothing_follows_from_what_is_missing_and_nothing_missing_follows(missing):
    values = numbers(total_net="100", total_gross="119") | {"total_tax": missing}
    assert derived(GROSS, [TOTALS], values) is None
    assert derived(TAX, [TOTALS], values) is None


def test_a_total_follows_from_its_lines_and_a_line_from_the_total():
    items = [numbers(line_total="30"), numbers(line_total="70")]
    assert derived(NET, [LINES], numbers(total_net="100"), items) == LINES
    assert derived(("line_total", "line_items", 1), [LINES], numbers(total_net="100"), items) == LINES
    assert derived(("line_total", "line_items", 1), [LINES], numbers(total_net="101"), items) is None


@pytest.mark.parametrize("name", ["quantity", "unit_price", "line_total"])
def test_each_factor_follows_within_its_own_item(name):
    items = [
        numbers(quantity="2", unit_price="5", line_total="11"),
        numbers(quantity="3", unit_price="5", line_total="15"),
    ]
    assert derived((name, "line_items", 1), [LINE], {}, items) == LINE
    assert derived((name, "line_items", 0), [LINE], {}, items) is None


def test_a_rate_follows_from_what_it_is_multiplied_with():
    values = numbers(total_net="200", total_tax="38", tax_rate="19")
    assert derived(("tax_rate", "", None), [RATE], values) == RATE


def test_a_factor_of_zero_proves_nothing():
    items = [numbers(quantity="0", unit_price="5", line_total="0")]
    assert derived(("unit_price", "line_items", 0), [LINE], {}, items) is None
    assert derived(("line_total", "line_items", 0), [LINE], {}, items) == LINE


def test_a_tiny_factor_with_a_wide_tolerance_proves_nothing():
    items = [numbers(quantity="0.001", unit_price="5", line_total="0.01")]
    assert derived(("unit_price", "line_items", 0), [LINE], {}, items) is None


def test_a_rounded_total_still_follows():
    items = [numbers(quantity="3", unit_price="33.33", line_total="100.00")]
    assert derived(("line_total", "line_items", 0), [LINE], {}, items) == LINE


def test_a_value_that_stands_twice_in_a_rule_does_not_follow_from_it():
    values = numbers(total_net="100", total_tax="19")
    assert derived(NET, ["total_net + total_tax = total_net + 19"], values) is None


def test_nothing_follows_from_constants_alone():
    assert derived(("tax_rate", "", None), ["tax_rate = 19"], numbers(tax_rate="19")) is None


def test_a_limit_is_no_equation():
    values = numbers(total_net="100", total_tax="19", total_gross="119")
    assert derived(GROSS, ["total_gross >= total_net"], values) is None


def test_a_date_is_not_derived():
    dates = {name: Value("2024-03-04", precision="day") for name in ("due_date", "invoice_date")}
    assert derived(("due_date", "", None), ["due_date = invoice_date"], dates) is None


def test_amounts_of_different_currencies_prove_nothing():
    values = {
        "total_net": Value(Decimal(100), "EUR"),
        "total_tax": Value(Decimal(19), "EUR"),
        "total_gross": Value(Decimal(119), "USD"),
    }
    assert derived(GROSS, [TOTALS], values) is None


def test_a_unit_of_quantity_is_no_currency():
    items = [
        {
            "quantity": Value(Decimal(2), "Stk"),
            "unit_price": Value(Decimal(5), "EUR"),
            "line_total": Value(Decimal(10), "EUR"),
        }
    ]
    assert derived(("line_total", "line_items", 0), [LINE], {}, items) == LINE


def test_the_first_rule_that_gives_the_value_is_named():
    values = numbers(total_net="100", total_tax="19", total_gross="119", tax_rate="19")
    assert derived(TAX, ["nonsense", LINES, RATE, TOTALS], values) == RATE


amounts = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2)


@given(net=amounts, tax=amounts, error=st.decimals(min_value="0.02", max_value=10**6, places=2))
def test_a_right_amount_always_follows_and_a_wrong_one_never(net, tax, error):
    right = numbers(total_net=net, total_tax=tax, total_gross=net + tax)
    wrong = right | numbers(total_gross=net + tax + error)
    assert derived(GROSS, [TOTALS], right) == TOTALS
    assert derived(GROSS, [TOTALS], wrong) is None
