"""A field tried on a document: what it finds, and which of its words it owes that to."""

import pytest

from extraction.contract import Contract, Field, FieldType, ListField
from extraction.sources.layout.trying import try_field

NUMBER = Field(name="ref", type=FieldType.IDENTIFIER, aliases=("Lease no.", "Contract no.", "Filed under"))
LEASE = Contract(name="leases", fields=(NUMBER,), lists=(ListField(name="rooms", fields=(Field(name="room"),)),))


def test_a_word_that_labels_the_value_is_needed(paper):
    tried = try_field(paper([(40, 100, "Lease no.: L-77/24")]), LEASE, "ref")
    assert [cell.value for cell in tried.cells] == ["L-77/24"]
    assert tried.needs("Lease no.")
    assert not tried.needs("Contract no.")
    assert set(tried.standing) == {"Lease no."}


def test_a_word_beside_another_that_would_do_is_not_needed(paper):
    document = paper([(40, 100, "Lease no. / Contract no.: L-77/24"), (40, 200, "Filed under: L-77/24")])
    tried = try_field(document, LEASE, "ref")
    assert [cell.value for cell in tried.cells] == ["L-77/24"]
    assert not any(tried.needs(word) for word in tried.standing)


def test_where_nothing_stands_nothing_is_found(paper):
    tried = try_field(paper([(40, 100, "Dear Sir or Madam")]), LEASE, "ref")
    assert tried.cells == (None,)
    assert tried.standing == {}


def test_a_field_the_contract_does_not_have_is_refused(paper):
    with pytest.raises(KeyError):
        try_field(paper([(40, 100, "x")]), LEASE, "nothing")
    with pytest.raises(KeyError):
        try_field(paper([(40, 100, "x")]), LEASE, "room", "nothing")
