"""Filters whose choices come from the person's own projects, so that no name of another project shows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from portal.models import Document, ExtractionRun, Project, ReviewState, Split
from portal.models.scoping import ScopedModel

LATEST_RUNS = 30


class OwnChoice(admin.SimpleListFilter):
    """A filter by a row or a word; what is not among the choices finds nothing."""

    lookup: ClassVar[str] = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        if self.value() not in {str(key) for key, _ in self.lookup_choices}:
            return queryset.none()
        return queryset.filter(**{self.lookup_in(queryset.model): self.value()})

    def lookup_in(self, model: type[ScopedModel]) -> str:
        return self.lookup


class ProjectFilter(OwnChoice):
    title = "project"
    parameter_name = "project"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(project.pk), project.name) for project in Project.objects.for_user(request.user)]

    def lookup_in(self, model: type[ScopedModel]) -> str:
        return model.project_path


class SourceFilter(OwnChoice):
    """Which source states the values."""

    title = "source"
    parameter_name = "source"
    lookup = "run__source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = ExtractionRun.objects.for_user(request.user).order_by("source").values_list("source", flat=True)
        return [(name, name) for name in names.distinct()]


class RunFilter(OwnChoice):
    title = f"run (latest {LATEST_RUNS})"
    parameter_name = "run"
    lookup = "run"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        runs = ExtractionRun.objects.for_user(request.user)
        shown = [(str(run.pk), str(run)) for run in runs[:LATEST_RUNS]]
        asked = self.used_parameters.get("run")
        if asked and asked not in dict(shown) and asked.isdecimal():
            shown += [(str(run.pk), str(run)) for run in runs.filter(pk=asked)]
        return shown


class StratumFilter(OwnChoice):
    """Where documents come from: issuer, layout or channel."""

    title = "document source"
    parameter_name = "stratum"
    lookup = "stratum"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = Document.objects.for_user(request.user).order_by("stratum").values_list("stratum", flat=True)
        return [(name, name) for name in names.distinct()[:100] if name]


class ReadableFilter(admin.SimpleListFilter):
    title = "readable"
    parameter_name = "readable"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Readable"), ("no", "Has a problem")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(problem="")
        return queryset.exclude(problem="") if self.value() == "no" else queryset


class StateFilter(OwnChoice):
    title = "state"
    parameter_name = "state"
    lookup = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(model_admin.model._meta.get_field("state").choices)


class ProvenanceFilter(OwnChoice):
    title = "how it was made"
    parameter_name = "provenance"
    lookup = "provenance"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(model_admin.model._meta.get_field("provenance").choices)


class ReviewStateFilter(StateFilter):
    """The states of a review, and those that wait for an expert taken together."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("to_correct", "To correct (open or sent back)"), *ReviewState.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "to_correct":
            return queryset.filter(state__in=[ReviewState.OPEN, ReviewState.SENT_BACK])
        return super().queryset(request, queryset)


class SplitFilter(OwnChoice):
    title = "kept for"
    parameter_name = "split"
    lookup = "split"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Split.choices)


class AssignedFilter(admin.SimpleListFilter):
    """Whose work it is: by person or, where the row is not a document, of its document."""

    title = "who corrects it"
    parameter_name = "corrector"
    path: ClassVar[str] = "assigned_to"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("me", "I do"), ("nobody", "Nobody in particular"), ("others", "Somebody else")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        mine = {self.path: request.user.pk}
        match self.value():
            case "me":
                return queryset.filter(**mine)
            case "nobody":
                return queryset.filter(**{f"{self.path}__isnull": True})
            case "others":
                return queryset.filter(**{f"{self.path}__isnull": False}).exclude(**mine)
        return queryset


class ReviewAssignedFilter(AssignedFilter):
    path = "document__assigned_to"
