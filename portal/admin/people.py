"""User accounts, for superusers. What a person sees comes from memberships; here are names and passwords only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm


class PersonPages:
    """What differs from the stock pages of accounts, which `PortalSite.register` puts beneath."""

    list_display = ("username", "email", "first_name", "last_name", "is_active", "is_superuser", "last_login")
    list_filter = ()
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    change_list_template = "portal/change_list.html"
    search_help_text = gettext_lazy("Part of a user name, a name or a mail address.")
    show_facets = admin.ShowFacets.NEVER
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
        (
            # Translators: what an account may do.
            gettext_lazy("Access"),
            {
                "fields": ("is_active", "is_staff", "is_superuser"),
                "description": gettext_lazy(
                    "“Staff” lets a person log in here. Roles in projects are given by the project's leads."
                ),
            },
        ),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        tools = [("admin:auth_user_add", _("Add an account"))]
        context = {"title": _("Accounts"), "tools": tools, **(extra_context or {})}
        answer: HttpResponse = super().changelist_view(request, context)  # type: ignore[misc]
        return answer

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any) -> HttpResponse:
        options["extra_context"] = {"title": _("Account"), **(options.get("extra_context") or {})}
        answer: HttpResponse = super().change_view(request, object_id, *args, **options)  # type: ignore[misc]
        return answer

    def _is_administrator(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People stay: the ledger names them. Deactivate an account instead."""
        return False
