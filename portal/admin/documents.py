"""Documents: the list, and the doors to upload, page, file and page images."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.admin.base import Page, ScopedAdmin, Tool
from portal.admin.columns import said, signed
from portal.admin.filters import AssignedFilter, ProjectFilter, ReadableFilter, SplitFilter, StratumFilter
from portal.models import Document, Review
from portal.sentences import translated
from portal.services.access import Verb
from portal.views import arrange, document_page, files, page_images, run_start, upload
from portal.views.page import address
from portal.views.who import may, roles_held
from portal.views.words import REVIEW_STATES, Sign, in_zone, moment


class DocumentAdmin(ScopedAdmin):
    pages = (
        Page("add/", upload.upload, "add"),
        Page("arrange/", arrange.show, "arrange"),
        Page("<int:pk>/change/", document_page.show, "change"),
        Page("<int:pk>/file/", files.original, "file"),
        Page("<int:pk>/page/<int:number>.png", page_images.image, "image", cacheable=True),
    )
    tools = (Tool("document_add", gettext_lazy("Upload documents"), Verb.ADD_DOCUMENTS),)
    add_verb = Verb.ADD_DOCUMENTS
    empty_words = gettext_lazy(
        "No documents yet. Upload PDFs or a zip of them with “Upload documents”, or run "
        "manage.py add_documents; where you see neither, an engineer or lead of your project brings them in."
    )
    list_display = (
        "name",
        "project",
        "page_count",
        "stratum",
        "split",
        "problem_in_words",
        "review_state",
        "corrector",
        "received",
    )
    list_filter = (ProjectFilter, ReadableFilter, StratumFilter, SplitFilter, AssignedFilter)
    list_select_related = ("project", "assigned_to")
    search_fields = ("name", "external_id", "sha256")
    search_help_text = gettext_lazy("Part of a file name, an external id or a sha256.")
    actions = ("extract_chosen", "arrange_chosen", "make_workbook")

    def complete(self, request: HttpRequest, rows: list[Any]) -> None:
        reviews = Review.objects.for_user(request.user).order_by("-contract_version__number")
        prefetch_related_objects(rows, Prefetch("reviews", reviews, to_attr="seen_reviews"))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not may(request, Verb.RUN):
            actions = {name: action for name, action in actions.items() if name == "make_workbook"}
        return actions if roles_held(request) else {}

    @admin.action(description=gettext_lazy("Extract the chosen documents"))
    def extract_chosen(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse:
        return run_start.choose_source(request, queryset)

    @admin.action(description=gettext_lazy("Assign the chosen documents, set their source or split"))
    def arrange_chosen(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse:
        return arrange.ask(request, queryset)

    @admin.display(description=gettext_lazy("corrected by"), ordering="assigned_to__username")
    def corrector(self, document: Document) -> str:
        return str(document.assigned_to) if document.assigned_to else _("anybody")

    @admin.display(description=gettext_lazy("pages"), ordering="pages")
    def page_count(self, document: Document) -> str:
        return _("unknown") if document.pages is None else str(document.pages)

    @admin.display(description=gettext_lazy("problem"))
    def problem_in_words(self, document: Document) -> str:
        return said(Sign("✗", translated(document.problem), "bad")) if document.problem else pgettext("problem", "none")

    @admin.display(description=gettext_lazy("review"))
    def review_state(self, document: Document) -> str:
        reviews: list[Review] = document.seen_reviews  # type: ignore[attr-defined]
        if not reviews:
            return pgettext("review", "none yet")
        return format_html(
            '<a href="{}">{}</a>', address("review_change", reviews[0].pk), signed(REVIEW_STATES[reviews[0].state])
        )

    @admin.display(description=in_zone(gettext_lazy("received")), ordering="received_at")
    def received(self, document: Document) -> str:
        return moment(document.received_at)
