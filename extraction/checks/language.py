"""The language of rules: text to a tree whose names the contract knows and whose kinds fit together."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extraction.contract import Contract, Field, FieldType

Kind = Literal["number", "date"]
Operator = Literal["=", "<=", ">=", "<", ">"]
ALLOWED = "A rule may use field names, numbers, + - * /, sum(list.column), =, <=, >=, <, > and iban(field)."

_LONGEST = 500
_EACH = re.compile(r"each\s+([a-z][a-z0-9_]*)\s*:\s*(.*)", re.DOTALL)
_IBAN = re.compile(r"iban\s*\(\s*([a-z][a-z0-9_]*)\s*\)")
_NAME = re.compile(r"(?<!\w)([^\W\d]\w*)")
_SINGLE_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_OPERATORS: dict[type, Operator] = {ast.Eq: "=", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">"}
_ARITHMETIC: dict[type, Literal["+", "-", "*", "/"]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class CheckError(ValueError):
    """The rule cannot be understood; the message tells the person who wrote it why."""


@dataclass(frozen=True, slots=True)
class Name:
    """A field: of the contract, or with `list_name` a column of a list."""

    name: str
    list_name: str = ""

    def __str__(self) -> str:
        return f"{self.list_name}.{self.name}" if self.list_name else self.name


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """The term for every item of the list, added up."""

    list_name: str
    term: Term


@dataclass(frozen=True, slots=True)
class Operation:
    sign: Literal["+", "-", "*", "/"]
    left: Term
    right: Term


Term = Name | Number | Sum | Operation


@dataclass(frozen=True, slots=True)
class Comparison:
    left: Term
    operator: Operator
    right: Term


@dataclass(frozen=True, slots=True)
class Iban:
    field: Name


@dataclass(frozen=True, slots=True)
class Rule:
    """`each`: the list to whose items the rule applies one by one; "" for a rule about the document."""

    text: str
    body: Comparison | Iban
    each: str = ""


@lru_cache(maxsize=1024)
def parse(rule: str, contract: Contract) -> Rule:
    """Raises CheckError: not understood, a name the contract does not know, dates mixed with numbers."""
    if len(rule) > _LONGEST:
        raise CheckError(f"The rule is longer than {_LONGEST} characters.")
    each, body = "", " ".join(rule.split())
    if scope := _EACH.fullmatch(body):
        each, body = scope[1], scope[2].strip()
        _list(each, contract)
    reader = _Reader(contract, each)
    if call := _IBAN.fullmatch(body):
        name = reader.name(call[1])
        if reader.field(name).type not in (FieldType.TEXT, FieldType.IDENTIFIER):
            raise CheckError(f"{name} is of type {reader.field(name).type}: iban() takes an identifier or text.")
        return Rule(rule, Iban(name), each)
    return Rule(rule, reader.comparison(body), each)


def names(term: Term | Comparison | Iban) -> Iterator[Name]:
    """The fields a tree names, in its order."""
    match term:
        case Name():
            yield term
        case Iban():
            yield term.field
        case Sum():
            yield from names(term.term)
        case Operation() | Comparison():
            yield from names(term.left)
            yield from names(term.right)


def _list(name: str, contract: Contract) -> None:
    known = [part.name for part in contract.lists]
    if name not in known:
        raise CheckError(f"{name} is no list of the contract. Its lists: {', '.join(known) or 'none'}.")


class _Reader:
    """Reads one rule. Python's own parser does the grammar; only the nodes named here are taken over."""

    def __init__(self, contract: Contract, each: str) -> None:
        self.contract = contract
        self.each = each

    def comparison(self, text: str) -> Comparison:
        # An underscore before every name lets fields be called "from" or "class".
        source = _NAME.sub(r"_\1", _SINGLE_EQUALS.sub("==", text))
        try:
            tree = ast.parse(source, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            raise CheckError(f"“{text}” is no rule. {ALLOWED}") from None
        if not isinstance(tree, ast.Compare):
            raise CheckError(f"“{text}” compares nothing: =, <=, >=, < or > is missing.")
        if len(tree.ops) != 1 or type(tree.ops[0]) not in _OPERATORS:
            raise CheckError(f"“{text}”: a rule compares two sides with one of =, <=, >=, <, >.")
        left, right = self.term(tree.left, ""), self.term(tree.comparators[0], "")
        kinds = {kind for kind in (self.kind(left), self.kind(right)) if kind}
        if len(kinds) > 1:
            raise CheckError(f"“{text}” compares a date with a number.")
        comparison = Comparison(left, _OPERATORS[type(tree.ops[0])], right)
        if not any(names(comparison)):
            raise CheckError(f"“{text}” names no field.")
        return comparison

    def term(self, node: ast.expr, summed: str) -> Term:
        """`summed`: the list inside whose sum() the node stands."""
        match node:
            case ast.Constant(value=bool()):
                pass
            case ast.Constant(value=int() | float() as number) if abs(number) < 10**15:
                return Number(Decimal(str(number)))
            case ast.Name(id=name):
                return self.typed(self.name(name.removeprefix("_"), summed))
            case ast.Attribute(value=ast.Name(id=list_name), attr=column):
                return self.column(list_name.removeprefix("_"), column.removeprefix("_"), summed)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Operation("-", Number(Decimal(0)), self.number(operand, summed))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.number(operand, summed)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return Operation(_ARITHMETIC[type(op)], self.number(left, summed), self.number(right, summed))
            case ast.Call(func=ast.Name(id="_sum"), args=[argument], keywords=[]):
                return self.sum(argument, summed)
            case ast.Call(func=ast.Name(id=function)):
                raise CheckError(f"{function.removeprefix('_')}() cannot be used here. {ALLOWED}")
        raise CheckError(f"“{_shown(node)}” cannot be used in a rule. {ALLOWED}")

    def sum(self, argument: ast.expr, summed: str) -> Sum:
        lists = {
            node.value.id.removeprefix("_")
            for node in ast.walk(argument)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        if summed or len(lists) != 1:
            raise CheckError(f"sum() adds up one list, as in sum(line_items.line_total); not “{_shown(argument)}”.")
        (list_name,) = lists
        _list(list_name, self.contract)
        return Sum(list_name, self.number(argument, list_name))

    def number(self, node: ast.expr, summed: str) -> Term:
        term = self.term(node, summed)
        if self.kind(term) == "date":
            raise CheckError(f"{_shown(node)} is a date: dates can be compared, but not be reckoned with.")
        return term

    def column(self, list_name: str, column: str, summed: str) -> Name:
        _list(list_name, self.contract)
        if list_name != summed:
            raise CheckError(
                f"{list_name}.{column} has a value for every item: write sum({list_name}.{column}), "
                f"or begin the rule with “each {list_name}:”."
            )
        known = [field.name for field in self.contract.list(list_name).fields]
        if column not in known:
            raise CheckError(f"{column} is no field of the list {list_name}. Its fields: {', '.join(known)}.")
        return self.typed(Name(column, list_name))

    def name(self, name: str, summed: str = "") -> Name:
        columns = [field.name for field in self.contract.list(self.each).fields] if self.each else []
        scalars = [field.name for field in self.contract.fields]
        if name in columns and not summed:
            return Name(name, self.each)
        if name in scalars:
            return Name(name)
        if name in [part.name for part in self.contract.lists]:
            raise CheckError(f"{name} is a list: name one of its columns, as in sum({name}.column).")
        raise CheckError(
            f"{name} is no field of the contract. Its fields: {', '.join([*columns, *scalars]) or 'none'}."
        )

    def typed(self, name: Name) -> Name:
        kind = self.field(name).type
        if not kind.is_number and kind is not FieldType.DATE:
            raise CheckError(f"{name} is of type {kind}: a rule reckons with numbers and compares dates.")
        return name

    def field(self, name: Name) -> Field:
        return self.contract.find(name.name, name.list_name)

    def kind(self, term: Term) -> Kind | None:
        if isinstance(term, Name):
            return "date" if self.field(term).type is FieldType.DATE else "number"
        return "number"


def _shown(node: ast.expr) -> str:
    return re.sub(r"(?<!\w)_(?=\w)", "", ast.unparse(node))
