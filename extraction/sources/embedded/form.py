"""Fields of a PDF form that bear the name of a field of the contract."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from extraction.contract import Contract, Field
from extraction.pdf.model import FormField
from extraction.sources.base import Claim
from extraction.values import Evidence

_BETWEEN = re.compile(r"[\W_]+")


def fields(form: Iterable[FormField], contract: Contract) -> dict[str, Claim | None]:
    """Claims by field name. The first filled form field of a name, title or alias counts."""
    wanted: dict[str, str] = {}
    for field in contract.fields:
        for name in _names(field):
            wanted.setdefault(name, field.name)
    claims: dict[str, Claim | None] = {}
    for entry in form:
        # Names of nested forms are paths: form1.page1.invoice_number
        names = (_folded(entry.name), _folded(entry.name.rpartition(".")[2].partition("[")[0]))
        match = next((wanted[each] for each in names if each in wanted), None)
        if match is not None and match not in claims and entry.value.strip():
            claims[match] = Claim(entry.value.strip(), evidence=Evidence(page=entry.page, box=entry.box))
    return claims


def _names(field: Field) -> list[str]:
    return [folded for folded in map(_folded, (field.name, field.title, *field.aliases)) if folded]


def _folded(name: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", name).casefold())
