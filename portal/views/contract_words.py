"""What differs between two contracts, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from extraction.contract import AllowedValue, Contract, Conventions, FieldType
from extraction.contract_changes import ChangeKind, ContractChange, PartKind, Setting, changes
from portal.views.field_words import TYPES
from portal.views.words import Sign

KINDS: dict[ChangeKind, Sign] = {
    ChangeKind.ADDED: Sign("+", pgettext_lazy("part of a contract", "added"), "good"),
    ChangeKind.REMOVED: Sign("−", pgettext_lazy("part of a contract", "removed"), "bad"),
    ChangeKind.RETYPED: Sign("⇄", pgettext_lazy("part of a contract", "read differently"), "warn"),
    ChangeKind.CHANGED: Sign("≠", pgettext_lazy("part of a contract", "changed"), "busy"),
    ChangeKind.MOVED: Sign("↕", pgettext_lazy("part of a contract", "moved"), "quiet"),
}
PARTS: dict[PartKind, str | Promise] = {
    PartKind.CONTRACT: gettext_lazy("Contract"),
    PartKind.FIELD: gettext_lazy("Field"),
    PartKind.LIST: gettext_lazy("List"),
    PartKind.CHECK: pgettext_lazy("rule of a contract", "Check"),
}
SETTINGS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "label": gettext_lazy("Label"),
    "type": gettext_lazy("Type"),
    "description": gettext_lazy("Description"),
    "aliases": gettext_lazy("Words on the page"),
    "allowed": gettext_lazy("Allowed values"),
    "kinds": gettext_lazy("Words that name such documents"),
    "unit": gettext_lazy("Unit"),
    "conventions": gettext_lazy("Notation"),
    "languages": gettext_lazy("Languages"),
    "required": pgettext_lazy("of a field", "Required"),
    "critical": pgettext_lazy("of a field", "Critical"),
    "key": pgettext_lazy("of a field", "Key"),
    "spaces": gettext_lazy("Blanks"),
    "case": gettext_lazy("Capitals"),
    "absolute_tolerance": gettext_lazy("Tolerance"),
    "relative_tolerance": gettext_lazy("Relative tolerance"),
    "tolerance": gettext_lazy("Tolerance"),
    "weight": gettext_lazy("Weight"),
    "rule": pgettext_lazy("of a check", "Rule"),
}
_MANY = 12
"""Words of a setting that are shown before the rest is counted."""


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    sign: Sign
    part: str | Promise
    title: str
    path: str
    details: list[str]


def in_words(before: Contract, after: Contract) -> list[ChangeInWords]:
    """Empty where nothing differs."""
    return [_in_words(one) for one in changes(before, after)]


def _in_words(change: ContractChange) -> ChangeInWords:
    details = [line for setting in change.settings for line in _of_setting(setting)]
    return ChangeInWords(KINDS[change.kind], PARTS[change.part], change.title, change.path, details)


def _of_setting(setting: Setting) -> Iterator[str]:
    name = {"setting": SETTINGS.get(setting.name, setting.name)}
    before, after = setting.before, setting.after
    if setting.name in ("spaces", "case"):
        yield _("%(setting)s: %(now)s") % {
            **name,
            "now": _("they do not count") if after == "ignore" else _("they count"),
        }
    elif isinstance(after, tuple) and (before is None or isinstance(before, tuple)):
        old, new = [_shown(one) for one in before or ()], [_shown(one) for one in after]
        added, gone = [one for one in new if one not in old], [one for one in old if one not in new]
        if added:
            yield _("%(setting)s, new: %(words)s") % {**name, "words": _some(added)}
        if gone:
            yield _("%(setting)s, gone: %(words)s") % {**name, "words": _some(gone)}
        if not added and not gone:
            yield _("%(setting)s: in another order") % name
    elif before is None:
        yield _("%(setting)s: %(now)s") % {**name, "now": _shown(after)}
    else:
        yield _("%(setting)s: %(now)s; before: %(before)s") % {**name, "now": _shown(after), "before": _shown(before)}


def _some(words: list[str]) -> str:
    shown = "; ".join(words[:_MANY])
    more = len(words) - _MANY
    return shown if more <= 0 else _("%(words)s and %(count)s more") % {"words": shown, "count": more}


def _shown(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case FieldType():
            return str(TYPES[value])
        case AllowedValue():
            return f"{value.value} ({', '.join(value.aliases)})" if value.aliases else value.value
        case Conventions():
            return " ".join(filter(None, (value.decimal and f"1{value.decimal}5", value.dates))) or _("none stated")
    return str(value) if value not in (None, "") else _("none stated")
