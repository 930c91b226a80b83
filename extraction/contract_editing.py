"""Contracts changed a part at a time. Each function gives a new one; raises ContractError where it would be none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeVar

from pydantic import ValidationError

from extraction.contract import Check, Contract, ContractError, Field, ListField
from extraction.from_model import readable

Named = TypeVar("Named", Field, ListField, Check)
Whole = TypeVar("Whole", Contract, ListField)


def with_field(contract: Contract, field: Field, list_name: str = "", *, instead_of: str = "") -> Contract:
    """The field in the place of the one named `instead_of`, or at the end. Raises KeyError (no such list)."""
    if not list_name:
        return _again(contract, fields=_put(contract.fields, field, instead_of))
    part = contract.list(list_name)
    return with_list(contract, _again(part, fields=_put(part.fields, field, instead_of)), instead_of=list_name)


def with_list(contract: Contract, part: ListField, *, instead_of: str = "") -> Contract:
    return _again(contract, lists=_put(contract.lists, part, instead_of))


def with_check(contract: Contract, check: Check, *, instead_of: str = "") -> Contract:
    return _again(contract, checks=_put(contract.checks, check, instead_of))


def without_field(contract: Contract, name: str, list_name: str = "") -> Contract:
    if not list_name:
        return _again(contract, fields=_less(contract.fields, name))
    part = contract.list(list_name)
    if [field.name for field in part.fields] == [name]:
        raise ContractError(f"{name} is the last field of the list {list_name}: remove the list instead")
    return with_list(contract, _again(part, fields=_less(part.fields, name)), instead_of=list_name)


def without_list(contract: Contract, name: str) -> Contract:
    return _again(contract, lists=_less(contract.lists, name))


def without_check(contract: Contract, name: str) -> Contract:
    return _again(contract, checks=_less(contract.checks, name))


def with_field_moved(contract: Contract, name: str, list_name: str = "", *, by: int) -> Contract:
    """The field `by` places further down (up where negative), as far as there is room."""
    if not list_name:
        return _again(contract, fields=_moved(contract.fields, name, by))
    part = contract.list(list_name)
    return with_list(contract, _again(part, fields=_moved(part.fields, name, by)), instead_of=list_name)


def with_settings(contract: Contract, **settings: Any) -> Contract:
    """Title, description and kinds of the contract itself."""
    return _again(contract, **settings)


def _put(parts: Sequence[Named], part: Named, instead_of: str) -> tuple[Named, ...]:
    if not instead_of:
        return tuple(chain(parts, [part]))
    return tuple(part if one.name == instead_of else one for one in parts)


def _less(parts: Sequence[Named], name: str) -> tuple[Named, ...]:
    return tuple(one for one in parts if one.name != name)


def _moved(parts: Sequence[Named], name: str, by: int) -> tuple[Named, ...]:
    rest = list(_less(parts, name))
    place = next((number for number, one in enumerate(parts) if one.name == name), None)
    if place is None:
        return tuple(parts)
    rest.insert(min(max(place + by, 0), len(rest)), parts[place])
    return tuple(rest)


def _again(whole: Whole, **update: Any) -> Whole:
    """With these settings, checked as a whole: `model_copy` would check nothing."""
    try:
        return type(whole)(**{name: getattr(whole, name) for name in type(whole).model_fields} | update)
    except ValidationError as error:
        raise ContractError(readable(error)) from error
