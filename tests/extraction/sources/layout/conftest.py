"""Pages made by hand: `paper` sets texts at places, each a line of its own, as a PDF writes them."""

from collections.abc import Callable

import pytest

from extraction.contract import AllowedValue, Check, Contract, Field, FieldType, ListField
from extraction.pdf.model import Page, PdfDocument, Word
from extraction.sources.layout import Layout

HEIGHT, ADVANCE = 10.0, 5.0
"""Points: height of a word, width of a sign."""


def words_at(x: float, y: float, text: str, line: int, upright: bool = True) -> list[Word]:
    words = []
    for part in text.split(" "):
        width = ADVANCE * len(part)
        if part:
            words.append(Word(part, (x, y, x + width, y + HEIGHT), line, upright=upright, size=9.0))
        x += width + ADVANCE / 2
    return words


def page_of(places: list[tuple[float, float, str]], number: int = 1) -> Page:
    words = [word for line, (x, y, text) in enumerate(places) for word in words_at(x, y, text, line)]
    return Page(number, 600, 800, 0, tuple(words))


@pytest.fixture
def paper() -> Callable[..., PdfDocument]:
    """`paper([(x, y, text), ...], [...])`: a document, a list a page."""

    def make(*pages: list[tuple[float, float, str]]) -> PdfDocument:
        return PdfDocument(tuple(page_of(places, number) for number, places in enumerate(pages, start=1)))

    return make


@pytest.fixture
def lease() -> Contract:
    """Nothing like an invoice: the rules must serve whatever a contract names."""
    return Contract(
        name="leases",
        kinds=("Lease",),
        fields=(
            Field(name="lease_number", type=FieldType.IDENTIFIER, aliases=("Lease no.", "Lease number")),
            Field(name="signed_on", type=FieldType.DATE, aliases=("Lease date", "Signed on")),
            Field(name="start_date", type=FieldType.DATE, aliases=("Start of tenancy", "shall commence on")),
            Field(name="landlord_name", aliases=("Landlord", "From")),
            Field(name="landlord_tax_id", type=FieldType.IDENTIFIER, aliases=("Tax ID",), spaces="ignore"),
            Field(name="tenant_name", aliases=("Tenant", "To")),
            Field(name="tenant_tax_id", type=FieldType.IDENTIFIER, aliases=("Tax ID",), spaces="ignore"),
            Field(name="rent", type=FieldType.MONEY, aliases=("Rent", "Monthly rent")),
            Field(name="charges", type=FieldType.MONEY, aliases=("Service charge",)),
            Field(name="rent_in_all", type=FieldType.MONEY, aliases=("Rent in all",)),
            Field(name="governing_law", aliases=("governed by the laws of",)),
            Field(name="deposit_iban", type=FieldType.IDENTIFIER, spaces="ignore", aliases=("Deposit account",)),
            Field(
                name="currency",
                type=FieldType.ENUM,
                allowed=(AllowedValue(value="EUR", aliases=("€",)), AllowedValue(value="GBP", aliases=("£",))),
            ),
        ),
        lists=(
            ListField(
                name="rooms",
                fields=(
                    Field(name="room", aliases=("Room", "Space")),
                    Field(name="area", type=FieldType.DECIMAL, aliases=("Area", "Size")),
                    Field(name="rate", type=FieldType.MONEY, aliases=("Rate",)),
                    Field(name="amount", type=FieldType.MONEY, aliases=("Amount", "Total")),
                ),
            ),
        ),
        checks=(
            Check(name="adds_up", rule="rent + charges = rent_in_all"),
            Check(name="iban", rule="iban(deposit_iban)"),
            Check(name="rows", rule="each rooms: area * rate = amount"),
        ),
    )


@pytest.fixture
def read(paper, lease) -> Callable[..., dict[str, str | None]]:
    """The scalar fields of a page, as raw text."""
    source = Layout()

    def fields(*pages: list[tuple[float, float, str]]) -> dict[str, str | None]:
        statement = source.state(paper(*pages), lease)
        return {name: claim.raw if claim else None for name, claim in statement.fields.items()}

    return fields


@pytest.fixture
def rooms(paper, lease) -> Callable[..., list[dict[str, str | None]]]:
    """The items of the list, as raw text."""
    source = Layout()

    def items(*pages: list[tuple[float, float, str]]) -> list[dict[str, str | None]]:
        statement = source.state(paper(*pages), lease)
        return [{name: claim.raw for name, claim in row.items() if claim} for row in statement.lists["rooms"]]

    return items
