"""The language a person reads the portal in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from portal.models import Preference


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Kept in the browser and, for who is logged in, with the account; leads back to `next`."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
        Preference.objects.update_or_create(user=request.user, defaults={"language": language})
    return set_language(request)
