"""Contracts as JSON text, for people who edit one."""

from __future__ import annotations

from django.utils.translation import gettext as _
from pydantic import ValidationError

from extraction.contract import Contract
from portal.sentences import translated
from portal.services.errors import BadInput

LARGEST = 4_000_000
"""Characters; a contract of a thousand fields with all their words is a tenth of this."""


def text_of(contract: Contract) -> str:
    """Indented JSON without what is as it would be anyway."""
    return contract.model_dump_json(indent=2, exclude_defaults=True)


def contract_from(text: str) -> Contract:
    """Raises BadInput with a line for each problem: where it is, and what is wrong."""
    if not text.strip():
        raise BadInput(_("The definition is empty; write a contract as JSON."))
    if len(text) > LARGEST:
        raise BadInput(_("This text is too long for a contract."))
    try:
        return Contract.model_validate_json(text)
    except ValidationError as error:
        raise BadInput("\n".join(_in_words(one["loc"], one["msg"]) for one in error.errors())) from error


def _in_words(place: tuple[int | str, ...], message: str) -> str:
    where = "".join(f", {part + 1}." if isinstance(part, int) else f" › {part}" for part in place).lstrip(" ›")
    said = translated(message)
    return f"{where}: {said}" if where else said
