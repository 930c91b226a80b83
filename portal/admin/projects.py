"""Projects, their contracts and their members."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from portal.admin.base import Page, ScopedAdmin, Tool
from portal.admin.filters import ProjectFilter
from portal.models import ContractVersion, Document, Membership, Project
from portal.services.access import Verb
from portal.views import (
    contract_draft,
    contract_new,
    contract_page,
    contract_parts,
    contract_preview,
    contract_workbook,
    disputes,
    invitations,
    members,
    project_new,
    project_page,
)
from portal.views.words import in_zone, moment


class ProjectAdmin(ScopedAdmin):
    pages = (
        Page("add/", project_new.show, "add"),
        Page("<int:pk>/change/", project_page.show, "change"),
        Page("<int:pk>/leave/", invitations.leave, "leave"),
    )
    empty_words = gettext_lazy(
        "You are not a member of any project yet. Ask a lead to add you under your user name; "
        "an administrator creates projects."
    )
    list_display = ("name", "slug", "documents", "delivery_source", "created")
    search_fields = ("name", "slug")

    def complete(self, request: HttpRequest, rows: list[Any]) -> None:
        visible = Document.objects.for_user(request.user).filter(project__in=rows)
        counts = dict(visible.order_by().values_list("project").annotate(Count("pk")))
        for project in rows:
            project.document_count = counts.get(project.pk, 0)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return request.user.is_superuser

    @admin.display(description=gettext_lazy("documents"))
    def documents(self, project: Any) -> int:
        return project.document_count

    @admin.display(description=in_zone(gettext_lazy("created")), ordering="created_at")
    def created(self, project: Project) -> str:
        return moment(project.created_at)


class ContractVersionAdmin(ScopedAdmin):
    pages = (
        Page("<int:pk>/change/", contract_page.show, "change"),
        Page("new/<int:pk>/", contract_new.show, "new"),
        Page("draft/<int:pk>/", contract_draft.show, "draft"),
        Page("<int:pk>/fields.xlsx", contract_workbook.of_version, "fields"),
        Page("draft/<int:pk>/fields.xlsx", contract_workbook.of_draft, "draft_fields"),
        Page("draft/<int:pk>/workbook/", contract_workbook.show, "workbook"),
        Page("draft/<int:pk>/field/", contract_parts.field, "draft_field"),
        Page("draft/<int:pk>/list/", contract_parts.a_list, "draft_list"),
        Page("draft/<int:pk>/check/", contract_parts.check, "draft_check"),
        Page("draft/<int:pk>/preview/", contract_preview.field, "draft_preview"),
        Page("<int:pk>/dispute/", disputes.open_one, "dispute"),
        Page("<int:pk>/settle/", disputes.settle, "settle"),
    )
    empty_words = gettext_lazy("No contracts yet: a project gets its first one when an administrator creates it.")
    list_display = ("name", "project", "published", "created_by", "note")
    search_fields = ("note", "project__name")
    search_help_text = gettext_lazy("Part of a note or of a project's name.")
    list_filter = (ProjectFilter,)
    list_select_related = ("project", "created_by")

    @admin.display(description=gettext_lazy("contract"), ordering="number")
    def name(self, version: ContractVersion) -> str:
        return str(version)

    @admin.display(description=in_zone(gettext_lazy("published")), ordering="published_at")
    def published(self, version: ContractVersion) -> str:
        return moment(version.published_at)


class MembershipAdmin(ScopedAdmin):
    pages = (
        Page("add/", members.add, "add"),
        Page("<int:pk>/change/", members.change, "change"),
        Page("invite/", invitations.invite, "invite"),
        Page("invitation/<int:pk>/withdraw/", invitations.withdraw, "withdraw"),
    )
    tools = (
        Tool("membership_invite", gettext_lazy("Invite by mail"), Verb.MANAGE_MEMBERS),
        Tool("membership_add", gettext_lazy("Add a member"), Verb.MANAGE_MEMBERS),
    )
    add_verb = Verb.MANAGE_MEMBERS
    list_display = ("user", "role_in_words", "project")
    list_filter = (ProjectFilter,)
    list_select_related = ("user", "project")
    search_fields = ("user__username",)
    search_help_text = gettext_lazy("Part of a user name.")

    @admin.display(description=gettext_lazy("role"), ordering="role")
    def role_in_words(self, membership: Membership) -> str:
        return membership.get_role_display()
