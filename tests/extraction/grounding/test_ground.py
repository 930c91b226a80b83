"""Which place is meant, and what is said where there is none."""

from dataclasses import replace
from decimal import Decimal

import pytest

from extraction.contract import Contract, Conventions, Field, FieldType, ListField
from extraction.grounding import Grounded, Groundings, Said, ground
from extraction.pdf.model import PdfDocument
from extraction.sources.base import Claim
from extraction.values import ABSENT, Box, Canonical, Evidence, Grounding, Value
from tests.extraction.pages import document, page

GERMAN = Conventions(decimal=",", dates="dmy")
ITEMS = ListField(
    name="lines",
    fields=(
        Field(name="position", type=FieldType.IDENTIFIER, aliases=("Pos.",)),
        Field(name="description", aliases=("Bezeichnung",)),
        Field(name="quantity", type=FieldType.DECIMAL, aliases=("Menge",)),
        Field(name="price", type=FieldType.MONEY, aliases=("Preis",)),
        Field(name="amount", type=FieldType.MONEY, aliases=("Betrag",)),
    ),
)
CONTRACT = Contract(
    name="bills",
    fields=(
        Field(name="number", type=FieldType.IDENTIFIER, aliases=("Rechnung Nr.",)),
        Field(name="issued", type=FieldType.DATE, aliases=("Datum",)),
        Field(name="due", type=FieldType.DATE, aliases=("Zahlbar bis",)),
        Field(name="days", type=FieldType.INTEGER, aliases=("Zahlungsziel",)),
        Field(name="total", type=FieldType.MONEY, aliases=("Gesamt",)),
        Field(name="tax", type=FieldType.MONEY, aliases=("Steuer",)),
        Field(name="paid", type=FieldType.BOOLEAN, aliases=("Bezahlt",)),
    ),
    lists=(ITEMS,),
)


def said(value: Canonical | str | Decimal | int | bool, box: Box | None = None, on: int = 1) -> Said:
    value = value if not isinstance(value, str | Decimal | int | bool) else Value(value)
    evidence = Evidence(page=on, box=box) if box else None
    return Said(Claim(str(value), evidence=evidence), value)


def grounded(on: PdfDocument, **fields: Said) -> dict[str, Grounded]:
    return ground(on, CONTRACT, fields, {}, GERMAN).fields


def one(on: PdfDocument, name: str, claim: Said) -> Grounded:
    return grounded(on, **{name: claim})[name]


def test_of_two_places_the_one_beside_the_label_is_meant():
    shown = document(page("Lieferung 04.03.2024", "Zahlbar bis 04.03.2024", "Datum 04.03.2024"))
    assert one(shown, "due", said("2024-03-04")).evidence.box[1] == 64.0
    assert one(shown, "issued", said("2024-03-04")).evidence.box[1] == 78.0


def test_of_two_places_the_one_below_the_label_is_meant():
    shown = document(
        page(("100,00", 300, 60), ("Gesamt", 100, 100), ("Steuer", 300, 100), ("100,00", 100, 114), ("19,00", 300, 114))
    )
    assert one(shown, "total", said(Decimal(100))).evidence.box[:2] == (100.0, 114.0)


def test_of_two_labels_the_nearer_counts():
    shown = document(page("Datum:          04.03.2024", "Datum: 04.03.2024"))
    assert one(shown, "issued", said("2024-03-04")).evidence.box[1] == 64.0


def test_without_a_label_the_first_place_counts():
    shown = document(page("vom 04.03.2024"), page("vom 04.03.2024", number=2))
    assert one(shown, "issued", said("2024-03-04")).evidence.page == 1


def test_the_place_the_source_names_comes_first():
    shown = document(page("Datum 04.03.2024", "irgendwo 04.03.2024"))
    found = one(shown, "issued", said("2024-03-04", box=(100, 60, 300, 80)))
    assert found.evidence.box[1] == 64.0


def test_a_place_that_does_not_show_the_value_is_not_believed():
    shown = document(page("Datum 04.03.2024", "etwas anderes"))
    assert one(shown, "issued", said("2024-03-04", box=(50, 60, 300, 80))).evidence.box[1] == 50.0
    assert one(shown, "issued", said("2024-03-05", box=(50, 40, 300, 60))).grounding is Grounding.NONE


@pytest.mark.parametrize("value", [Decimal(0), Decimal(7), Decimal("0.00")])
def test_a_short_number_needs_its_label(value):
    elsewhere = document(page("Rabatt 0,00", "Seite 7"))
    assert one(elsewhere, "tax", said(value)).grounding is Grounding.NONE
    beside = document(page("Rabatt 0,00", "Seite 7", f"Steuer {value}".replace(".", ",")))
    assert one(beside, "tax", said(value)).evidence.box[1] == 78.0


def test_yes_and_no_need_their_label():
    assert one(document(page("ja natürlich")), "paid", said(Value(True))).grounding is Grounding.NONE


