"""Ground truth: labels, how they came to be, and whether they count."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.admin.base import Page, ScopedAdmin, Tool
from portal.admin.columns import signed
from portal.admin.filters import ProjectFilter, ProvenanceFilter, StateFilter
from portal.models import GroundTruth
from portal.services.access import Verb
from portal.views import label_page
from portal.views.who import may
from portal.views.words import LABEL_STATES, in_zone, moment


class GroundTruthAdmin(ScopedAdmin):
    pages = (
        Page("<int:pk>/change/", label_page.show, "change"),
        Page("decide/", label_page.decide, "decide"),
    )
    tools = (
        Tool("workbookexport_add", gettext_lazy("Make a workbook"), Verb.WRITE_LABELS),
        Tool("upload_add", gettext_lazy("Upload a workbook or table"), Verb.WRITE_LABELS),
    )
    empty_words = gettext_lazy(
        "No labels yet. A labeller or lead brings them in with “Upload a workbook or table” or manage.py "
        "import_labels; "
        "every approved review becomes an assisted label, too."
    )
    list_display = ("name", "project", "provenance_in_words", "labeller", "state_in_words", "gold", "created")
    list_filter = (ProjectFilter, StateFilter, ProvenanceFilter)
    list_select_related = ("document__project", "labeller")
    search_fields = ("document__name", "labeller__username")
    search_help_text = gettext_lazy("Part of a file name or of a labeller's name.")
    actions = ("accept_chosen", "reject_chosen", "make_workbook")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        allowed = may(request, Verb.ACCEPT_LABELS)
        return {name: action for name, action in actions.items() if allowed or name == "make_workbook"}

    @admin.action(description=gettext_lazy("Accept the chosen labels"))
    def accept_chosen(self, request: HttpRequest, queryset: QuerySet[GroundTruth]) -> None:
        label_page.accept_all(request, queryset)

    @admin.action(description=gettext_lazy("Reject the chosen labels (asks for a reason)"))
    def reject_chosen(self, request: HttpRequest, queryset: QuerySet[GroundTruth]) -> HttpResponse:
        return label_page.ask_why_rejected(request, queryset)

    @admin.display(description=gettext_lazy("document"), ordering="document__name")
    def name(self, label: GroundTruth) -> str:
        return label.document.name

    @admin.display(description=gettext_lazy("project"))
    def project(self, label: GroundTruth) -> str:
        return label.document.project.name

    @admin.display(description=gettext_lazy("how it was made"), ordering="provenance")
    def provenance_in_words(self, label: GroundTruth) -> str:
        return label.get_provenance_display()

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, label: GroundTruth) -> str:
        return signed(LABEL_STATES[label.state])

    @admin.display(description=gettext_lazy("scores count it"))
    def gold(self, label: GroundTruth) -> str:
        return _("yes: gold") if label.is_gold else pgettext("scores count it", "no")

    @admin.display(description=in_zone(gettext_lazy("created")), ordering="created_at")
    def created(self, label: GroundTruth) -> str:
        return moment(label.created_at)
