"""Runs side by side: what they took, how good they are, where they differ."""

import pytest
from django.urls import reverse

from extraction.contract import FieldType
from extraction.contract_editing import with_field
from extraction.values import Cell, ExtractionResult
from portal.models import ExtractionRun
from portal.services import contracts, evaluation, labels
from tests.portal.conftest import CONTRACT, RESULT

COMPARE = reverse("admin:portal_extractionrun_compare")
OTHER = ExtractionResult(
    fields=RESULT.fields | {"total": Cell(value="31.00", unit="EUR", raw="31,00 €"), "issued": None},
    lists=RESULT.lists,
)


@pytest.fixture
def two(document, make_extraction):
    return make_extraction(document).run, make_extraction(document, OTHER, source="embedded").run


def compare(client, *runs):
    return client.get(COMPARE, {"runs": ",".join(str(run.pk) for run in runs)}).content.decode()


def test_two_runs_stand_side_by_side(two, ada, log_in):
    shown = compare(log_in(ada), *two)
    for words in ("layout", "embedded", "Bills v1", "0.1 s", "none: offline source", "Both extracted 1 document."):
        assert words in shown


def test_where_they_differ_is_counted_a_field_with_links_to_the_documents(two, document, ada, log_in):
    response = log_in(ada).get(COMPARE, {"runs": f"{two[0].pk},{two[1].pk}"})
    fields = {row.path: row for row in response.context["differing"].fields}
    assert (fields["total"].other, fields["issued"].only_first, fields["number"].same) == (1, 1, 1)
    assert (fields["lines"].same, fields["lines"].differ) == (1, 0)
    assert response.context["differing"].fields[0].path in ("total", "issued")
    assert reverse("admin:portal_document_change", args=[document.pk]) in response.content.decode()


def test_scores_stand_beside_each_other_only_where_the_labels_are_the_same(two, version, document, lena, ada, log_in):
    def label(total):
        record = labels.LabelRecord(document.name, "row 1", {"total": labels.Said(total, "canonical")})
        labels.import_labels(version, [record], made="blind", by=lena, accept_them=True)

    label("30.00")
    evaluation.evaluate(two[0], by=ada)
    assert "different labels" in compare(log_in(ada), *two)
    evaluation.evaluate(two[1], by=ada)
    shown = compare(log_in(ada), *two)
    assert "the same labels" in shown
    assert "100.0 %" in shown
    assert "0.0 %" in shown


def test_one_run_offers_the_others_of_its_project(two, ada, log_in):
    shown = compare(log_in(ada), two[0])
    assert f'<option value="{two[1].pk}">' in shown
    assert f'<option value="{two[0].pk}">' not in shown


def test_a_run_of_another_project_is_not_compared(two, other_project, otto, ada, log_in):
    foreign = ExtractionRun.objects.create(
        project=other_project, contract_version=other_project.contract_versions.get(), source="layout", created_by=otto
    )
    response = log_in(ada).get(COMPARE, {"runs": f"{two[0].pk},{foreign.pk}"})
    assert response.context["runs"] == [two[0]]
    assert log_in(otto).get(COMPARE, {"runs": f"{two[0].pk},{foreign.pk}"}).context["runs"] == [foreign]


@pytest.mark.parametrize("query", ["", "?runs=", "?runs=x,y", "?runs=999999", "?runs=1,2,3,4,5,6,7&page=zz"])
def test_a_query_that_names_nothing_is_answered_in_words(query, two, ada, log_in):
    assert log_in(ada).get(COMPARE + query).status_code == 200


def test_chosen_runs_are_compared_from_their_list(two, ada, log_in):
    runs = reverse("admin:portal_extractionrun_changelist")
    response = log_in(ada).post(
        runs, {"action": "compare_chosen", "_selected_action": [run.pk for run in two], "index": 0}
    )
    assert response["Location"] == f"{COMPARE}?runs={two[0].pk},{two[1].pk}"
    alone = log_in(ada).post(
        runs, {"action": "compare_chosen", "_selected_action": [two[0].pk], "index": 0}, follow=True
    )
    assert "Choose two to 4 runs" in alone.content.decode()


def test_runs_under_different_contracts_are_compared_as_the_later_one_reads_their_texts(
    document, make_extraction, project, ada, log_in
):
    first = make_extraction(document).run
    text = CONTRACT.field("issued").model_copy(update={"type": FieldType.TEXT})
    contracts.publish(project, with_field(CONTRACT, text, instead_of="issued"), by=ada)
    said = ExtractionResult(
        fields=RESULT.fields | {"issued": Cell(value="04.03.2024", raw="04.03.2024")}, lists=RESULT.lists
    )
    second = make_extraction(document, said, source="embedded").run
    second.contract_version = contracts.in_force(project)
    second.save()
    response = log_in(ada).get(COMPARE, {"runs": f"{first.pk},{second.pk}"})
    assert all(row.differ == 0 for row in response.context["differing"].fields)
