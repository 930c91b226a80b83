"""A version of a contract, readable."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from extraction.contract import Contract, Conventions, Field
from portal.models import ContractVersion, Dispute
from portal.services.access import Verb, can
from portal.views.contract_text import text_of
from portal.views.page import address, found, render_page, trail_of

DATES = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


@dataclass(frozen=True, slots=True)
class FieldInWords:
    field: Field
    notation: str
    tolerance: str
    remarks: str


def show(request: HttpRequest, pk: int) -> HttpResponse:
    version = found(request, ContractVersion, pk, "project", "created_by")
    contract = version.definition
    latest = version.project.contract_versions.order_by("-number").values_list("pk", flat=True).first()
    return render_page(
        request,
        "portal/contract.html",
        str(version),
        trail=trail_of(
            ("Contract versions", address("contractversion_changelist")),
            (version.project.name, address("project_change", version.project_id)),
        ),
        version=version,
        contract=contract,
        fields=[in_words(field) for field in contract.fields],
        lists=[(part, [in_words(field) for field in part.fields]) for part in contract.lists],
        is_latest=latest == version.pk,
        may_edit=can(request.user, Verb.EDIT_CONTRACT, version.project),
        definition=text_of(contract),
        paths=paths(contract),
        disputes=Dispute.objects.for_user(request.user)
        .filter(project=version.project)
        .select_related("opened_by", "settled_by"),
        may_dispute=can(request.user, Verb.DISPUTE, version.project),
    )


def paths(contract: Contract) -> list[str]:
    """The names of all fields: `total_net`, `line_items.quantity`."""
    columns = [f"{part.name}.{field.name}" for part in contract.lists for field in part.fields]
    return [field.name for field in contract.fields] + columns


def in_words(field: Field) -> FieldInWords:
    tolerances = [
        f"± {field.absolute_tolerance}" if field.absolute_tolerance else "",
        f"± {100 * field.relative_tolerance:f} %" if field.relative_tolerance else "",
    ]
    remarks = [
        "required" if field.required else "",
        "critical" if field.critical else "",
        "key" if field.key else "",
        "spaces do not count" if field.spaces == "ignore" else "",
        "capitals do not count" if field.case == "ignore" else "",
    ]
    return FieldInWords(
        field,
        _notation(field.conventions),
        " or ".join(filter(None, tolerances)) or "none",
        ", ".join(filter(None, remarks)),
    )


def _notation(conventions: Conventions) -> str:
    parts = [
        f"decimal mark “{conventions.decimal}”" if conventions.decimal else "",
        f"dates as {DATES[conventions.dates]}" if conventions.dates else "",
    ]
    return ", ".join(filter(None, parts)) or "as the document writes"
