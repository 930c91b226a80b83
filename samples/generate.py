"""Writes all samples with labels and index: `python -m samples.generate [FOLDER]`. Twice gives identical bytes.

Needs reportlab (a development dependency) and the DejaVu fonts (Debian: fonts-dejavu-core).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from samples import flow
from samples.catalogue import invoices
from samples.deeds import FIELDS, deeds
from samples.pen import FONT_FOLDER, Pen, fonts_are_here, register_fonts
from samples.templates import TEMPLATES
from samples.treatments import PASSWORD, render
from samples.truth import bill_rows, bill_values, record, stated

HERE = Path(__file__).parent


def write_all(folder: Path) -> None:
    """`folder`/invoices and `folder`/agreements, each with its PDFs, labels.jsonl and index.jsonl."""
    register_fonts()
    _write(folder / "invoices", _invoices())
    _write(folder / "agreements", _agreements())


def _invoices() -> Iterable[tuple[str, bytes, dict[str, Any], dict[str, Any]]]:
    for sample in invoices():
        content, pen = render(sample)
        template = TEMPLATES[sample.template]
        rows = bill_rows(sample.bill, pen.columns, template.position)
        truth = record(stated(bill_values(sample.bill), pen.stated), {"line_items": rows})
        strata = {
            "language": sample.bill.language,
            "layout": sample.template,
            "pages": pen.page,
            "what": sample.what,
            "treatment": sample.treatment or None,
            "password": PASSWORD if sample.treatment == "encrypt" else None,
        }
        yield sample.file, content, truth, strata


def _agreements() -> Iterable[tuple[str, bytes, dict[str, Any], dict[str, Any]]]:
    for deed in deeds():
        pen = Pen(deed.family, title=deed.name)
        flow.draw(pen, deed)
        values = {name: term.means for name, term in deed.terms.items()} | dict(deed.implied)
        fields = stated({name: values.get(name, "") for name in FIELDS}, pen.stated)
        rows = [
            {"name": name.means, "due_date": due.means, "amount": amount.means} for name, due, amount in deed.milestones
        ]
        layout = "columns" if "@columns" in deed.text else "table" if "\n| " in deed.text else "prose"
        strata = {"language": deed.language, "layout": layout, "pages": pen.page, "what": deed.what}
        yield f"{deed.name}.pdf", pen.finish(), record(fields, {"milestones": rows}), strata


def _write(folder: Path, documents: Iterable[tuple[str, bytes, Mapping[str, Any], Mapping[str, Any]]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    labels, index = [], []
    for file, content, truth, strata in documents:
        (folder / file).write_bytes(content)
        known = {"file": file, "sha256": hashlib.sha256(content).hexdigest()}
        labels.append(known | dict(truth))
        index.append(known | {name: value for name, value in strata.items() if value is not None})
    for name, lines in (("labels.jsonl", labels), ("index.jsonl", index)):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / name).write_text(text, "utf-8")


def main() -> int:
    if not fonts_are_here():
        print(f"no DejaVu fonts in {FONT_FOLDER}: install fonts-dejavu-core or set PROOFSHEET_FONTS", file=sys.stderr)
        return 1
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
