"""Extraction runs and the extractions in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.admin.base import Page, ScopedAdmin, Tool
from portal.admin.columns import signed
from portal.admin.filters import ProjectFilter, RunFilter, SourceFilter, StateFilter
from portal.models import Extraction, ExtractionRun
from portal.sentences import translated
from portal.services.access import Verb
from portal.views import extraction_page, final, run_compare, run_page, run_start, tokens
from portal.views.page import address
from portal.views.words import EXTRACTION_STATES, figure, in_zone, moment


def _in_seconds(seconds: float) -> str:
    # Translators: a time in seconds.
    return _("%(seconds)s s") % {"seconds": figure(seconds, 1)}


class RunSourceFilter(SourceFilter):
    lookup = "source"


class RunAdmin(ScopedAdmin):
    pages = (
        Page("add/", run_start.start, "add"),
        Page("compare/", run_compare.show, "compare"),
        Page("<int:pk>/change/", run_page.show, "change"),
        Page("<int:pk>/progress/", run_page.progress, "progress"),
        Page("<int:pk>/cancel/", run_page.cancel, "cancel"),
        Page("<int:pk>/retry/", run_page.retry, "retry"),
        Page("<int:pk>/evaluate/", run_page.evaluate, "evaluate"),
    )
    tools = (Tool("extractionrun_add", gettext_lazy("Start a run"), Verb.RUN),)
    add_verb = Verb.RUN
    empty_words = gettext_lazy(
        "No runs yet. Start one with “Start a run”, or choose documents in their list and extract them."
    )
    list_display = ("name", "project", "version", "progress", "failures", "pace", "created_by", "created")
    list_filter = (ProjectFilter, RunSourceFilter)
    list_select_related = ("project", "created_by")
    versioned = True
    search_fields = ("source", "project__name")
    search_help_text = gettext_lazy("Part of a source's or project's name.")
    actions = ("compare_chosen",)

    @admin.action(description=gettext_lazy("Compare the chosen runs"))
    def compare_chosen(self, request: HttpRequest, queryset: QuerySet[ExtractionRun]) -> HttpResponse:
        return run_compare.choose(request, queryset)

    def complete(self, request: HttpRequest, rows: list[Any]) -> None:
        super().complete(request, rows)
        counted = Extraction.objects.filter(run__in=rows).order_by().values_list("run", "state")
        counts: dict[int, dict[str, int]] = {}
        seconds: dict[int, float] = {}
        for run, state, count, took in counted.annotate(Count("pk"), Sum("seconds")):
            counts.setdefault(run, {})[state] = count
            seconds[run] = seconds.get(run, 0.0) + (took or 0.0)
        for run in rows:
            run.counts = counts.get(run.pk, {})
            run.seconds = seconds.get(run.pk, 0.0)

    @admin.display(description=pgettext_lazy("noun", "run"), ordering="pk")
    def name(self, run: ExtractionRun) -> str:
        return str(run)

    @admin.display(description=gettext_lazy("contract"))
    def version(self, run: ExtractionRun) -> str:
        return str(run.contract_version)

    @admin.display(description=gettext_lazy("progress"))
    def progress(self, run: Any) -> str:
        total = sum(run.counts.values())
        finished = run.counts.get("succeeded", 0) + run.counts.get("failed", 0)
        words = _("%(finished)s of %(total)s finished") % {"finished": finished, "total": total}
        return format_html(
            '<progress class="ps-progress" max="{}" value="{}"></progress> {}', max(total, 1), finished, words
        )

    # Translators: heading of a column that counts documents.
    @admin.display(description=pgettext_lazy("number of documents", "failed"))
    def failures(self, run: Any) -> str:
        return str(run.counts.get("failed", 0))

    # Translators: heading of a column: the time of work that one document took.
    @admin.display(description=gettext_lazy("work a document"))
    def pace(self, run: Any) -> str:
        finished = run.counts.get("succeeded", 0) + run.counts.get("failed", 0)
        return _in_seconds(run.seconds / finished) if finished else "–"

    @admin.display(description=in_zone(gettext_lazy("created")), ordering="created_at")
    def created(self, run: ExtractionRun) -> str:
        return moment(run.created_at)


class ExtractionAdmin(ScopedAdmin):
    pages = (
        Page("<int:pk>/change/", extraction_page.show, "change"),
        Page("final/", final.choose, "final"),
        Page("final/<int:pk>/final.xlsx", final.download, "final_xlsx"),
        Page("final/tokens/", tokens.show, "tokens"),
    )
    tools = (
        Tool("workbookexport_add", gettext_lazy("Make a workbook"), Verb.DOWNLOAD_UNAPPROVED),
        Tool("upload_add", gettext_lazy("Upload a workbook or table"), Verb.EDIT_REVIEW),
        Tool("extraction_final", gettext_lazy("Final data"), Verb.DOWNLOAD_FINAL),
    )
    empty_words = gettext_lazy(
        "No extractions yet. They appear when a run is started: “Extraction runs”, then “Start a run”."
    )
    list_display = ("name", "run_link", "source", "state_in_words", "seconds_shown", "error")
    list_filter = (ProjectFilter, RunFilter, SourceFilter, StateFilter)
    list_select_related = ("document", "run")
    actions = ("make_workbook",)
    search_fields = ("document__name", "error_code", "error_message")
    search_help_text = gettext_lazy("Part of a file name or of an error.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("result", "given")

    @admin.display(description=gettext_lazy("document"), ordering="document__name")
    def name(self, extraction: Extraction) -> str:
        return extraction.document.name

    @admin.display(description=pgettext_lazy("noun", "run"), ordering="run")
    def run_link(self, extraction: Extraction) -> str:
        return format_html('<a href="{}">{}</a>', address("extractionrun_change", extraction.run_id), extraction.run)

    @admin.display(description=pgettext_lazy("of values", "source"), ordering="run__source")
    def source(self, extraction: Extraction) -> str:
        return extraction.run.source

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, extraction: Extraction) -> str:
        return signed(EXTRACTION_STATES[extraction.state])

    @admin.display(description=gettext_lazy("time"), ordering="seconds")
    def seconds_shown(self, extraction: Extraction) -> str:
        return "–" if extraction.seconds is None else _in_seconds(extraction.seconds)

    @admin.display(description=gettext_lazy("why it failed"), ordering="error_code")
    def error(self, extraction: Extraction) -> str:
        return translated(extraction.error_message) or "–"
