"""What leaves for the client: the values of approved reviews or, for those who may, of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from extraction.contract import Contract, Field
from portal.models import ContractVersion, Project, Review, ReviewState, ReviewValue, StoredValue, ValueState
from portal.models.scoping import AnyUser
from portal.services.access import Verb, require
from portal.services.contracts import in_force

Values = dict[str, StoredValue]
"""Stored values by field name."""


@dataclass(frozen=True)
class Version:
    """The contract version under which a review was made, with its fields at hand."""

    number: int
    contract: Contract
    fields: dict[tuple[str, str], Field]
    """By list name (blank for scalar fields) and field name."""


@dataclass
class FinalDocument:
    """One document as it is delivered."""

    document: str
    """The external id, or the file name where there is none."""
    file: str
    sha256: str
    state: str
    approved_by: str
    approved_at: datetime | None
    version: Version
    fields: Values = field(default_factory=dict)
    lists: dict[str, dict[int, Values]] = field(default_factory=dict)
    """By list name, the items by their number: it stays when others are removed."""


@dataclass(frozen=True)
class FinalData:
    """Documents in the order they came in; the columns are those of the contract in force."""

    project: str
    contract: Contract
    documents: list[FinalDocument]
    approved_only: bool


def final_data(project: Project, *, by: AnyUser, approved_only: bool = True) -> FinalData:
    """One entry a document: its latest approved review or, with `approved_only` false, its latest of any state.

    What was approved under an older contract stays until the copy under the newer one is approved. The number of
    queries does not depend on the number of documents. Raises PermissionDenied, BadInput (no contract yet).
    """
    require(by, Verb.DOWNLOAD_FINAL if approved_only else Verb.DOWNLOAD_UNAPPROVED, project)
    contract = in_force(project).definition
    versions = {version.pk: _version(version) for version in ContractVersion.objects.filter(project=project)}
    reviews: QuerySet[Review] = Review.objects.for_user(by).filter(document__project=project)
    if approved_only:
        reviews = reviews.filter(state=ReviewState.APPROVED)
    documents = {
        columns["pk"]: _document(columns, versions[columns["contract_version_id"]]) for columns in _latest(reviews)
    }
    for review, list_name, item, name, value in _values(reviews, by):
        document = documents.get(review)
        if document is None:
            continue
        if list_name and name:
            document.lists.setdefault(list_name, {}).setdefault(item, {})[name] = value
        elif name:
            document.fields[name] = value
    return FinalData(str(project), contract, list(documents.values()), approved_only)


def _version(version: ContractVersion) -> Version:
    contract = version.definition
    fields = {("", one.name): one for one in contract.fields}
    fields |= {(part.name, one.name): one for part in contract.lists for one in part.fields}
    return Version(version.number, contract, fields)


_COLUMNS = (
    "pk",
    "document_id",
    "contract_version_id",
    "state",
    "approved_at",
    "approved_by__username",
    "document__external_id",
    "document__name",
    "document__sha256",
)


def _latest(reviews: QuerySet[Review]) -> list[dict[str, Any]]:
    """Of each document, the review of the highest version."""
    ordered = reviews.order_by("document_id", "contract_version__number").values(*_COLUMNS)
    return list({columns["document_id"]: columns for columns in ordered.iterator(chunk_size=2_000)}.values())


def _document(columns: dict[str, Any], version: Version) -> FinalDocument:
    return FinalDocument(
        document=columns["document__external_id"] or columns["document__name"],
        file=columns["document__name"],
        sha256=columns["document__sha256"],
        state=columns["state"],
        approved_by=columns["approved_by__username"] or "",
        approved_at=columns["approved_at"],
        version=version,
    )


_VALUE = ("says", "value", "unit", "precision", "invalid", "state")


def _values(reviews: QuerySet[Review], by: AnyUser) -> Iterator[tuple[int, str, int, str, StoredValue]]:
    """Review, list name, item, field and value; removed ones are left out."""
    rows = ReviewValue.objects.for_user(by).filter(review__in=reviews.order_by().values("pk"))
    rows = rows.exclude(state=ValueState.REMOVED).order_by("review_id", "list_name", "item", "pk")
    columns = rows.values_list("review_id", "list_name", "item", "field", *_VALUE)
    for review, list_name, item, name, *stored in columns.iterator(chunk_size=2_000):
        yield review, list_name, item, name, StoredValue.model_construct(**dict(zip(_VALUE, stored, strict=True)))
