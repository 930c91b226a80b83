"""What happens to who guesses passwords: after a few wrong ones, nothing is looked at for a while."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LOCKED = 429


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as the outermost of our own proxies saw it: what stands before is hearsay."""
    stated = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.PROXIES and len(stated) >= settings.PROXIES and stated[-settings.PROXIES].strip():
        return stated[-settings.PROXIES].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def locked(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Says how long, and what helps."""
    minutes = settings.LOGIN_LOCK_MINUTES
    words = ngettext(
        "There were too many wrong passwords for this account, or from where you are. For %(minutes)s minute none is "
        "looked at; then try again, or have a link sent to you to set a new one.",
        "There were too many wrong passwords for this account, or from where you are. For %(minutes)s minutes none is "
        "looked at; then try again, or have a link sent to you to set a new one.",
        minutes,
    )
    said = {"title": _("Log-in is locked"), "words": words % {"minutes": minutes}}
    context = {**admin.site.each_context(request), **said}
    return render(request, "portal/password_step.html", context, status=LOCKED)
