"""From a PDF to typed, cited values: read -> ask -> canonicalise -> ground -> derive -> check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from extraction.canon import canon, cell_of, effective
from extraction.checks import Target, derive, run_checks
from extraction.contract import Contract, Conventions, Field
from extraction.conventions import detect
from extraction.grounding import Grounded, Groundings, Said, ground
from extraction.pdf.guard import read
from extraction.pdf.limits import DEFAULT, Limits
from extraction.pdf.model import PdfDocument
from extraction.sources.base import Claim, Source, Statement
from extraction.values import UNLABELLED, Canonical, Cell, ExtractionResult, Grounding, Notation, Value

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What JSON, workbooks or PostgreSQL refuse."""
_LONGEST = 30_000
"""Signs of a raw text that are kept: a cell of a workbook holds 32,767."""


def extract(path: Path, contract: Contract, source: Source, *, limits: Limits = DEFAULT) -> ExtractionResult:
    """What the source says about the file, each value with its evidence. Raises PdfError."""
    document = read(path, limits)
    statement = source.state(document, contract)
    return assemble(document, statement, contract)


def assemble(document: PdfDocument, statement: Statement, contract: Contract) -> ExtractionResult:
    """The same for a document that is read and a statement that is made already."""
    conventions = _page_conventions(document, statement)
    said = _understood(statement, contract, conventions)
    groundings = ground(document, contract, said.fields, said.lists, conventions)
    rules = _derivations(contract, said, groundings)
    return ExtractionResult(
        fields={field.name: _cell(said, groundings, rules, field.name) for field in contract.fields},
        lists={
            part.name: [
                {field.name: _cell(said, groundings, rules, field.name, part.name, item) for field in part.fields}
                for item in range(len(said.lists.get(part.name, ())))
            ]
            for part in contract.lists
        },
        checks=tuple(run_checks(contract, said.field_values, said.list_values)),
        flags=document.flags,
        conventions=conventions,
        notation=statement.notation,
        notes=(*statement.notes, *_unknown(statement, contract)),
    )


@dataclass(frozen=True)
class _Understood:
    """Claims with what they say. Items that say nothing are gone."""

    fields: dict[str, Said]
    lists: dict[str, list[dict[str, Said]]]

    @property
    def field_values(self) -> dict[str, Canonical]:
        return {name: said.value for name, said in self.fields.items()}

    @property
    def list_values(self) -> dict[str, list[dict[str, Canonical]]]:
        return {
            name: [{column: said.value for column, said in item.items()} for item in items]
            for name, items in self.lists.items()
        }

    def at(self, name: str, list_name: str = "", item: int | None = None) -> Said | None:
        return self.fields.get(name) if item is None else self.lists[list_name][item].get(name)


def _page_conventions(document: PdfDocument, statement: Statement) -> Conventions:
    """How the pages write numbers and dates: what a source that read them says, else a vote of their lines."""
    detected = detect(line.text for page in document.pages for line in page.lines)
    return statement.conventions.over(detected) if statement.notation == "page" else detected


def _understood(statement: Statement, contract: Contract, conventions: Conventions) -> _Understood:
    def row(fields: tuple[Field, ...], claims: Mapping[str, Claim | None]) -> dict[str, Said]:
        claimed = ((field, claims.get(field.name)) for field in fields)
        said = {
            field.name: _said(field, claim, statement.notation, conventions)
            for field, claim in claimed
            if claim is not None
        }
        return {name: one for name, one in said.items() if one.claim.raw}

    rows = {
        part.name: [row(part.fields, item) for item in statement.lists.get(part.name, ())] for part in contract.lists
    }
    return _Understood(
        row(contract.fields, statement.fields), {name: [r for r in all_ if r] for name, all_ in rows.items()}
    )


def _said(field: Field, claim: Claim, notation: Notation, conventions: Conventions) -> Said:
    claim = replace(claim, raw=storable(claim.raw))
    value = canon(claim.raw, field, effective(field, conventions, notation))
    if isinstance(value, Value) and field.type.is_number and claim.unit and value.unit is None:
        value = replace(value, unit=storable(claim.unit))
    return Said(claim, value)


def storable(text: str) -> str:
    """The text without characters that JSON, workbooks or PostgreSQL refuse, trimmed and of bounded length."""
    return _UNSTORABLE.sub("", text[: 2 * _LONGEST]).strip()[:_LONGEST]


def _derivations(contract: Contract, said: _Understood, groundings: Groundings) -> dict[Target, str]:
    """The rule for every value that no page prints but that follows from printed ones."""

    def printed(target: Target) -> bool:
        return _grounded(groundings, *target).grounding in (Grounding.EXACT, Grounding.NORMALISED)

    rules: dict[Target, str] = {}
    for target in _targets(said):
        if _grounded(groundings, *target).grounding is Grounding.NONE:
            rule = derive(contract, target, said.field_values, said.list_values, printed)
            if rule is not None:
                rules[target] = rule
    return rules


def _targets(said: _Understood) -> Iterator[Target]:
    for name in said.fields:
        yield name, "", None
    for list_name, items in said.lists.items():
        for item, columns in enumerate(items):
            for name in columns:
                yield name, list_name, item


def _grounded(groundings: Groundings, name: str, list_name: str = "", item: int | None = None) -> Grounded:
    nothing = Grounded(Grounding.NONE)
    if item is None:
        return groundings.fields.get(name, nothing)
    return groundings.lists[list_name][item].get(name, nothing)


def _cell(
    said: _Understood,
    groundings: Groundings,
    rules: dict[Target, str],
    name: str,
    list_name: str = "",
    item: int | None = None,
) -> Cell | None:
    one = said.at(name, list_name, item)
    if one is None or one.value is UNLABELLED:
        return None
    found = _grounded(groundings, name, list_name, item)
    rule = rules.get((name, list_name, item))
    return cell_of(
        one.value,
        raw=one.claim.raw,
        evidence=found.evidence,
        grounding=Grounding.DERIVED if rule else found.grounding,
        rule=rule,
    )


def _unknown(statement: Statement, contract: Contract) -> list[str]:
    """What the source says of things the contract does not know."""
    names = {field.name for field in contract.fields}
    columns = {part.name: {field.name for field in part.fields} for part in contract.lists}
    unknown = [name for name in statement.fields if name not in names]
    for name, items in statement.lists.items():
        if name not in columns:
            unknown.append(name)
        else:
            unknown += sorted(
                {f"{name}.{column}" for item in items for column in item} - {f"{name}.{c}" for c in columns[name]}
            )
    return [f"not in the contract: {', '.join(storable(name)[:80] for name in unknown[:20])}"] if unknown else []
