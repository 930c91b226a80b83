"""Reviews: what waits, what was changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.admin.base import Page, ScopedAdmin
from portal.admin.columns import signed
from portal.admin.filters import ProjectFilter, ReviewAssignedFilter, ReviewStateFilter
from portal.models import Review, ReviewValue, ValueState
from portal.views import review_moves, review_page
from portal.views.words import REVIEW_STATES


class ReviewAdmin(ScopedAdmin):
    pages = (
        Page("<int:pk>/change/", review_page.show, "change"),
        Page("<int:pk>/move/", review_moves.move, "move"),
    )
    empty_words = gettext_lazy(
        "No reviews yet. A review opens by itself when the project's delivery source has extracted a document: "
        "an engineer or lead starts a run."
    )
    list_display = (
        "name",
        "project",
        "version",
        "state_in_words",
        "changed",
        "flagged",
        "corrector",
        "submitted_by",
        "approved_by",
    )
    list_filter = (ProjectFilter, ReviewStateFilter, ReviewAssignedFilter)
    list_select_related = ("document__project", "document__assigned_to", "submitted_by", "approved_by")
    versioned = True
    actions = ("make_workbook",)
    search_fields = ("document__name",)
    search_help_text = gettext_lazy("Part of a file name.")

    def complete(self, request: HttpRequest, rows: list[Any]) -> None:
        super().complete(request, rows)
        values = ReviewValue.objects.filter(review__in=rows, state__in=(ValueState.CORRECTED, ValueState.FLAGGED))
        counts = {
            (review, state): count
            for review, state, count in values.order_by().values_list("review", "state").annotate(Count("pk"))
        }
        for review in rows:
            review.corrected_count = counts.get((review.pk, ValueState.CORRECTED), 0)
            review.flagged_count = counts.get((review.pk, ValueState.FLAGGED), 0)

    @admin.display(description=gettext_lazy("document"), ordering="document__name")
    def name(self, review: Review) -> str:
        return review.document.name

    @admin.display(description=gettext_lazy("project"))
    def project(self, review: Review) -> str:
        return review.document.project.name

    @admin.display(description=gettext_lazy("contract"))
    def version(self, review: Review) -> str:
        return str(review.contract_version)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, review: Review) -> str:
        return signed(REVIEW_STATES[review.state])

    @admin.display(description=gettext_lazy("corrected by"), ordering="document__assigned_to__username")
    def corrector(self, review: Review) -> str:
        return str(review.document.assigned_to) if review.document.assigned_to else _("anybody")

    @admin.display(description=gettext_lazy("values corrected"))
    def changed(self, review: Any) -> int:
        return review.corrected_count

    @admin.display(description=gettext_lazy("values flagged"))
    def flagged(self, review: Any) -> int:
        return review.flagged_count
