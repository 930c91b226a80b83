"""Filters whose choices come from the person's own projects, so that no name of another project shows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.models import Document, ExtractionRun, Project, Purpose, ReviewState, Split, UploadStep
from portal.models.scoping import ScopedModel

LATEST_RUNS = 30


class OwnChoice(admin.SimpleListFilter):
    """A filter by a row or a word; what is not among the choices finds nothing."""

    lookup: ClassVar[str] = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        if self.value() not in {str(key) for key, _words in self.lookup_choices}:
            return queryset.none()
        return queryset.filter(**{self.lookup_in(queryset.model): self.value()})

    def lookup_in(self, model: type[ScopedModel]) -> str:
        return self.lookup


class ProjectFilter(OwnChoice):
    title = gettext_lazy("project")
    parameter_name = "project"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(project.pk), project.name) for project in Project.objects.for_user(request.user)]

    def lookup_in(self, model: type[ScopedModel]) -> str:
        return model.project_path


class SourceFilter(OwnChoice):
    """Which source states the values."""

    # Translators: what states the values of documents: a program or a model.
    title = pgettext_lazy("of values", "source")
    parameter_name = "source"
    lookup = "run__source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = ExtractionRun.objects.for_user(request.user).order_by("source").values_list("source", flat=True)
        return [(name, name) for name in names.distinct()]


class RunFilter(OwnChoice):
    # Translators: a filter of a list that offers the latest runs.
    title = format_lazy(gettext_lazy("run (latest {number})"), number=LATEST_RUNS)
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

    title = gettext_lazy("document source")
    parameter_name = "stratum"
    lookup = "stratum"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        names = Document.objects.for_user(request.user).order_by("stratum").values_list("stratum", flat=True)
        return [(name, name) for name in names.distinct()[:100] if name]


class ReadableFilter(admin.SimpleListFilter):
    title = gettext_lazy("readable")
    parameter_name = "readable"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", pgettext("document", "Readable")), ("no", pgettext("document", "Has a problem"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(problem="")
        return queryset.exclude(problem="") if self.value() == "no" else queryset


class StateFilter(OwnChoice):
    title = gettext_lazy("state")
    parameter_name = "state"
    lookup = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(model_admin.model._meta.get_field("state").choices)


class ProvenanceFilter(OwnChoice):
    title = gettext_lazy("how it was made")
    parameter_name = "provenance"
    lookup = "provenance"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(model_admin.model._meta.get_field("provenance").choices)


class ReviewStateFilter(StateFilter):
    """The states of a review, and those that wait for an expert taken together."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        states = [(value, str(words)) for value, words in ReviewState.choices]
        return [("to_correct", _("To correct (open or sent back)")), *states]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "to_correct":
            return queryset.filter(state__in=[ReviewState.OPEN, ReviewState.SENT_BACK])
        return super().queryset(request, queryset)


class SplitFilter(OwnChoice):
    # Translators: what documents are kept for: development or test.
    title = gettext_lazy("kept for")
    parameter_name = "split"
    lookup = "split"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(words)) for value, words in Split.choices]


class AssignedFilter(admin.SimpleListFilter):
    """Whose work it is: by person or, where the row is not a document, of its document."""

    title = gettext_lazy("who corrects it")
    parameter_name = "corrector"
    path: ClassVar[str] = "assigned_to"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            # Translators: answers to "who corrects it".
            ("me", _("I do")),
            ("nobody", _("Nobody in particular")),
            ("others", _("Somebody else")),
        ]

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


class PurposeFilter(OwnChoice):
    title = gettext_lazy("purpose")
    parameter_name = "purpose"
    lookup = "purpose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(words)) for value, words in Purpose.choices]


class StepFilter(OwnChoice):
    """How far an upload is."""

    title = gettext_lazy("state")
    parameter_name = "step"
    lookup = "step"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, str(words)) for value, words in UploadStep.choices]
