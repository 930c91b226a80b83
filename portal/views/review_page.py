"""A review: the pages beside the values, to confirm, correct, flag and submit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from extraction.contract import AllowedValue, Contract
from portal.models import Extraction, GroundTruth, Review, ReviewState, ValueState
from portal.services import reviews
from portal.services.access import Verb, can
from portal.services.errors import BadInput, InvalidTransition, StaleRevision
from portal.services.values import describe
from portal.views.columns import Column, field_rows, item_tables, of_extraction, of_rows
from portal.views.history import history
from portal.views.page import REFUSED, address, found, person, render_page, trail_of
from portal.views.pictures import pictures
from portal.views.review_form import ReviewForm, Typed
from portal.views.words import REVIEW_STATES, VALUE_STATES, Sign

RELATED = ("document__project", "contract_version", "seeded_from__run", "submitted_by", "approved_by")
NOTHING_TYPED = Typed()


@dataclass(frozen=True, slots=True)
class May:
    """What this person may do with the review in its present state."""

    edit: bool
    withdraw: bool
    approve: bool
    reopen: bool


def show(request: HttpRequest, pk: int) -> HttpResponse:
    review = found(request, Review, pk, *RELATED)
    if request.method == "POST":
        return _save(request, review)
    return _page(request, review)


def _save(request: HttpRequest, review: Review) -> HttpResponse:
    form = ReviewForm(review, _seed(review))
    typed = form.read(request.POST)
    problems = form.problems(typed)
    if problems:
        return _page(request, review, typed, problems, _total(problems), status=400)
    try:
        written = reviews.edit(review, typed.edits, by=person(request)) if typed.edits else []
    except StaleRevision as error:
        now = ReviewForm(review, form.seed)  # reads the values again
        stale = now.stale(typed)
        return _page(request, review, typed, stale, [str(error)] if not stale else _total(stale), status=409)
    except (BadInput, InvalidTransition, PermissionDenied) as error:
        return _page(request, review, typed, {}, str(error).split("\n"), status=400)
    saved = _("Nothing was changed.")
    if written:
        saved = ngettext("%(count)s value saved.", "%(count)s values saved.", len(written)) % {"count": len(written)}
    if request.POST.get("do") == "submit":
        try:
            reviews.submit(review, by=person(request), confirm_rest="checked_rest" in request.POST)
            submitted = _("The review is submitted: an approver looks at it next.")
            messages.success(request, f"{saved} {submitted}")
        except REFUSED as error:
            refused = _("It is not submitted: %(why)s") % {"why": error}
            messages.error(request, f"{saved} {refused}")
    else:
        messages.success(request, saved)
    return HttpResponseRedirect(address("review_change", review.pk))


def _total(problems: Mapping[str, str]) -> list[str]:
    told = ngettext(
        "Nothing was saved: %(count)s value needs your attention, marked below.",
        "Nothing was saved: %(count)s values need your attention, marked below.",
        len(problems),
    )
    return [told % {"count": len(problems)}]


def _seed(review: Review) -> Column:
    """What the source said that seeded the review."""
    seeded, contract = review.seeded_from, review.contract_version.definition
    if seeded is None:
        return Column("A", "", "", "")
    return of_extraction(seeded, contract, letter="A", title="", subtitle="", href="")


def _page(
    request: HttpRequest,
    review: Review,
    typed: Typed = NOTHING_TYPED,
    problems: Mapping[str, str] | None = None,
    said: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    form = ReviewForm(review, _seed(review))
    may = _may(request, review)
    contract = review.contract_version.definition
    number = _("contract v%(number)s") % {"number": review.contract_version.number}
    column = of_rows(form.rows.values(), letter="A", title=_("value"), subtitle=number, href="")
    for place in column.said:
        saying = form.saying(place)
        if saying is not None:
            column.said[place] = saying
    states = [row.state for row in form.rows.values()]
    return render_page(
        request,
        "portal/review.html",
        _("Review of %(document)s") % {"document": review.document.name},
        is_nav_sidebar_enabled=False,  # the page needs the room
        trail=trail_of(
            (_("Reviews"), address("review_changelist")),
            (review.document.name, address("document_change", review.document_id)),
        ),
        review=review,
        document=review.document,
        version=review.contract_version,
        state=REVIEW_STATES[review.state],
        may=may,
        scalars=form.scalars(typed, problems or {}) if may.edit else [],
        lists=form.lists(typed, problems or {}) if may.edit else [],
        columns=[column],
        suggestions=_suggestions(contract) if may.edit else [],
        changed=[] if may.edit else _changed(form),
        rows=[] if may.edit else field_rows(contract, [column]),
        tables=[] if may.edit else item_tables(contract, [column]),
        pictures=pictures(review.document, [column], request.GET.get("first", "1")),
        problems=said or [],
        reason=typed.post.get("reason", ""),
        checked_rest="checked_rest" in typed.post,
        unreviewed=states.count(ValueState.UNREVIEWED),
        counts=[(label, states.count(state)) for state, label in ValueState.choices],
        newer=_newer(request, review) if may.edit else None,
        following=_following(request, review),
        history=history(Review.objects.filter(pk=review.pk), GroundTruth.objects.none()),
        status=status,
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that is not as the source stated it."""

    field: str
    source_said: str
    now: str
    state: Sign


