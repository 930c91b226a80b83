"""What every page of ours is made with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.models.scoping import ScopedModel
from portal.services.errors import BadInput, InvalidTransition, StaleRevision

REFUSED = (PermissionDenied, InvalidTransition, StaleRevision, BadInput)
"""What a service refuses; the text of each is for the person who asked."""

Row = TypeVar("Row", bound=ScopedModel)


def render_page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """A page inside the admin's frame. `trail` in the context: (title, address) pairs for the breadcrumbs."""
    request.current_app = admin.site.name
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), "title": title, **context}, status=status
    )


def found(request: HttpRequest, model: type[Row], pk: int, *related: str) -> Row:
    """The row, if this person may see it; else 404, as if it did not exist."""
    return get_object_or_404(model.objects.for_user(request.user).select_related(*related), pk=pk)  # type: ignore[return-value]


def person(request: HttpRequest) -> User:
    """Who asks: `admin_view` lets nobody else in. Raises PermissionDenied for a stranger."""
    if not isinstance(request.user, User):
        raise PermissionDenied(_("Log in first."))
    return request.user


@contextmanager
def told(request: HttpRequest) -> Iterator[None]:
    """What a service refuses inside becomes a message on the next page."""
    try:
        yield
    except REFUSED as error:
        messages.error(request, str(error))


def address(name: str, *args: object) -> str:
    """The address of one of our pages: `address("document_change", 5)`."""
    return reverse(f"admin:portal_{name}", args=args)


def trail_of(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs below the home page."""
    return list(steps)
