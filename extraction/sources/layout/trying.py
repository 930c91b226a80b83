"""What a field of a draft contract would find in a document: for the person who edits it."""

from __future__ import annotations

from dataclasses import dataclass

from extraction.contract import Contract, Field
from extraction.contract_editing import with_field
from extraction.pdf.model import PdfDocument
from extraction.pipeline import assemble
from extraction.sources.layout import Layout
from extraction.sources.layout.cells import sheets
from extraction.sources.layout.vocabulary import vocabulary
from extraction.values import Cell

Cells = tuple[Cell | None, ...]
"""What is found: one for a scalar field, one an item for a column."""
_NAMELESS = "zzzzzz"
"""The name of a field that no page prints."""


@dataclass(frozen=True, slots=True)
class Tried:
    """`cells`: what is found. `standing`: which of the field's words stand on the pages, each with what would be
    found without it."""

    cells: Cells
    standing: dict[str, Cells]

    def needs(self, word: str) -> bool:
        """Whether something else, or nothing, would be found without this word."""
        return word in self.standing and _texts(self.standing[word]) != _texts(self.cells)


def try_field(document: PdfDocument, contract: Contract, name: str, list_name: str = "") -> Tried:
    """What the contract's field finds by rules of layout, and what each alias has to do with it. Raises KeyError."""
    field = contract.find(name, list_name)
    lines = [cell.text for sheet in sheets(document) for cell in sheet.cells]
    standing = {}
    for word in field.aliases:
        if _stands(word, lines):
            others = tuple(alias for alias in field.aliases if alias != word)
            without = with_field(contract, field.model_copy(update={"aliases": others}), list_name, instead_of=name)
            standing[word] = found_by(document, without, name, list_name)
    return Tried(found_by(document, contract, name, list_name), standing)


def found_by(document: PdfDocument, contract: Contract, name: str, list_name: str = "") -> Cells:
    """What the contract's field finds by rules of layout. Raises KeyError."""
    contract.find(name, list_name)
    result = assemble(document, Layout().state(document, contract), contract)
    if not list_name:
        return (result.fields.get(name),)
    return tuple(item.get(name) for item in result.lists.get(list_name, ()))


def _stands(word: str, lines: list[str]) -> bool:
    words = vocabulary((Field(name=_NAMELESS, label=word),))
    return any(words.find(line) for line in lines)


def _texts(cells: Cells) -> list[tuple[str | None, str | None] | None]:
    return [(cell.value, cell.raw) if cell else None for cell in cells]