def _changed(form: ReviewForm) -> list[Changed]:
    touched = (ValueState.CORRECTED, ValueState.FLAGGED, ValueState.REMOVED)
    found = []
    for place, row in form.rows.items():
        if row.state in touched and place[2]:
            seed = form.seed.said.get(place)
            name = f"{place[0]} {place[1]} › {place[2]}" if place[0] else place[2]
            said = seed.text if seed else _("nothing")
            found.append(Changed(name, said, describe(row.stored), VALUE_STATES[row.state]))
    return found


def _suggestions(contract: Contract) -> list[tuple[str, tuple[AllowedValue, ...]]]:
    """The values of each enumeration, by path."""
    every = [(field.name, field) for field in contract.fields]
    every += [(f"{part.name}.{field.name}", field) for part in contract.lists for field in part.fields]
    return [(path, field.allowed) for path, field in every if field.allowed]


def _may(request: HttpRequest, review: Review) -> May:
    project, state = review.document.project, review.state
    submitted = state == ReviewState.SUBMITTED
    mine = review.submitted_by_id == person(request).pk
    return May(
        edit=state in reviews.EDITABLE and can(request.user, Verb.EDIT_REVIEW, project),
        withdraw=submitted and mine and can(request.user, Verb.EDIT_REVIEW, project),
        approve=submitted and not mine and can(request.user, Verb.APPROVE, project),
        reopen=state == ReviewState.APPROVED and can(request.user, Verb.REOPEN, project),
    )


def _newer(request: HttpRequest, review: Review) -> Extraction | None:
    """A later result of the delivery source, to which values nobody touched can be moved."""
    seen = Extraction.objects.for_user(request.user).filter(
        document=review.document,
        state=Extraction.State.SUCCEEDED,
        run__source=review.document.project.delivery_source,
        run__contract_version=review.contract_version_id,
        pk__gt=review.seeded_from_id or 0,
    )
    return seen.select_related("run").defer("result", "given").order_by("-pk").first()


def _following(request: HttpRequest, review: Review) -> Review | None:
    """The next review of the project in the same state, for the next step by keyboard; one's own work first."""
    waiting = Review.objects.for_user(request.user).filter(
        document__project=review.document.project_id, state__in=(ReviewState.OPEN, ReviewState.SENT_BACK)
    )
    if not can(request.user, Verb.EDIT_REVIEW, review.document.project):
        waiting = Review.objects.for_user(request.user).filter(
            document__project=review.document.project_id, state=ReviewState.SUBMITTED
        )
    others = waiting.exclude(pk=review.pk).select_related("document").order_by("-pk")
    mine = others.filter(document__assigned_to=request.user.pk)
    return next(filter(None, (rows.first() for rows in (mine, others.filter(pk__lt=review.pk), others))), None)
