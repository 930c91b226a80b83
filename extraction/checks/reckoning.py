"""Rules with their values put in: what a side comes to, and what one of its values must be.

A term is expanded over the items of its lists first, so that every leaf is one value of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from functools import reduce
from typing import Literal

from extraction.checks.language import Name, Number, Sum, Term
from extraction.contract import Contract, FieldType
from extraction.values import ABSENT, Canonical, Value

Fields = Mapping[str, Canonical]
Lists = Mapping[str, Sequence[Mapping[str, Canonical]]]

_EXACT = Context(prec=60, traps=[DivisionByZero, InvalidOperation, Overflow])


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of the document: `item` counts from 0 within its list."""

    name: str
    list_name: str
    item: int | None
    value: Canonical

    @property
    def number(self) -> Decimal | None:
        """The value where it is a number."""
        if isinstance(self.value, Value) and isinstance(self.value.v, int | Decimal):
            return Decimal(self.value.v)
        return None


@dataclass(frozen=True, slots=True)
class Node:
    """`parts` are two, or any number of them added up."""

    sign: Literal["+", "-", "*", "/"]
    parts: tuple[Tree, ...]


Tree = Leaf | Decimal | Node


def expand(term: Term, fields: Fields, lists: Lists, item: int | None = None) -> Tree:
    """The tree of a term, within `each` for that item. The sum over a list without items is empty."""
    match term:
        case Number():
            return term.value
        case Name():
            stated = lists[term.list_name][item] if term.list_name and item is not None else fields
            return Leaf(term.name, term.list_name, item if term.list_name else None, stated.get(term.name, ABSENT))
        case Sum():
            items = range(len(lists.get(term.list_name, ())))
            return Node("+", tuple(expand(term.term, fields, lists, at) for at in items))
    return Node(term.sign, (expand(term.left, fields, lists, item), expand(term.right, fields, lists, item)))


def leaves(tree: Tree) -> Iterator[Leaf]:
    match tree:
        case Leaf():
            yield tree
        case Node():
            for part in tree.parts:
                yield from leaves(part)


def currencies(contract: Contract, stated: Iterable[Leaf]) -> list[str]:
    """The currencies of the amounts of money among the leaves; more than one cannot be added up."""
    money = (leaf for leaf in stated if contract.find(leaf.name, leaf.list_name).type is FieldType.MONEY)
    return sorted({leaf.value.unit for leaf in money if isinstance(leaf.value, Value) and leaf.value.unit})


def reckon(tree: Tree) -> Decimal | None:
    """What the tree comes to. None: a value is missing, or a division by zero."""
    with localcontext(_EXACT):
        try:
            return _reckon(tree)
        except (DivisionByZero, InvalidOperation, Overflow):
            return None


def solve(tree: Tree, is_unknown: Callable[[Leaf], bool], result: Decimal) -> Decimal | None:
    """What the one unknown leaf must be for the tree to come to `result`.

    None where the equation does not say (a factor of zero), or where the unknown does not occur exactly once.
    """
    if sum(map(is_unknown, leaves(tree))) != 1:
        return None
    with localcontext(_EXACT):
        try:
            return _solve(tree, is_unknown, result)
        except (DivisionByZero, InvalidOperation, Overflow):
            return None


def _reckon(tree: Tree) -> Decimal | None:
    if isinstance(tree, Decimal):
        return tree
    if isinstance(tree, Leaf):
        return tree.number
    numbers = []
    for part in tree.parts:
        number = _reckon(part)
        if number is None:
            return None
        numbers.append(number)
    return _combined(tree.sign, numbers)


def _combined(sign: Literal["+", "-", "*", "/"], numbers: list[Decimal]) -> Decimal | None:
    match sign:
        case "+":
            return sum(numbers, Decimal(0)) if numbers else None
        case "-":
            return numbers[0] - numbers[1]
        case "*":
            return reduce(Decimal.__mul__, numbers)
    return numbers[0] / numbers[1]


def _solve(tree: Tree, is_unknown: Callable[[Leaf], bool], result: Decimal) -> Decimal | None:
    if not isinstance(tree, Node):
        return result
    at = next(at for at, part in enumerate(tree.parts) if any(map(is_unknown, leaves(part))))
    others = [_reckon(part) for part in (*tree.parts[:at], *tree.parts[at + 1 :])]
    known = [number for number in others if number is not None]
    if len(known) < len(others):
        return None
    match tree.sign:
        case "+":
            wanted = result - sum(known, Decimal(0))
        case "-":
            wanted = result + known[0] if at == 0 else known[0] - result
        case "*":
            wanted = result / known[0]
        case _:
            # 0 / x is 0 for every x; x / 0 is nothing.
            if known[0] == 0 or (at == 1 and result == 0):
                return None
            wanted = result * known[0] if at == 0 else known[0] / result
    return _solve(tree.parts[at], is_unknown, wanted)
