"""A contract as a workbook that people edit, and the contract that such a workbook says."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from extraction import tables
from extraction.contract import Contract
from extraction.fields_sheet import SHEETS, Column, FieldsFile, SheetPlan, read_contract, rows_of
from extraction.fields_sheet.columns import CHECKS, CONTRACT, FIELDS, LISTS, SAYS, SETTING
from extraction.tables import TableError
from portal.models import ContractVersion, Purpose
from portal.sentences import translated
from portal.services.errors import BadInput
from portal.workbook.content import SheetColumn, SheetContent
from portal.workbook.read_me import read_me
from portal.workbook.writer import write

LARGEST_MEGABYTES = 5
LIMITS = replace(
    tables.DEFAULT,
    file_bytes=LARGEST_MEGABYTES << 20,
    inflated_bytes=100_000_000,
    rows=20_000,
    columns=100,
    cells=2_000_000,
    cpu_seconds=20,
    wall_seconds=30.0,
)
"""A contract of a thousand fields with all their words is 100 KB."""

_EXACTLY = gettext_lazy(
    "Blanks around a text do not count. A text that needs them, or line breaks, stands in quotation marks: "
    '" with blanks ", "two\\nlines".'
)
_WORDS = gettext_lazy("One a line (Alt+Enter begins a line in a cell).")
_NAME = gettext_lazy(
    "How workbooks, labels and programs call it: small letters, digits, underscores, beginning with a letter. "
    "Stored values are known by it: another name is another field. To change what people read, change the label."
)
_NUMBER = gettext_lazy("A number with a point: 0.01.")
NOTES: dict[tuple[str, str], tuple[str | Promise, ...]] = {
    (FIELDS.name, "list"): (
        gettext_lazy("The name of a list of the sheet Lists, for its columns; empty for a field of the document."),
    ),
    (FIELDS.name, "name"): (_NAME,),
    (FIELDS.name, "label"): (
        gettext_lazy("What people read on pages and in workbooks; the name with blanks where empty."),
        _EXACTLY,
    ),
    (FIELDS.name, "type"): (
        gettext_lazy("How its text is read, compared and written to the workbook."),
        gettext_lazy(
            "text: words as they stand. identifier: a code, compared sign by sign. integer: a whole number. "
            "decimal: a number. money: an amount with its currency. percent: a share. date: a day, month or year. "
            "boolean: yes or no. enum: one of the allowed values."
        ),
    ),
    (FIELDS.name, "required"): (
        gettext_lazy("yes: every document states it. Where it is missing, somebody should look."),
    ),
    (FIELDS.name, "critical"): (
        gettext_lazy("yes: an error here is dear. Scores are told for critical fields apart."),
    ),
    (FIELDS.name, "description"): (
        gettext_lazy(
            "What the field means, and what it does not, in a sentence or two: for labellers, experts and models."
        ),
    ),
    (FIELDS.name, "allowed"): (
        gettext_lazy("For the type enum."),
        _WORDS,
        gettext_lazy(
            "The value, then = and the words that mean it, separated by commas or semicolons: EUR = €, Euro. "
            'What holds such a sign itself stands in quotation marks: KR = "Korea, Republic of".'
        ),
    ),
    (FIELDS.name, "aliases"): (
        gettext_lazy("What pages print beside or above the value, such as Invoice no. or Rechnungsnr."),
        _WORDS,
    ),
    (FIELDS.name, "unit"): (
        gettext_lazy("The currency or unit of a number that stands without one: EUR, %, kg."),
    ),
    (FIELDS.name, "decimal"): (
        gettext_lazy("Set it only where all documents write this field so, whatever else they do."),
    ),
    (FIELDS.name, "dates"): (
        gettext_lazy("What 03/04/2024 means. Set it only where all documents agree."),
    ),
    (FIELDS.name, "languages"): (
        gettext_lazy(
            "Whose month names and words for yes and no are understood, separated by commas. Empty: en, de, fr, ru. "
            "none: of no language."
        ),
    ),
    (FIELDS.name, "absolute_tolerance"): (
        gettext_lazy("A number is right when it is this near to the label. Empty: 0."),
        _NUMBER,
    ),
    (FIELDS.name, "relative_tolerance"): (
        gettext_lazy("The same as a share of the label: 0.001 is a thousandth. Empty: 0."),
        _NUMBER,
    ),
    (FIELDS.name, "weight"): (
        gettext_lazy("How much the field counts in the weighted score. Empty: 1; 0 leaves it out."),
        _NUMBER,
    ),
    (FIELDS.name, "key"): (
        gettext_lazy("yes: rows of the list are paired by this column first, before anything else is compared."),
    ),
    (FIELDS.name, "spaces"): (gettext_lazy("yes: DE12 3456 and DE123456 are the same."),),
    (FIELDS.name, "case"): (gettext_lazy("yes: AB-1 and ab-1 are the same."),),
    (LISTS.name, "name"): (_NAME,),
    (LISTS.name, "label"): (
        gettext_lazy("What people read, and how its sheet is called; the name with blanks where empty."),
    ),
    (LISTS.name, "description"): (gettext_lazy("What one item of the list is."),),
    (LISTS.name, "aliases"): (
        gettext_lazy("What pages print above such a table, such as Line items or Positionen."),
        _WORDS,
    ),
    (CHECKS.name, "name"): (
        gettext_lazy("How results and workbooks call it: small letters, digits, underscores."),
    ),
    (CHECKS.name, "rule"): (
        gettext_lazy(
            "A formula over names of fields: total_net + total_tax = total_gross; sum(line_items.line_total) = "
            "total_net; each line_items: quantity * unit_price = line_total; due_date >= invoice_date; "
            "iban(payment_iban)."
        ),
    ),
    (CHECKS.name, "label"): (
        gettext_lazy("A sentence for the person who looks at the value: Net and tax do not add up to gross."),
    ),
    (CHECKS.name, "tolerance"): (
        gettext_lazy("How far the two sides may differ. Empty: 0.01."),
        _NUMBER,
    ),
}  # fmt: skip
"""What stands in the note of a header, by sheet and setting."""


def fields_sheets(contract: Contract) -> list[SheetContent]:
    """`Fields`, `Lists`, `Checks` and `Contract`: texts alone, which `contract_of` reads as the same contract."""
    rows = rows_of(contract)
    return [SheetContent(plan.name, _columns(plan), rows[plan.name], len(rows[plan.name])) for plan in SHEETS]


def write_fields(contract: Contract, target: BinaryIO, *, after: ContractVersion | None = None) -> None:
    """`after` is the version in force while the contract is changed. Raises BadInput where a text fits no cell."""
    first = [read_me(after, Purpose.CONTRACT)] if after else []
    write([*first, *fields_sheets(contract)], target, title=contract.title or contract.name)


def contract_of(content: bytes, current: Contract | None = None, *, name: str = "") -> FieldsFile:
    """The contract that an xlsx or csv says. What it leaves out is as in `current`; see `read_contract`.

    Raises BadInput for a file that is no table, or too large a one.
    """
    refuse_size(len(content))
    try:
        read = tables.read(content, LIMITS)
    except TableError as error:
        raise BadInput(translated(error.message)) from error
    return read_contract(read, current, name=name)


def contract_or_refusal(content: bytes, current: Contract | None = None, *, name: str = "") -> Contract:
    """Raises BadInput with a line for each problem."""
    found = contract_of(content, current, name=name)
    if found.contract is None or found.problems:
        raise BadInput("\n".join(map(translated, found.problems)))
    return found.contract


def refuse_size(size: int) -> None:
    """Raises BadInput for a file that is too large to be a contract."""
    if size > LARGEST_MEGABYTES << 20:
        raise BadInput(
            ngettext(
                "The file is larger than %(size)s MB, which is too much for a contract.",
                "The file is larger than %(size)s MB, which is too much for a contract.",
                LARGEST_MEGABYTES,
            )
            % {"size": LARGEST_MEGABYTES}
        )


def _columns(plan: SheetPlan) -> list[SheetColumn]:
    if plan is CONTRACT:
        note = _("What the row says of the contract as a whole.")
        says = f"{_WORDS} {_('So are the words that name such documents; title and description are plain text.')}"
        return [SheetColumn(SETTING, note=note), SheetColumn(SAYS, note=says)]
    return [_column(plan, column) for column in plan.columns]


def _column(plan: SheetPlan, column: Column) -> SheetColumn:
    return SheetColumn(
        column.header,
        note="\n".join(map(str, NOTES[plan.name, column.setting])),
        choices=column.kind.choices,
        only_these=bool(column.kind.choices),
    )
