"""A version of a contract, readable."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from extraction.contract import Contract, Conventions, Field
from portal.models import ContractVersion, Dispute
from portal.services.access import Verb, can
from portal.views import contract_words
from portal.views.contract_text import text_of
from portal.views.field_words import DATES, TYPES
from portal.views.page import address, found, render_page, trail_of


@dataclass(frozen=True, slots=True)
class FieldInWords:
    field: Field
    type: str | Promise
    notation: str
    tolerance: str
    remarks: str


def show(request: HttpRequest, pk: int) -> HttpResponse:
    version = found(request, ContractVersion, pk, "project", "created_by")
    contract = version.definition
    before = version.project.contract_versions.filter(number__lt=version.number).order_by("-number").first()
    latest = version.project.contract_versions.order_by("-number").values_list("pk", flat=True).first()
    return render_page(
        request,
        "portal/contract.html",
        str(version),
        trail=trail_of(
            (_("Contract versions"), address("contractversion_changelist")),
            (version.project.name, address("project_change", version.project_id)),
        ),
        version=version,
        contract=contract,
        before=before,
        changed=contract_words.in_words(before.definition, contract) if before else [],
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
        f"± {number_format(field.absolute_tolerance)}" if field.absolute_tolerance else "",
        f"± {number_format(100 * field.relative_tolerance)} %" if field.relative_tolerance else "",
    ]
    remarks = [
        _("required") if field.required else "",
        _("critical") if field.critical else "",
        # Translators: the column by whose values the rows of a list are paired.
        pgettext("field", "key") if field.key else "",
        _("spaces do not count") if field.spaces == "ignore" else "",
        _("capitals do not count") if field.case == "ignore" else "",
    ]
    return FieldInWords(
        field,
        TYPES[field.type],
        _notation(field.conventions),
        _(" or ").join(filter(None, tolerances)) or pgettext("tolerance", "none"),
        ", ".join(filter(None, remarks)),
    )


def _notation(conventions: Conventions) -> str:
    parts = [
        _("decimal mark “%(mark)s”") % {"mark": conventions.decimal} if conventions.decimal else "",
        _("dates as %(order)s") % {"order": DATES[conventions.dates]} if conventions.dates else "",
    ]
    return ", ".join(filter(None, parts)) or _("as the document writes")
