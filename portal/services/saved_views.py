"""Views of lists that a person keeps under a name of their own."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import SavedView
from portal.services.errors import BadInput

MOST = 20
NOT_KEPT = ("p", "e")
"""Which page one was on is no part of a view."""


def save(user: User, page: str, name: str, query: str) -> SavedView:
    """Keep the list's filters, search and order; the same name again replaces what it stood for."""
    name = name.strip()
    if not name or len(name) > 60:
        raise BadInput(_("Give the view a name of at most 60 characters."))
    kept = urlencode([(key, value) for key, value in parse_qsl(query.lstrip("?")) if value and key not in NOT_KEPT])
    if not kept:
        raise BadInput(_("There is nothing to keep: choose filters or search first."))
    if len(kept) > 500:
        raise BadInput(_("This search is too long to be kept."))
    with transaction.atomic():
        mine = SavedView.objects.filter(user=user, page=page)
        if mine.exclude(name=name).count() >= MOST:
            refused = ngettext(
                "You keep %(count)s view of this list already; forget one first.",
                "You keep %(count)s views of this list already; forget one first.",
                MOST,
            )
            raise BadInput(refused % {"count": MOST})
        made, _is_new = SavedView.objects.update_or_create(user=user, page=page, name=name, defaults={"query": kept})
    return made


def of(user: User, page: str) -> QuerySet[SavedView]:
    return SavedView.objects.filter(user=user, page=page)


def forget(user: User, page: str, name: str) -> None:
    of(user, page).filter(name=name).delete()
