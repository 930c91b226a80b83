"""Runs are started, watched, cancelled, tried again and evaluated from their pages."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from extraction import sources
from portal.models import EvalRun, Extraction, ExtractionRun
from portal.services import evaluation, labels, runs
from portal.services.labels import LabelRecord, Said
from portal.views import run_start

START = "admin:portal_extractionrun_add"


def page_of(name, row):
    return reverse(f"admin:portal_extractionrun_{name}", args=[row.pk])


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def choose(client, *ids):
    data = {"action": "extract_chosen", "_selected_action": ids, "index": 0}
    return client.post(reverse("admin:portal_document_changelist"), data)


@pytest.fixture
def run(version, document, ada):
    return runs.start(version, "layout", [document], by=ada)


def test_chosen_documents_go_into_a_run(project, ada, log_in, add_document):
    chosen, left = add_document("a.pdf"), add_document("b.pdf")
    client = log_in(ada)
    asked = choose(client, chosen.pk)
    page = asked.content.decode()
    assert "the chosen documents: 1 document" in page
    assert f'name="documents" value="{chosen.pk}"' in page
    for source in ("layout", "embedded"):
        assert f'value="{source}"' in page
    response = client.post(reverse(START), {"project": project.pk, "documents": chosen.pk, "source": "layout"})
    run = ExtractionRun.objects.get()
    assert response["Location"] == page_of("change", run)
    assert [extraction.document for extraction in run.extractions.all()] == [chosen]
    assert left.extractions.count() == 0


def test_all_documents_of_the_project_go_into_a_run(project, ada, log_in, add_document):
    add_document("a.pdf")
    add_document("b.pdf")
    log_in(ada).post(reverse(START), {"project": project.pk, "documents": "all", "source": "layout"})
    assert ExtractionRun.objects.get().extractions.count() == 2


@pytest.mark.parametrize(("source", "words"), [("nonsense", "There is no source"), ("", "There is no source")])
def test_a_run_without_a_source_is_refused_in_words(source, words, document, ada, log_in):
    response = log_in(ada).post(reverse(START), {"project": document.project_id, "documents": "all", "source": source})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not ExtractionRun.objects.exists()


def test_an_empty_project_says_what_is_missing(project, ada, log_in):
    response = log_in(ada).post(reverse(START), {"project": project.pk, "documents": "all", "source": "layout"})
    assert "No documents chosen" in response.content.decode()


def test_experts_are_not_offered_to_extract(document, erika, log_in):
    assert "extract_chosen" not in log_in(erika).get(reverse("admin:portal_document_changelist")).content.decode()


def test_documents_of_two_projects_are_not_mixed(document, project, other_project, otto, add_document, log_in, lena):
    other_project.memberships.create(user=lena, role="lead")
    response = choose(log_in(lena), document.pk, add_document("secret.pdf", other_project).pk)
    assert "one project at a time" in told(response)


def test_progress_is_told_as_numbers_and_words(run, ada, log_in):
    client = log_in(ada)
    answer = client.get(page_of("progress", run)).json()
    assert (answer["total"], answer["finished"], answer["done"]) == (1, 0, False)
    assert answer["words"] == "0 of 1 document finished: 1 waiting, 0 at work, 0 succeeded, 0 failed."
    extraction = runs.claim(run.extractions.get().pk)
    runs.fail(extraction, "damaged", "The PDF is damaged.", 0.5)
    answer = client.get(page_of("progress", run)).json()
    assert answer["done"]
    page = client.get(page_of("change", run)).content.decode()
    assert "The PDF is damaged." in page
    assert "bill.pdf" in page


def test_a_run_is_cancelled_only_after_it_was_asked(run, ada, log_in):
    client = log_in(ada)
    assert client.get(page_of("cancel", run)).status_code == 405
    assert page_of("cancel", run) not in client.get(page_of("change", run)).content.decode()
    assert page_of("cancel", run) in client.get(page_of("change", run) + "?cancel").content.decode()
    assert "had not been finished" in told(client.post(page_of("cancel", run)))
    assert Extraction.objects.get().error_code == "cancelled"


def test_what_failed_is_tried_again(run, ada, log_in):
    runs.fail(runs.claim(run.extractions.get().pk), "crashed", "It crashed.", 0.5)
    log_in(ada).post(page_of("retry", run))
    assert Extraction.objects.get().state == "queued"


@pytest.mark.parametrize("name", ["cancel", "retry", "evaluate"])
def test_an_expert_may_look_but_not_touch(name, run, erika, log_in):
    response = log_in(erika).post(page_of(name, run))
    assert "you need the role" in told(response)
    assert Extraction.objects.get().state == "queued"


def test_without_gold_labels_the_page_says_how_many_wait(make_extraction, document, version, lena, lee, ada, log_in):
    run = make_extraction(document).run
    labels.import_labels(version, [LabelRecord("bill.pdf", "row", {"number": Said("R-1")})], made="blind", by=lee)
    client = log_in(ada)
    page = client.get(page_of("change", run)).content.decode()
    assert "1 awaits acceptance by a lead" in page
    assert "await acceptance" in told(client.post(page_of("evaluate", run)))
    assert not EvalRun.objects.exists()


def test_a_run_is_evaluated_with_one_button(make_extraction, document, version, lena, ada, log_in):
    run = make_extraction(document).run
    record = LabelRecord("bill.pdf", "row", {"number": Said("R-1")})
    labels.import_labels(version, [record], made="blind", by=lena, accept_them=True)
    response = log_in(ada).post(page_of("evaluate", run))
    made = EvalRun.objects.get()
    assert response["Location"] == reverse("admin:portal_evalrun_change", args=[made.pk])
    page = log_in(ada).get(response["Location"]).content.decode()
    assert "0 of 1 document scored" in page
    progress = reverse("admin:portal_evalrun_progress", args=[made.pk])
    assert log_in(ada).get(progress).json()["done"] is False
    evaluation.score(made.pk)
    assert log_in(ada).get(progress).json() == {
        "finished": 1, "total": 1, "done": True, "words": "1 of 1 document scored."
    }  # fmt: skip
    assert "By field" in log_in(ada).get(response["Location"]).content.decode()


def test_the_form_explains_every_source():
    assert set(run_start.EXPLAINED) == set(sources.names())
