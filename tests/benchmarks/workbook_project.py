"""The same records as a project with extractions and their reviews, and as rows of the two flat models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from extraction.canon import cell_of
from extraction.values import Cell, Evidence, ExtractionResult, Grounding
from portal.models import ContractVersion, Document, Extraction, ExtractionRun, Project, Review, ReviewValue, Role
from portal.services import bulk_rows, projects, reviews
from tests.benchmarks.stock_models.models import StockDocument, StockItem
from tests.benchmarks.workbook_records import CONTRACT, Record, records

CHUNK = 1_000
_PLACE = Evidence(page=1, box=(72.0, 120.5, 180.25, 132.75))


def make(documents: int, items: int) -> None:
    """Into an empty database."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    root = User.objects.create_superuser("root")
    lead = User.objects.create_user("lead", is_staff=True)
    project = projects.create("Big", "big", CONTRACT, by=root)
    projects.set_roles(project, lead, set(Role), by=root)
    version = project.contract_versions.get()
    run = ExtractionRun.objects.create(project=project, contract_version=version, source="layout", created_by=lead)
    found = records(documents, items)
    for start in range(0, documents, CHUNK):
        chunk = list(islice(found, CHUNK))
        _reviewed(project, version, run, start, chunk)
        _stock(start, chunk)


def lead() -> User:
    return User.objects.get(username="lead")


def _reviewed(
    project: Project, version: ContractVersion, run: ExtractionRun, start: int, chunk: Sequence[tuple[Record, list]]
) -> None:
    now = timezone.now()
    documents = Document.objects.bulk_create(
        Document(project=project, sha256=f"{n:064x}", name=_name(n), size=1000, pages=1, split="dev", received_at=now)
        for n in range(start, start + len(chunk))
    )
    results = [
        ExtractionResult(fields=_cells(fields), lists={"items": [_cells(item) for item in items]})
        for fields, items in chunk
    ]
    extractions = Extraction.objects.bulk_create(
        Extraction(run=run, document=document, state=Extraction.State.SUCCEEDED, attempts=1, seconds=0.1, result=result)
        for document, result in zip(documents, results, strict=True)
    )
    made = Review.objects.bulk_create(
        Review(document=extraction.document, contract_version=version, seeded_from=extraction)
        for extraction in extractions
    )
    bulk_rows.insert_all(
        ReviewValue,
        (
            ReviewValue(review=review, **_place(place), **dict(seed), changed_at=now)
            for review, result in zip(made, results, strict=True)
            for place, seed in reviews.seeds(result, CONTRACT).items()
        ),
    )


def _place(place: tuple[str, int, str]) -> dict[str, str | int]:
    return dict(zip(("list_name", "item", "field"), place, strict=True))


def _cells(record: Record) -> dict[str, Cell | None]:
    return {
        name: cell_of(value, raw=str(value), evidence=_PLACE, grounding=Grounding.EXACT)
        for name, value in record.items()
    }


def _stock(start: int, chunk: Sequence[tuple[Record, list]]) -> None:
    bulk_rows.insert_all(
        StockDocument, (StockDocument(name=_name(start + n), **_plain(fields)) for n, (fields, _) in enumerate(chunk))
    )
    bulk_rows.insert_all(StockItem, _stock_items(start, chunk))


def _stock_items(start: int, chunk: Sequence[tuple[Record, list]]) -> Iterator[StockItem]:
    for document, (_, items) in enumerate(chunk, start=start + 1):
        for number, item in enumerate(items, start=1):
            yield StockItem(document=document, number=number, **_plain(item))


def _plain(record: Record) -> dict[str, object]:
    return {name: value.v for name, value in record.items()}


def _name(number: int) -> str:
    return f"invoice-{number:06}.pdf"
