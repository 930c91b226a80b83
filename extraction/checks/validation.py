"""What is wrong with a contract beyond its form: rules that nobody can understand, languages nobody knows."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from extraction.canon import fold
from extraction.canon.measures import currency
from extraction.checks.language import CheckError, parse
from extraction.contract import Contract, Field, FieldType


def validate_contract(contract: Contract) -> list[str]:
    """The problems, a sentence each, for the person who edits the contract. Empty: there is none."""
    problems = []
    for check in contract.checks:
        try:
            parse(check.rule, contract)
        except CheckError as error:
            problems.append(f"Check {check.name}: {error}")
    for field in contract.fields:
        problems += _field_problems(field, field.name)
    for part in contract.lists:
        for field in part.fields:
            problems += _field_problems(field, f"{part.name}.{field.name}")
    return problems


def _field_problems(field: Field, name: str) -> list[str]:
    problems = [
        f"Field {name}: “{language}” is no language that month names are known for."
        for language in field.languages
        if not _is_known(language)
    ]
    if field.type is FieldType.MONEY and field.unit and not currency(field.unit, field.languages):
        problems.append(f"Field {name}: “{field.unit}” is no currency.")
    if field.type is FieldType.PERCENT and field.unit not in (None, "%", "1"):
        problems.append(f"Field {name}: the unit of a percentage is % (or 1, for a fraction), not “{field.unit}”.")
    return problems + _shared_aliases(field, name)


def _shared_aliases(field: Field, name: str) -> list[str]:
    """Words that two allowed values claim: only the first would ever be found by them."""
    claimed: dict[str, str] = {}
    problems = []
    for choice in field.allowed:
        for word in (choice.value, *choice.aliases):
            if claimed.setdefault(fold(word), choice.value) != choice.value:
                problems.append(f"Field {name}: “{word}” means both {claimed[fold(word)]} and {choice.value}.")
    return problems


def _is_known(language: str) -> bool:
    try:
        Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return False
    return True
