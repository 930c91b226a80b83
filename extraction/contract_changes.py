"""What is different between two contracts, part by part: what a person is told before agreeing to a new version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from extraction.contract import Check, Contract, Field, ListField


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RETYPED = "retyped"
    """Its texts mean something else now: stored values are read again."""
    CHANGED = "changed"
    MOVED = "moved"


class PartKind(StrEnum):
    CONTRACT = "contract"
    FIELD = "field"
    LIST = "list"
    CHECK = "check"


_INSIDE = {PartKind.CONTRACT: {"fields", "lists", "checks"}, PartKind.LIST: {"fields"}}
"""What is compared by itself, not as a setting of what it stands in."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that differs; None: as it is by default, or not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ContractChange:
    """`path` names the part: `total_net`, `line_items.quantity`, the name of a list or check, "" for the contract."""

    kind: ChangeKind
    part: PartKind
    path: str
    title: str
    settings: tuple[Setting, ...] = ()


def changes(before: Contract, after: Contract) -> list[ContractChange]:
    """In the order of the contract: the whole, fields, lists with theirs, checks. Empty where the two are equal."""
    found = [*_of_one(PartKind.CONTRACT, "", before, after)]
    found += _of_many(PartKind.FIELD, "", before.fields, after.fields)
    found += _of_many(PartKind.LIST, "", before.lists, after.lists)
    old = {part.name: part for part in before.lists}
    for part in after.lists:
        if part.name in old:
            found += _of_many(PartKind.FIELD, f"{part.name}.", old[part.name].fields, part.fields)
    found += _of_many(PartKind.CHECK, "", before.checks, after.checks)
    return found


Part = Field | ListField | Check | Contract


def _of_many(kind: PartKind, inside: str, before: Sequence[Part], after: Sequence[Part]) -> Iterator[ContractChange]:
    old = {part.name: part for part in before}
    new = {part.name: part for part in after}
    for name, part in new.items():
        if name in old:
            yield from _of_one(kind, inside + name, old[name], part)
        else:
            yield ContractChange(ChangeKind.ADDED, kind, inside + name, title_of(part), _stated(part, kind))
    for name, part in old.items():
        if name not in new:
            yield ContractChange(ChangeKind.REMOVED, kind, inside + name, title_of(part))
    for name in _moved([name for name in old if name in new], [name for name in new if name in old]):
        yield ContractChange(ChangeKind.MOVED, kind, inside + name, title_of(new[name]))


def _of_one(kind: PartKind, path: str, before: Part, after: Part) -> Iterator[ContractChange]:
    names = [name for name in type(after).model_fields if name not in _INSIDE.get(kind, ())]
    settings = tuple(
        Setting(name, getattr(before, name), getattr(after, name))
        for name in names
        if getattr(before, name) != getattr(after, name)
    )
    if settings:
        retyped = isinstance(before, Field) and isinstance(after, Field) and not after.reads_like(before)
        yield ContractChange(
            ChangeKind.RETYPED if retyped else ChangeKind.CHANGED, kind, path, title_of(after), settings
        )


def _stated(part: BaseModel, kind: PartKind) -> tuple[Setting, ...]:
    """What a new part says beyond its name and what holds by default."""
    said = part.model_dump(exclude_defaults=True)
    left_out = {"name"} | _INSIDE.get(kind, set())
    return tuple(Setting(name, None, getattr(part, name)) for name in said if name not in left_out)


def _moved(before: list[str], after: list[str]) -> list[str]:
    """The fewest parts whose moving gives the new order: those outside the longest run that kept its order."""
    place = {name: number for number, name in enumerate(before)}
    best: dict[str, list[str]] = {}
    for name in after:
        earlier = [run for last, run in best.items() if place[last] < place[name]]
        best[name] = [*_longest(earlier), name]
    kept = set(_longest(best.values()))
    return [name for name in after if name not in kept]


def _longest(runs: Iterable[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])


def title_of(part: Part) -> str:
    """What people call it."""
    match part:
        case Field() | ListField():
            return part.title
        case Check():
            return part.label or part.name
    return part.title or part.name
