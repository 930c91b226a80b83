"""The error map: one mark for each field of each document, and a way from it to the document."""

import pytest
from django.urls import reverse

from evaluation.outcomes import CellOutcome, DocumentOutcome, Outcome
from portal.models import Document, EvalDocument
from portal.views import error_map
from portal.views.error_map import ERRORS, SIGNS
from tests.portal.conftest import CONTRACT

CELLS = (
    CellOutcome("number", "", None, None, Outcome.WRONG, label="R-008", prediction="R-007"),
    CellOutcome("total", "", None, None, Outcome.OK, label="30.00", prediction="30.00"),
    CellOutcome("what", "lines", 0, 0, Outcome.OK),
    CellOutcome("what", "lines", 1, None, Outcome.OMITTED),
    CellOutcome("what", "lines", None, 1, Outcome.SPURIOUS),
    CellOutcome("what", "lines", None, 2, Outcome.SPURIOUS),
)


def outcome_of(name, *cells, stratum=""):
    return EvalDocument(document=Document(pk=7, name=name, stratum=stratum), outcome=DocumentOutcome(cells))


def marks(made):
    return {line.path: [mark and (mark.kind, mark.count) for mark in line.marks] for line in made.lines}


def test_each_field_of_each_document_has_its_mark_in_the_order_of_the_contract():
    made = error_map.error_map(CONTRACT, [outcome_of("a.pdf", *CELLS), outcome_of("b.pdf", CELLS[1])])
    assert marks(made) == {
        "number": [("wrong", 1), None],
        "total": [("right", 0), ("right", 0)],
        "lines.what": [("spurious", 3), None],
    }
    assert [(head.name, head.errors) for head in made.heads] == [("a.pdf", 4), ("b.pdf", 0)]
    assert made.errors == 4
    assert made.lines[0].marks[0].told == "Number in a.pdf: wrong; label R-008, prediction R-007"
    assert "4 cells: 2 invented or misplaced, 1 omitted, 1 right" in made.lines[2].marks[0].told


def test_documents_of_one_source_stand_together():
    made = error_map.error_map(
        CONTRACT, [outcome_of("a.pdf"), outcome_of("b.pdf", stratum="mail"), outcome_of("c.pdf", stratum="mail")]
    )
    assert [(group.stratum, group.documents) for group in made.groups] == [("no source named", 1), ("mail", 2)]


def test_what_the_contract_does_not_know_is_still_shown():
    old = CellOutcome("gone", "", None, None, Outcome.OMITTED)
    made = error_map.error_map(CONTRACT, [outcome_of("a.pdf", CELLS[1]), outcome_of("b.pdf", old)])
    assert marks(made)["gone"] == [None, ("omitted", 1)]


def test_every_kind_has_a_sign_of_its_own_and_words():
    assert len({sign.sign for sign in SIGNS.values()}) == len(SIGNS)
    assert all(sign.words for sign in SIGNS.values())
    assert set(ERRORS) < set(SIGNS)


@pytest.fixture
def read(world, ada, log_in):
    address = reverse("admin:portal_evalrun_map", args=[world.evaluation.pk])
    return lambda query="": log_in(ada).get(f"{address}?{query}")


def test_the_page_leads_from_a_mark_to_the_field_of_the_document(world, read):
    page = read().content.decode()
    assert reverse("admin:portal_document_change", args=[world.waiting.pk]) + "#field-number" in page
    assert "3 wrong cells here" in page
    assert "label R-008, prediction R-007" in page


def test_fields_without_an_error_are_left_out_until_asked_for(read):
    assert '<th scope="row" class="ps-map-field">Total</th>' not in read().content.decode()
    assert '<th scope="row" class="ps-map-field">Total</th>' in read("all").content.decode()


def test_documents_come_in_pages_and_by_source(world, read, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(error_map, "DOCUMENTS_A_PAGE", 1)
    assert "1 document" in read("stratum=").content.decode()
    assert read("stratum=nothing&page=99").status_code == 200
    with django_assert_max_num_queries(25):
        read()
