"""A list as somebody likes to see it: filters, search and order under a name."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """Belongs to one person and holds no data of a project: what the list shows is asked anew each time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60, help_text="Which list, by model name.")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, help_text="The part of the address after the question mark.")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="one_saved_view_a_name")]

    def __str__(self) -> str:
        return self.name
