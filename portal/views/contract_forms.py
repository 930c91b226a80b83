"""Lists, checks and the contract itself as forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from extraction.contract import Check, Contract, Field, ListField
from portal.views.field_form import FieldForm
from portal.views.part_form import NAME_HELP, PartForm, area, lines, name_field, text_of_area


class ListForm(PartForm):
    name = name_field(NAME_HELP)
    label = FieldForm.base_fields["label"]
    description = FieldForm.base_fields["description"]
    aliases = forms.CharField(
        label=gettext_lazy("Words on the page"),
        required=False,
        widget=area(4),
        help_text=gettext_lazy("One a line: what pages print above such a table, such as Line items or Positionen."),
    )
    first_field = name_field(gettext_lazy("A list needs at least one field; it begins as a text."))

    def __init__(self, *args: Any, fields: tuple[Field, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = fields
        self.fields["first_field"].label = gettext_lazy("Name of its first field")
        if fields:
            del self.fields["first_field"]

    @staticmethod
    def of(part: ListField) -> dict[str, Any]:
        return {
            "name": part.name,
            "label": part.label,
            "description": part.description,
            "aliases": "\n".join(part.aliases),
        }

    def made(self, typed: dict[str, Any]) -> ListField:
        return ListField(
            name=typed["name"],
            label=typed["label"],
            description=text_of_area(typed["description"]),
            aliases=lines(typed["aliases"]),
            fields=self.kept or (Field(name=typed["first_field"]),),
        )


class CheckForm(PartForm):
    name = name_field(gettext_lazy("How results and workbooks call it: small letters, digits, underscores."))
    rule = forms.CharField(
        label=pgettext_lazy("of a check", "Rule"),
        widget=area(2),
        help_text=gettext_lazy(
            "A formula over names of fields: total_net + total_tax = total_gross; sum(line_items.line_total) = "
            "total_net; each line_items: quantity * unit_price = line_total; due_date >= invoice_date; "
            "iban(payment_iban)."
        ),
    )
    label = forms.CharField(
        label=gettext_lazy("What it means when it fails"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A sentence for the person who looks at the value: Net and tax do not add up to gross."),
    )
    tolerance = forms.DecimalField(
        label=gettext_lazy("Tolerance"),
        required=False,
        min_value=Decimal(0),
        help_text=gettext_lazy("How far the two sides may differ; 0.01 unless set."),
    )

    @staticmethod
    def of(check: Check) -> dict[str, Any]:
        return {"name": check.name, "rule": check.rule, "label": check.label, "tolerance": check.tolerance}

    def made(self, typed: dict[str, Any]) -> Check:
        tolerance = typed["tolerance"]
        return Check(
            name=typed["name"],
            rule=" ".join(typed["rule"].split()),
            label=typed["label"],
            **({} if tolerance is None else {"tolerance": tolerance}),
        )


class AboutForm(PartForm):
    """The contract itself."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=120)
    description = forms.CharField(label=gettext_lazy("Description"), required=False, widget=area(3))
    kinds = forms.CharField(
        label=gettext_lazy("Words that name such documents"),
        required=False,
        widget=area(3),
        help_text=gettext_lazy("One a line, as pages print them: Invoice, Rechnung."),
    )

    @staticmethod
    def of(contract: Contract) -> dict[str, Any]:
        return {
            "title": contract.title,
            "description": contract.description,
            "kinds": "\n".join(contract.kinds),
        }

    def made(self, typed: dict[str, Any]) -> dict[str, Any]:
        return {
            "title": typed["title"],
            "description": text_of_area(typed["description"]),
            "kinds": lines(typed["kinds"]),
        }
