"""A floor under the figures on real invoices; `tests/measure/measure_layout.py` prints them in full."""

import json

from extraction.canon import canon, effective, key
from extraction.contract import CANONICAL
from extraction.contracts import shipped
from extraction.pdf.guard import read
from extraction.sources.layout import Layout
from extraction.values import Value
from tests.shared_data import DATA, needs_data


@needs_data
def test_most_of_what_real_invoices_print_is_found():
    contract = shipped("invoices")
    records = [json.loads(line) for line in (DATA / "invoices" / "truth.jsonl").read_text("utf-8").splitlines()][::7]
    right = printed = 0
    for record in records:
        statement = Layout().state(read(DATA / record["file"]), contract)
        for field in contract.fields:
            if record["status"][field.name] != "printed":
                continue
            printed += 1
            claim = statement.fields[field.name]
            wanted = canon(record["fields"][field.name], field, CANONICAL, side="label")
            stated = canon(claim and claim.raw, field, effective(field, statement.conventions))
            if isinstance(stated, Value) and isinstance(wanted, Value):
                right += key(Value(stated.v), field) == key(Value(wanted.v), field)
    assert printed > 50
    assert right / printed > 0.85
