"""The documents: files that never change."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.models.projects import Project
from portal.models.scoping import WORKING, ScopedModel


class Split(models.TextChoices):
    """What a document is kept for."""

    DEV = "dev", gettext_lazy("Development")
    TEST = "test", gettext_lazy("Test")


class Document(ScopedModel):
    """One PDF of a project, known by the sha256 of its bytes."""

    project_path = "project"
    seen_by = WORKING
    approved_path = "reviews__state"

    project = models.ForeignKey(
        Project, verbose_name=gettext_lazy("project"), on_delete=models.PROTECT, related_name="documents"
    )
    sha256 = models.CharField(max_length=64)
    name = models.CharField(gettext_lazy("file name"), max_length=255, help_text="As it came; data, never a path.")
    external_id = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField("bytes")
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Empty where the file cannot be read.")
    problem = models.CharField(max_length=300, blank=True, help_text="Why the file cannot be read, and what to do.")
    stratum = models.CharField(
        pgettext_lazy("of documents", "source"),
        max_length=120,
        blank=True,
        help_text="Issuer, layout or channel: scores are shown for each.",
    )
    # Translators: what a document is kept for: development or test.
    split = models.CharField(gettext_lazy("split"), max_length=4, choices=Split.choices)
    received_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who is to correct it; nobody: whoever comes first."""

    class Meta:
        verbose_name = gettext_lazy("document")
        verbose_name_plural = gettext_lazy("documents")
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["project", "sha256"], name="one_document_a_content")]
        indexes = [models.Index(fields=["project", "name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def storage_name(self) -> str:
        """Where the bytes are in the file storage: by content, shared by all projects that hold them."""
        return stored_under(self.sha256)

    @property
    def path(self) -> str:
        return default_storage.path(self.storage_name)


def stored_under(sha256: str) -> str:
    return f"documents/{sha256[:2]}/{sha256}.pdf"
