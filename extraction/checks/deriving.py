"""Grounding by reckoning: a value the page does not print, but that follows from values it prints."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from extraction.checks.language import CheckError, Comparison, names, parse
from extraction.checks.reckoning import Fields, Leaf, Lists, currencies, expand, leaves, reckon, solve
from extraction.contract import Contract

Target = tuple[str, str, int | None]
"""A value of a document: the field's name, the list's name ("" for a scalar), the item from 0."""


def derive(
    contract: Contract, target: Target, fields: Fields, lists: Lists, grounded: Callable[[Target], bool]
) -> str | None:
    """The rule by which the target's value follows from other values, all of them grounded; None: no rule does.

    An equation determines one value when it names it once and every other value in it is known. Both
    must hold within the check's tolerance: the equation, and the solved value against the stated one
    (`0 * x = 0` holds for every x and proves none).
    """
    name, list_name, _ = target
    for check in contract.checks:
        try:
            rule = parse(check.rule, contract)
        except CheckError:
            continue
        body = rule.body
        if not isinstance(body, Comparison) or body.operator != "=":
            continue
        if (rule.each and rule.each != list_name) or not any(
            (named.name, named.list_name) == (name, list_name) for named in names(body)
        ):
            continue
        if _follows(contract, body, target, fields, lists, grounded, check.tolerance, each=bool(rule.each)):
            return check.rule
    return None


def _follows(
    contract: Contract,
    rule: Comparison,
    target: Target,
    fields: Fields,
    lists: Lists,
    grounded: Callable[[Target], bool],
    tolerance: Decimal,
    *,
    each: bool,
) -> bool:
    def is_target(leaf: Leaf) -> bool:
        return (leaf.name, leaf.list_name, leaf.item) == target

    item = target[2] if each else None
    left, right = expand(rule.left, fields, lists, item), expand(rule.right, fields, lists, item)
    every = [*leaves(left), *leaves(right)]
    stated = [leaf for leaf in every if is_target(leaf)]
    others = [leaf for leaf in every if not is_target(leaf)]
    if len(stated) != 1 or not others or stated[0].number is None:
        return False
    if any(leaf.number is None or not grounded((leaf.name, leaf.list_name, leaf.item)) for leaf in others):
        return False
    if len(currencies(contract, every)) > 1:
        return False
    first, second = reckon(left), reckon(right)
    if first is None or second is None or abs(first - second) > tolerance:
        return False
    solved = solve(left, is_target, second) if stated[0] in list(leaves(left)) else solve(right, is_target, first)
    return solved is not None and abs(solved - stated[0].number) <= tolerance
