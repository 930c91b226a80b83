"""States and groundings in words, each with a sign: never told by colour alone. Figures as the reader writes them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.formats import date_format, get_format, number_format
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from evaluation.metrics import shown
from extraction.values import Grounding
from portal.models import Extraction, JobState, LabelState, Outcome, ReviewState, UploadStep, ValueState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Sign(NamedTuple):
    """`kind` is the style: good, bad, warn, busy or quiet."""

    sign: str
    words: str | Promise
    kind: str

    @property
    def short(self) -> str:
        """Without what follows a colon: `open` of `open: waits for an expert`."""
        return str(self.words).partition(":")[0]


NOT_LOOKED_FOR = Sign("–", gettext_lazy("not looked for on the page"), "quiet")
GROUNDINGS: dict[Grounding, Sign] = {
    Grounding.EXACT: Sign("✓", gettext_lazy("printed like this"), "good"),
    Grounding.NORMALISED: Sign("✓", gettext_lazy("printed, written differently"), "good"),
    Grounding.DERIVED: Sign("∑", gettext_lazy("follows from other values"), "good"),
    Grounding.NONE: Sign("✗", gettext_lazy("not found on the page"), "bad"),
    Grounding.NO_TEXT: Sign("?", gettext_lazy("the page has no text to check it"), "warn"),
}
VALUE_STATES: dict[str, Sign] = {
    ValueState.UNREVIEWED: Sign("○", gettext_lazy("not reviewed"), "quiet"),
    ValueState.CONFIRMED: Sign("✓", gettext_lazy("confirmed"), "good"),
    ValueState.CORRECTED: Sign("✎", gettext_lazy("corrected"), "busy"),
    ValueState.FLAGGED: Sign("⚑", gettext_lazy("flagged"), "warn"),
    ValueState.REMOVED: Sign("✗", gettext_lazy("removed"), "bad"),
}
REVIEW_STATES: dict[str, Sign] = {
    ReviewState.OPEN: Sign("○", gettext_lazy("open: waits for an expert"), "quiet"),
    ReviewState.SUBMITTED: Sign("→", gettext_lazy("submitted: waits for an approver"), "busy"),
    ReviewState.APPROVED: Sign("✓", gettext_lazy("approved"), "good"),
    ReviewState.SENT_BACK: Sign("↩", gettext_lazy("sent back: waits for an expert"), "warn"),
}
LABEL_STATES: dict[str, Sign] = {
    LabelState.PROPOSED: Sign("○", gettext_lazy("proposed: waits for a lead"), "quiet"),
    LabelState.ACCEPTED: Sign("✓", gettext_lazy("accepted"), "good"),
    LabelState.REJECTED: Sign("✗", gettext_lazy("rejected"), "bad"),
}
EXTRACTION_STATES: dict[str, Sign] = {
    Extraction.State.QUEUED: Sign("…", gettext_lazy("waits for a worker"), "quiet"),
    Extraction.State.RUNNING: Sign("▶", gettext_lazy("at work"), "busy"),
    Extraction.State.SUCCEEDED: Sign("✓", gettext_lazy("succeeded"), "good"),
    Extraction.State.FAILED: Sign("✗", gettext_lazy("failed"), "bad"),
}

UPLOAD_OUTCOMES: dict[str, Sign] = {
    # Translators: what becomes of the cells of a file that was uploaded.
    Outcome.NEW: Sign("+", pgettext_lazy("cells of a file", "new"), "good"),
    Outcome.CHANGED: Sign("✎", pgettext_lazy("cells of a file", "changed"), "busy"),
    Outcome.CONFLICT: Sign("⚑", pgettext_lazy("cells of a file", "conflict"), "warn"),
    Outcome.PROBLEM: Sign("✗", pgettext_lazy("cells of a file", "problem"), "bad"),
    Outcome.REFUSED: Sign("✗", pgettext_lazy("cells of a file", "refused"), "bad"),
    Outcome.EMPTIED: Sign("○", pgettext_lazy("cells of a file", "emptied, not applied"), "warn"),
    Outcome.AGREED: Sign("=", pgettext_lazy("cells of a file", "the portal says so already"), "quiet"),
    Outcome.NOTICE: Sign("i", pgettext_lazy("cells of a file", "worth knowing"), "quiet"),
    Outcome.UNCHANGED: Sign("=", pgettext_lazy("cells of a file", "unchanged"), "quiet"),
}
UPLOAD_STEPS: dict[str, Sign] = {
    UploadStep.READING: Sign("▶", gettext_lazy("being read"), "busy"),
    UploadStep.MAPPING: Sign("?", gettext_lazy("waits for answers"), "warn"),
    UploadStep.PREVIEW: Sign("○", gettext_lazy("waits for confirmation"), "warn"),
    UploadStep.WRITING: Sign("▶", gettext_lazy("being written"), "busy"),
    UploadStep.DONE: Sign("✓", pgettext_lazy("upload", "written"), "good"),
    UploadStep.DISCARDED: Sign("✗", gettext_lazy("thrown away"), "quiet"),
}
JOB_STATES: dict[str, Sign] = {
    JobState.WAITING: Sign("…", gettext_lazy("waits for a worker"), "quiet"),
    JobState.RUNNING: Sign("▶", gettext_lazy("at work"), "busy"),
    JobState.READY: Sign("✓", pgettext_lazy("workbook", "ready"), "good"),
    JobState.FAILED: Sign("✗", gettext_lazy("failed"), "bad"),
}


def sentence(text: str) -> str:
    """With a capital at the start; the rest (names, mostly) as it is."""
    return text[:1].upper() + text[1:]


def size_in_words(size: int) -> str:
    """Bytes for people: `812 bytes`, `14.2 KB`, `3.1 MB`, in the reader's notation."""
    if size < 1000:
        return ngettext("%(size)s byte", "%(size)s bytes", size) % {"size": size}
    if size < 1_000_000:
        return _("%(size)s KB") % {"size": figure(size / 1000, 1)}
    return _("%(size)s MB") % {"size": figure(size / 1_000_000, 1)}


def figure(number: float, decimals: int = 0) -> str:
    """A number as the reader writes it: `1234.5`, `1234,5`. For figures of ours, never for values of documents."""
    return number_format(number, decimals)


def rate(share: float | None) -> str:
    """A share of 1 as the reader writes it: `97.3 %`, `97,3 %`; `n/a` where there was nothing to count."""
    return _("n/a") if share is None else shown(share).replace(".", get_format("DECIMAL_SEPARATOR"))


def moment(at: datetime | None) -> str:
    """A date with its time as the reader writes it: `2024-03-04 10:05`, `04.03.2024 10:05`."""
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT") if at else "–"


def in_zone(words: str | Promise) -> _StrPromise:
    """The heading of a column of moments, with the time zone they are told in: `created (UTC)`."""
    return format_lazy("{} ({})", words, settings.TIME_ZONE)
