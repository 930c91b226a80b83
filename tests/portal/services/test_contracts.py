"""A new contract version carries labels and reviews forward."""

import pytest
from django.core.exceptions import PermissionDenied

from extraction.contract import Check, Field, FieldType
from portal.models import GroundTruth, Review
from portal.services import contracts, labels, reviews
from portal.services.contracts import publish
from portal.services.errors import BadInput
from tests.portal.conftest import CONTRACT


def changed(*fields, **changes):
    by_name = {field.name: field for field in fields}
    kept = [by_name.pop(field.name, field) for field in CONTRACT.fields]
    return CONTRACT.model_copy(update={"fields": (*kept, *by_name.values()), **changes})


RETYPED = changed(Field(name="number", type=FieldType.INTEGER, label="Number"))
ADDED = changed(Field(name="po", type=FieldType.IDENTIFIER))


@pytest.fixture
def label(version, document, lena):
    said = {"number": labels.Said("R-007"), "total": labels.Said("30.00", "canonical")}
    labels.import_labels(
        version, [labels.LabelRecord("bill.pdf", "row 2", said)], made="blind", by=lena, accept_them=True
    )
    return GroundTruth.objects.get()


def test_an_unchanged_contract_is_no_new_version(project, ada):
    with pytest.raises(BadInput, match="version 1 already"):
        publish(project, CONTRACT, by=ada)


def test_an_expert_does_not_publish(project, erika):
    with pytest.raises(PermissionDenied):
        publish(project, ADDED, by=erika)


def test_a_check_that_names_no_field_is_refused(project, ada):
    broken = CONTRACT.model_copy(update={"checks": (Check(name="wrong", rule="nothing + total = total"),)})
    with pytest.raises(BadInput, match="nothing"):
        publish(project, broken, by=ada)
    assert project.contract_versions.count() == 1


def test_labels_move_with_their_state_and_ledger(project, label, ada):
    version, carried = publish(project, ADDED, by=ada)
    label.refresh_from_db()
    assert (label.contract_version, label.state) == (version, "accepted")
    assert label.changes.count() == 2
    assert carried.labels == 1


def test_a_retyped_field_is_read_again_and_what_is_no_value_goes_back_to_proposed(project, label, ada):
    publish(project, RETYPED, by=ada)
    label.refresh_from_db()
    row = label.values.get(field="number")
    assert (label.state, row.says, row.raw) == ("proposed", "invalid", "R-007")
    assert label.changes.first().old.value == "R-007"


def test_a_retyped_field_whose_text_still_means_something_keeps_its_state(project, label, ada):
    publish(project, changed(Field(name="total", type=FieldType.DECIMAL, label="Total")), by=ada)
    label.refresh_from_db()
    assert label.state == "accepted"
    assert label.values.get(field="total").value == "30.00"


def test_a_field_that_comes_back_brings_its_values(project, label, ada):
    publish(project, CONTRACT.model_copy(update={"fields": CONTRACT.fields[1:]}), by=ada)
    publish(project, ADDED, by=ada)
    assert label.values.get(field="number").value == "R-007"


def test_an_open_review_moves_with_its_corrections(project, review, erika, ada):
    reviews.edit(review, [reviews.Edit(("", 0, "total"), "31.00 EUR", seen=1)], by=erika)
    version, _ = publish(project, ADDED, by=ada)
    moved = Review.objects.get()
    assert moved.contract_version == version
    assert moved.values.get(field="total").value == "31.00"


def test_an_approved_review_stays_and_a_copy_waits_to_be_approved_again(project, review, erika, anton, ada):
    reviews.approve(reviews.submit(review, by=erika, confirm_rest=True), by=anton)
    version, carried = publish(project, ADDED, by=ada)
    old, new = Review.objects.order_by("pk")
    assert (old.state, old.contract_version.number) == ("approved", 1)
    assert (new.state, new.contract_version) == ("open", version)
    assert new.values.get(field="total").value == "30.00"
    assert carried.reviews_copied == 1


def test_who_publishes_may_still_approve_what_was_carried(project, review, erika, anton, lena):
    reviews.approve(reviews.submit(review, by=erika, confirm_rest=True), by=anton)
    publish(project, ADDED, by=lena)
    copy = Review.objects.get(contract_version__number=2)
    assert reviews.approve(reviews.submit(copy, by=erika, confirm_rest=True), by=lena).state == "approved"


def test_the_highest_published_version_is_in_force(project, ada):
    version, _ = publish(project, ADDED, by=ada, note="orders now carry a number")
    assert contracts.in_force(project) == version
    assert version.number == 2
