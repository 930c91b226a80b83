"""Labels as lines of JSON, as rows like those of a table."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from extraction.contract import Contract
from extraction.tables import Cell, Kind
from portal.services.labels import LabelRecord, Said
from portal.workbook.lines import LONGEST_LINE, BadLine, label_records
from portal.workbook.stated import Finding, StatedCell, StatedRow, StatedTable


def is_json(content: bytes) -> bool:
    return content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def state_lines(content: bytes, contract: Contract) -> StatedTable:
    """Each document's line as a row, and a row for each item. Texts are canonical."""
    table = StatedTable()
    rows: list[StatedRow] = []
    file = io.BytesIO(content)
    lines = iter(lambda: file.readline(LONGEST_LINE + 1), b"")
    for number, record in enumerate(label_records(lines, contract, "canonical"), start=1):
        if isinstance(record, BadLine):
            table.problems.append(Finding("", number, None, str(record)))
        else:
            rows.extend(_rows(number, record))
    if not rows and not table.problems:
        table.problems.append(Finding("", 0, None, _("the file holds no labels")))
    table.rows = rows
    return table


def _rows(number: int, record: LabelRecord) -> Iterator[StatedRow]:
    document = StatedRow("", number, "", (record.document,))
    document.cells = _cells(record.fields)
    for name, stated in record.lists.items():
        if stated.state is not None:
            document.cells[name] = StatedCell(0, Cell(Kind.TEXT, stated.state.text))
    yield document
    for name, stated in record.lists.items():
        for item, said in enumerate(stated.rows, start=1):
            cells = {f"{name}.{field}": cell for field, cell in _cells(said).items()}
            yield StatedRow("", number, name, (record.document,), item=str(item), cells=cells)


def _cells(said: dict[str, Said]) -> dict[str, StatedCell]:
    return {name: StatedCell(0, Cell(Kind.TEXT, one.text)) for name, one in said.items() if one.text.strip()}
