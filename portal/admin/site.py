"""The admin site: ours alone, in the order of the work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver

from portal import models
from portal.admin.documents import DocumentAdmin
from portal.admin.evaluations import EvalRunAdmin
from portal.admin.labels import GroundTruthAdmin
from portal.admin.people import PersonPages
from portal.admin.projects import ContractVersionAdmin, MembershipAdmin, ProjectAdmin
from portal.admin.reviews import ReviewAdmin
from portal.admin.runs import ExtractionAdmin, RunAdmin
from portal.views.home import waiting

SERVED = {
    models.Document: DocumentAdmin,
    models.Extraction: ExtractionAdmin,
    models.GroundTruth: GroundTruthAdmin,
    models.EvalRun: EvalRunAdmin,
    models.Review: ReviewAdmin,
    models.ExtractionRun: RunAdmin,
    models.ContractVersion: ContractVersionAdmin,
    models.Project: ProjectAdmin,
    models.Membership: MembershipAdmin,
}
"""What has pages here, in the order of the side bar; accounts come last."""


class PortalSite(AdminSite):
    """Serves what is listed above. What other apps would register is refused: the queue's pages would let
    their users run any code, and the stock import pages know nothing of memberships."""

    site_title = "Proofsheet"
    site_header = "Proofsheet"
    index_title = "What waits for you"
    index_template = "portal/home.html"
    site_url = None
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for model, pages in SERVED.items():
            super().register(model, pages)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Other apps announce their pages here; only those of accounts are served, under our own rules."""
        if admin_class is not None and model_or_iterable in (User, (User,)):
            super().register(User, type("PersonAdmin", (PersonPages, admin_class), {}))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Without the pages that look rows up by type and id across all projects."""
        return [url for url in super().get_urls() if getattr(url, "name", "") not in ("view_on_site", "autocomplete")]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        order = {model: place for place, model in enumerate(SERVED)}
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda entry: order.get(entry["model"], len(order)))
        return sorted(apps, key=lambda app: app["app_label"] != "portal")

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """None: what was done to values and states stands in the ledger, on the pages it concerns."""
        return LogEntry.objects.none()

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "source_url": settings.SOURCE_URL}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"waiting": waiting(request), **(extra_context or {})})
