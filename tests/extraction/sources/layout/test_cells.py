from extraction.pdf.model import Page, PdfDocument, Word
from extraction.sources.layout.cells import MAX_WORDS, Cell, flow, sheets


def page(*words: Word) -> PdfDocument:
    return PdfDocument((Page(1, 600, 800, 0, words),))


def word(text: str, x: float, y: float = 100, line: int = 0, **more) -> Word:
    return Word(text, (x, y, x + 5 * len(text), y + 10), line, **more)


def texts(document: PdfDocument) -> list[str]:
    return [cell.text for sheet in sheets(document) for cell in sheet.cells]


def test_a_line_is_split_where_its_gap_is_wide():
    assert texts(page(word("Net", 40), word("total", 57.5), word("12.00", 200))) == ["Net total", "12.00"]


def test_lines_of_the_file_are_never_joined():
    assert texts(page(word("Net", 40), word("total", 57.5, line=1))) == ["Net", "total"]


def test_a_colon_holds_label_and_value_together():
    assert texts(page(word("Number", 40), word(":", 200), word("17", 230))) == ["Number : 17"]


def test_margin_notes_and_hidden_words_are_not_read():
    assert texts(page(word("Net", 40), word("up", 300, upright=False), word("no", 400, hidden=True))) == ["Net"]


def test_neighbours_are_found_beside_and_below():
    (sheet,) = sheets(page(word("Net", 40), word("12", 200, line=1), word("9", 41, y=115, line=2)))
    net = sheet.cells[0]
    assert [cell.text for cell in sheet.right(net)] == ["12"]
    assert [cell.text for cell in sheet.below(net, 30)] == ["9"]
    assert sheet.below(net, 3) == []


def test_a_column_ends_where_a_line_is_missing():
    (sheet,) = sheets(page(*(word("a", 40, y=y, line=i) for i, y in enumerate((100, 112, 124, 180)))))
    assert len(list(sheet.column(sheet.cells[0], 200))) == 3


def test_a_part_of_a_cell_is_the_words_it_touches():
    cell = Cell(1, (word("Invoice", 40), word("no.", 80), word("17", 100)), 0)
    assert cell.part(8, 14).text == "no. 17"
    assert cell.part(8, 14).box == (80, 100, 110, 110)


def test_a_divided_word_is_put_together():
    lines = [Cell(1, (word(text, 40),), 0) for text in ("Personen-", "Unfall-", "versicherung", "24/", "7")]
    assert flow(lines) == "Personen-Unfallversicherung 24/7"


def test_a_page_is_read_up_to_a_limit():
    document = page(*(word("a", 40, line=i) for i in range(MAX_WORDS + 50)))
    assert len(texts(document)) == MAX_WORDS
