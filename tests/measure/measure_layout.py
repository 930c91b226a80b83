"""What the layout source finds on real documents, field by field. Run it; it is no test.

    python tests/measure/measure_layout.py [--half tune|then|hold|all] [--set invoices] [--show FIELD]

Layout reads visible words only, so the XML attached to these files cannot help it. Whole layout clusters go to
one part or another by a hash of their name. Rules were tuned on `tune`, then on `then`, and at last `hold` was opened
too, so only what was measured before that, and documents not here, tell how the rules do on unseen layouts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from extraction.canon import canon, effective, key
from extraction.contract import CANONICAL, AllowedValue, Check, Contract, Field, FieldType, ListField
from extraction.contracts import shipped
from extraction.pdf.errors import PdfError
from extraction.pdf.guard import read
from extraction.pdf.model import PdfDocument
from extraction.sources.base import Claim, Statement
from extraction.sources.layout import Layout
from extraction.values import Value

DATA = Path(os.environ.get("PROOFSHEET_DATA") or Path(__file__).parents[3] / "shared" / "data")
CACHE = Path(os.environ.get("LAYOUT_CACHE", "/nonexistent"))


def load(path: Path) -> PdfDocument:
    kept = CACHE / f"{path.stem}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    document = read(path)
    if CACHE.is_dir():
        kept.write_bytes(pickle.dumps(document))
    return document


def half(record: dict[str, Any]) -> str:
    cluster = record.get("layout") or record["file"]
    first, second = hashlib.sha256(cluster.encode()).digest()[:2]
    return "tune" if first % 2 else "then" if second % 2 else "hold"


def right(claim: Claim | None, truth: str, field: Field, statement: Statement) -> bool:
    if claim is None:
        return False
    stated = canon(claim.raw, field, effective(field, statement.conventions))
    wanted = canon(truth, field, CANONICAL, side="label")
    return (
        isinstance(stated, Value)
        and isinstance(wanted, Value)
        and key(Value(stated.v), field) == key(Value(wanted.v), field)
    )


def rows_paired(
    truth: list[dict[str, Any]], found: list[dict[str, Claim | None]], fields: dict[str, Field], statement: Statement
) -> list[int | None]:
    """For each labelled row the found row that shares the most cells with it, each used once."""
    scores = [
        (
            sum(right(row.get(name), item[name], field, statement) for name, field in fields.items() if item.get(name)),
            -abs(i - j),
            i,
            j,
        )
        for i, item in enumerate(truth)
        for j, row in enumerate(found)
    ]
    partner: list[int | None] = [None] * len(truth)
    used: set[int] = set()
    for score, _, i, j in sorted(scores, reverse=True):
        if score and partner[i] is None and j not in used:
            partner[i] = j
            used.add(j)
    return partner


def measure(records: list[dict[str, Any]], contract: Contract, root: Path, show: set[str]) -> None:
    source = Layout()
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    reading = stating = 0.0
    pages = 0
    for record in records:
        began = time.perf_counter()
        try:
            document = load(root / record["file"])
        except PdfError as error:
            print(f"{record['file']}: not read: {error}")
            continue
        reading += time.perf_counter() - began
        began = time.process_time()
        statement = source.state(document, contract)
        stating += time.process_time() - began
        pages += len(document.pages)
        part = record.get("rendering", "all")
        for field in contract.fields:
            truth, status = record["fields"].get(field.name), record["status"].get(field.name)
            claim = statement.fields.get(field.name)
            if status == "printed" and truth is not None:
                verdict = "right" if right(claim, truth, field, statement) else "omitted" if claim is None else "wrong"
            elif status == "null_absent":
                verdict = "invented" if claim else "absent"
            else:
                continue
            counts[part][field.name][verdict] += 1
            if verdict in ("wrong", "omitted", "invented") and show & {field.name, "all"}:
                shout(record, field.name, verdict, truth, claim)
        for part_list in contract.lists:
            measure_rows(record, part_list.name, contract, statement, counts[part], show)
    for part, by_field in counts.items():
        report(part, by_field)
    speeds = f"{len(records) / stating:.1f}/s of processor time, reading apart {len(records) / reading:.1f}/s"
    print(f"\n{len(records)} documents, {pages} pages: {speeds}")


def measure_rows(
    record: dict[str, Any],
    name: str,
    contract: Contract,
    statement: Statement,
    counts: dict[str, Counter[str]],
    show: set[str],
) -> None:
    truth = record.get(name) or []
    if not truth:
        return
    status = record.get("line_status") or [{}] * len(truth)
    found = statement.lists.get(name, [])
    fields = {field.name: field for field in contract.list(name).fields}
    partner = rows_paired(truth, found, fields, statement)
    counts[f"{name} rows"]["right"] += sum(match is not None for match in partner)
    counts[f"{name} rows"]["omitted"] += partner.count(None)
    counts[f"{name} rows"]["extra"] += len(found) - sum(match is not None for match in partner)
    for item, states, match in zip(truth, status, partner, strict=True):
        row = found[match] if match is not None else {}
        for column, field in fields.items():
            if item.get(column) is None or (states or {}).get(column, "printed") != "printed":
                continue
            claim = row.get(column)
            verdict = (
                "right" if right(claim, item[column], field, statement) else "omitted" if claim is None else "wrong"
            )
            counts[f"{name}.{column}"][verdict] += 1
            if verdict != "right" and show & {column, name}:
                shout(record, column, verdict, item[column], claim)


def shout(record: dict[str, Any], name: str, verdict: str, truth: str | None, claim: Claim | None) -> None:
    print(f"{record['file'][-46:]:46} {name:16} {verdict:8} {truth!r} <- {claim.raw if claim else None!r}")


def report(part: str, by_field: dict[str, Counter[str]]) -> None:
    print(f"\n== {part}")
    scalars: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    for name, counter in by_field.items():
        print(f"{name:28} {summary(counter)}")
        if "." in name and not name.endswith(".position"):
            cells += counter
        elif "." not in name and " " not in name:
            scalars += counter
    for label, counter in (("scalars", scalars), ("cells without positions", cells)):
        if counter:
            print(f"-- {label}: {summary(counter)}")


def summary(counter: Counter[str]) -> str:
    total = counter["right"] + counter["wrong"] + counter["omitted"]
    share = f"{counter['right'] / total:6.1%}" if total else "   n/a"
    rest = ", ".join(f"{name} {counter[name]}" for name in ("wrong", "omitted", "invented", "extra") if counter[name])
    return f"{counter['right']:4}/{total:<4} {share}  {rest}"


ORDERS = Contract(
    name="orders",
    kinds=("Purchase order", "Order", "Order change", "Order response", "Bestellung", "Commande"),
    fields=(
        Field(
            name="document_number",
            type=FieldType.IDENTIFIER,
            aliases=(
                "Order number",
                "Purchase order",
                "Order no.",
                "Order ID",
                "Order change",
                "Order response",
                "Bestellnummer",
                "N° de commande",
            ),
        ),
        Field(name="issue_date", type=FieldType.DATE, aliases=("Order date", "Date", "Bestelldatum")),
        Field(name="buyer_name", aliases=("Buyer", "Käufer", "Acheteur", "Bill to")),
        Field(name="seller_name", aliases=("Seller", "Vendor", "Supplier", "Verkäufer", "Vendeur")),
        Field(name="ship_to_name", aliases=("Ship to", "Deliver to", "Delivery address", "Lieferadresse")),
        Field(name="buyer_order_reference", type=FieldType.IDENTIFIER, aliases=("Purchase order ID", "PO number")),
        Field(name="seller_order_reference", type=FieldType.IDENTIFIER, aliases=("Sales order ID", "Sales order")),
        Field(
            name="contract_reference",
            type=FieldType.IDENTIFIER,
            aliases=("Contract reference", "Contract ref", "Contract number"),
        ),
        Field(
            name="currency",
            type=FieldType.ENUM,
            aliases=("Currency",),
            allowed=(AllowedValue(value="EUR", aliases=("€", "Euro")), AllowedValue(value="USD", aliases=("$",))),
        ),
        Field(name="total_lines", type=FieldType.MONEY, aliases=("Total amount of lines", "Total of lines")),
        Field(name="total_net", type=FieldType.MONEY, aliases=("Total amount without VAT", "Net total", "Subtotal")),
        Field(name="total_tax", type=FieldType.MONEY, aliases=("Total VAT amount", "VAT", "Tax")),
        Field(name="total_gross", type=FieldType.MONEY, aliases=("Total gross amount", "Grand total", "Total")),
    ),
    lists=(
        ListField(
            name="line_items",
            fields=(
                Field(name="position", type=FieldType.IDENTIFIER, aliases=("#", "No.", "Line", "Pos.")),
                Field(name="description", aliases=("Description", "Item", "Name, Description")),
                Field(
                    name="quantity", type=FieldType.DECIMAL, aliases=("Quantity", "Qty", "Requested Qty", "Requested")
                ),
                Field(name="agreed_quantity", type=FieldType.DECIMAL, aliases=("Agreed quantity", "Agreed Qty")),
                Field(name="unit_price", type=FieldType.MONEY, aliases=("Net unit price", "Unit price", "Price")),
                Field(name="line_total", type=FieldType.MONEY, aliases=("Line total", "Line total net", "Amount")),
            ),
        ),
    ),
    checks=(
        Check(name="adds_up", rule="total_net + total_tax = total_gross"),
        Check(name="rows", rule="each line_items: quantity * unit_price = line_total"),
    ),
)
"""What a user might write for purchase orders: nothing in it is known to the rules."""


def records_of(which: str) -> tuple[list[dict[str, Any]], Contract, Path]:
    if which == "invoices":
        return lines(DATA / "invoices" / "truth.jsonl"), shipped("invoices"), DATA
    if which == "invoice2data":
        return lines(DATA / "invoice2data" / "truth_contract.jsonl"), shipped("invoices"), DATA
    if which == "mismatch":
        records = lines(DATA / "mismatch" / "labels.jsonl")
        return [as_record(record) for record in records], shipped("invoices"), DATA / "mismatch"
    if which in ("agreements", "samples"):
        folder = "agreements" if which == "agreements" else "invoices"
        root = Path(__file__).parents[2] / "samples" / folder
        return [as_record(label) for label in lines(root / "labels.jsonl")], shipped(folder), root
    if which == "orders":
        return orders(), ORDERS, DATA / "otherdocs" / "orders"
    raise SystemExit(f"no set called {which}")


def orders() -> list[dict[str, Any]]:
    records = []
    for path in sorted((DATA / "otherdocs" / "orders").glob("*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        fields = {name: value for name, value in truth.items() if value is not None and name != "line_items"}
        name = path.name.replace(".truth.json", ".pdf")
        items = truth["line_items"]
        records.append(
            {"file": name, "fields": fields, "status": dict.fromkeys(fields, "printed"), "line_items": items}
        )
    return records


def as_record(label: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in label["fields"].items() if value not in (None, "N/A")}
    absent = {name: "null_absent" for name, value in label["fields"].items() if value == "N/A"}
    items = {name: part["rows"] for name, part in label.get("lists", {}).items()}
    return {"file": label["file"], "fields": fields, "status": dict.fromkeys(fields, "printed") | absent, **items}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--half", choices=("tune", "then", "hold", "all"), default="all")
    arguments.add_argument("--set", default="invoices")
    arguments.add_argument("--show", nargs="*", default=[])
    chosen = arguments.parse_args()
    records, contract, root = records_of(chosen.set)
    if chosen.half != "all":
        records = [record for record in records if half(record) == chosen.half]
    measure(records, contract, root, set(chosen.show))


if __name__ == "__main__":
    main()
