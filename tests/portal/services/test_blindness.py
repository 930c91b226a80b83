"""Who labels blind reads no prediction, by whatever name: model by model, since every door stands on these."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import (
    EvalDocument,
    EvalRun,
    Extraction,
    ExtractionRun,
    FrozenLabel,
    GroundTruth,
    LabelValue,
    Membership,
    Provenance,
    Review,
    ReviewEvent,
    ReviewValue,
    Role,
    ValueChange,
)
from portal.services import evaluation, labels, reviews
from portal.services.final import final_data
from portal.services.labels import LabelRecord, Said

PREDICTED = "30.00"
OF_LABELS = (GroundTruth, LabelValue, ValueChange, ReviewEvent)
OF_PREDICTIONS = (ExtractionRun, Extraction, Review, ReviewValue, EvalDocument, FrozenLabel)


def bring_in(version, by, made, accept_them=False, **fields):
    said = {name: Said(text, "canonical") for name, text in fields.items()}
    record = LabelRecord("bill.pdf", "row", said, {})
    labels.import_labels(version, [record], made=made, by=by, accept_them=accept_them)


@pytest.fixture
def approved(review, erika, anton):
    """Its values become an assisted label: the prediction in disguise."""
    reviews.submit(review, by=erika, confirm_rest=True)
    return reviews.approve(review, by=anton)


@pytest.mark.parametrize("model", OF_LABELS + OF_PREDICTIONS)
def test_nothing_made_from_predictions_reaches_a_labeller(model, approved, version, lena, ada, lee):
    bring_in(version, lena, "rules", total=PREDICTED)
    label = GroundTruth.objects.get(provenance=Provenance.ASSISTED)
    labels.accept(label, by=lena)
    bring_in(version, lena, "blind", accept_them=True, number="R-008")
    evaluation.evaluate(ExtractionRun.objects.get(), by=ada)
    assert model.objects.for_user(lena).exists()
    if model in OF_PREDICTIONS:
        assert not model.objects.for_user(lee).exists()
    for row in model.objects.for_user(lee):
        told = row if isinstance(row, GroundTruth) else row.ground_truth
        assert told.provenance == Provenance.BLIND


def test_blind_labels_their_values_and_their_trail_are_seen(version, document, lena, lee):
    bring_in(version, lena, "blind", accept_them=True, number="R-008")
    assert all(model.objects.for_user(lee).exists() for model in OF_LABELS)


def test_who_made_a_label_with_a_prediction_in_view_may_read_it(version, document, lee, lena):
    bring_in(version, lee, "shown", number="R-008")
    assert LabelValue.objects.for_user(lee).get().value == "R-008"
    assert ValueChange.objects.for_user(lee).exists()


def test_who_is_engineer_too_sees_them_in_that_project_only(approved, version, lee, other_project):
    membership = Membership.objects.create(project=other_project, user=lee, role=Role.ENGINEER)
    assert not GroundTruth.objects.for_user(lee).exists()
    membership.project = version.project
    membership.save()
    assert GroundTruth.objects.for_user(lee).get().provenance == Provenance.ASSISTED


def test_experts_read_the_trail_of_reviews_and_not_that_of_labels(approved, version, lena, erika):
    bring_in(version, lena, "blind", number="R-008")
    for model in (ValueChange, ReviewEvent):
        seen = model.objects.for_user(erika)
        assert seen.filter(review=approved).exists()
        assert not seen.filter(ground_truth__isnull=False).exists()


def test_scores_are_for_labellers_too(approved, version, lena, ada, lee):
    bring_in(version, lena, "blind", accept_them=True, number="R-008")
    made = evaluation.evaluate(ExtractionRun.objects.get(), by=ada)
    assert EvalRun.objects.for_user(lee).get() == made


def test_final_data_are_not_for_labellers(approved, lee):
    with pytest.raises(PermissionDenied):
        final_data(approved.document.project, by=lee)
