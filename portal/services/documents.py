"""Documents come in: checked, named by content, counted in a guarded child process."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from extraction.pdf.errors import PdfError
from extraction.pdf.guard import probe
from extraction.zips import UNREADABLE_ZIP
from portal.models import Document, Project, Split
from portal.models.documents import stored_under
from portal.models.scoping import AnyUser
from portal.services.access import Verb, actor, require
from portal.services.errors import BadInput

MAX_ZIP_MEMBERS = 5_000
MAX_ZIP_RATIO = 100


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: `document` is None where it was refused; `problem` says why it was or cannot be read."""

    name: str
    document: Document | None
    is_new: bool = False
    problem: str = ""


def add(project: Project, name: str, content: bytes, *, by: AnyUser, stratum: str = "") -> Added:
    """Keep one PDF. The same content again is named as a duplicate; a file that is no PDF is refused with the reason.

    A PDF that cannot be read (a password, damage) is kept: its problem is shown, and a run fails with it.
    """
    require(by, Verb.ADD_DOCUMENTS, project)
    name = clean_name(name)
    sha256 = hashlib.sha256(content).hexdigest()
    known = Document.objects.filter(project=project, sha256=sha256).first()
    if known:
        return Added(name, known, problem=_("the same file is here already as %(name)s") % {"name": known.name})
    if not content:
        return Added(name, None, problem=_("the file is empty; send it again"))
    if len(content) > settings.MAX_PDF_MEGABYTES << 20:
        problem = _("larger than %(size)s MB; split it (MAX_PDF_MEGABYTES)") % {"size": settings.MAX_PDF_MEGABYTES}
        return Added(name, None, problem=problem)
    if b"%PDF-" not in content[:65_536]:
        return Added(name, None, problem=_("this is not a PDF; export or print it as PDF and send that"))
    stored = stored_under(sha256)
    if not default_storage.exists(stored):
        default_storage.save(stored, ContentFile(content))
    pages, problem = _look(Path(default_storage.path(stored)))
    with transaction.atomic():
        document, is_new = Document.objects.get_or_create(
            project=project,
            sha256=sha256,
            defaults={
                "name": name,
                "size": len(content),
                "pages": pages,
                "problem": problem,
                "stratum": stratum[:120],
                "split": split_of(sha256),
                "added_by": actor(by),
            },
        )
    return Added(name, document, is_new=is_new, problem=problem)


def _look(path: Path) -> tuple[int | None, str]:
    try:
        return probe(path).pages, ""
    except PdfError as error:
        return None, error.message[:300]


def split_of(sha256: str) -> Split:
    """One document in five is kept for testing, by its content: stable whatever else is in the project."""
    return Split.TEST if int(sha256[:8], 16) % 5 == 0 else Split.DEV


def clean_name(name: str) -> str:
    """A file name as data: its last part, without control and direction characters, at most 255 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    return (unicodedata.normalize("NFC", visible).strip() or "unnamed.pdf")[-255:]


def files_in(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself, or the PDFs in a zip (not in zips within it). Raises BadInput for a zip that cannot be taken."""
    if not content.startswith(b"PK\x03\x04"):
        yield name, content
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [member for member in archive.infolist() if member.filename.lower().endswith(".pdf")]
        _refuse_bombs(name, members, len(content))
        for member in members:
            yield member.filename, archive.read(member)
    except UNREADABLE_ZIP as error:
        problem = _("%(name)s: this zip cannot be read (%(error)s); zip the PDFs again, without a password")
        raise BadInput(problem % {"name": name, "error": error}) from error


def _refuse_bombs(name: str, members: list[zipfile.ZipInfo], size: int) -> None:
    inflated = sum(member.file_size for member in members)
    if not members:
        raise BadInput(_("%(name)s: there is no PDF in this zip") % {"name": name})
    if len(members) > MAX_ZIP_MEMBERS:
        problem = ngettext(
            "%(name)s: %(count)s file in one zip; send at most %(most)s at a time",
            "%(name)s: %(count)s files in one zip; send at most %(most)s at a time",
            len(members),
        )
        raise BadInput(problem % {"name": name, "count": len(members), "most": MAX_ZIP_MEMBERS})
    if inflated > MAX_ZIP_RATIO * size or any(m.file_size > settings.MAX_PDF_MEGABYTES << 20 for m in members):
        problem = _("%(name)s: this zip unpacks to more than can be taken; send the PDFs themselves")
        raise BadInput(problem % {"name": name})
