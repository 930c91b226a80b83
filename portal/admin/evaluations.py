"""Evaluations: runs scored against frozen labels."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy

from portal.admin.base import Page, ScopedAdmin
from portal.admin.filters import ProjectFilter, RunFilter
from portal.models import EvalRun
from portal.views import error_map, evaluation_page
from portal.views.words import in_zone, moment


class EvalRunAdmin(ScopedAdmin):
    pages = (
        Page("<int:pk>/change/", evaluation_page.show, "change"),
        Page("<int:pk>/map/", error_map.show, "map"),
        Page("<int:pk>/progress/", evaluation_page.progress, "progress"),
    )
    empty_words = gettext_lazy(
        "No evaluations yet. Open a run and choose “Evaluate against accepted labels”: its values are scored against "
        "the accepted labels. Where no label is accepted yet, import some under “Ground truth” and have a lead accept "
        "them."
    )
    list_display = ("name", "project", "run", "labels", "version", "created_by", "created")
    list_filter = (ProjectFilter, RunFilter)
    list_select_related = ("project", "run", "label_set", "created_by")
    versioned = True
    search_fields = ("run__source", "project__name")
    search_help_text = gettext_lazy("Part of a source's or project's name.")

    @admin.display(description=gettext_lazy("evaluation"), ordering="pk")
    def name(self, evaluation: EvalRun) -> str:
        return str(evaluation)

    @admin.display(description=gettext_lazy("labels"))
    def labels(self, evaluation: EvalRun) -> str:
        return str(evaluation.label_set)

    @admin.display(description=gettext_lazy("contract"))
    def version(self, evaluation: EvalRun) -> str:
        return str(evaluation.contract_version)

    @admin.display(description=in_zone(gettext_lazy("created")), ordering="created_at")
    def created(self, evaluation: EvalRun) -> str:
        return moment(evaluation.created_at)
