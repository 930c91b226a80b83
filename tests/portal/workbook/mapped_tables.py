"""Tables that tests map, and a contract that is not that of invoices."""

from __future__ import annotations

from extraction import tables
from extraction.contract import AllowedValue, Contract, Field, FieldType, ListField
from extraction.contracts.invoices import INVOICES
from portal.workbook.mapping import propose

BILLS = Contract(
    name="bills",
    fields=(
        Field(name="number", type=FieldType.IDENTIFIER, label="Bill no.", aliases=("Rechnung Nr.", "Reference")),
        Field(name="issued", type=FieldType.DATE, label="Issued", aliases=("Date", "Datum", "Rechnungsdatum")),
        Field(name="total", type=FieldType.MONEY, label="Total due", aliases=("Summe", "Amount")),
        Field(name="seller", aliases=("Firma", "Supplier")),
        Field(name="buyer", aliases=("Firma", "Reference", "Customer")),
        Field(name="paid", type=FieldType.BOOLEAN),
        Field(name="currency", type=FieldType.ENUM, allowed=(AllowedValue(value="EUR", aliases=("€",)),)),
    ),
    lists=(
        ListField(
            name="lines",
            label="Line items",
            fields=(
                Field(name="what", aliases=("Description",)),
                Field(name="amount", type=FieldType.MONEY, aliases=("Betrag",)),
                Field(name="count", type=FieldType.INTEGER, aliases=("Qty",)),
            ),
        ),
    ),
)


def mapped(source, contract=INVOICES, names=(), remembered=None):
    return propose(tables.read(source), contract, names, remembered)


def text(*rows, by=";"):
    return "\n".join(by.join(row) for row in rows).encode()
