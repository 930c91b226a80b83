"""Labels in the form for import: what a document states, `N/A` where it does not state a field."""

from __future__ import annotations

from collections.abc import Mapping, Set
from decimal import Decimal
from typing import Any

from samples.bills import Bill

NOT_STATED = "N/A"


def plain(value: Decimal) -> str:
    return format(value, "f")


def bill_values(bill: Bill) -> dict[str, str]:
    """Every field of the invoice contract in canonical text, whether a page prints it or not."""
    return {
        "invoice_number": bill.number,
        "invoice_date": bill.issued.isoformat(),
        "due_date": bill.due.isoformat() if bill.due else "",
        "seller_name": bill.seller.name,
        "seller_vat_id": bill.seller.vat_id,
        "buyer_name": bill.buyer.name,
        "buyer_reference": bill.buyer_reference,
        "order_reference": bill.order_reference,
        "currency": bill.currency,
        "total_net": plain(bill.net),
        "total_tax": plain(bill.tax),
        "total_gross": plain(bill.gross),
        "payment_iban": bill.seller.iban,
    }


def bill_rows(bill: Bill, columns: Set[str], position: str) -> list[dict[str, str]]:
    """One row an item; a column the table does not have is not stated."""
    rows = []
    for index, item in enumerate(bill.items, start=1):
        row = {
            "position": position.format(index),
            "description": " ".join(item.text.split()),
            "quantity": plain(item.quantity),
            "unit": item.unit,
            "unit_price": plain(item.price),
            "line_total": plain(item.total),
        }
        rows.append({name: text if name in columns and text else NOT_STATED for name, text in row.items()})
    return rows


def stated(values: Mapping[str, str], on_page: Set[str]) -> dict[str, str]:
    """Raises ValueError when a page claims to state a field that has no value: a mistake in a template."""
    empty = sorted(name for name in on_page if not values[name])
    if empty:
        raise ValueError(f"stated without a value: {', '.join(empty)}")
    return {name: text if name in on_page else NOT_STATED for name, text in values.items()}


def record(fields: Mapping[str, str], lists: Mapping[str, list[dict[str, str]]]) -> dict[str, Any]:
    """`fields` and `lists` of a line of labels.jsonl; a list without rows is stated to be none."""
    return {
        "fields": dict(fields),
        "lists": {name: {"state": "complete" if rows else "none", "rows": list(rows)} for name, rows in lists.items()},
    }
