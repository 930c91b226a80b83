"""Scores for people: numbers with their n, every wrong cell with its reason."""

import pytest
from django.urls import reverse

from evaluation.metrics import Counts
from evaluation.scores import Score
from portal.services import disputes, evaluation
from portal.views import evaluation_page
from portal.views.score_tables import headline, outcomes_of, score_table
from tests.portal.conftest import CONTRACT


@pytest.fixture
def read(world, ada, log_in):
    address = reverse("admin:portal_evalrun_change", args=[world.evaluation.pk])
    return lambda **query: log_in(ada).get(address, query).content.decode()


def test_every_wrong_cell_is_named_with_label_prediction_and_document(world, read):
    found = {(error.path, error.item): error for error in outcomes_of(world.evaluation).errors}
    assert set(found) == {("number", ""), ("lines.what", "2"), ("lines.amount", "2")}
    wrong = found["number", ""]
    assert (wrong.label, wrong.prediction, wrong.outcome.words) == ("R-008", "R-007", "wrong")
    text = read()
    for words in (
        "R-008",
        "R-007",
        "Screws",
        "3 wrong cells",
        reverse("admin:portal_document_change", args=[world.waiting.pk]),
    ):
        assert words in text


def test_wrong_cells_are_filtered_by_field_and_outcome(world, read):
    assert "1 wrong cell," in read(field="number")
    assert "2 wrong cells," in read(outcome="SPURIOUS")
    assert "No wrong cell of this kind" in read(field="number", outcome="OMITTED")
    assert "No wrong cell of this kind" in read(field="<script>")


def test_many_wrong_cells_come_in_pages(read, monkeypatch):
    monkeypatch.setattr(evaluation_page, "ERRORS_A_PAGE", 2)
    assert "3 wrong cells, 1 to 2 shown" in read()
    assert "3 wrong cells, 3 to 3 shown" in read(page=2)
    assert "page 2 of 2" in read(page=99)


def test_the_page_says_what_was_scored_against_what(world, read):
    text = read()
    for words in (world.evaluation.label_set.hash, "gold labels of 1 document", "Bills v1", f"run {world.run.pk}"):
        assert words in text


def test_a_rate_of_nothing_is_not_available_and_has_no_bar():
    (row, total) = score_table(Score(fields={"number": Counts(unscored=3)}), CONTRACT)
    assert (row.f1.words, row.f1.bar, total.f1.words) == ("n/a", None, "n/a")


def test_fields_come_in_the_order_of_the_contract_and_the_whole_last():
    score = Score(fields={name: Counts(ok=1) for name in ("lines.what", "total", "lines", "number")})
    table = score_table(score, CONTRACT)
    assert [row.path for row in table] == ["number", "total", "lines", "lines.what", ""]
    assert table[-1].is_total
    assert table[-1].counts.ok == 4


def test_the_headline_gives_all_cells_and_the_mean_over_fields():
    score = Score(fields={"number": Counts(ok=9, wrong=1), "total": Counts(ok=1, wrong=1)})
    precision = next(one for one in headline(score) if one.name == "Precision")
    assert (precision.micro, precision.macro) == ("83.3 %", "70.0 %")


def page_of(made, client):
    return client.get(reverse("admin:portal_evalrun_change", args=[made.pk])).content.decode()


def test_an_evaluation_that_failed_says_why(world, ada, log_in):
    type(world.evaluation).objects.update(state="failed", error_message="Given up: evaluate the run anew.")
    assert "✗</span> Given up" in page_of(world.evaluation, log_in(ada))


def test_sources_of_documents_are_shown_apart(world, ada, log_in):
    world.waiting.stratum = "mail"
    world.waiting.save()
    page = page_of(evaluation.evaluate(world.run, by=ada), log_in(ada))
    assert "By document source" in page
    assert "<summary>mail: F1" in page


def test_a_disputed_field_is_named_and_not_counted(world, ada, erika, log_in):
    disputes.open_dispute(world.project, "number", "Which of two?", by=erika)
    page = page_of(evaluation.evaluate(world.run, by=ada), log_in(ada))
    assert "outside all totals: number" in page
    assert "2 wrong cells" in page
