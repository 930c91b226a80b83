"""Rows of a file put to the documents and items they are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.models import Document, Project
from portal.workbook.stated import Finding, StatedRow

_ROW_ID = re.compile(r"([0-9]{1,18})(?:-([0-9]{1,9}))?")


@dataclass
class DocumentFile:
    """What the file says of one document: its row on `Data`, and rows of items with their numbers, where known."""

    data: StatedRow | None = None
    items: dict[str, list[tuple[int | None, StatedRow]]] = field(default_factory=dict)

    def says(self, token: str) -> bool:
        """Whether any cell of it does."""
        rows = [row for of_list in self.items.values() for _item, row in of_list]
        rows += [self.data] if self.data else []
        return any(cell.cell.text.strip().upper() == token for row in rows for cell in row.cells.values())


class KnownDocuments:
    """The documents of a project by all their names."""

    def __init__(self, project: Project) -> None:
        self.names: dict[str, int | None] = {}
        """A name that several documents share finds none of them."""
        self.called: dict[int, str] = {}
        folded: dict[str, int | None] = {}
        rows = Document.objects.filter(project=project).values_list("pk", "sha256", "external_id", "name")
        for pk, *names in rows.iterator(chunk_size=5_000):
            self.called[pk] = names[-1]
            for name in {*names} - {""}:
                self.names[name] = None if name in self.names else pk
                other = name.casefold()
                folded[other] = None if other in folded and folded[other] != pk else pk
        self._folded = folded

    def find(self, names: Iterable[str]) -> int | str:
        """The document, or in words why none is found."""
        said = list(names)
        for name in said:
            pk = self.names.get(name) or self._folded.get(name.casefold())
            if pk:
                return pk
        if not said:
            return _("the row names no document")
        if any(name in self.names for name in said):
            return _("“%(name)s” names more than one document; name it by its sha256") % {"name": said[0]}
        return _("no document “%(document)s” in the project; add it first, or correct its name") % {"document": said[0]}

    def stray(self, document: int, names: Iterable[str]) -> str:
        """The first of the names that is none of this document's; blank where all are."""
        found = (name for name in names if document not in (self.names.get(name), self._folded.get(name.casefold())))
        return next((name for name in found if not self._shared(document, name)), "")

    def _shared(self, document: int, name: str) -> bool:
        return name in self.names and self.names[name] is None and self.called[document] == name


def match(rows: Iterable[StatedRow], known: KnownDocuments) -> tuple[dict[int, DocumentFile], list[Finding]]:
    """By document, in the order of the file; and the rows that fit none."""
    found: dict[int, DocumentFile] = {}
    problems: list[Finding] = []

    def refuse(row: StatedRow, text: str, remedy: str = "") -> None:
        problems.append(Finding(row.sheet, row.number, None, text, " / ".join(row.names), "", remedy))

    seen: set[tuple[str, int, int]] = set()
    for row in rows:
        if row.list_name and not (row.cells or row.units or row.item):
            continue  # nothing but the name of its document
        document, item = _by_row_id(row, known)
        named = known.find(row.names)
        stray = known.stray(document, row.names) if document is not None else ""
        if document is None:
            if isinstance(named, int):
                _put(found, named, row, None, refuse)
            else:
                refuse(row, named)
        elif not stray:
            _put(found, document, row, item, refuse)
        elif row.list_name and isinstance(named, int) and (row.list_name, document, item or 0) in seen:
            _put(found, named, row, None, refuse)  # a row copied to add an item to another document
        else:
            refuse(
                row,
                _("the row belongs to “%(known)s”, and says that it is about “%(said)s”")
                % {"known": known.called[document], "said": stray},
                _("Put back what stood in the columns that name the document."),
            )
        if document is not None:
            seen.add((row.list_name, document, item or 0))
    return found, problems


def _by_row_id(row: StatedRow, known: KnownDocuments) -> tuple[int | None, int | None]:
    parts = _ROW_ID.fullmatch(row.row_id.strip())
    if parts is None or int(parts[1]) not in known.called:
        return None, None
    return int(parts[1]), int(parts[2]) if parts[2] else None


def _put(
    found: dict[int, DocumentFile],
    document: int,
    row: StatedRow,
    item: int | None,
    refuse: Callable[..., None],
) -> None:
    file = found.setdefault(document, DocumentFile())
    if row.list_name:
        file.items.setdefault(row.list_name, []).append((item, row))
    elif file.data is None:
        file.data = row
    else:
        problem = _("this document is here already, in %(sheet)s row %(row)s")
        refuse(
            row,
            problem % {"sheet": file.data.sheet, "row": file.data.number},
            _("Keep one row a document; take the other out."),
        )
