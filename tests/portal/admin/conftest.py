"""A browser for each of the cast, and a project with something of everything."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from portal.models import GroundTruth, Role
from portal.services import evaluation, invitations, labels, reviews
from portal.services.labels import LabelRecord, ListSaid, Said

PDF = b"%PDF-1.4 not really"


@pytest.fixture
def log_in() -> Callable[[User], Client]:
    def start(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return start


def body(response) -> str:
    """All of an answer, read to its end so that its file is closed."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


@pytest.fixture
def world(project, version, add_document, make_extraction, erika, anton, lena, lee, ada, ines, vera):
    """An approved and an open document, labels, an evaluation; every name carries the canary."""
    approved = add_document("canary-approved.pdf", content=PDF)
    waiting = add_document("canary-waiting.pdf", content=PDF)
    first, second = make_extraction(approved), make_extraction(waiting)
    reviews.submit(approved.reviews.get(), by=erika, confirm_rest=True)
    reviews.approve(approved.reviews.get(), by=anton)
    said = {"number": Said("R-008", "canonical"), "total": Said("30.00", "canonical")}
    lists = {"lines": ListSaid(Said("complete"), [{"what": Said("Nails")}])}
    record = LabelRecord(waiting.name, "row 1", said, lists)
    labels.import_labels(version, [record], made="blind", by=lena, accept_them=True)
    return SimpleNamespace(
        project=project,
        version=version,
        approved=approved,
        waiting=waiting,
        extraction=second,
        approved_extraction=first,
        run=second.run,
        review=waiting.reviews.get(),
        approved_review=approved.reviews.get(),
        label=GroundTruth.objects.get(document=waiting),
        evaluation=evaluation.evaluate(second.run, by=ada),
        membership=project.memberships.get(user=erika),
        invitation=invitations.invite(project, "canary@example.org", [Role.EXPERT], by=lena)[0],
        people={"erika": erika, "anton": anton, "lena": lena, "lee": lee, "ada": ada, "ines": ines, "vera": vera},
    )
