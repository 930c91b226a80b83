"""Work that the queue does for a person, with how far it is: what all kinds of it have in common."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    READY = "ready", pgettext_lazy("job", "Ready")
    FAILED = "failed", pgettext_lazy("job", "Failed")


class Job(models.Model):
    """`services/jobs.py` moves it. A worker that dies is noticed by `moved_at`; what keeps dying is given up."""

    job = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveIntegerField(default=0, help_text="Starts, counted before the work.")
    moved_at = models.DateTimeField(null=True, blank=True, help_text="When it last got on, or the queue was told.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error_message = models.TextField(blank=True)

    class Meta:
        abstract = True