def test_hidden_words_are_no_evidence():
    shown = document(page("Rechnung Nr. 1", hidden=["R18-31"]))
    assert one(shown, "number", said("R18-31")).grounding is Grounding.NONE


def test_absent_values_are_not_grounded():
    assert grounded(document(page("x")), number=Said(Claim("N/A"), ABSENT)) == {}


def test_a_document_without_words_is_no_text():
    scan = PdfDocument(pages=(replace(page(), image_share=1.0),))
    claim = said("R18-31", box=(1, 2, 3, 4))
    assert one(scan, "number", claim) == Grounded(Grounding.NO_TEXT, claim.claim.evidence)


def test_a_document_without_words_shows_nothing_even_without_pictures():
    assert one(document(page()), "number", said("R18-31")).grounding is Grounding.NO_TEXT


def test_a_scanned_page_among_others_may_show_what_they_do_not():
    scanned = replace(page(number=2), image_share=1.0)
    shown = PdfDocument(pages=(page("Rechnung Nr. R18"), scanned))
    assert one(shown, "number", said("R18")).grounding is Grounding.EXACT
    assert one(shown, "number", said("R19")).grounding is Grounding.NO_TEXT
    assert one(shown, "number", said("R19", box=(1, 2, 3, 4), on=1)).grounding is Grounding.NONE
    assert one(shown, "number", said("R19", box=(1, 2, 3, 4), on=2)).grounding is Grounding.NO_TEXT


def test_an_empty_page_hides_nothing():
    shown = document(page("Rechnung Nr. R18"), page(number=2))
    assert one(shown, "number", said("R19")).grounding is Grounding.NONE


HEAD = [("Pos.", 50, 100), ("Bezeichnung", 90, 100), ("Menge", 300, 100), ("Preis", 380, 100), ("Betrag", 460, 100)]


def row(y: float, *cells: str) -> list[tuple[str, float, float]]:
    return [(text, x, y) for text, x in zip(cells, (50, 90, 300, 380, 460), strict=True) if text]


def item(position: str, description: str, quantity: str, price: str, amount: str) -> dict[str, Said]:
    return {
        "position": said(position),
        "description": said(description),
        "quantity": said(Decimal(quantity)),
        "price": said(Decimal(price)),
        "amount": said(Decimal(amount)),
    }


def tops(found: Groundings) -> list[dict[str, float | None]]:
    return [
        {name: cell.evidence.box[1] if cell.evidence else None for name, cell in items.items()}
        for items in found.lists["lines"]
    ]


def rows_of(shown: PdfDocument, *items: dict[str, Said]) -> list[dict[str, float | None]]:
    return tops(ground(shown, CONTRACT, {}, {"lines": list(items)}, GERMAN))


def test_the_cells_of_an_item_are_found_in_one_row():
    shown = document(
        page(*HEAD, *row(120, "1", "Schrauben", "2", "5,00", "10,00"), *row(140, "2", "Muttern", "1", "10,00", "10,00"))
    )
    first, second = rows_of(shown, item("1", "Schrauben", "2", "5", "10"), item("2", "Muttern", "1", "10", "10"))
    assert set(first.values()) == {120.0}
    assert set(second.values()) == {140.0}


def test_equal_items_stand_in_rows_of_their_own_in_their_order():
    same = ("", "Schrauben", "2", "5,00", "10,00")
    shown = document(page(*HEAD, *row(120, *same), *row(140, *same), *row(160, *same)))
    claimed = {**item("", "Schrauben", "2", "5", "10")}
    del claimed["position"]
    found = rows_of(shown, claimed, claimed, claimed)
    assert [set(cells.values()) for cells in found] == [{120.0}, {140.0}, {160.0}]


def test_items_may_come_in_any_order():
    rows = [row(120.0 + 20 * at, str(at + 1), f"Ware {at}", "2", "5,00", "10,00") for at in range(6)]
    shown = document(page(*HEAD, *(cell for cells in rows for cell in cells)))
    claimed = [item(str(at + 1), f"Ware {at}", "2", "5", "10") for at in range(6)]
    order = [5, 4, 0, 3, 1, 2]
    found = rows_of(shown, *(claimed[at] for at in order))
    assert [set(cells.values()) for cells in found] == [{120.0 + 20 * at} for at in order]


def test_no_word_is_two_items():
    shown = document(page(*HEAD, *row(120, "1", "Schrauben", "2", "5,00", "10,00"), ("Schrauben verzinkt", 90, 132)))
    first, second = rows_of(shown, item("1", "Schrauben", "2", "5", "10"), item("2", "Schrauben", "2", "5", "10"))
    assert set(first.values()) == {120.0}
    assert set(second.values()) == {None}


