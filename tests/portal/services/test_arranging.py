"""Documents in bulk: assigned, sorted by source, kept for testing; all of them or none."""

import pytest
from django.core.exceptions import PermissionDenied

from portal.models import Split
from portal.services.arranging import Arrangement, arrange, correctors
from portal.services.errors import BadInput


@pytest.fixture
def three(add_document):
    return [add_document(f"{name}.pdf").pk for name in "abc"]


def test_what_is_not_named_stays_as_it_is(project, three, lena, erika):
    assert arrange(project, three, Arrangement(assigned_to=erika.pk, stratum=" mail "), by=lena) == 3
    arrange(project, three[:1], Arrangement(split=Split.TEST), by=lena)
    first, second, _ = project.documents.order_by("pk")
    assert (first.assigned_to, first.stratum, first.split) == (erika, "mail", Split.TEST)
    assert second.assigned_to == erika
    arrange(project, three[:1], Arrangement(assigned_to=0, stratum=""), by=lena)
    first.refresh_from_db()
    assert (first.assigned_to, first.stratum, first.split) == (None, "", Split.TEST)


def test_work_is_assigned_to_those_who_may_do_it(project, three, lena, erika, lee, otto):
    assert set(correctors(project)) == {lena, erika}
    for other in (lee, otto):
        with pytest.raises(BadInput, match="may not correct"):
            arrange(project, three, Arrangement(assigned_to=other.pk), by=lena)


def test_one_document_that_is_not_there_leaves_all_as_they_were(project, other_project, add_document, three, lena):
    strange = add_document("x.pdf", project=other_project).pk
    with pytest.raises(BadInput, match="choose them again"):
        arrange(project, [*three, strange], Arrangement(stratum="mail"), by=lena)
    assert not project.documents.filter(stratum="mail").exists()


def test_nothing_to_set_is_said(project, three, lena):
    with pytest.raises(BadInput, match="what to set"):
        arrange(project, three, Arrangement(), by=lena)


@pytest.mark.parametrize("who", ["erika", "anton", "lee", "ines", "vera", "otto"])
def test_only_engineers_and_leads_arrange(project, three, request, who):
    with pytest.raises(PermissionDenied):
        arrange(project, three, Arrangement(stratum="mail"), by=request.getfixturevalue(who))
