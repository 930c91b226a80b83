"""Where the headers of a sheet stand, and whether its table lies on its side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from extraction.tables import Kind, Row, Sheet
from portal.workbook.header_words import HeaderWords, Level, header_key
from portal.workbook.naming_columns import names_document

_LOOKED_AT = 60
_FIRST_COLUMNS = 3
_WEIGHTS = {Level.NAME: 3, Level.LABEL: 3, Level.OURS: 3, Level.ALIAS: 2, Level.ITEM: 1}
_FEWEST_ACROSS = 3


def header_row(sheet: Sheet, words: HeaderWords, remembered: Collection[str] = ()) -> Row | None:
    """The first row of texts that names most columns. None: no row does, or the table lies on its side."""
    rows = list(islice(sheet.rows(), _LOOKED_AT))
    if _is_across(rows, words):
        return None
    best, most = None, 0
    for row in rows:
        texts = [cell.text for cell in row.cells.values() if cell.kind is Kind.TEXT]
        if len(row.cells) < 2 or len(texts) * 2 < len(row.cells):
            continue
        score = sum(_known(texts, words, remembered).values())
        if score > most:
            best, most = row, score
    return best


def lies_on_its_side(sheet: Sheet, words: HeaderWords) -> bool:
    """Whether fields stand below each other, and documents beside each other."""
    return _is_across(list(islice(sheet.rows(), _LOOKED_AT)), words)


def _is_across(rows: Sequence[Row], words: HeaderWords) -> bool:
    in_rows = max((len(_known((cell.text for cell in row.cells.values()), words)) for row in rows), default=0)
    for column in range(_FIRST_COLUMNS):
        down = _known((row[column].text for row in rows if row[column].kind is Kind.TEXT), words)
        if len(down) >= max(_FEWEST_ACROSS, 2 * in_rows):
            return True
    return False


def _known(texts: Iterable[str], words: HeaderWords, remembered: Collection[str] = ()) -> dict[str, int]:
    """Different known headers among some texts, with what they count for."""
    found: dict[str, int] = {}
    for text in texts:
        key = header_key(text)
        meanings = words.meanings(text)
        if meanings:
            first = min(meanings, key=lambda meaning: meanings[meaning])
            found[first] = max(_WEIGHTS[meanings[first]], found.get(first, 0))
        elif names_document(text) or key in remembered:
            found[key] = 3
    return found
