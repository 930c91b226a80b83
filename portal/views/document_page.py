"""A document: its pages, what every source said of it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from extraction.contract import Contract
from extraction.values import CheckResult, Flag
from portal.models import ContractVersion, Document, Extraction, GroundTruth, Review
from portal.sentences import translated
from portal.views.columns import Column, field_rows, item_tables, of_extraction, of_rows
from portal.views.history import history
from portal.views.page import address, found, render_page, trail_of
from portal.views.pictures import pictures
from portal.views.words import REVIEW_STATES, size_in_words

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
State = Extraction.State


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know: by whom, in words."""

    who: str
    words: str


def show(request: HttpRequest, pk: int) -> HttpResponse:
    document = found(request, Document, pk, "project", "added_by")
    reviews = Review.objects.for_user(request.user).filter(document=document).select_related("contract_version")
    labels = GroundTruth.objects.for_user(request.user).filter(document=document).select_related("labeller")
    latest, failed = _latest_by_source(request, document)
    version = _version(document, list(reviews))
    columns = _columns(version.definition, latest, list(reviews)) if version else []
    return render_page(
        request,
        "portal/document.html",
        document.name,
        is_nav_sidebar_enabled=False,  # the page needs the room
        trail=trail_of((_("Documents"), address("document_changelist"))),
        document=document,
        size=size_in_words(document.size),
        version=version,
        columns=columns,
        rows=field_rows(version.definition, columns) if version else [],
        tables=item_tables(version.definition, columns) if version and columns else [],
        pictures=pictures(document, columns, request.GET.get("first", "1")),
        reviews=[(review, REVIEW_STATES[review.state]) for review in reviews],
        labels=labels,
        failed=failed,
        flags=_flags(latest),
        checks=_failed_checks(latest, version.definition if version else None),
        notes=[Note(_name(one), translated(note)) for one in latest if one.result for note in one.result.notes],
        history=history(reviews, labels),
    )


def _latest_by_source(request: HttpRequest, document: Document) -> tuple[list[Extraction], list[Extraction]]:
    """The latest success of each source, and the failures that no later success of the source has mended."""
    rows = (
        Extraction.objects.for_user(request.user)
        .filter(document=document, state__in=(State.SUCCEEDED, State.FAILED))
        .select_related("run")
        .defer("result", "given")
        .order_by("-pk")
    )
    seen: set[str] = set()
    chosen: list[int] = []
    failed: list[Extraction] = []
    for extraction in rows:
        name = _name(extraction)
        if name in seen:
            continue
        if extraction.state == State.FAILED:
            if name not in {_name(one) for one in failed}:
                failed.append(extraction)
            continue
        seen.add(name)
        chosen.append(extraction.pk)
    latest = (
        Extraction.objects.filter(pk__in=chosen)
        .select_related("run__contract_version")
        .defer("given", "run__contract_version__definition")
    )
    return sorted(latest, key=_name), failed


def _name(extraction: Extraction) -> str:
    return extraction.run.settings.pipeline or extraction.run.source


def _version(document: Document, reviews: list[Review]) -> ContractVersion | None:
    """The contract by whose fields the page is laid out: the one in force, or that of the review one may see."""
    in_force = document.project.contract_versions.filter(published_at__isnull=False).order_by("-number").first()
    shown = [review.contract_version for review in reviews]
    return shown[0] if shown and in_force not in shown else in_force


def _columns(contract: Contract, latest: list[Extraction], reviews: list[Review]) -> list[Column]:
    columns = [
        of_extraction(
            one,
            contract,
            letter=LETTERS[place],
            title=_name(one),
            subtitle=_("run %(run)s, contract v%(number)s")
            % {"run": one.run_id, "number": one.run.contract_version.number},
            href=address("extraction_change", one.pk),
        )
        for place, one in enumerate(latest[: len(LETTERS) - 3])
    ]
    for place, review in enumerate(reviews[:3], start=len(columns)):
        columns.append(
            of_rows(
                review.values.all(),
                letter=LETTERS[place],
                title=_("review"),
                # Translators: of a review: "submitted, contract v2".
                subtitle=_("%(state)s, contract v%(number)s")
                % {"state": review.get_state_display().lower(), "number": review.contract_version.number},
                href=address("review_change", review.pk),
            )
        )
    return columns


def _flags(latest: list[Extraction]) -> list[Flag]:
    """What the reader saw in the file, once, whoever reported it."""
    return list(dict.fromkeys(flag for one in latest if one.result for flag in one.result.flags))


def _failed_checks(latest: list[Extraction], contract: Contract | None) -> list[Note]:
    labels = {check.name: check.label or check.rule for check in contract.checks} if contract else {}
    return [
        Note(_name(one), in_words(check, labels))
        for one in latest
        if one.result
        for check in one.result.checks
        if check.passed is False
    ]


def in_words(check: CheckResult, labels: dict[str, str]) -> str:
    """A failed check: where, and what does not hold."""
    words = translated(check.detail) or labels.get(check.name, check.name)
    if check.item is None:
        return words
    return _("item %(number)s: %(words)s") % {"number": check.item + 1, "words": words}
