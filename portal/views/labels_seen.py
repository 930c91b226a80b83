"""Which labels a person may read: who labels blind must not read predictions in disguise."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from portal.models import GroundTruth, Provenance
from portal.models.runs import SEES_PREDICTIONS

FROM_PREDICTIONS = (Provenance.ASSISTED, Provenance.WEAK)


def labels_seen(request: HttpRequest) -> QuerySet[GroundTruth]:
    """The labels of the person's projects; of those made from predictions, what they made or could see anyway."""
    sees_predictions = GroundTruth.in_projects_of(request.user, SEES_PREDICTIONS)
    own = Q(labeller=request.user.pk)
    return GroundTruth.objects.for_user(request.user).filter(
        sees_predictions | own | ~Q(provenance__in=FROM_PREDICTIONS)
    )
