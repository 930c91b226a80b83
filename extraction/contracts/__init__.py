"""The contracts that come with Proofsheet, and the one way to get a contract from what a person typed."""

from __future__ import annotations

import importlib
from pathlib import Path

from pydantic import BaseModel, ValidationError

from extraction.checks.validation import validate_contract
from extraction.contract import Contract, ContractError
from extraction.contracts.agreements import AGREEMENTS
from extraction.contracts.invoices import INVOICES
from extraction.from_model import contract_from_model, readable

SHIPPED = {contract.name: contract for contract in (INVOICES, AGREEMENTS)}
NAMES = tuple(SHIPPED)

LARGEST_FILE = 4_000_000
"""Bytes; a contract of a thousand fields with all their words is a tenth of this."""


def shipped(name: str) -> Contract:
    """Raises ContractError for a name that is none of NAMES."""
    if name not in SHIPPED:
        raise ContractError(f"no contract {name!r} comes with Proofsheet; there are {', '.join(NAMES)}")
    return SHIPPED[name]


def load(text: str) -> Contract:
    """The contract that `text` names: `invoices`, `path/to/contract.json` or `package.module:Class`.

    The last form imports and so runs that module: for a person's own command line, never for text from elsewhere.
    Raises ContractError, saying what was looked for.
    """
    if text in SHIPPED:
        return SHIPPED[text]
    if Path(text).suffix.lower() == ".json":
        contract = _from_json(Path(text))
    elif ":" in text:
        contract = _from_module(*text.rsplit(":", 1))
    else:
        raise ContractError(f"no contract {text!r}: give {', '.join(NAMES)}, a .json file, or module:Class")
    problems = validate_contract(contract)
    if problems:
        raise ContractError(f"{text}: {' '.join(problems)}")
    return contract


def _from_json(path: Path) -> Contract:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ContractError(f"{path}: too large for a contract")
        return Contract.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ContractError(f"{path}: {error.strerror or error}") from error
    except ValidationError as error:
        raise ContractError(f"{path}: {readable(error)}") from error


def _from_module(module: str, name: str) -> Contract:
    try:
        found = getattr(importlib.import_module(module), name, None)
    except Exception as error:  # whatever a stranger's module does while it is imported
        raise ContractError(f"{module}: cannot be imported: {type(error).__name__}: {error}") from error
    if found is None:
        raise ContractError(f"{module}:{name}: no such class in that module")
    if isinstance(found, Contract):
        return found
    if isinstance(found, type) and issubclass(found, BaseModel):
        return contract_from_model(found)
    raise ContractError(f"{module}:{name}: neither a pydantic class nor a Contract")
