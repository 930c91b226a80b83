"""Extraction runs and the extractions in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.utils.html import format_html

from portal.admin.base import Page, ScopedAdmin, Tool
from portal.admin.columns import moment, signed
from portal.admin.filters import ProjectFilter, RunFilter, SourceFilter, StateFilter
from portal.models import Extraction, ExtractionRun
from portal.services.access import Verb
from portal.views import extraction_page, final, run_page, run_start
from portal.views.page import address
from portal.views.words import EXTRACTION_STATES


class RunSourceFilter(SourceFilter):
    lookup = "source"


class RunAdmin(ScopedAdmin):
    pages = (
        Page("add/", run_start.start, "add"),
        Page("<int:pk>/change/", run_page.show, "change"),
        Page("<int:pk>/progress/", run_page.progress, "progress"),
        Page("<int:pk>/cancel/", run_page.cancel, "cancel"),
        Page("<int:pk>/retry/", run_page.retry, "retry"),
        Page("<int:pk>/evaluate/", run_page.evaluate, "evaluate"),
    )
    tools = (Tool("extractionrun_add", "Start a run", Verb.RUN),)
    add_verb = Verb.RUN
    empty_words = "No runs yet. Start one with “Start a run”, or choose documents in their list and extract them."
    list_display = ("name", "project", "version", "progress", "failures", "pace", "created_by", "created")
    list_filter = (ProjectFilter, RunSourceFilter)
    list_select_related = ("project", "created_by")
    versioned = True

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

    @admin.display(description="run", ordering="pk")
    def name(self, run: ExtractionRun) -> str:
        return str(run)

    @admin.display(description="contract")
    def version(self, run: ExtractionRun) -> str:
        return str(run.contract_version)

    @admin.display(description="progress")
    def progress(self, run: Any) -> str:
        total = sum(run.counts.values())
        finished = run.counts.get("succeeded", 0) + run.counts.get("failed", 0)
        words = f"{finished} of {total} finished"
        return format_html(
            '<progress class="ps-progress" max="{}" value="{}"></progress> {}', max(total, 1), finished, words
        )

    @admin.display(description="failed")
    def failures(self, run: Any) -> str:
        return str(run.counts.get("failed", 0))

    @admin.display(description="work a document")
    def pace(self, run: Any) -> str:
        finished = run.counts.get("succeeded", 0) + run.counts.get("failed", 0)
        return f"{run.seconds / finished:.1f} s" if finished else "–"

    @admin.display(description="created (UTC)", ordering="created_at")
    def created(self, run: ExtractionRun) -> str:
        return moment(run.created_at)


class ExtractionAdmin(ScopedAdmin):
    pages = (
        Page("<int:pk>/change/", extraction_page.show, "change"),
        Page("final/", final.choose, "final"),
        Page("final/<int:pk>/final.xlsx", final.download, "final_xlsx"),
    )
    tools = (Tool("extraction_final", "Final data", Verb.DOWNLOAD_FINAL),)
    empty_words = "No extractions yet. They appear when a run is started: “Extraction runs”, then “Start a run”."
    list_display = ("name", "run_link", "source", "state_in_words", "seconds_shown", "error")
    list_filter = (ProjectFilter, RunFilter, SourceFilter, StateFilter)
    list_select_related = ("document", "run")
    search_fields = ("document__name", "error_code", "error_message")
    search_help_text = "Part of a file name or of an error."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("result", "given")

    @admin.display(description="document", ordering="document__name")
    def name(self, extraction: Extraction) -> str:
        return extraction.document.name

    @admin.display(description="run", ordering="run")
    def run_link(self, extraction: Extraction) -> str:
        return format_html('<a href="{}">{}</a>', address("extractionrun_change", extraction.run_id), extraction.run)

    @admin.display(description="source", ordering="run__source")
    def source(self, extraction: Extraction) -> str:
        return extraction.run.source

    @admin.display(description="state", ordering="state")
    def state_in_words(self, extraction: Extraction) -> str:
        return signed(EXTRACTION_STATES[extraction.state])

    @admin.display(description="time", ordering="seconds")
    def seconds_shown(self, extraction: Extraction) -> str:
        return "–" if extraction.seconds is None else f"{extraction.seconds:.1f} s"

    @admin.display(description="why it failed", ordering="error_code")
    def error(self, extraction: Extraction) -> str:
        return extraction.error_message or "–"
