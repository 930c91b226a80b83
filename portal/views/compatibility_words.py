"""What a new contract would mean for what is there, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.services.compatibility import Compatibility, Placed, Values
from portal.services.contract_drafts import Draft
from portal.workbook.layout import FINAL

_MANY = 30
"""Names that are listed before the rest is counted."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str | Promise
    sentences: list[str]


def in_words(found: Compatibility, draft: Draft) -> list[Section]:
    """Sections with nothing to say are left out."""
    sections = [
        Section(gettext_lazy("Fields that look renamed"), list(_renamed(found))),
        Section(gettext_lazy("Values of labels"), list(_labels(found.labels))),
        Section(gettext_lazy("Values of reviews"), list(_reviews(found, draft))),
        Section(gettext_lazy("Workbooks that were exported earlier"), list(_workbooks(found))),
        Section(gettext_lazy("Final data, and programs that read them"), list(_final(found))),
    ]
    return [section for section in sections if section.sentences]


def _renamed(found: Compatibility) -> Iterator[str]:
    for one in found.renamed:
        yield _(
            "%(before)s goes and %(after)s comes: it looks renamed. Stored values are known by the old name and do not "
            "follow. Where only the words for people should change, keep the name and change the label."
        ) % {"before": one.before, "after": one.after}


def _labels(values: Values) -> Iterator[str]:
    back = ngettext(
        "%(count)s label with such a value goes back to proposed.",
        "%(count)s labels with such a value go back to proposed.",
        values.holders,
    )
    yield from _values(values, back)


def _reviews(found: Compatibility, draft: Draft) -> Iterator[str]:
    looked_at = ngettext(
        "%(count)s review has such a value: an expert looks at it again.",
        "%(count)s reviews have such a value: an expert looks at them again.",
        found.reviews.holders,
    )
    yield from _values(found.reviews, looked_at)
    if found.still_final:
        yield ngettext(
            "%(count)s review approved under %(version)s stays in the final data as it was approved, until its copy is "
            "approved; columns that are new are blank there until then.",
            "%(count)s reviews approved under %(version)s stay in the final data as they were approved, until their "
            "copies are approved; columns that are new are blank there until then.",
            found.still_final,
        ) % {"count": found.still_final, "version": draft.base}


def _values(values: Values, of_holders: str) -> Iterator[str]:
    """`of_holders`: what happens to those with a value that is not valid any more."""
    if values.stay:
        yield ngettext("%(count)s value stays as it is.", "%(count)s values stay as they are.", values.stay) % {
            "count": values.stay
        }
    if values.read_again:
        yield ngettext(
            "%(count)s value is read again, because its field is read differently.",
            "%(count)s values are read again, because their fields are read differently.",
            values.read_again,
        ) % {"count": values.read_again}
        yield _not_valid(values)
    if values.holders:
        yield of_holders % {"count": values.holders}
    if values.unseen:
        yield ngettext(
            "%(count)s value of a field that goes is kept, unseen; it is back if the field comes back.",
            "%(count)s values of fields that go are kept, unseen; they are back if the fields come back.",
            values.unseen,
        ) % {"count": values.unseen}


def _not_valid(values: Values) -> str:
    if values.is_capped:
        return ngettext(
            "Of the first %(count)s of them, %(invalid)s would not be valid any more; the others were not tried.",
            "Of the first %(count)s of them, %(invalid)s would not be valid any more; the others were not tried.",
            values.looked_at,
        ) % {"count": values.looked_at, "invalid": values.invalid}
    if not values.invalid:
        return _("All of them were tried, and stay valid.")
    return ngettext(
        "All of them were tried: %(count)s would not be valid any more.",
        "All of them were tried: %(count)s would not be valid any more.",
        values.invalid,
    ) % {"count": values.invalid}


def _workbooks(found: Compatibility) -> Iterator[str]:
    yield _("They still come back: their cells are matched by the names of fields.")
    if found.unmapped:
        yield _(
            "Not in the contract any more: %(names)s. Cells of these columns and sheets are listed as not matched, and "
            "are not used."
        ) % {"names": _listed(found.unmapped)}
    if found.read_differently:
        yield _("Cells of these fields are read under their new type or notation: %(names)s.") % {
            "names": _listed(found.read_differently)
        }


def _final(found: Compatibility) -> Iterator[str]:
    if found.columns_added:
        # Translators: a list of columns with their places, like “po after buyer; rate first on Lines”.
        yield _("New columns stand at their place in the contract: %(columns)s.") % {
            "columns": _listed([_place(one) for one in found.columns_added], "; ")
        }
    if found.columns_moved:
        # Translators: a list of columns with their places, like “po after buyer; rate first on Lines”.
        yield _("Columns that move: %(columns)s.") % {
            "columns": _listed([_place(one) for one in found.columns_moved], "; ")
        }
    if found.sheets_added:
        yield _("New sheets: %(names)s.") % {"names": _listed(map(_sheet, found.sheets_added))}
    for before, after in found.sheets_renamed:
        yield _("The sheet %(before)s is called %(after)s: what reads it by its name must be told.") % {
            "before": _sheet(before),
            "after": _sheet(after),
        }
    if found.read_differently:
        yield _("These columns hold values of another type or notation: %(names)s.") % {
            "names": _listed(found.read_differently)
        }
    gone = [_path(one) for one in found.columns_gone] + [_sheet(title) for title in found.sheets_gone]
    if gone:
        yield _(
            "These columns and sheets disappear: %(names)s. Programs that read columns by their names go on unless "
            "they read one of these."
        ) % {"names": _listed(gone)}
    elif found.columns_added or found.columns_moved:
        yield _("Programs that read columns by their names go on; those that count columns must be told.")


def _place(column: Placed) -> str:
    name = {"column": _path(column), "other": column.after}
    # Translators: where a column stands.
    return _("%(column)s after %(other)s") % name if column.after else _("%(column)s first") % name


def _path(column: Placed) -> str:
    return f"{column.sheet}.{column.name}" if column.sheet else column.name


def _sheet(title: str) -> str:
    return f"{FINAL} {title}"


def _listed(names: Iterable[str], mark: str = ", ") -> str:
    names = list(names)
    shown = mark.join(names[:_MANY])
    more = len(names) - _MANY
    return shown if more <= 0 else _("%(words)s and %(count)s more") % {"words": shown, "count": more}
