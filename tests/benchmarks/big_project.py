"""A project of many documents, made by rows and not by reading, and the ways to ask for its pages."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.utils import timezone

from extraction.contracts import shipped
from extraction.values import ExtractionResult
from portal.models import Document, Extraction, ExtractionRun, GroundTruth, Review, ReviewState, ReviewValue, Role
from portal.services import projects

STATES = list(ReviewState)


def make(count: int) -> User:
    """The lead of it, who holds every role."""
    call_command("migrate", verbosity=0)
    root = User.objects.create_superuser("root")
    lead = User.objects.create_user("lead", is_staff=True)
    project = projects.create("Big", "big", shipped("invoices"), by=root)
    projects.set_roles(project, lead, set(Role), by=root)
    version = project.contract_versions.get()
    documents = Document.objects.bulk_create(
        [
            Document(
                project=project, sha256=f"{n:064x}", name=f"invoice-{n:05}.pdf", size=1000, pages=1 + n % 3,
                stratum=f"issuer {n % 40}", split="dev" if n % 5 else "test", added_by=lead,
            )
            for n in range(count)
        ],
        batch_size=500,
    )  # fmt: skip
    run = ExtractionRun.objects.create(project=project, contract_version=version, source="layout", created_by=lead)
    extractions = Extraction.objects.bulk_create(
        [_extraction(run, document, failed=n % 50 == 0) for n, document in enumerate(documents)], batch_size=500
    )
    reviews = Review.objects.bulk_create(
        [
            Review(document=document, contract_version=version, state=STATES[n % len(STATES)], seeded_from=extraction)
            for n, (document, extraction) in enumerate(zip(documents, extractions, strict=True))
        ],
        batch_size=500,
    )
    now = timezone.now()
    for start in range(0, count, 500):
        ReviewValue.objects.bulk_create(
            [
                ReviewValue(
                    review=review, field=field.name, says="value", value="x", changed_at=now,
                    state="unreviewed" if n % 7 else "corrected",
                )
                for review in reviews[start : start + 500]
                for n, field in enumerate(version.definition.fields)
            ],
            batch_size=1000,
        )  # fmt: skip
    GroundTruth.objects.bulk_create(
        [
            GroundTruth(
                document=document, contract_version=version, provenance="imported", labeller=lead,
                state="accepted" if n % 2 else "proposed",
            )
            for n, document in enumerate(documents)
        ],
        batch_size=500,
    )  # fmt: skip
    return lead


def _extraction(run: ExtractionRun, document: Document, *, failed: bool) -> Extraction:
    if failed:
        told = {"error_code": "damaged", "error_message": "The file is damaged."}
        return Extraction(run=run, document=document, state=Extraction.State.FAILED, attempts=1, **told)
    return Extraction(
        run=run, document=document, state=Extraction.State.SUCCEEDED, attempts=1, seconds=0.1, result=ExtractionResult()
    )


def ask(client: Client, path: str) -> tuple[float, int]:
    """Seconds of a warm page, the middle of three, and its queries."""
    settings.DEBUG = True  # counts the queries
    client.get(path)
    seconds, queries = [], 0
    for _ in range(3):
        reset_queries()
        began = time.perf_counter()
        answer = client.get(path)
        seconds.append(time.perf_counter() - began)
        queries = len(connection.queries)
        assert answer.status_code == 200, path
    return sorted(seconds)[1], queries
