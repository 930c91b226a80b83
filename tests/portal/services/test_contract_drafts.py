"""The draft of a contract: shared, never overwritten unseen, published as it was compared."""

import pytest
from django.core.exceptions import PermissionDenied

from extraction.contract import Field, FieldType
from extraction.contract_editing import with_field, without_field
from portal.models import ContractDraft
from portal.services import contract_drafts as drafts
from portal.services import contracts, labels
from portal.services.errors import BadInput, StaleRevision
from tests.portal.conftest import CONTRACT

WITH_PO = with_field(CONTRACT, Field(name="po"))
INTEGER = with_field(CONTRACT, Field(name="number", type=FieldType.INTEGER, label="Number"), instead_of="number")


def test_looking_begins_no_draft(project):
    draft = drafts.of(project)
    assert (draft.definition, draft.revision) == (CONTRACT, 0)
    assert not ContractDraft.objects.exists()


def test_a_draft_leaves_the_version_in_force_as_it_is(project, ada):
    drafts.save(project, WITH_PO, by=ada, seen=0)
    assert drafts.of(project).definition == WITH_PO
    assert contracts.in_force(project).definition == CONTRACT


def test_a_change_to_a_draft_that_moved_on_is_refused(project, ada, lena):
    drafts.save(project, WITH_PO, by=ada, seen=0)
    with pytest.raises(StaleRevision, match="ada changed the draft meanwhile"):
        drafts.save(project, CONTRACT, by=lena, seen=0)
    assert drafts.of(project).definition == WITH_PO


def test_a_change_to_a_draft_that_is_gone_is_refused(project, ada, lena):
    drafts.save(project, WITH_PO, by=ada, seen=0)
    drafts.discard(project, by=lena, seen=1)
    with pytest.raises(StaleRevision, match="published or discarded"):
        drafts.save(project, CONTRACT, by=ada, seen=1)


def test_publishing_makes_the_next_version_and_ends_the_draft(project, ada):
    drafts.save(project, WITH_PO, by=ada, seen=0)
    version, _carried = drafts.publish(project, by=ada, seen=1, after=1, note="orders, too")
    assert (version.number, version.definition, version.note) == (2, WITH_PO, "orders, too")
    assert not ContractDraft.objects.exists()


def test_nothing_is_published_over_a_version_nobody_compared_with(project, ada, lena):
    drafts.save(project, WITH_PO, by=ada, seen=0)
    contracts.publish(project, INTEGER, by=lena)
    with pytest.raises(StaleRevision, match="Version 2 was published meanwhile"):
        drafts.publish(project, by=ada, seen=1, after=1)
    assert drafts.of(project).definition == WITH_PO


def test_without_a_draft_there_is_nothing_to_publish(project, ada):
    with pytest.raises(BadInput, match="nothing to publish"):
        drafts.publish(project, by=ada, seen=0, after=1)


def test_a_draft_that_cannot_be_used_stays_a_draft(project, ada):
    broken = without_field(CONTRACT, "total")  # a check names it
    drafts.save(project, broken, by=ada, seen=0)
    with pytest.raises(BadInput, match="cannot be published"):
        drafts.publish(project, by=ada, seen=1, after=1)
    assert drafts.of(project).definition == broken


@pytest.mark.parametrize("name", ["erika", "lee", "vera", "otto", "root"])
def test_who_may_not_edit_the_contract_changes_no_draft(name, project, ada, request):
    drafts.save(project, WITH_PO, by=ada, seen=0)
    somebody = request.getfixturevalue(name)
    for change in (
        lambda: drafts.save(project, CONTRACT, by=somebody, seen=1),
        lambda: drafts.discard(project, by=somebody, seen=1),
        lambda: drafts.publish(project, by=somebody, seen=1, after=1),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert drafts.of(project).revision == 1
    assert not ContractDraft.objects.for_user(somebody).exists()


def test_what_publishing_does_is_said_before_and_is_what_it_does(project, version, review, lena, ada):
    said = {"number": labels.Said("R-007"), "total": labels.Said("30.00", "canonical")}
    labels.import_labels(version, [labels.LabelRecord("bill.pdf", "row 2", said)], made="blind", by=lena)
    drafts.save(project, without_field(INTEGER, "buyer"), by=ada, seen=0)
    impact = drafts.impact(drafts.of(project))
    assert (impact.labels, impact.reviews, impact.approved) == (1, 1, 0)
    assert impact.unseen == 1
    _version, carried = drafts.publish(project, by=ada, seen=1, after=1)
    assert (impact.labels, impact.reviews, impact.read_again) == (
        carried.labels,
        carried.reviews,
        carried.values_read_again,
    )
