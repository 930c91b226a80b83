"""Workbooks that went out, and tables that came in."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pydantic import BaseModel, ConfigDict

from portal.models.contracts import ContractVersion
from portal.models.documents import Document
from portal.models.jobs import Job
from portal.models.json_field import PydanticField
from portal.models.projects import Project
from portal.models.scoping import EVERY_ROLE, Role, ScopedModel
from portal.models.values import StoredValue


class Purpose(models.TextChoices):
    """What a workbook is made for; it has the sheets for it."""

    BLIND = "blind", gettext_lazy("Label template, blind")
    ASSISTED = "assisted", gettext_lazy("Label template with predictions in view")
    REVIEW = "review", gettext_lazy("Review copy")
    COMPARISON = "comparison", gettext_lazy("Comparison")
    FINAL = "final", gettext_lazy("Final data")
    CONTRACT = "contract", gettext_lazy("Contract")


COMES_BACK = (Purpose.BLIND, Purpose.ASSISTED, Purpose.REVIEW)
"""Workbooks that are filled in and uploaded again: the portal keeps what it wrote into them."""


class ExportOptions(BaseModel):
    """What else was chosen. `evaluation`: whose cells a comparison shows."""

    model_config = ConfigDict(frozen=True)

    evaluation: int | None = None
    approved_only: bool = True
    evidence: bool = False


class ExportedContent(BaseModel):
    """What a workbook said of one document, as marks (see `portal.workbook.marks`) by field name.

    `lists` by list name and item number; `states` what it said of lists themselves.
    """

    fields: dict[str, str] = {}
    lists: dict[str, dict[int, dict[str, str]]] = {}
    states: dict[str, str] = {}
    names: tuple[str, ...] = ()
    """What stood in the columns that name the document."""
    status: str = ""


class OwnWork(ScopedModel):
    """For who made it, while a member of the project, and for its leads."""

    project_path = "project"
    seen_by = EVERY_ROLE
    owner_path = "made_by"

    class Meta:
        abstract = True

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> Q:
        own = cls.in_projects_of(user, EVERY_ROLE) & Q(**{cls.owner_path: user.pk})
        return own | cls.in_projects_of(user, frozenset({Role.LEAD}))


class WorkbookExport(Job, OwnWork):
    """A workbook on its way out: for whom, of which contract version; `key` is how the file names it."""

    project = models.ForeignKey(
        Project, verbose_name=gettext_lazy("project"), on_delete=models.PROTECT, related_name="exports"
    )
    contract_version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(gettext_lazy("purpose"), max_length=12, choices=Purpose.choices)
    options: ExportOptions = PydanticField(schema=ExportOptions, default=ExportOptions)  # type: ignore[assignment]
    key = models.CharField(max_length=32, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("made by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    language = models.CharField(max_length=10, default="en")
    """Of its explanations."""
    returns = models.OneToOneField(
        "Upload",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="returned",
        help_text="The upload whose file this is, with what became of each cell.",
    )
    root = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Of a return workbook: the export with whose base it is merged.",
    )
    file = models.CharField(max_length=200, blank=True, help_text="Where the finished workbook is stored.")
    size = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("workbook")
        verbose_name_plural = gettext_lazy("workbooks")
        ordering = ["-pk"]

    def __str__(self) -> str:
        if self.returns_id:
            return _("Return of %(name)s") % {"name": self.returns}
        return f"{self.get_purpose_display()} {self.key[:8]}"


class ExportedDocument(ScopedModel):
    """A document of an export, and what the workbook said of it: the base that its return is merged with."""

    project_path = "export__project"
    seen_by = EVERY_ROLE

    export = models.ForeignKey(WorkbookExport, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    content: ExportedContent | None = PydanticField(schema=ExportedContent, null=True)  # type: ignore[assignment]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["export", "document"], name="one_row_a_document_of_an_export")]

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> Q:
        return Q(export__in=WorkbookExport.objects.for_user(user).values("pk"))


class Target(models.TextChoices):
    """What an upload writes into."""

    LABELS = "labels", gettext_lazy("Labels")
    REVIEWS = "reviews", gettext_lazy("Reviews")


class UploadStep(models.TextChoices):
    """How far an upload is: what it says is read, then shown, then written or thrown away."""

    READING = "reading", pgettext_lazy("upload", "Being read")
    MAPPING = "mapping", pgettext_lazy("upload", "Waiting for what its columns mean")
    PREVIEW = "preview", pgettext_lazy("upload", "Waiting for confirmation")
    WRITING = "writing", pgettext_lazy("upload", "Being written")
    DONE = "done", pgettext_lazy("upload", "Done")
    DISCARDED = "discarded", pgettext_lazy("upload", "Thrown away")


class UploadAnswers(BaseModel):
    """What the person said of the file. `mapping` is a `portal.workbook.stated.Mapping` as JSON."""

    made: str = ""
    """How labels were made: a key of `services.labels.MADE`."""
    lists: Literal["", "complete", "partial"] = ""
    """Whether lists with items are complete, where the file itself does not say so."""
    accept: bool = False
    decimal: Literal["", ",", "."] = ""
    dates: Literal["", "dmy", "mdy", "ymd"] = ""
    mapping: dict[str, Any] | None = None
    mapping_confirmed: bool = False
    mapping_wanted: bool = False
    """To be asked although every column seems sure."""
    questions: tuple[str, ...] = ()
    """What is left to be said before the file can be compared: made, lists, mapping."""


class UploadCounts(BaseModel):
    """How many cells have each outcome, and how many rows."""

    cells: dict[str, int] = {}
    rows: int = 0
    rows_changed: int = 0
    rows_new: int = 0
    documents: int = 0
    heard: int = 0
    """Uploads of the same workbook that its sender had confirmed by then."""


class Upload(Job, OwnWork):
    """A table that came in: nothing of it is written before its sender has seen what would be, and confirmed it."""

    project = models.ForeignKey(
        Project, verbose_name=gettext_lazy("project"), on_delete=models.PROTECT, related_name="uploads"
    )
    contract_version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+")
    export = models.ForeignKey(WorkbookExport, null=True, blank=True, on_delete=models.PROTECT, related_name="uploads")
    target = models.CharField(max_length=8, choices=Target.choices)
    answers: UploadAnswers = PydanticField(schema=UploadAnswers, default=UploadAnswers)  # type: ignore[assignment]
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("uploaded by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=10, choices=UploadStep.choices, default=UploadStep.READING)
    name = models.CharField(gettext_lazy("file name"), max_length=255)
    language = models.CharField(max_length=10, default="en")
    """Of what is said about its cells."""
    file = models.CharField(max_length=200, help_text="Where the file is stored, as it came.")
    kind = models.CharField(max_length=5, blank=True, help_text="xlsx, csv or jsonl, by its content.")
    counts: UploadCounts = PydanticField(schema=UploadCounts, default=UploadCounts)  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("upload")
        verbose_name_plural = gettext_lazy("uploads")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """What becomes of a cell of a file."""

    NEW = "new", pgettext_lazy("cell of a file", "New")
    CHANGED = "changed", pgettext_lazy("cell of a file", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("cell of a file", "Unchanged")
    AGREED = "agreed", pgettext_lazy("cell of a file", "Says so already")
    EMPTIED = "emptied", pgettext_lazy("cell of a file", "Emptied: not applied")
    CONFLICT = "conflict", pgettext_lazy("cell of a file", "Conflict")
    REFUSED = "refused", pgettext_lazy("cell of a file", "Refused")
    PROBLEM = "problem", pgettext_lazy("cell of a file", "Problem")
    NOTICE = "notice", pgettext_lazy("cell of a file", "Worth knowing")


APPLIED = (Outcome.NEW, Outcome.CHANGED)
"""What confirming writes."""
TAKEN = (*APPLIED, Outcome.AGREED, Outcome.CONFLICT)
"""What the portal has heard: the next upload of the same file says nothing new with it."""


class UploadCell(ScopedModel):
    """A cell of an upload that says anything new: what it says, what the portal says, and what becomes of it."""

    project_path = "upload__project"
    seen_by = EVERY_ROLE

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="cells")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(default=0)
    column = models.PositiveIntegerField(null=True, blank=True, help_text="From 0; empty: the whole row.")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=60, blank=True)
    item = models.PositiveIntegerField(default=0)
    field = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    said = models.TextField(blank=True, help_text="The cell's mark: see portal.workbook.marks.")
    typed = models.CharField(max_length=60, blank=True, help_text="Of a new item: the number typed for it.")
    is_new_item = models.BooleanField(default=False)
    seen = models.PositiveIntegerField(default=0, help_text="The revision that was held when the file was compared.")
    before: StoredValue | None = PydanticField(schema=StoredValue, null=True)  # type: ignore[assignment]
    new: StoredValue | None = PydanticField(schema=StoredValue, null=True)  # type: ignore[assignment]
    message = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    remedy = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["upload", "outcome", "id"], name="upload_cell_outcome"),
            models.Index(fields=["upload", "document"], name="upload_cell_document"),
        ]

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> Q:
        return Q(upload__in=Upload.objects.for_user(user).values("pk"))

    @property
    def place(self) -> tuple[str, int, str]:
        return (self.list_name, self.item, self.field)


class Conflict(ScopedModel):
    """A cell of an upload that says otherwise than the portal does by now. A person decides."""

    class Decision(models.TextChoices):
        OPEN = "", pgettext_lazy("conflict", "To be decided")
        FILE = "file", pgettext_lazy("conflict", "The file is right")
        PORTAL = "portal", pgettext_lazy("conflict", "The portal is right")
        NEWER = "newer", pgettext_lazy("conflict", "Settled by a later upload")

    project_path = "cell__upload__project"
    seen_by = EVERY_ROLE

    cell = models.OneToOneField(UploadCell, on_delete=models.CASCADE, related_name="conflict")
    decision = models.CharField(max_length=6, blank=True, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["decision"], name="conflict_open", condition=Q(decision=""))]

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> Q:
        return Q(cell__upload__in=Upload.objects.for_user(user).values("pk"))


class TableMapping(ScopedModel):
    """What the columns of a project's own tables mean, as somebody confirmed it: found again by their headers."""

    project_path = "project"
    seen_by = frozenset({Role.LABELLER, Role.ENGINEER, Role.LEAD, Role.EXPERT})

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="table_mappings")
    headers = models.CharField(max_length=64, help_text="sha256 of sheets and headers.")
    mapping: dict[str, Any] = models.JSONField()  # type: ignore[assignment]
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["project", "headers"], name="one_mapping_a_table")]
