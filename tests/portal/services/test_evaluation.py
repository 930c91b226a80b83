"""Evaluations: frozen labels against a run, cell by cell."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_q.models import OrmQ

from evaluation.outcomes import Outcome
from extraction.contract import Field, FieldType
from portal.models import EvalRun
from portal.services import contracts, disputes, evaluation, labels, sweep
from portal.services.errors import BadInput
from portal.services.labels import LabelRecord, ListSaid, Said
from tests.portal.conftest import CONTRACT


def label(version, by, accept=True, document="bill.pdf", **fields):
    said = {name: Said(text, "canonical") for name, text in fields.items()}
    rows = [{"what": Said("Nails"), "amount": Said("10.00", "canonical")}]
    lists = {"lines": ListSaid(Said("complete"), rows)}
    labels.import_labels(version, [LabelRecord(document, "row", said, lists)], made="blind", by=by, accept_them=accept)


@pytest.fixture
def extraction(document, make_extraction):
    return make_extraction(document)


def outcomes(eval_run):
    cells = eval_run.documents.get().outcome.cells
    return {cell.path + (f"[{cell.prediction_item}]" if cell.list_name else ""): cell.outcome for cell in cells}


def test_every_cell_has_its_outcome(version, extraction, lena, ada):
    label(version, lena, number="R-008", total="30.00", buyer="Ann", issued="N/A")
    found = outcomes(evaluation.evaluate(extraction.run, by=ada))
    assert found == {
        "number": Outcome.WRONG,
        "total": Outcome.OK,
        "buyer": Outcome.OMITTED,
        "issued": Outcome.SPURIOUS,
        "lines.what[0]": Outcome.OK,
        "lines.amount[0]": Outcome.OK,
        "lines.what[1]": Outcome.SPURIOUS,
        "lines.amount[1]": Outcome.SPURIOUS,
    }


def test_metrics_are_kept_as_rows(version, extraction, lena, ada):
    label(version, lena, number="R-008", total="30.00")
    eval_run = evaluation.evaluate(extraction.run, by=ada)
    whole = evaluation.scores(eval_run)[""].whole
    assert (whole.ok, whole.wrong, whole.spurious, whole.documents) == (3, 1, 2, 1)
    assert evaluation.scores(eval_run)[""].fields["total"].ok == 1
    assert eval_run.state == EvalRun.State.SUCCEEDED


def test_labels_that_change_later_change_no_evaluation(version, extraction, lena, ada):
    label(version, lena, total="30.00")
    eval_run = evaluation.evaluate(extraction.run, by=ada)
    frozen = eval_run.label_set.hash
    label(version, lena, total="31.00")
    again = evaluation.evaluate(extraction.run, by=ada)
    assert eval_run.label_set.labels.get().labels.fields["total"][0].value == "30.00"
    assert again.label_set.hash != frozen
    assert outcomes(again)["total"] is Outcome.WRONG


def test_without_gold_labels_it_says_how_many_await_acceptance(version, extraction, lena, ada):
    label(version, lena, accept=False, total="30.00")
    with pytest.raises(BadInput, match="1 labels await acceptance"):
        evaluation.evaluate(extraction.run, by=ada)
    assert not EvalRun.objects.exists()


def test_a_disputed_field_stands_outside_all_totals(version, extraction, lena, ada):
    label(version, lena, number="R-008", total="30.00")
    disputes.open_dispute(version.project, "number", "with or without the prefix?", by=ada)
    eval_run = evaluation.evaluate(extraction.run, by=ada)
    assert "number" not in evaluation.scores(eval_run)[""].fields
    assert [cell.path for cell in eval_run.documents.get().outcome.disputed] == ["number"]
    disputes.settle(version.project.disputes.get(), version, by=lena)
    assert "number" in evaluation.scores(evaluation.evaluate(extraction.run, by=ada))[""].fields


def test_a_better_contract_can_be_tried_on_an_old_run(version, extraction, lena, ada):
    label(version, lena, total="30.00")
    spaces = Field(name="number", type=FieldType.TEXT, label="Number")
    contracts.publish(version.project, CONTRACT.model_copy(update={"fields": (spaces, *CONTRACT.fields[1:])}), by=ada)
    eval_run = evaluation.evaluate(extraction.run, by=ada)
    assert eval_run.contract_version.number == 2
    assert outcomes(eval_run)["total"] is Outcome.OK


def test_a_failed_extraction_omits_every_labelled_value(version, document, make_extraction, lena, ada):
    extraction = make_extraction(document)
    extraction.run.extractions.update(state="failed", result=None)
    label(version, lena, total="30.00")
    whole = evaluation.scores(evaluation.evaluate(extraction.run, by=ada))[""].whole
    assert (whole.omitted, whole.pipeline) == (3, 3)


def test_an_unfinished_run_is_not_scored(version, extraction, lena, ada):
    label(version, lena, total="30.00")
    extraction.run.extractions.update(state="queued")
    with pytest.raises(BadInput, match="not finished"):
        evaluation.evaluate(extraction.run, by=ada)


def test_an_outsider_does_not_evaluate(version, extraction, lena, otto):
    label(version, lena, total="30.00")
    with pytest.raises(PermissionDenied):
        evaluation.evaluate(extraction.run, by=otto)


class TestAtWork:
    """Scoring is a task: it may come twice, and its worker may die."""

    @pytest.fixture
    def several(self, version, add_document, make_extraction, lena, ada, monkeypatch):
        monkeypatch.setattr(evaluation, "BATCH", 2)
        documents = [add_document(f"{name}.pdf") for name in "abcde"]
        first = make_extraction(documents[0])
        for document in documents[1:]:
            extraction = make_extraction(document)
            type(extraction).objects.filter(pk=extraction.pk).update(run=first.run)
        for document in documents:
            label(version, lena, document=document.name, number="R-008", total="30.00")
        return first.run

    def test_begun_it_waits_for_a_worker_with_its_labels_frozen(self, several, ada):
        begun = evaluation.begin(several, by=ada, ring=True)
        assert begun.state == EvalRun.State.RUNNING
        assert evaluation.progress(begun) == (0, 5)
        assert begun.label_set.labels.count() == 5

    def test_the_queue_is_told_once_the_row_is_there(self, several, ada, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            begun = evaluation.begin(several, by=ada, ring=True)
        (task,) = [queued.task for queued in OrmQ.objects.all()]
        assert (task["func"], task["args"]) == (evaluation.DOORBELL, (begun.pk,))

    def test_a_worker_that_dies_loses_nothing_and_does_nothing_twice(self, several, ada, monkeypatch):
        whole = evaluation.evaluate(several, by=ada)
        begun = evaluation.begin(several, by=ada)
        real, calls = evaluation._outcomes, []

        def dies(*arguments):
            calls.append(arguments)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return real(*arguments)

        monkeypatch.setattr(evaluation, "_outcomes", dies)
        with pytest.raises(KeyboardInterrupt):
            evaluation.score(begun.pk)
        assert evaluation.progress(begun) == (2, 5)
        assert evaluation.score(begun.pk)
        begun.refresh_from_db()
        assert begun.state == EvalRun.State.SUCCEEDED
        assert evaluation.scores(begun) == evaluation.scores(whole)
        assert not evaluation.score(begun.pk)
        assert begun.metrics.count() == whole.metrics.count()

    def test_what_gets_nowhere_is_given_up(self, several, ada, monkeypatch, settings):
        begun = evaluation.begin(several, by=ada)
        monkeypatch.setattr(evaluation, "_outcomes", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        for _ in range(settings.MAX_ATTEMPTS):
            with pytest.raises(KeyboardInterrupt):
                evaluation.score(begun.pk)
        assert not evaluation.score(begun.pk)
        begun.refresh_from_db()
        assert begun.state == EvalRun.State.FAILED
        assert "Given up" in begun.error_message

    def test_an_error_of_the_program_is_told(self, several, ada, monkeypatch):
        begun = evaluation.begin(several, by=ada)
        monkeypatch.setattr(evaluation, "_outcomes", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            evaluation.score(begun.pk)
        begun.refresh_from_db()
        assert (begun.state, f"evaluation {begun.pk}" in begun.error_message) == (EvalRun.State.FAILED, True)

    def test_the_sweep_rings_again_for_what_nobody_began(self, several, ada):
        begun = evaluation.begin(several, by=ada)
        sweep.sweep()
        assert not OrmQ.objects.exists()
        moved(begun, seconds=20)
        sweep.sweep()
        sweep.sweep()
        assert [queued.task["args"] for queued in OrmQ.objects.all()] == [(begun.pk,)]

    def test_a_worker_that_takes_its_time_is_left_alone_until_its_lease_is_over(self, several, ada, settings):
        begun = evaluation.begin(several, by=ada)
        EvalRun.objects.filter(pk=begun.pk).update(attempts=1)
        moved(begun, seconds=settings.LEASE_SECONDS - 5)
        sweep.sweep()
        assert not OrmQ.objects.exists()
        moved(begun, seconds=settings.LEASE_SECONDS + 5)
        sweep.sweep()
        assert OrmQ.objects.count() == 1


def moved(eval_run, seconds):
    EvalRun.objects.filter(pk=eval_run.pk).update(moved_at=timezone.now() - timedelta(seconds=seconds))
