"""Workbooks that go out: for whom, of which documents."""

from contextlib import nullcontext

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from portal.models import ContractVersion, EvalRun, ExportOptions, Purpose
from portal.services import evaluation, exports, labels
from portal.services.errors import BadInput
from portal.services.labels import LabelRecord, Said
from portal.workbook import exporting
from tests.portal.workbook.journeys import take_out

PEOPLE = ("erika", "anton", "lee", "ada", "ines", "lena", "vera")
MAY = {
    Purpose.BLIND: {"lee", "lena"},
    Purpose.ASSISTED: {"lena"},
    Purpose.REVIEW: {"erika", "anton", "ada", "lena"},
    Purpose.COMPARISON: {"ada", "lena"},
    Purpose.FINAL: set(PEOPLE) - {"lee"},
    Purpose.CONTRACT: set(PEOPLE),
}


def begin(project, purpose, by, **named):
    return exports.begin(project, purpose, by=by, ring=False, **named)


def documents_of(export):
    return set(export.documents.values_list("document__name", flat=True))


@pytest.fixture
def scored(version, review, lena, ada) -> EvalRun:
    record = LabelRecord("bill.pdf", "row", {"number": Said("R-007")})
    labels.import_labels(version, [record], made="blind", by=lena, accept_them=True)
    made = evaluation.evaluate(review.seeded_from.run, by=ada)
    EvalRun.objects.filter(pk=made.pk).update(state=EvalRun.State.SUCCEEDED)
    return made


@pytest.mark.parametrize("purpose", Purpose.values)
def test_each_purpose_is_for_those_who_may_see_it(purpose, project, scored, request, otto, root):
    options = ExportOptions(evaluation=scored.pk)
    for name in (*PEOPLE, "otto", "root"):
        refused = name not in MAY[Purpose(purpose)]
        with pytest.raises(PermissionDenied, match="you need the role") if refused else nullcontext():
            begin(project, Purpose(purpose), request.getfixturevalue(name), options=options)


def test_what_is_not_approved_is_not_for_integrators(project, document, ines):
    with pytest.raises(PermissionDenied):
        begin(project, Purpose.FINAL, ines, options=ExportOptions(approved_only=False))


def test_a_comparison_names_an_evaluation_of_the_project(project, other_project, scored, lena, otto):
    for wrong in (None, scored.pk + 1):
        with pytest.raises(BadInput, match="Choose the evaluation"):
            begin(project, Purpose.COMPARISON, lena, options=ExportOptions(evaluation=wrong))
    with pytest.raises(BadInput, match="Choose the evaluation"):
        begin(other_project, Purpose.COMPARISON, otto, options=ExportOptions(evaluation=scored.pk))


def test_all_documents_or_those_that_were_chosen(project, other_project, add_document, lee):
    one, _two = add_document("one.pdf"), add_document("two.pdf")
    theirs = add_document("theirs.pdf", project=other_project)
    assert documents_of(begin(project, Purpose.BLIND, lee)) == {"one.pdf", "two.pdf"}
    assert documents_of(begin(project, Purpose.BLIND, lee, documents=[one.pk, theirs.pk])) == {"one.pdf"}


def test_a_review_copy_holds_what_has_a_review(project, review, add_document, erika):
    add_document("unread.pdf")
    assert documents_of(begin(project, Purpose.REVIEW, erika)) == {"bill.pdf"}


@pytest.mark.parametrize(("purpose", "words"), [(Purpose.BLIND, "no documents"), (Purpose.REVIEW, "has a review yet")])
def test_nothing_to_put_into_it_is_said_at_once(purpose, words, project, lena):
    with pytest.raises(BadInput, match=words):
        begin(project, purpose, lena)


def test_too_many_documents_are_refused_with_the_remedy(project, add_document, lee, monkeypatch):
    monkeypatch.setattr(exports, "MOST_DOCUMENTS", 1)
    add_document("one.pdf")
    begin(project, Purpose.BLIND, lee)
    add_document("two.pdf")
    with pytest.raises(BadInput, match="choose some, or take the csv feed"):
        begin(project, Purpose.BLIND, lee)


def test_a_project_without_a_contract_has_no_workbooks(project, lena):
    ContractVersion.objects.all().delete()
    with pytest.raises(BadInput):
        begin(project, Purpose.CONTRACT, lena)


def test_what_the_workbook_said_is_kept_to_merge_its_return_with(project, review, erika):
    take_out(project, Purpose.REVIEW, erika)
    export = project.exports.get()
    content = export.documents.get().content
    assert content.fields["number"] == "R-007"
    assert content.lists["lines"][2]["what"] == "Screws"
    assert (export.done, export.total, export.size > 0) == (1, 1, True)


def test_made_twice_it_is_the_same_and_the_latest_file_counts(project, document, lee):
    export = begin(project, Purpose.BLIND, lee)
    exporting.make(export)
    exporting.make(export)
    export.refresh_from_db()
    assert export.documents.count() == 1
    with default_storage.open(export.file) as file:
        assert file.size == export.size