def test_equal_cells_of_a_row_stand_in_their_own_columns():
    shown = document(
        page(*HEAD, *row(120, "1", "Schrauben", "1", "10,00", "10,00"), *row(140, "2", "Muttern", "3", "4,00", "12,00"))
    )
    found = ground(
        shown,
        CONTRACT,
        {},
        {"lines": [item("1", "Schrauben", "1", "10", "10"), item("2", "Muttern", "3", "4", "12")]},
        GERMAN,
    )
    cells = found.lists["lines"][0]
    assert [cells[name].evidence.box[0] for name in cells] == [50.0, 90.0, 300.0, 380.0, 460.0]


def test_a_number_printed_once_is_not_two_cells():
    shown = document(
        page(*HEAD, *row(120, "1", "Schrauben", "2", "5,00", "10,00"), *row(140, "2", "Muttern", "", "", "12,00"))
    )
    _, second = rows_of(shown, item("1", "Schrauben", "2", "5", "10"), item("2", "Muttern", "2", "12", "12"))
    assert second == {"position": 140.0, "description": 140.0, "quantity": None, "price": None, "amount": 140.0}


def test_a_cell_of_the_next_item_is_not_this_ones():
    shown = document(
        page(*HEAD, *row(120, "1", "Schrauben", "2", "5,00", ""), *row(140, "2", "Muttern", "1", "10,00", "10,00"))
    )
    first, second = rows_of(shown, item("1", "Schrauben", "2", "5", "10"), item("2", "Muttern", "1", "10", "10"))
    assert first["amount"] is None
    assert second["amount"] == 140.0


def test_a_cell_that_stands_elsewhere_is_not_the_items():
    shown = document(
        page(
            *HEAD,
            *row(120, "1", "Schrauben", "2", "5,00", "11,00"),
            ("Gesamt", 380, 400),
            ("10,00", 460, 400),
        )
    )
    (found,) = rows_of(shown, item("1", "Schrauben", "2", "5", "10"))
    assert found == {"position": 120.0, "description": 120.0, "quantity": 120.0, "price": 120.0, "amount": None}


def test_an_item_is_not_made_of_odds_and_ends():
    shown = document(page("1 Anlage", "Seite 2", "Konto 5", *row(300, "", "etwas anderes", "", "", "")))
    (found,) = rows_of(shown, item("1", "Schrauben", "2", "5", "10"))
    assert set(found.values()) == {None}


def test_an_item_between_two_others_that_is_not_printed_takes_none_of_their_cells():
    shown = document(
        page(*HEAD, *row(120, "1", "Schrauben", "2", "5,00", "10,00"), *row(140, "3", "Muttern", "2", "5,00", "10,00"))
    )
    found = rows_of(
        shown,
        item("1", "Schrauben", "2", "5", "10"),
        item("2", "Dübel", "2", "5", "10"),
        item("3", "Muttern", "2", "5", "10"),
    )
    assert set(found[1].values()) == {None}
    assert set(found[2].values()) == {140.0}


def test_an_item_goes_on_below_its_first_line():
    shown = document(
        page(
            *HEAD,
            *row(120, "1", "Schrauben aus", "2", "5,00", "10,00"),
            ("Stahl", 90, 132),
            *row(160, "2", "Muttern", "1", "3,00", "3,00"),
        )
    )
    first, _ = rows_of(shown, item("1", "Schrauben aus Stahl", "2", "5", "10"), item("2", "Muttern", "1", "3", "3"))
    assert set(first.values()) == {120.0}


def test_items_go_on_on_the_next_page():
    shown = document(
        page(*HEAD, *row(700, "1", "Schrauben", "2", "5,00", "10,00")),
        page(*row(60, "2", "Muttern", "1", "3,00", "3,00"), number=2),
    )
    found = ground(
        shown,
        CONTRACT,
        {},
        {"lines": [item("1", "Schrauben", "2", "5", "10"), item("2", "Muttern", "1", "3", "3")]},
        GERMAN,
    )
    assert [{cell.evidence.page for cell in cells.values()} for cells in found.lists["lines"]] == [{1}, {2}]


def test_a_total_is_not_taken_from_the_items_when_it_stands_elsewhere_too():
    shown = document(page(*HEAD, *row(120, "1", "Schrauben", "2", "5,00", "10,00"), ("alles zusammen 10,00", 90, 300)))
    found = ground(
        shown, CONTRACT, {"total": said(Decimal(10))}, {"lines": [item("1", "Schrauben", "2", "5", "10")]}, GERMAN
    )
    assert found.fields["total"].evidence.box[1] == 300.0


def test_a_place_the_source_names_for_a_cell_is_believed():
    shown = document(page(*HEAD, *row(120, "1", "Schrauben", "2", "5,00", "10,00"), ("10,00", 460, 500)))
    claimed = item("1", "Schrauben", "2", "5", "10") | {"amount": said(Decimal(10), box=(450, 495, 520, 515))}
    (found,) = rows_of(shown, claimed)
    assert found["amount"] == 500.0
