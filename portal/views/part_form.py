"""What the forms of a contract's parts have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from extraction.from_model import readable
from portal.sentences import translated

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def lines(text: str) -> tuple[str, ...]:
    """One entry a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})


class PartForm(forms.Form):
    """`part` is what was typed, as a part of the contract; None while something is wrong."""

    part: Any = None

    def __init__(self, *args: Any, known: str = "", **options: Any) -> None:
        """`known`: the name of a part that is in force already, and keeps it."""
        super().__init__(*args, **options)
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "ps-input"
        if "name" in self.fields:
            self.fields["name"].widget.attrs |= {"maxlength": 60, "spellcheck": "false", "autocapitalize": "none"}
            if known:
                self.fields["name"].disabled = True
                self.fields["name"].help_text = _(
                    "Stored values, labels and workbooks know it by this name, so it stays. "
                    "To change what people read, change the label."
                )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors:
            try:
                self.part = self.made(typed)
            except ValidationError as error:
                self.add_error(None, translated(readable(error)))
        return typed

    def made(self, typed: dict[str, Any]) -> Any:
        """What was typed, as a part of the contract. Raises ValidationError."""
        raise NotImplementedError  # each form makes its own part; the metaclass of forms leaves no room for ABC's


def name_field(help_text: str | _StrPromise) -> forms.RegexField:
    return forms.RegexField(
        r"^[a-z][a-z0-9_]{0,59}$",
        label=gettext_lazy("Name"),
        help_text=help_text,
        error_messages={
            "invalid": gettext_lazy(
                "A name has small letters, digits and underscores, and begins with a letter: total_net."
            )
        },
    )


NAME_HELP = gettext_lazy("How workbooks, labels and the data feed call it: small letters, digits, underscores.")


def text_of_area(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()
