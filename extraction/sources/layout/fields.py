"""The scalar fields of a document: candidates from all rules, then one choice."""

from __future__ import annotations

from collections.abc import Iterator

from extraction.contract import Contract, Conventions, FieldType
from extraction.sources.layout.amounts import in_column
from extraction.sources.layout.candidates import Candidate, is_label, near
from extraction.sources.layout.cells import Cell, Sheet
from extraction.sources.layout.choices import choose
from extraction.sources.layout.definitions import defined
from extraction.sources.layout.enumerations import voted
from extraction.sources.layout.letters import correspondents
from extraction.sources.layout.lexicon import DELIVERY
from extraction.sources.layout.parties import Parties
from extraction.sources.layout.phrases import key
from extraction.sources.layout.proofs import proven
from extraction.sources.layout.prose import in_sentences
from extraction.sources.layout.titles import titles
from extraction.sources.layout.vocabulary import Vocabulary, vocabulary

_IN_TABLE = 0.3
"""What is left of a candidate whose label stands in a table of a list."""


def find_fields(
    contract: Contract, pages: list[Sheet], conventions: Conventions, listed: frozenset[int]
) -> dict[str, Candidate]:
    """By field name; a field for which nothing speaks clearly enough is left out.

    `listed`: identities of the words of tables; labels among them head columns, so they say less of single fields.
    """
    labels = vocabulary(contract.fields)
    found = _candidates(contract, pages, labels, conventions)
    return choose(contract, (_outside(candidate, listed) for candidate in found))


def _outside(candidate: Candidate, listed: frozenset[int]) -> Candidate:
    inside = candidate.label is not None and any(id(word) in listed for word in candidate.label.words)
    return candidate.weighed(_IN_TABLE) if inside else candidate


def _candidates(
    contract: Contract, pages: list[Sheet], labels: Vocabulary, conventions: Conventions
) -> Iterator[Candidate]:
    parties = Parties(contract, pages, labels)
    titled = titles(contract)
    for sheet in pages:
        names = list(parties.names(sheet, conventions))
        if sheet.number == 1:
            written = list(correspondents(contract, sheet, names, _headings(sheet, labels), conventions))
            parties.note(names + written)
            yield from written
            yield from titled.undated(sheet, conventions)
        yield from names
        labelled = [parties.weigh(it) for it in _labelled(contract, sheet, labels, conventions, parties)]
        yield from labelled
        yield from in_column(contract, sheet, labelled, conventions)
        yield from proven(contract, sheet, conventions)
        yield from defined(contract, sheet, labels, conventions)
        yield from in_sentences(contract, sheet, labels, conventions)
        yield from titled.candidates(sheet, conventions)
    for field in contract.fields:
        if field.type is FieldType.ENUM:
            yield from voted(pages, field, conventions)


def _headings(sheet: Sheet, labels: Vocabulary) -> list[Cell]:
    """Cells that announce what stands below: labels, short lines that end with a colon or hold an address's name."""
    return [cell for cell in sheet.cells if is_label(cell, labels) or key(cell.text).startswith(DELIVERY)]


def _labelled(
    contract: Contract, sheet: Sheet, labels: Vocabulary, conventions: Conventions, parties: Parties
) -> Iterator[Candidate]:
    named = {field.name: field for field in contract.fields}
    for cell in sheet.cells:
        for hit in labels.find(cell.text):
            if not parties.heads(named[hit.name]):
                yield from near(sheet, cell, hit, named[hit.name], labels, conventions)
