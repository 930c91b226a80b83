import pytest

from extraction.contract import Conventions, Field, FieldType
from extraction.sources.layout.shapes import spans

GERMAN, ENGLISH = Conventions(decimal=",", dates="dmy"), Conventions(decimal=".", dates="mdy")


def raw(text: str, type_: FieldType, conventions: Conventions = GERMAN, **more) -> list[str]:
    return [span.raw for span in spans(text, Field(name="field", type=type_, **more), conventions)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vom 31.12.2024 bis", ["31.12.2024"]),
        ("am 1. Oktober 2023.", ["1. Oktober 2023"]),
        ("Oct 31, 2023", ["Oct 31, 2023"]),
        ("04 марта 2024 г.", ["04 марта 2024"]),
        ("2024-03-04T10:00", []),
        ("Tel. 0123-45-67", []),
        ("Seite 3", []),
    ],
)
def test_dates_in_running_text(text, found):
    assert raw(text, FieldType.DATE) == found


@pytest.mark.parametrize(
    ("text", "conventions", "found"),
    [
        ("Summe 1.234,50 €", GERMAN, ["1.234,50 €"]),
        ("€23.00 due", ENGLISH, ["€23.00"]),
        ("USD 1,234.50", ENGLISH, ["USD 1,234.50"]),
        ("-USD 47.90", ENGLISH, ["-USD 47.90"]),
        ("19 % MwSt.", GERMAN, []),
        ("am 31.12.2024", GERMAN, []),
        ("0,0520", GERMAN, ["0,0520"]),
    ],
)
def test_amounts_in_running_text(text, conventions, found):
    assert raw(text, FieldType.MONEY, conventions) == found


def test_a_bare_long_number_hardly_is_an_amount():
    amount, number = (spans(text, Field(name="m", type=FieldType.MONEY), GERMAN)[0] for text in ("47,90", "30064443"))
    assert amount.fit > 5 * number.fit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("R18-31 vom 06.12.2018", "R18-31"),
        (": KR87654321012", "KR87654321012"),
        ("nº 2023-6013", "2023-6013"),
        ("210111 mit LV vom 1.1.2024", "210111 mit LV"),
        ("63/00987654", "63/00987654"),
    ],
)
def test_the_identifier_is_cut_out_of_its_line(text, found):
    assert raw(text, FieldType.IDENTIFIER)[0] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IBAN DE34 7007 0010 0156 9193 01", "DE34 7007 0010 0156 9193 01"),
        ("IBAN : FR20 1254 2547 2569 8542 5874 698 - BIC : X", "FR20 1254 2547 2569 8542 5874 698"),
        ("VAT# IE 98 209 58W", "IE 98 209 58W"),
        ("USt-IdNr.:DE238574172", "DE238574172"),
    ],
)
def test_groups_of_one_identifier_belong_together_where_spaces_do_not_count(text, found):
    assert found in raw(text, FieldType.IDENTIFIER, spaces="ignore")
