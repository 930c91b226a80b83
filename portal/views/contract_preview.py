"""A draft tried on real documents, before anybody publishes it: what a field would find, where a check would fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluation.predictions import prediction_from_result
from extraction.canon import value_of
from extraction.checks import run_checks
from extraction.contract import Check, Contract, ContractError, Field
from extraction.contract_editing import with_field
from extraction.pdf.errors import PdfError
from extraction.pdf.guard import read
from extraction.pdf.model import PdfDocument
from extraction.sources.layout.trying import Cells, Tried, found_by, try_field
from extraction.values import UNLABELLED, Canonical, Cell, CheckResult, Invalid
from portal.models import GOLD, Document, Extraction, GroundTruth, LabelState, Project, Says, Split
from portal.sentences import translated
from portal.services import contract_drafts
from portal.services.values import describe, same_value, store
from portal.views.contract_draft import project_to_edit
from portal.views.field_form import FieldForm
from portal.views.page import address, found
from portal.views.words import Sign

TRIED = 12
"""Documents a field is tried on: they are read anew, one after the other."""
CHECKED = 200
"""Documents a check is tried on: from stored extractions."""
FAILURES_SHOWN = 20
ITEMS_SHOWN = 5


def documents_to_try(request: HttpRequest, project: Project, count: int = TRIED) -> list[Document]:
    """Readable documents for development, spread as their content hash has it: never those kept for testing."""
    mine = Document.objects.for_user(request.user).filter(project=project, split=Split.DEV, pages__isnull=False)
    return list(mine.order_by("sha256")[:count])


# A field, one document at a time.


@require_POST
def field(request: HttpRequest, pk: int) -> JsonResponse:
    """What the typed field finds in the document `?document=`, and what the version in force finds there."""
    project = project_to_edit(request, pk)
    list_name, _dot, name = request.GET.get("path", "").rpartition(".")
    list_name = list_name or request.GET.get("list", "")
    wanted = request.POST.get("document", "")
    document = found(request, Document, int(wanted) if wanted.isdecimal() else 0)
    if document.project_id != project.pk or document.split != Split.DEV:
        raise Http404("a document of another project, or kept for testing")
    draft = contract_drafts.of(project)
    form = FieldForm(_with_name(request, name), in_list=bool(list_name))
    if not form.is_valid():
        return JsonResponse({"problem": _("Something typed is not right yet; save the field to see what.")}, status=400)
    try:
        contract = with_field(draft.definition, form.part, list_name, instead_of=name)
        pages = read(Path(document.path))
        tried = try_field(pages, contract, form.part.name, list_name)
        before = _before(pages, draft.base.definition, form.part.name, list_name)
    except KeyError as error:
        raise Http404("no such list") from error
    except (ContractError, PdfError) as error:
        said = error.message if isinstance(error, PdfError) else str(error)
        return JsonResponse({"problem": translated(said)}, status=400)
    return JsonResponse(_told(document, form.part, list_name, tried, before))


def _with_name(request: HttpRequest, name: str) -> dict[str, Any]:
    typed = request.POST.dict()
    return {**typed, "name": typed.get("name") or name}


def _before(pages: PdfDocument, contract: Contract, name: str, list_name: str) -> Cells | None:
    try:
        return found_by(pages, contract, name, list_name)
    except KeyError:
        return None  # a field that is new


def _told(
    document: Document, field: Field, list_name: str, tried: Tried, before: tuple[Cell | None, ...] | None
) -> dict[str, Any]:
    sign = None if list_name else _against_label(document, field, tried.cells[0])
    return {
        "name": document.name,
        "href": address("document_change", document.pk),
        "found": _texts(tried.cells, field),
        "before": _texts(before, field) if before is not None else _("not in the contract yet"),
        "verdict": {"sign": sign.sign, "words": str(sign.words), "kind": sign.kind} if sign else None,
        "right": sign.kind == "good" if sign else None,
        "words": [{"word": word, "needed": tried.needs(word)} for word in tried.standing],
    }


def _texts(cells: Cells, field: Field) -> str:
    """What was found, as the page prints it and as it is understood."""
    shown = [_text(cell, field) for cell in cells if cell]
    if not shown:
        return _("nothing")
    more = len(shown) - ITEMS_SHOWN
    text = " · ".join(shown[:ITEMS_SHOWN])
    return text if more <= 0 else _("%(words)s and %(count)s more") % {"words": text, "count": more}


def _text(cell: Cell, field: Field) -> str:
    canonical = value_of(cell, field)
    if isinstance(canonical, Invalid):
        return _("%(text)s (not valid: %(why)s)") % {
            "text": cell.raw or "–",
            "why": translated(canonical.detail or canonical.reason),
        }
    said = describe(store(canonical, raw=cell.raw or ""))
    return said if not cell.raw or cell.raw == said else f"{said} ({cell.raw})"


def _against_label(document: Document, field: Field, cell: Cell | None) -> Sign | None:
    """Whether it says what the accepted labels say; None where none is accepted, or they disagree."""
    labels = GroundTruth.objects.filter(document=document, state=LabelState.ACCEPTED, provenance__in=GOLD)
    stated = [
        row.stored
        for label in labels
        for row in label.values.filter(list_name="", field=field.name).exclude(says=Says.NOTHING)
    ]
    if not stated or any(not same_value(one, stated[0], field) for one in stated):
        return None
    canonical: Canonical = value_of(cell, field) if cell else UNLABELLED
    nothing_found = cell is None or cell.value is None
    if stated[0].says == Says.ABSENT:
        right = nothing_found
    else:
        right = not isinstance(canonical, Invalid) and same_value(store(canonical), stated[0], field)
    if right:
        return Sign("✓", _("as the label says"), "good")
    return Sign("≠", _("the label says: %(label)s") % {"label": describe(stated[0])}, "bad")


# A check, over what was extracted.


@dataclass(frozen=True, slots=True)
class CheckTried:
    """How often a check holds, fails or cannot be told, and where it fails."""

    documents: int
    holds: int
    fails: int
    untold: int
    failures: list[tuple[Document, str]]


def try_check(request: HttpRequest, project: Project, contract: Contract, check: Check) -> CheckTried | None:
    """Over the latest extractions of the delivery source; None where there is none."""
    alone = contract.model_copy(update={"checks": (check,)})
    latest: dict[int, Extraction] = {}
    rows = (
        Extraction.objects.for_user(request.user)
        .filter(
            run__project=project,
            run__source=project.delivery_source,
            state=Extraction.State.SUCCEEDED,
            document__split=Split.DEV,
        )
        .select_related("document", "run__contract_version")
        .defer("given")
        .order_by("-pk")[: 2 * CHECKED]
    )
    for extraction in rows:
        latest.setdefault(extraction.document_id, extraction)
    holds = fails = untold = 0
    failures: list[tuple[Document, str]] = []
    for extraction in list(latest.values())[:CHECKED]:
        for result in _run(alone, extraction):
            holds += result.passed is True
            fails += result.passed is False
            untold += result.passed is None
            if result.passed is False and len(failures) < FAILURES_SHOWN:
                failures.append((extraction.document, translated(result.detail)))
    return CheckTried(min(len(latest), CHECKED), holds, fails, untold, failures) if latest else None


def _run(contract: Contract, extraction: Extraction) -> list[CheckResult]:
    """Values are read anew from their texts where the extraction was made under other fields."""
    if extraction.result is None:
        return []
    made_under = extraction.run.contract_version.definition
    other_fields = (made_under.fields, made_under.lists) != (contract.fields, contract.lists)
    said = prediction_from_result(extraction.result, contract, recanonicalise=other_fields)
    return run_checks(contract, said.fields, said.lists)
