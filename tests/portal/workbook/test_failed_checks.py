"""Values that contradict a check of their contract."""

from extraction.contract import Check, Contract, Field, FieldType, ListField
from portal.models import StoredValue
from portal.workbook.failed_checks import failed_checks

MONEY = FieldType.MONEY
CONTRACT = Contract(
    name="bills",
    fields=(Field(name="total", type=MONEY), Field(name="note")),
    lists=(ListField(name="lines", fields=(Field(name="net", type=MONEY), Field(name="tax", type=MONEY))),),
    checks=(
        Check(name="adds_up", rule="sum(lines.net) = total", label="The lines add up"),
        Check(name="taxed", rule="each lines: tax <= net"),
        Check(name="unknown", rule="nothing = total"),
    ),
)


def said(total: str, *lines: tuple[int, str, str]) -> dict[tuple[str, int, str], StoredValue]:
    found = {("", 0, "total"): total, ("", 0, "note"): "x", ("lines", 0, ""): "complete"}
    for item, net, tax in lines:
        found |= {("lines", item, "net"): net, ("lines", item, "tax"): tax}
    return {place: StoredValue(says="value", value=text) for place, text in found.items()}


def test_nothing_is_told_where_all_hold():
    assert failed_checks(CONTRACT, said("30", (1, "10", "2"), (2, "20", "4"))) == (set(), [])


def test_a_check_of_the_document_marks_its_own_fields_and_says_its_label():
    places, told = failed_checks(CONTRACT, said("31", (1, "10", "2"), (2, "20", "4")))
    assert places == {("", 0, "total")}
    assert told == ["The lines add up"]


def test_a_check_of_each_item_marks_the_item_by_its_number_however_they_are_ordered():
    places, told = failed_checks(CONTRACT, said("30", (7, "20", "21"), (3, "10", "2")))
    assert places == {("lines", 7, "net"), ("lines", 7, "tax")}
    assert told == ["taxed"]


def test_what_is_missing_contradicts_nothing():
    assert failed_checks(CONTRACT, {}) == (set(), [])
