"""Runs the checks of a contract over what a source states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extraction.checks.language import CheckError, Comparison, Iban, Name, Number, Operator, Rule, Sum, Term, parse
from extraction.checks.reckoning import Fields, Leaf, Lists, Tree, currencies, expand, leaves, reckon
from extraction.contract import Check, Contract, FieldType
from extraction.values import ILLEGIBLE, Canonical, CheckResult, Invalid, Value

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_SHOULD: dict[Operator, tuple[str, str]] = {
    "=": ("be equal to", "be equal to"),
    "<=": ("be at most", "not be later than"),
    ">=": ("be at least", "not be earlier than"),
    "<": ("be less than", "be earlier than"),
    ">": ("be more than", "be later than"),
}


def run_checks(contract: Contract, fields: Fields, lists: Lists) -> list[CheckResult]:
    """A result for every check, or for every item where it says `each`.

    `passed` is None where a value is missing or invalid, where amounts are in different currencies, where
    dates are too coarse to tell, and where the rule cannot be understood.
    """
    return [result for check in contract.checks for result in _run(check, contract, fields, lists)]


def _run(check: Check, contract: Contract, fields: Fields, lists: Lists) -> Iterator[CheckResult]:
    try:
        rule = parse(check.rule, contract)
    except CheckError as error:
        yield CheckResult(name=check.name, passed=None, detail=f"The rule cannot be used: {error}")
        return
    items = range(len(lists.get(rule.each, ()))) if rule.each else [None]
    for item in items:
        passed, detail = _Judge(contract, check, fields, lists, item).judge(rule)
        if check.label and passed is False:
            detail = f"{check.label}: {detail}"
        yield CheckResult(name=check.name, passed=passed, detail=detail, item=item)


class _Judge:
    """One rule over one document or item."""

    def __init__(self, contract: Contract, check: Check, fields: Fields, lists: Lists, item: int | None) -> None:
        self.contract = contract
        self.tolerance = check.tolerance
        self.fields, self.lists, self.item = fields, lists, item

    def judge(self, rule: Rule) -> tuple[bool | None, str]:
        if isinstance(rule.body, Iban):
            return self.iban(rule.body)
        left, right = (expand(side, self.fields, self.lists, self.item) for side in (rule.body.left, rule.body.right))
        every = [*leaves(left), *leaves(right)]
        for leaf in every:
            if not isinstance(leaf.value, Value):
                return None, f"{self.title(leaf.name, leaf.list_name, leaf.item)} {_lack(leaf.value)}."
        units = currencies(self.contract, every)
        if len(units) > 1:
            return None, f"The amounts are in different currencies: {', '.join(units)}."
        if isinstance(left, Leaf) and isinstance(right, Leaf) and self.is_date(left):
            return self.dates(rule.body, left, right)
        return self.numbers(rule.body, left, right)

    def numbers(self, rule: Comparison, left: Tree, right: Tree) -> tuple[bool | None, str]:
        first, second = reckon(left), reckon(right)
        if first is None or second is None:
            return None, "It cannot be worked out: there are no items, or a division by zero."
        passed = _holds(first - second, rule.operator, self.tolerance)
        return passed, "" if passed else self.failure(rule, _shown(first), _shown(second), 0)

    def dates(self, rule: Comparison, left: Leaf, right: Leaf) -> tuple[bool | None, str]:
        first, second = str(left.value), str(right.value)
        common = min(len(first), len(second))
        if len(first) != len(second) and first[:common] == second[:common]:
            return None, f"{first} and {second} are not precise enough to be compared."
        order = Decimal((first > second) - (first < second))
        passed = _holds(order, rule.operator, Decimal(0))
        return passed, "" if passed else self.failure(rule, first, second, 1)

    def iban(self, rule: Iban) -> tuple[bool | None, str]:
        leaf = expand(rule.field, self.fields, self.lists, self.item)
        assert isinstance(leaf, Leaf)
        title = self.title(leaf.name, leaf.list_name, leaf.item)
        if not isinstance(leaf.value, Value):
            return None, f"{title} {_lack(leaf.value)}."
        passed = is_iban(str(leaf.value))
        return passed, "" if passed else f"{title} is no valid IBAN: its check digits do not fit."

    def failure(self, rule: Comparison, first: str, second: str, kind: int) -> str:
        should = _SHOULD[rule.operator][kind]
        left, right = self.words(rule.left), self.words(rule.right)
        return f"{left} is {first}, but should {should} {right}" + (
            "." if isinstance(rule.right, Number) else f", which is {second}."
        )

    def words(self, term: Term) -> str:
        match term:
            case Name():
                return self.title(term.name, term.list_name, None)
            case Number():
                return _shown(term.value)
            case Sum():
                return f"the sum of {self.words(term.term)}"
        return f"{self.words(term.left)} {term.sign} {self.words(term.right)}"

    def title(self, name: str, list_name: str, item: int | None) -> str:
        title = self.contract.find(name, list_name).title
        return f"{title} of item {item + 1}" if item is not None else title

    def is_date(self, leaf: Leaf) -> bool:
        return self.contract.find(leaf.name, leaf.list_name).type is FieldType.DATE


def is_iban(text: str) -> bool:
    """ISO 13616: the country and check digits moved to the end, letters as numbers, modulo 97 is 1."""
    compact = "".join(text.split()).upper()
    if not _IBAN.fullmatch(compact):
        return False
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


def _holds(difference: Decimal, operator: Operator, tolerance: Decimal) -> bool:
    match operator:
        case "=":
            return abs(difference) <= tolerance
        case "<=":
            return difference <= tolerance
        case ">=":
            return difference >= -tolerance
        case "<":
            return difference < 0
    return difference > 0


def _lack(value: Canonical) -> str:
    if isinstance(value, Invalid):
        return "is not valid"
    return "cannot be read" if value is ILLEGIBLE else "is not stated"


def _shown(number: Decimal) -> str:
    """Without the tail of an endless fraction."""
    exponent = number.as_tuple().exponent
    return format(round(number, 6) if isinstance(exponent, int) and exponent < -6 else number, "f")
