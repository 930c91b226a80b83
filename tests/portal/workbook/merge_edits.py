"""What people do to workbooks: each changes a book in memory, by a few numbers that choose where and what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.portal.workbook.merge_books import DATA, LINES, ROW_ID, Book
from tests.portal.workbook.merge_model import FIELDS, HEADERS, STATE_OF_LIST

TOKENS = ["N/A", "n/a", "#ILLEGIBLE", "#CLEAR", None]
SAYINGS: dict[str, list[Any]] = {
    "text": ["R-007", " R-007 ", "R-1", "007", "1e5", *TOKENS],
    "date": [datetime(2024, 3, 4), "2024-03-04", datetime(2024, 5, 6), "2024-05-06", "soon", *TOKENS],
    "money": [12.5, "12.50", "12.50 EUR", 30, "30.00 EUR", "much", *TOKENS],
    "folded": ["Nails", "NAILS ", "Bolts", "\\N/A", "Screws", *TOKENS],
    "state": ["complete", "Complete", "partial", "perhaps", "#CLEAR", None],
}


def changes_a_cell(book: Book, first: int, second: int, third: int) -> None:
    page = book.pages[LINES if second % 2 else DATA]
    headers = [header for header in page.headers if header in HEADERS or header == STATE_OF_LIST]
    if not page.lines:
        return
    line, header = page.lines[first % len(page.lines)], headers[(second // 2) % len(headers)]
    words = SAYINGS["state" if header == STATE_OF_LIST else FIELDS[HEADERS[header]]]
    word = words[third % len(words)]
    if isinstance(word, str) and word.endswith(" EUR") and line.cells.get(f"{header} unit"):
        word = word.removesuffix(" EUR")
    line.cells[header] = word


def changes_a_unit(book: Book, first: int, second: int, third: int) -> None:
    page = book.pages[LINES if second % 2 else DATA]
    units = [header for header in page.headers if header.endswith(" unit")]
    if page.lines and units:
        page.lines[first % len(page.lines)].cells[units[0]] = ("USD", "EUR")[third % 2]


def copies_a_row(book: Book, first: int, second: int, third: int) -> None:
    lines = book.pages[LINES].lines
    if not lines:
        return
    at = first % len(lines)
    cells = dict(lines[at].cells)
    if third % 4:
        cells["What"] = f"Copy {book.tags}"
    book.add(lines[at].document, cells, at if second % 3 == 0 else at + 1)


def adds_a_row(book: Book, first: int, second: int, third: int) -> None:
    data = book.pages[DATA].lines[first % len(book.pages[DATA].lines)]
    cells = {"document": data.cells["document"], "What": f"Thing {book.tags}"}
    if second % 3:
        cells["Amount"] = SAYINGS["money"][third % len(SAYINGS["money"])]
    if second % 2:
        cells["item"] = 1 + third
    book.add(data.document, cells)


def takes_a_row_out(book: Book, first: int, second: int, third: int) -> None:
    lines = book.pages[LINES if second % 4 else DATA].lines
    if len(lines) > 1:
        del lines[first % len(lines)]


def deletes_an_item(book: Book, first: int, second: int, third: int) -> None:
    lines = book.pages[LINES].lines
    if lines:
        lines[first % len(lines)].cells["item"] = ("#DELETE", "#delete")[second % 2]


def wants_an_item_again(book: Book, first: int, second: int, third: int) -> None:
    for line in book.pages[LINES].lines:
        if str(line.cells.get("item")).upper() == "#DELETE":
            line.cells["item"] = int(line.row_id.split("-")[1]) if line.row_id else None


def sorts_rows(book: Book, first: int, second: int, third: int) -> None:
    lines = book.pages[LINES if second % 2 else DATA].lines
    lines.sort(key=lambda line: (line.tag * (third + 3)) % (first + 7))


def moves_a_column(book: Book, first: int, second: int, third: int) -> None:
    headers = book.pages[LINES if second % 2 else DATA].headers
    headers.insert(third % len(headers), headers.pop(first % len(headers)))


def adds_a_column(book: Book, first: int, second: int, third: int) -> None:
    page = book.pages[LINES if second % 2 else DATA]
    if "Ask Petra" not in page.headers:
        page.headers.insert(third % len(page.headers), "Ask Petra")
    for line in page.lines[: first + 1]:
        line.cells["Ask Petra"] = "?"


def strips_the_hidden_sheet(book: Book, first: int, second: int, third: int) -> None:
    book.is_named = False


def takes_the_row_ids_out(book: Book, first: int, second: int, third: int) -> None:
    page = book.pages[LINES if second % 3 else DATA]
    if first < 3 and ROW_ID in page.headers:
        page.headers.remove(ROW_ID)


def agrees(book: Book, first: int, second: int, third: int) -> None:
    page = book.pages[DATA]
    if "status" in page.headers:
        page.lines[first % len(page.lines)].cells["status"] = ("checked", "submit", "open")[min(second // 4, 2)]


def comments(book: Book, first: int, second: int, third: int) -> None:
    page = book.pages[DATA]
    page.lines[first % len(page.lines)].cells["comment"] = f"because {third}"


OPERATIONS = [
    *[changes_a_cell] * 8,
    changes_a_unit,
    *[copies_a_row] * 2,
    *[adds_a_row] * 2,
    takes_a_row_out,
    deletes_an_item,
    wants_an_item_again,
    sorts_rows,
    moves_a_column,
    adds_a_column,
    strips_the_hidden_sheet,
    takes_the_row_ids_out,
    agrees,
    comments,
]
