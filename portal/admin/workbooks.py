"""Workbooks that went out, and tables that came in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from portal.admin.base import Page, ScopedAdmin, Tool
from portal.admin.columns import signed
from portal.admin.filters import ProjectFilter, PurposeFilter, StepFilter
from portal.models import Conflict, JobState, Upload, WorkbookExport
from portal.services.access import RIGHTS, Verb
from portal.views import conflicts, tables, workbooks
from portal.views.who import roles_held
from portal.views.words import JOB_STATES, UPLOAD_STEPS, in_zone, moment


class WorkbookAdmin(ScopedAdmin):
    pages = (
        Page("make/", workbooks.make, "add"),
        Page("<int:pk>/change/", workbooks.show, "change"),
        Page("<int:pk>/progress/", workbooks.progress, "progress"),
        Page("<int:pk>/file.xlsx", workbooks.download, "download"),
    )
    tools = (
        Tool("workbookexport_add", gettext_lazy("Make a workbook")),
        Tool("upload_add", gettext_lazy("Upload a workbook or table")),
    )
    empty_words = gettext_lazy(
        "No workbooks yet. “Make a workbook” gives you label templates, review copies, comparisons and final data as "
        "Excel files; filled in, they come back with “Upload a workbook or table”."
    )
    list_display = ("name", "project", "state_in_words", "made_by", "created")
    list_filter = (ProjectFilter, PurposeFilter)
    list_select_related = ("project", "made_by", "returns")
    search_fields = ("made_by__username", "project__name")
    search_help_text = gettext_lazy("Part of a user or project name.")

    @admin.display(description=gettext_lazy("workbook"), ordering="purpose")
    def name(self, export: WorkbookExport) -> str:
        return str(export)

    @admin.display(description=gettext_lazy("state"), ordering="job")
    def state_in_words(self, export: WorkbookExport) -> str:
        return signed(JOB_STATES[export.job])

    @admin.display(description=in_zone(gettext_lazy("made")), ordering="created_at")
    def created(self, export: WorkbookExport) -> str:
        return moment(export.created_at)


class UploadAdmin(ScopedAdmin):
    pages = (
        Page("add/", tables.add, "add"),
        Page("<int:pk>/change/", tables.show, "change"),
        Page("<int:pk>/progress/", tables.progress, "progress"),
        Page("<int:pk>/answer/", tables.answer, "answer"),
        Page("<int:pk>/confirm/", tables.confirm, "confirm"),
        Page("<int:pk>/discard/", tables.discard, "discard"),
        Page("<int:pk>/conflicts/", conflicts.show, "conflicts"),
        Page("conflict/<int:pk>/decide/", conflicts.decide, "decide"),
    )
    tools = (Tool("upload_add", gettext_lazy("Upload a workbook or table")),)
    empty_words = gettext_lazy(
        "Nothing has been uploaded yet. Bring filled-in workbooks and tables of your own in with “Upload a workbook or "
        "table”: you see what would change before anything is written."
    )
    list_display = ("name", "project", "step_in_words", "conflicts", "made_by", "created")
    list_filter = (ProjectFilter, StepFilter)
    list_select_related = ("project", "made_by")
    search_fields = ("name", "made_by__username")
    search_help_text = gettext_lazy("Part of a file or user name.")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool((RIGHTS[Verb.WRITE_LABELS] | RIGHTS[Verb.EDIT_REVIEW]) & roles_held(request))

    def complete(self, request: HttpRequest, rows: list[Any]) -> None:
        waiting = Conflict.objects.filter(cell__upload__in=rows, decision="")
        counts = dict(waiting.order_by().values_list("cell__upload").annotate(Count("pk")))
        for upload in rows:
            upload.conflict_count = counts.get(upload.pk, 0)

    @admin.display(description=gettext_lazy("state"), ordering="step")
    def step_in_words(self, upload: Upload) -> str:
        if upload.job == JobState.FAILED:
            return signed(JOB_STATES[JobState.FAILED])
        return signed(UPLOAD_STEPS[upload.step])

    @admin.display(description=gettext_lazy("conflicts to decide"))
    def conflicts(self, upload: Any) -> int:
        return upload.conflict_count

    @admin.display(description=in_zone(gettext_lazy("uploaded")), ordering="created_at")
    def created(self, upload: Upload) -> str:
        return moment(upload.created_at)
