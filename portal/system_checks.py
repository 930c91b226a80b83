"""Misconfiguration speaks at `manage.py check`, with an id and a hint."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from portal.services import evaluation, runs


@register()
def tasks_exist(**kwargs: Any) -> list[CheckMessage]:
    """A task is enqueued by its dotted name; a name that leads nowhere would fail only in a worker."""
    found: list[CheckMessage] = []
    for name in (runs.DOORBELL, evaluation.DOORBELL):
        try:
            import_string(name)
        except ImportError as error:
            found.append(Error(f"{name} cannot be imported: {error}", hint="Rename the task back.", id="portal.E001"))
    return found


@register()
def times_fit(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.LEASE_SECONDS <= settings.TASK_SECONDS:
        found.append(
            Error(
                "LEASE_SECONDS must exceed TASK_SECONDS: a document at work would be taken up a second time.",
                hint="Leave LEASE_SECONDS unset, or set it at least 30 seconds higher.",
                id="portal.E002",
            )
        )
    if settings.Q_CLUSTER["retry"] <= settings.TASK_SECONDS * (
        settings.Q_CLUSTER["queue_limit"] / settings.WORKERS + 1
    ):
        found.append(Error("The queue's retry is too short for TASK_SECONDS.", hint="Raise it.", id="portal.E003"))
    if settings.DEBUG:
        found.append(
            Warning(
                "DEBUG is on: errors show internals.", hint="Unset DEBUG where others can reach it.", id="portal.W001"
            )
        )
    return found
