"""A field of a contract as a form: what each setting means, and what was typed as a field again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from extraction.contract import AllowedValue, Conventions, Field, FieldType
from portal.views.field_words import DATES, DECIMALS
from portal.views.part_form import NAME_HELP, PartForm, area, lines, name_field, text_of_area

EXPLAINED: dict[FieldType, str | Promise] = {
    FieldType.TEXT: gettext_lazy("text: words as they stand"),
    FieldType.IDENTIFIER: gettext_lazy("identifier: a code, compared sign by sign (00123 stays 00123)"),
    FieldType.INTEGER: gettext_lazy("integer: a whole number"),
    FieldType.DECIMAL: gettext_lazy("decimal: a number"),
    FieldType.MONEY: gettext_lazy("money: an amount with its currency"),
    FieldType.PERCENT: gettext_lazy("percent: a share, as 19 %"),
    FieldType.DATE: gettext_lazy("date: a day, or a month or year where no more is said"),
    FieldType.BOOLEAN: gettext_lazy("boolean: yes or no"),
    FieldType.ENUM: gettext_lazy("enum: one of the allowed values below"),
}
AS_THE_DOCUMENT = ("", gettext_lazy("as the document writes them"))
ALIASES_HELP = gettext_lazy(
    "One a line: what pages print beside or above the value, such as Invoice no. or Rechnungsnr. The source "
    "“layout” looks for these words; capitals, dots and blanks do not matter."
)


class FieldForm(PartForm):
    name = name_field(NAME_HELP)
    label = forms.CharField(
        label=gettext_lazy("Label"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("What people read on pages and in workbooks; the name with blanks where empty."),
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=list(EXPLAINED.items()),
        help_text=gettext_lazy("How its text is read, compared and written to the workbook."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        widget=area(3),
        help_text=gettext_lazy(
            "What the field means, and what it does not, in a sentence or two: for labellers, experts and models."
        ),
    )
    aliases = forms.CharField(
        label=gettext_lazy("Words on the page"), required=False, widget=area(8), help_text=ALIASES_HELP
    )
    allowed = forms.CharField(
        label=gettext_lazy("Allowed values"),
        required=False,
        widget=area(5),
        help_text=gettext_lazy(
            "For the type enum. One a line: the value, then = and the words that mean it, separated by semicolons: "
            "EUR = €; Euro"
        ),
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("The currency or unit of a number that stands without one: EUR, %, kg."),
    )
    decimal = forms.ChoiceField(
        label=gettext_lazy("Decimal mark"),
        required=False,
        choices=[AS_THE_DOCUMENT, *DECIMALS.items()],
        help_text=gettext_lazy("Set it only where all documents write this field so, whatever else they do."),
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("Order of dates"),
        required=False,
        choices=[AS_THE_DOCUMENT, *DATES.items()],
        help_text=gettext_lazy("What 03/04/2024 means. Set it only where all documents agree."),
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages"),
        required=False,
        help_text=gettext_lazy("Whose month names and words for yes and no are understood: en, de, fr, ru."),
    )
    required = forms.BooleanField(
        label=pgettext_lazy("of a field", "Required"),
        required=False,
        help_text=gettext_lazy("Every document states it: where it is missing, somebody should look."),
    )
    critical = forms.BooleanField(
        label=pgettext_lazy("of a field", "Critical"),
        required=False,
        help_text=gettext_lazy("An error here is dear: scores are told for critical fields apart."),
    )
    key = forms.BooleanField(
        label=pgettext_lazy("of a field", "Key"),
        required=False,
        help_text=gettext_lazy("Rows of a list are paired by this column first, before anything else is compared."),
    )
    ignore_spaces = forms.BooleanField(
        label=gettext_lazy("Blanks do not count"),
        required=False,
        help_text=gettext_lazy("DE12 3456 and DE123456 are the same."),
    )
    ignore_case = forms.BooleanField(
        label=gettext_lazy("Capitals do not count"),
        required=False,
        help_text=gettext_lazy("AB-1 and ab-1 are the same."),
    )
    absolute_tolerance = forms.DecimalField(
        label=gettext_lazy("Tolerance"),
        required=False,
        min_value=Decimal(0),
        help_text=gettext_lazy("A number is right when it is this near to the label: 0.01"),
    )
    relative_tolerance = forms.DecimalField(
        label=gettext_lazy("Relative tolerance"),
        required=False,
        min_value=Decimal(0),
        help_text=gettext_lazy("The same as a share of the label: 0.001 is a thousandth."),
    )
    weight = forms.DecimalField(
        label=gettext_lazy("Weight"),
        required=False,
        min_value=Decimal(0),
        help_text=gettext_lazy("How much the field counts in the weighted score; 1 unless set, 0 leaves it out."),
    )
    RARE = (
        "unit", "decimal", "dates", "languages", "ignore_spaces", "ignore_case", "absolute_tolerance",
        "relative_tolerance", "weight",
    )  # fmt: skip
    """Settings that most fields leave as they are."""

    def __init__(self, *args: Any, in_list: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not in_list:
            del self.fields["key"]

    def usual(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.RARE]

    def rare(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RARE]

    def has_rare(self) -> bool:
        """Whether one of the rare settings is set, or wrong."""
        return any(bool(field.value()) or field.errors for field in self.rare())

    @staticmethod
    def of(field: Field) -> dict[str, Any]:
        """The field as initial values of the form."""
        default = Field.model_fields
        return {
            "name": field.name,
            "label": field.label,
            "type": field.type,
            "description": field.description,
            "aliases": "\n".join(field.aliases),
            "allowed": "\n".join(_allowed_line(one) for one in field.allowed),
            "unit": field.unit or "",
            "decimal": field.conventions.decimal or "",
            "dates": field.conventions.dates or "",
            "languages": "" if field.languages == default["languages"].default else ", ".join(field.languages),
            "required": field.required,
            "critical": field.critical,
            "key": field.key,
            "ignore_spaces": field.spaces == "ignore",
            "ignore_case": field.case == "ignore",
            "absolute_tolerance": field.absolute_tolerance or None,
            "relative_tolerance": field.relative_tolerance or None,
            "weight": None if field.weight == 1 else field.weight,
        }

    def made(self, typed: dict[str, Any]) -> Field:
        languages = tuple(word for word in typed["languages"].replace(",", " ").split() if word)
        weight = typed["weight"]
        return Field(
            name=typed["name"],
            type=FieldType(typed["type"]),
            label=typed["label"],
            description=text_of_area(typed["description"]),
            aliases=lines(typed["aliases"]),
            allowed=tuple(_allowed(line) for line in lines(typed["allowed"])),
            unit=typed["unit"] or None,
            conventions=Conventions(decimal=typed["decimal"] or None, dates=typed["dates"] or None),
            required=typed["required"],
            critical=typed["critical"],
            key=typed.get("key", False),
            spaces="ignore" if typed["ignore_spaces"] else "keep",
            case="ignore" if typed["ignore_case"] else "keep",
            absolute_tolerance=typed["absolute_tolerance"] or Decimal(0),
            relative_tolerance=typed["relative_tolerance"] or Decimal(0),
            weight=Decimal(1) if weight is None else weight,
            **({"languages": languages} if languages else {}),
        )

    def clean_allowed(self) -> str:
        typed: str = self.cleaned_data["allowed"]
        is_enum = self.cleaned_data.get("type") == FieldType.ENUM
        if is_enum and not typed.strip():
            raise forms.ValidationError(_("An enum needs at least one allowed value."))
        if typed.strip() and not is_enum:
            raise forms.ValidationError(_("Only the type enum has allowed values: choose it above, or empty this."))
        return typed


def _allowed(line: str) -> AllowedValue:
    value, _equals, words = line.partition("=")
    aliases = tuple(dict.fromkeys(word.strip() for word in words.split(";") if word.strip()))
    return AllowedValue(value=value.strip(), aliases=aliases)


def _allowed_line(one: AllowedValue) -> str:
    return f"{one.value} = {'; '.join(one.aliases)}" if one.aliases else one.value
