import pytest

from extraction.contract import Field, FieldType
from extraction.sources.layout.phrases import key
from extraction.sources.layout.vocabulary import Vocabulary

FIELDS = (
    Field(name="order", type=FieldType.IDENTIFIER, aliases=("PO", "Bestellnummer")),
    Field(name="net", type=FieldType.MONEY, aliases=("Total HT", "Gesamtbetrag netto")),
    Field(name="gross", type=FieldType.MONEY, aliases=("Total", "Gesamtbetrag")),
    Field(name="buyer_name", aliases=("Käufer", "Leistungsempfänger")),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rechnungs-Nr.", "Rechnungsnummer"),
        ("USt.-Id.-Nr.", "UStIdNr"),
        ("N° de commande", "No de commande"),
        ("Échéance", "echeance"),
        ("№ заказа", "Номер заказа"),
        ("Date d’échéance", "Date d'échéance"),
    ],
)
def test_spellings_of_one_label_are_one(one, other):
    assert key(one) == key(other)


def test_different_labels_stay_different():
    assert key("Rechnungsnummer") != key("Rechnungsdatum")


def names(text: str) -> list[str]:
    return [hit.name for hit in Vocabulary(FIELDS).find(text)]


def test_the_longest_label_wins():
    assert names("Total HT 12,00") == ["net"]
    assert names("Gesamtbetrag netto") == ["net"]


def test_a_label_spelt_a_little_differently_is_found():
    assert names("Gesamtbetragg netto") == ["net"]


def test_two_labels_of_one_field_side_by_side_are_one():
    (hit,) = Vocabulary(FIELDS).find("Käufer/Leistungsempfänger:")
    assert (hit.start, hit.end, hit.whole) == (0, 25, True)


@pytest.mark.parametrize("text", ["PO-2024-7", "PO_7", "SPOT", "PO-BUYER-7"])
def test_a_label_that_goes_on_is_a_longer_word(text):
    assert names(text) == []


def test_words_a_label_does_not_explain_make_it_weaker():
    whole, beside = (Vocabulary(FIELDS).find(text)[0] for text in ("Total", "Zwischenstand Übertrag Total"))
    assert whole.quality > beside.quality
    assert (whole.whole, beside.whole) == (True, False)
