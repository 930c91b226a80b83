"""A forgotten password: a link by mail, then a new one. Django's own steps, in the portal's frame."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import views
from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy


class _InFrame:
    """The admin's frame around a step."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**admin.site.each_context(self.request), **super().get_context_data(**kwargs)}  # type: ignore[misc]


class Ask(_InFrame, views.PasswordResetView):
    template_name = "portal/password_step.html"
    email_template_name = "portal/mail/password.txt"
    subject_template_name = "portal/mail/password_subject.txt"
    success_url = reverse_lazy("password_reset_done")
    extra_context = {
        "words": gettext_lazy("Type the mail address of your account: a link to set a new password comes by mail.")
    }


class Asked(_InFrame, views.PasswordResetDoneView):
    template_name = "portal/password_step.html"
    title = gettext_lazy("Look at your mail")
    extra_context = {
        "words": gettext_lazy(
            "If there is an account with that address, a link is on its way. It works for an hour. Nothing there? "
            "Look among the spam, or ask a lead of your project which address you are known under."
        )
    }


class Choose(_InFrame, views.PasswordResetConfirmView):
    template_name = "portal/password_step.html"
    success_url = reverse_lazy("password_reset_complete")
    extra_context = {"words": gettext_lazy("Choose a new password.")}


class Done(_InFrame, views.PasswordResetCompleteView):
    template_name = "portal/password_step.html"
    title = gettext_lazy("Your password is set")
    extra_context = {"words": gettext_lazy("You can log in with it now.")}


urlpatterns = [
    path("", Ask.as_view(), name="admin_password_reset"),
    path("asked/", Asked.as_view(), name="password_reset_done"),
    path("<uidb64>/<token>/", Choose.as_view(), name="password_reset_confirm"),
    path("done/", Done.as_view(), name="password_reset_complete"),
]
