"""What one person has chosen for themselves."""

from django.conf import settings
from django.db import models


class Preference(models.Model):
    """One a person, made when something is first chosen."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference")
    tour_seen = models.BooleanField(default=False, help_text="The first steps were put away.")
    language = models.CharField(max_length=10, blank=True, help_text="Empty: as the browser asks.")
