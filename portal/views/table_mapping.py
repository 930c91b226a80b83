"""The form in which a person confirms or changes what the columns of a table mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extraction.contract import Contract
from extraction.tables.model import letters
from portal.models import Upload
from portal.workbook.stated import (
    COMMENT,
    DOCUMENT,
    FILE,
    IGNORED,
    ITEM,
    ROW_ID,
    SHA256,
    STATUS,
    UNIT_OF,
    Mapping,
)

HOW: dict[str, str | Promise] = {
    "name": gettext_lazy("the name of the field"),
    "label": gettext_lazy("the label of the field"),
    "alias": gettext_lazy("what pages call it"),
    "similar": gettext_lazy("similar: look twice"),
    "remembered": gettext_lazy("as confirmed before"),
    "chosen": gettext_lazy("chosen by you"),
    "": gettext_lazy("nothing found"),
}


@dataclass(frozen=True)
class MappedColumn:
    """A column with the name of its form field."""

    name: str
    letter: str
    header: str
    meaning: str
    how: str | Promise


@dataclass(frozen=True)
class MappedSheet:
    name: str
    columns: list[MappedColumn]


def sheets_of(upload: Upload) -> list[MappedSheet]:
    """The sheets that are used, as they are mapped now."""
    mapping = Mapping.model_validate(upload.answers.mapping or {})
    return [
        MappedSheet(
            sheet.sheet,
            [
                MappedColumn(
                    f"column-{number}-{column.index}",
                    letters(column.index),
                    column.header,
                    column.meaning,
                    HOW[column.how],
                )
                for column in sheet.columns
            ],
        )
        for number, sheet in enumerate(mapping.sheets)
        if sheet.header_row
    ]


def choices_of(contract: Contract) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column may mean, in groups."""
    naming = [(DOCUMENT, _("document id")), (FILE, _("file name")), (SHA256, "sha256")]
    fields = [(field.name, field.title) for field in contract.fields]
    groups = [
        ("", [(IGNORED, _("– not used –"))]),
        (_("Which document"), naming),
        (_("Fields of the document"), fields),
    ]
    for part in contract.lists:
        columns = [(f"{part.name}.{field.name}", field.title) for field in part.fields]
        groups.append((part.title, [*columns, (part.name, _("complete, partial or none"))]))
    units = [(UNIT_OF + field.name, field.title) for field in contract.fields if field.type.is_number]
    for part in contract.lists:
        units += [
            (f"{UNIT_OF}{part.name}.{field.name}", f"{part.title}: {field.title}")
            for field in part.fields
            if field.type.is_number
        ]
    groups.append((_("Unit or currency of"), units))
    beside = [(ITEM, _("number of the item")), (COMMENT, _("comment")), (STATUS, _("status")), (ROW_ID, _("row id"))]
    groups.append((_("Beside the values"), beside))
    return groups


def mapping_from(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """What the form says, as JSON. What it does not mention stays as proposed."""
    mapping = Mapping.model_validate(upload.answers.mapping or {})
    known = {value for _group, options in choices_of(upload.contract_version.definition) for value, _words in options}
    sheets = []
    for number, sheet in enumerate(mapping.sheets):
        columns = []
        for column in sheet.columns:
            meaning = request.POST.get(f"column-{number}-{column.index}", column.meaning)
            if meaning != column.meaning and meaning in known:
                column = column.model_copy(update={"meaning": meaning, "how": "chosen"})
            columns.append(column)
        sheets.append(sheet.model_copy(update={"columns": tuple(columns)}))
    return mapping.model_copy(update={"sheets": tuple(sheets)}).model_dump(mode="json")
