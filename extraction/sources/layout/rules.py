"""The checks of a contract as far as they help to choose: what they speak of, and whether values pass them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extraction.checks import CheckError, parse, run_checks
from extraction.contract import Check, Contract, Field, ListField
from extraction.values import ABSENT, Canonical, Value

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")


@dataclass(frozen=True)
class Group:
    """Scalar fields that checks bind together, or one that has a check of its own."""

    fields: tuple[Field, ...]
    rules: Contract
    """Nothing but these fields and their checks, so that running them is cheap."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields)

    def is_possible(self, value: Value) -> bool:
        """Whether a value has the shape its check demands at all; wrong check digits are another matter."""
        wanted = any(check.rule.replace(" ", "").startswith("iban(") for check in self.rules.checks)
        return not wanted or _IBAN.fullmatch("".join(str(value).split()).upper()) is not None

    def judge(self, values: Mapping[str, Canonical]) -> bool | None:
        """True: all checks that can be run pass; False: one fails; None: none can be run."""
        return _verdict(self.rules, {name: values.get(name, ABSENT) for name in self.names}, {})


@lru_cache(maxsize=16)
def groups(contract: Contract) -> tuple[Group, ...]:
    """The equations between numbers, and the checks of single fields; rules over lists are not among them."""
    found: dict[tuple[Field, ...], list[Check]] = {}
    for check in contract.checks:
        named = _named(check, contract)
        fields = tuple(field for field in contract.fields if field.name in named)
        alone = not any(name in named for name in _list_names(contract))
        if alone and fields and (len(fields) == 1 or all(field.type.is_number for field in fields)):
            found.setdefault(fields, []).append(check)
    return tuple(Group(fields, _bare(fields, (), checks)) for fields, checks in found.items())


@lru_cache(maxsize=16)
def row_rules(contract: Contract, part: ListField) -> Contract | None:
    """The checks that hold for each item of a list; None: there are none."""
    checks = [check for check in contract.checks if check.rule.replace(" ", "").startswith(f"each{part.name}:")]
    checks = [check for check in checks if not _named(check, contract) & {field.name for field in contract.fields}]
    return _bare((), (part,), checks) if checks else None


def judge_row(rules: Contract, part: ListField, row: dict[str, Canonical]) -> bool | None:
    """As `Group.judge`, for one item."""
    values = {field.name: row.get(field.name, ABSENT) for field in part.fields}
    return _verdict(rules, {}, {part.name: [values]})


def _verdict(
    rules: Contract, fields: dict[str, Canonical], lists: dict[str, list[dict[str, Canonical]]]
) -> bool | None:
    verdicts = {result.passed for result in run_checks(rules, fields, lists)}
    return False if False in verdicts else True if True in verdicts else None


def _named(check: Check, contract: Contract) -> frozenset[str]:
    """The words of a rule; none when it cannot be understood."""
    try:
        parse(check.rule, contract)
    except CheckError:
        return frozenset()
    return frozenset("".join(sign if sign.isalnum() or sign == "_" else " " for sign in check.rule).split())


def _list_names(contract: Contract) -> list[str]:
    return [part.name for part in contract.lists]


def _bare(fields: tuple[Field, ...], lists: tuple[ListField, ...], checks: list[Check]) -> Contract:
    slim = {"aliases": (), "description": ""}
    return Contract(
        name="rules",
        fields=tuple(field.model_copy(update=slim) for field in fields),
        lists=tuple(
            part.model_copy(update={**slim, "fields": tuple(field.model_copy(update=slim) for field in part.fields)})
            for part in lists
        ),
        checks=tuple(checks),
    )
