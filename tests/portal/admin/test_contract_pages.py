"""Contracts are read and published, projects made, members given roles."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from extraction.contract import Contract, Field, FieldType
from extraction.contracts import shipped
from portal.models import ContractVersion, Membership, Project, Role
from portal.services import disputes
from portal.services.errors import BadInput
from portal.views.contract_text import contract_from, text_of
from tests.portal.conftest import CONTRACT


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize("contract", [CONTRACT, shipped("invoices"), shipped("agreements")], ids=lambda one: one.name)
def test_the_text_of_a_contract_is_that_contract_again(contract):
    assert contract_from(text_of(contract)) == contract


def test_a_contract_is_shown_in_words(version, vera, log_in):
    page = log_in(vera).get(reverse("admin:portal_contractversion_change", args=[version.pk])).content.decode()
    for words in ("Total due", "money", "required", "critical", "sum(lines.amount) = total", "in force"):
        assert words in page
    assert "New version" not in page


def test_publishing_says_what_was_carried_forward(review, project, ada, log_in):
    changed = CONTRACT.model_copy(update={"fields": (*CONTRACT.fields, Field(name="note"))})
    response = log_in(ada).post(
        reverse("admin:portal_contractversion_new", args=[project.pk]),
        {"definition": text_of(changed), "note": "notes, too"},
    )
    version = ContractVersion.objects.get(number=2)
    assert version.definition == changed
    assert version.note == "notes, too"
    assert "1 open review" in told(response)
    review.refresh_from_db()
    assert review.contract_version == version


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("{", "JSON"),
        ('{"name": "Bad Name", "fields": [{"name": "x"}]}', "name: "),
        ('{"name": "a", "fields": [{"name": "x"}, {"name": "y", "type": "colour"}]}', "fields, 2. › type: "),
        (
            '{"name": "a", "fields": [{"name": "x"}], "checks": [{"name": "c", "rule": "x + = 2"}]}',
            "cannot be published",
        ),
        (text_of(CONTRACT), "Nothing changed"),
    ],
)
def test_what_cannot_be_published_is_said_in_words_and_the_text_is_kept(text, words, project, ada, log_in):
    response = log_in(ada).post(
        reverse("admin:portal_contractversion_new", args=[project.pk]), {"definition": text, "note": "my note"}
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert "my note" in page
    assert not ContractVersion.objects.filter(number=2).exists()


def test_every_problem_of_a_contract_has_a_line_of_its_own():
    with pytest.raises(BadInput) as raised:
        contract_from('{"name": "X", "fields": [{"name": "Y"}, {"nome": "z"}]}')
    assert len(str(raised.value).split("\n")) >= 3


def test_a_text_beyond_all_contracts_is_not_parsed():
    with pytest.raises(BadInput, match="too long"):
        contract_from("x" * 5_000_000)


# Disputes.


def test_a_field_is_disputed_and_settled_by_a_version(project, version, erika, ada, log_in):
    dispute = reverse("admin:portal_contractversion_dispute", args=[version.pk])
    settle = reverse("admin:portal_contractversion_settle", args=[version.pk])
    page = log_in(erika).post(dispute, {"field": "total", "question": "With tips?"}, follow=True).content.decode()
    assert "With tips?" in page
    assert disputes.open_fields(project) == {"total"}
    opened = project.disputes.get()
    assert "you need the role" in told(log_in(erika).post(settle, {"dispute": opened.pk}))
    assert "scored again" in told(log_in(ada).post(settle, {"dispute": opened.pk}))
    assert not disputes.open_fields(project)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"field": "nothing", "question": "why"}, "no field"),
        ({"field": "total", "question": " "}, "do not agree"),
    ],
)
def test_a_dispute_that_says_nothing_is_refused(sent, words, version, erika, log_in):
    response = log_in(erika).post(reverse("admin:portal_contractversion_dispute", args=[version.pk]), sent)
    assert words in told(response)


def test_a_dispute_of_another_project_cannot_be_settled(version, other_project, otto, ada, log_in):
    foreign = disputes.open_dispute(other_project, "total", "Secret?", by=otto)
    response = log_in(ada).post(
        reverse("admin:portal_contractversion_settle", args=[version.pk]), {"dispute": foreign.pk}
    )
    assert "not there any more" in told(response)
    foreign.refresh_from_db()
    assert foreign.settled_by is None


# Projects and members.


def test_an_administrator_creates_a_project_and_leads_it(root, log_in):
    response = log_in(root).post(
        reverse("admin:portal_project_add"), {"name": "New", "slug": "new", "contract": "invoices"}
    )
    project = Project.objects.get(slug="new")
    assert response["Location"] == reverse("admin:portal_project_change", args=[project.pk])
    assert project.memberships.get().role == Role.LEAD
    assert project.contract_versions.get().definition == shipped("invoices")


def test_a_project_may_begin_with_a_contract_of_its_own(root, log_in):
    own = Contract(name="notes", fields=(Field(name="day", type=FieldType.DATE),))
    log_in(root).post(
        reverse("admin:portal_project_add"), {"name": "N", "slug": "n", "contract": "own", "definition": text_of(own)}
    )
    assert Project.objects.get(slug="n").contract_versions.get().definition == own


@pytest.mark.parametrize(
    "data",
    [
        {"name": "", "slug": "new", "contract": "invoices"},
        {"name": "New", "slug": "Not A Slug", "contract": "invoices"},
        {"name": "New", "slug": "bills", "contract": "invoices"},
        {"name": "New", "slug": "new", "contract": ""},
        {"name": "New", "slug": "new", "contract": "own", "definition": "{"},
    ],
)
def test_a_project_that_cannot_be_made_says_why_and_keeps_what_was_typed(data, project, root, log_in):
    response = log_in(root).post(reverse("admin:portal_project_add"), data)
    assert response.status_code == 400
    assert "The project is not created" in response.content.decode()
    assert f'value="{data["slug"]}"' in response.content.decode()
    assert Project.objects.count() == 1


def test_a_lead_sees_members_by_role_and_others_do_not(project, lena, erika, log_in):
    address = reverse("admin:portal_project_change", args=[project.pk])
    assert ">erika</a>" in log_in(lena).get(address).content.decode()
    assert ">lena</a>" not in log_in(erika).get(address).content.decode()


def test_a_lead_adds_a_member_by_user_name(project, lena, otto, log_in):
    log_in(lena).post(
        reverse("admin:portal_membership_add"),
        {"project": project.pk, "username": "otto", "roles": ["expert", "viewer"]},
    )
    assert set(project.memberships.filter(user=otto).values_list("role", flat=True)) == {"expert", "viewer"}


def test_adding_a_role_takes_none_away(project, lena, erika, log_in):
    log_in(lena).post(
        reverse("admin:portal_membership_add"), {"project": project.pk, "username": "erika", "roles": ["viewer"]}
    )
    assert set(project.memberships.filter(user=erika).values_list("role", flat=True)) == {"expert", "viewer"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"username": "nobody", "roles": ["expert"]}, "no account"),
        ({"username": "erika", "roles": []}, "at least one role"),
        ({"username": "erika", "roles": ["king"]}, "at least one role"),
        ({"username": "erika", "roles": ["expert"], "project": ""}, "Choose a project"),
    ],
)
def test_a_member_that_cannot_be_added_is_said_in_words(data, words, project, lena, erika, log_in):
    response = log_in(lena).post(reverse("admin:portal_membership_add"), {"project": project.pk} | data)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert Membership.objects.filter(project=project).count() == 2


def test_roles_are_changed_and_taken_away(project, lena, erika, log_in):
    membership = project.memberships.get(user=erika)
    client = log_in(lena)
    client.post(reverse("admin:portal_membership_change", args=[membership.pk]), {"roles": ["approver"]})
    (held,) = project.memberships.filter(user=erika)
    assert held.role == Role.APPROVER
    client.post(reverse("admin:portal_membership_change", args=[held.pk]), {})
    assert not project.memberships.filter(user=erika).exists()


def test_the_last_lead_cannot_leave(project, lena, log_in):
    mine = project.memberships.get(user=lena)
    response = log_in(lena).post(reverse("admin:portal_membership_change", args=[mine.pk]), {"roles": ["viewer"]})
    assert "would have no lead" in response.content.decode()
    assert project.memberships.get(user=lena).role == Role.LEAD
