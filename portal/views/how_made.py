"""How labels were made, each way explained."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

EXPLAINED = {
    "blind": (
        # Translators: blind, shown, rules, system: how labels were made, each to be chosen.
        pgettext_lazy("how labels were made", "blind"),
        gettext_lazy("Somebody labelled the documents without seeing any prediction. Gold, once accepted."),
    ),
    "shown": (
        # Translators: predictions were shown to whoever made the labels.
        pgettext_lazy("how labels were made", "shown"),
        gettext_lazy("Predictions were in view while labelling: such labels are assisted, and scored apart."),
    ),
    "rules": (
        pgettext_lazy("how labels were made", "rules"),
        gettext_lazy("Rules or a program made them: such labels are weak, never gold."),
    ),
    "system": (
        pgettext_lazy("how labels were made", "system"),
        gettext_lazy("They come from another system that holds the truth (bookkeeping, archive). Gold, once accepted."),
    ),
}
