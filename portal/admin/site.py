"""The admin site: ours alone, in the order of the work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy, gettext_noop
from unfold.admin import ModelAdmin
from unfold.dataclasses import Favicon
from unfold.sites import UnfoldAdminSite

from portal import models
from portal.admin.documents import DocumentAdmin
from portal.admin.evaluations import EvalRunAdmin
from portal.admin.labels import GroundTruthAdmin
from portal.admin.navigation import side_bar
from portal.admin.people import PersonPages
from portal.admin.projects import ContractVersionAdmin, MembershipAdmin, ProjectAdmin
from portal.admin.reviews import ReviewAdmin
from portal.admin.runs import ExtractionAdmin, RunAdmin
from portal.admin.workbooks import UploadAdmin, WorkbookAdmin
from portal.views import dashboard, help, tour
from portal.views.home import waiting

SERVED = {
    models.Document: DocumentAdmin,
    models.Extraction: ExtractionAdmin,
    models.GroundTruth: GroundTruthAdmin,
    models.EvalRun: EvalRunAdmin,
    models.Review: ReviewAdmin,
    models.ExtractionRun: RunAdmin,
    models.WorkbookExport: WorkbookAdmin,
    models.Upload: UploadAdmin,
    models.ContractVersion: ContractVersionAdmin,
    models.Project: ProjectAdmin,
    models.Membership: MembershipAdmin,
}
"""What has pages here, in the order of the side bar; accounts come last."""

THEME = (
    gettext_noop("Select action"),
    gettext_noop("Select action to run"),
    # Translators: the button that does what was selected.
    gettext_noop("Run"),
    gettext_noop("Select all rows"),
    gettext_noop("Select record"),
    gettext_noop("Expand row"),
    gettext_noop("True"),
    gettext_noop("False"),
    gettext_noop("After you've created a user, you’ll be able to edit more user options."),
    gettext_noop(
        "Raw passwords are not stored, so there is no way to see this user’s password, but you can change the password "
        'using <a href="{}" class="text-primary-600 dark:text-primary-500">this form</a>.'
    ),
    gettext_noop("Toggle password visibility"),
    gettext_noop("Welcome back to"),
    gettext_noop("Forgotten your password or username?"),
    gettext_noop("You have been successfully logged out from the administration"),
)
"""What the theme says on these pages, has no translations for, and Django neither: here, so that ours are found."""


class PortalSite(UnfoldAdminSite):
    """Serves what is listed above. What other apps would register is refused: the queue's pages would let
    their users run any code, and the stock import pages know nothing of memberships."""

    index_title = gettext_lazy("What waits for you")
    index_template = "portal/home.html"
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for model, pages in SERVED.items():
            super().register(model, pages)
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Other apps announce their pages here; only those of accounts are served, under our own rules."""
        if admin_class is not None and model_or_iterable in (User, (User,)):
            super().register(User, type("PersonAdmin", (PersonPages, admin_class, ModelAdmin), {}))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Without the pages that look rows up by type, id or words across all projects."""
        left_out = ("view_on_site", "autocomplete", "search")
        ours = [
            path("help/<slug:page>/", self.admin_view(help.show), name="help"),
            path("help/pictures/<slug:name>.png", self.admin_view(help.picture), name="help_picture"),
            path("first-steps/", self.admin_view(tour.put_away), name="first_steps"),
        ]
        return ours + [url for url in super().get_urls() if getattr(url, "name", "") not in left_out]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        order = {model: place for place, model in enumerate(SERVED)}
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda entry: order.get(entry["model"], len(order)))
        return sorted(apps, key=lambda app: app["app_label"] != "portal")

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """None: what was done to values and states stands in the ledger, on the pages it concerns."""
        return LogEntry.objects.none()

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        return side_bar(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The theme's own settings are stated here; its colours are in a file, since it would write them inline."""
        icon = static("portal/icon.svg")
        return {
            **super().each_context(request),
            "site_title": "Proofsheet",
            "site_header": "Proofsheet",
            "site_url": None,
            "site_icon": icon,
            "site_favicons": [Favicon(href=icon, rel="icon", type="image/svg+xml")],
            "styles": [static("portal/theme.css"), static("portal/portal.css")],
            "colors": None,
            "show_history": False,
            "source_url": settings.SOURCE_URL,
            "help_href": help.about(request.path),
        }

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits for this person, and how things stand."""
        context = {
            "first_steps": tour.first_steps(request),
            "waiting": waiting(request),
            "projects": dashboard.progress(request),
            "quality": dashboard.quality(request),
            "runs": dashboard.latest_runs(request),
            "reasons": dashboard.reasons(request),
        }
        return super().index(request, {**context, **(extra_context or {})})
