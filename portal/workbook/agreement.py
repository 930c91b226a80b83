"""What a row says beside its values: `checked` confirms what it shows, `submit` hands the review over; and why."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from extraction.canon.tokens import storable
from extraction.values import UNLABELLED, Invalid
from portal.models import Outcome, Says, StoredValue, Target, ValueState
from portal.services import values
from portal.services.values import Place
from portal.workbook.marks import CLEAR, PREDICTED, canonical_of, field_of, shown
from portal.workbook.merge import key_of
from portal.workbook.planning import OneDocument, Told
from portal.workbook.stated import COMMENT, STATUS, StatedCell, StatedRow

CHECKED, SUBMIT = "checked", "submit"


def beside(one: OneDocument, row: StatedRow) -> None:
    """Plan what the columns status and comment of a document's row say."""
    status = row.beside.get(STATUS)
    if status is not None:
        _status(one, row, status)
    comment = row.beside.get(COMMENT)
    place = ("", 0, COMMENT)
    text = storable(comment.cell.text) if comment is not None else ""
    if comment is not None and text.strip() and one.base.mark(place) != text:
        one.add(place, Told(row.sheet, row.number, comment.column), Outcome.NEW, text, None)


def _status(one: OneDocument, row: StatedRow, cell: StatedCell) -> None:
    word = cell.cell.text.strip().lower()
    place = ("", 0, STATUS)
    heard = one.base.heard.get(place)
    before = heard.said if heard is not None else one.base.content.status if one.base.content else ""
    if word in ("", before):
        return
    at = Told(row.sheet, row.number, cell.column)
    allowed = (CHECKED, SUBMIT) if one.rules.target == Target.REVIEWS else (CHECKED,)
    if word not in allowed or not one.rules.from_portal:
        problem = _("“%(text)s” is nothing that can be done with a row; write %(words)s, or leave the cell as it was")
        one.problem(place, at, word, problem % {"text": cell.cell.text, "words": _(" or ").join(allowed)})
        return
    for confirmed, mark, value, same in _unconfirmed(one):
        planned = one.add(confirmed, at, Outcome.CHANGED if same else Outcome.CONFLICT, mark, value)
        planned.message = (
            _("Confirmed by “%(word)s” in the row.") % {"word": word}
            if same
            else _("It was changed since the workbook was made: look at it before you confirm it.")
        )
    one.add(place, at, Outcome.CHANGED, word, None)


def _unconfirmed(one: OneDocument) -> Iterator[tuple[Place, str, StoredValue, bool]]:
    """What the row and its items show and nobody has confirmed: marks and values, and whether the portal says so still.

    What the portal says since, and the row never showed, has no mark.
    """
    if one.rules.target == Target.REVIEWS:
        for place, stored in list(one.unsaid()):
            if stored.state == ValueState.UNREVIEWED and stored.says != Says.INVALID:
                field = field_of(one.contract, place[0], place[2])
                mark, held = one.base.mark(place) or "", one.base.keys(place, one.contract)[1]
                same = key_of(stored, field) == held
                shows = canonical_of(mark, field) if field is not None and mark not in ("", CLEAR) else UNLABELLED
                if same or shows is UNLABELLED or isinstance(shows, Invalid):
                    shown_now = stored.model_copy(update={"state": ValueState.CONFIRMED})
                    yield place, mark if same else "", shown_now, same
                else:
                    yield place, mark, values.store(shows, raw=shown(mark), state=ValueState.CONFIRMED), False
        return
    for place in sorted(one.base.places()):
        mark = one.base.mark(place) or ""
        field = field_of(one.contract, place[0], place[2])
        if place in one.spoken or not mark.startswith(PREDICTED) or field is None:
            continue
        found = canonical_of(mark, field)
        if found is UNLABELLED or isinstance(found, Invalid):
            continue
        now = one.held.values.get(place)
        said = values.store(found, raw=shown(mark), state=ValueState.CONFIRMED)
        same = now is None or key_of(now, field) == key_of(said, field)
        yield place, mark.lstrip(PREDICTED), said, same
