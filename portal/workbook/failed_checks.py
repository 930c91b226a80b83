"""What the checks of the contract say of values on their way into a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from extraction.checks import CheckError, Rule, parse, run_checks
from extraction.checks.language import names
from extraction.contract import Contract, Field
from extraction.values import Canonical
from portal.models import StoredValue
from portal.services import values
from portal.services.values import Place


def failed_checks(contract: Contract, said: Mapping[Place, StoredValue]) -> tuple[set[Place], list[str]]:
    """The places whose values contradict a check, and what the checks say."""
    rules, named = _rules(contract)
    if not rules:
        return set(), []
    fields: dict[str, Canonical] = {}
    items: dict[str, dict[int, dict[str, Canonical]]] = {part.name: {} for part in contract.lists}
    for (list_name, item, name), stored in said.items():
        row = items[list_name].setdefault(item, {}) if item else fields
        if field := named.get((list_name, name)):
            row[name] = values.load(stored, field)
    numbers = {list_name: sorted(found) for list_name, found in items.items()}
    lists = {list_name: [items[list_name][item] for item in found] for list_name, found in numbers.items()}
    labels = {check.name: check.label or check.name for check in contract.checks}
    places: set[Place] = set()
    told: list[str] = []
    for result in run_checks(contract, fields, lists):
        if result.passed is not False:
            continue
        told.append(labels[result.name])
        for one in names(rules[result.name].body):
            if not one.list_name:
                places.add(("", 0, one.name))
            elif result.item is not None:
                places.add((one.list_name, numbers[one.list_name][result.item], one.name))
    return places, list(dict.fromkeys(told))


@lru_cache(maxsize=64)
def _rules(contract: Contract) -> tuple[Mapping[str, Rule], Mapping[tuple[str, str], Field]]:
    """Of the checks that can be understood, by name; and the fields they name, by list and name."""
    rules: dict[str, Rule] = {}
    for check in contract.checks:
        try:
            rules[check.name] = parse(check.rule, contract)
        except CheckError:
            continue
    named = {one for rule in rules.values() for one in names(rule.body)}
    return rules, {(one.list_name, one.name): contract.find(one.name, one.list_name) for one in named}
