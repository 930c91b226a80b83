"""Admin lists that show a person only rows of their own projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from portal.models import ContractVersion, Document
from portal.models.scoping import EVERY_ROLE, WORKING, ScopedModel
from portal.services.access import Verb
from portal.services.saved_views import of as views_of
from portal.views import saved_views, workbooks
from portal.views.page import person
from portal.views.who import may, roles_held
from portal.views.words import sentence


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a model: its address below the model's, what answers there, and its name for links."""

    route: str
    view: Callable[..., HttpResponseBase]
    name: str
    cacheable: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """A button above a list: the name of a page and what it says. Shown to who may do `verb` somewhere."""

    name: str
    words: str | Promise
    verb: Verb | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter of a list as a drop-down: (value, words, whether it is chosen) for each option."""

    name: str
    words: str | Promise
    options: list[tuple[str, str, bool]]


def filter_choices(filters: Sequence[Any]) -> list[Choice]:
    """The list's filters; `SimpleListFilter` alone, which name their choices in words."""
    return [
        Choice(
            one.parameter_name,
            one.title,
            [(str(value), str(words), str(value) == one.value()) for value, words in one.lookup_choices],
        )
        for one in filters
    ]


class CompletedList(ChangeList):
    """A list whose rows are completed after they are cut to one page.

    Counts by subquery, and contracts by join, were worked out for all 10,000 rows before: it took 3 s.
    """

    model_admin: ScopedAdmin
    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        self.model_admin.complete(request, rows)
        self.result_list = rows


class ScopedAdmin(ModelAdmin):
    """A list by `for_user()` and pages of our own instead of the stock forms.

    Rights come from memberships alone: a superuser, too, sees rows only as a member. Nothing is deleted.
    """

    pages: ClassVar[Sequence[Page]] = ()
    """Below the list; the one named `change` is a row's page, the one named `add` makes rows."""
    tools: ClassVar[Sequence[Tool]] = ()
    add_verb: ClassVar[Verb | None] = None
    empty_words: ClassVar[str | Promise] = gettext_lazy("Nothing is here yet.")
    """What to do where the list is empty."""

    versioned: ClassVar[bool] = False
    """Whether a column names the row's contract version: read once for a page, since definitions are large."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    list_per_page = 50
    list_max_show_all = 200
    change_list_template = "portal/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.for_user(request.user)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CompletedList

    def complete(self, request: HttpRequest, rows: list[Any]) -> None:
        """Add to the rows of one page what their columns show beside the row itself, in queries for all of them."""
        if self.versioned:
            versions = ContractVersion.objects.in_bulk({row.contract_version_id for row in rows})
            for row in rows:
                row.contract_version = versions[row.contract_version_id]

    def get_urls(self) -> list[URLPattern]:
        return [
            path("", self.admin_site.admin_view(self.changelist_view), name=self._name("changelist")),
            path("keep/", self.admin_site.admin_view(saved_views.keep), name=self._name("keep")),
            *(
                path(page.route, self.admin_site.admin_view(page.view, page.cacheable), name=self._name(page.name))
                for page in self.pages
            ),
        ]

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        tools = [
            (f"admin:{self.opts.app_label}_{tool.name}", tool.words)
            for tool in self.tools
            if tool.verb is None or may(request, tool.verb)
        ]
        title = sentence(str(self.opts.verbose_name_plural))
        response = super().changelist_view(
            request,
            {"title": title, "empty_words": self.empty_words, "tools": tools, **(extra_context or {})},
        )
        context = getattr(response, "context_data", None) or {}
        if "cl" in context:
            context["filters"] = filter_choices(context["cl"].filter_specs)
            context["keep"] = f"admin:{self._name('keep')}"
            context["query"] = request.GET.urlencode()
            context["saved"] = views_of(person(request), self.opts.model_name or "")
        return response

    @admin.action(description=gettext_lazy("Make a workbook of the chosen documents"))
    def make_workbook(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """For lists of documents, and of rows that are about one."""
        chosen = queryset if self.model is Document else Document.objects.filter(pk__in=queryset.values("document"))
        return workbooks.ask(request, chosen)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what a filter of the list offers: lookups through relations would answer questions about others."""
        return "__" not in lookup.removesuffix("__exact") and super().lookup_allowed(lookup, value, request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        model: type[ScopedModel] = self.model
        seen_by = model.seen_by | (EVERY_ROLE - WORKING if model.approved_path else frozenset())
        return bool(seen_by & roles_held(request))

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.add_verb is not None and may(request, self.add_verb)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
