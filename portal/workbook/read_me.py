"""The sheet `Read me`: what to fill in, what the colours and the words in cells mean."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import ContractVersion, Purpose
from portal.workbook.content import Content, Look, SheetColumn, SheetContent, Styled
from portal.workbook.layout import READ_ME


def read_me(version: ContractVersion, purpose: Purpose) -> SheetContent:
    """In the language of who asked for the workbook."""
    made = timezone.localtime().strftime("%Y-%m-%d %H:%M %Z")
    rows: list[tuple[Content, Content]] = [
        (_("What this is"), str(purpose.label)),
        (_("Contract"), str(version)),
        (_("Project"), version.project.name),
        (_("Made"), made),
        *_to_do(purpose),
    ]
    if purpose in (Purpose.BLIND, Purpose.ASSISTED, Purpose.REVIEW):
        rows += [*_words(purpose), *_rules()]
    if purpose in (Purpose.ASSISTED, Purpose.REVIEW):
        rows += _colours(purpose)
    columns = (SheetColumn(_("About")), SheetColumn(_("What to know"), wraps=True))
    return SheetContent(READ_ME, columns, rows, len(rows))


def _to_do(purpose: Purpose) -> list[tuple[Content, Content]]:
    match purpose:
        case Purpose.BLIND:
            words = _(
                "Open each document and fill in what it says: on Data one row a document, on the other sheets one row "
                "an item. This workbook shows no predictions: do not look at any while you label."
            )
        case Purpose.ASSISTED:
            words = _(
                "Compare each value with its document. The coloured ones are predictions: correct those that are "
                "wrong. Where a whole row is right, write checked into its column status: only then do its "
                "predictions become labels."
            )
        case Purpose.REVIEW:
            words = _(
                "Correct what is wrong. Where a whole row is right, write checked into its column status; submit "
                "hands it to the approver, too. Column review opens the page of the document."
            )
        case Purpose.FINAL:
            words = _("These values are final: load them. What is changed here does not come back to the portal.")
        case Purpose.COMPARISON:
            words = _("Label and prediction of every cell. What is changed here does not come back to the portal.")
        case _:
            words = _("Change the fields and upload the workbook: it proposes the next version of the contract.")
    return [(_("What to do"), words), *_afterwards(purpose)]


def _afterwards(purpose: Purpose) -> list[tuple[Content, Content]]:
    if purpose not in (Purpose.BLIND, Purpose.ASSISTED, Purpose.REVIEW):
        return []
    words = _(
        "Save it and upload it in the portal. You see what would change before anything is written. Upload it as "
        "often as you like: what you have uploaded before is not asked again."
    )
    return [(_("Afterwards"), words)]


def _words(purpose: Purpose) -> list[tuple[Content, Content]]:
    rows: list[tuple[Content, Content]] = [
        (_("Blank cell"), _("Nothing is said. A blank cell never overwrites anything.")),
        ("N/A", _("The document does not state this.")),
        ("#ILLEGIBLE", _("It is there, but nobody can read it.")),
        ("#CLEAR", _("Take back what you said here earlier.")),
        ("#DELETE", _("In the column item: this line item does not exist, remove it.")),
        (
            "\\N/A",
            _(
                "A backslash before one of these words makes it a text. A text that begins with a backslash gets "
                "one more."
            ),
        ),
    ]
    if purpose != Purpose.REVIEW:
        rows.append(
            (
                "complete, partial, none",
                _(
                    "In the columns named after lists: whether the rows of the list's sheet are all its items, some of "
                    "them, or whether the document has none."
                ),
            )
        )
    return rows


def _rules() -> list[tuple[Content, Content]]:
    return [
        (_("New items"), _("Copy a row on the sheet of the list and change it, or fill in a new one.")),
        (
            _("Numbers and dates"),
            _("Type them as your Excel expects them. Whoever writes them as text says so when uploading."),
        ),
        (
            _("Your own work"),
            _("Sort, filter, hide, colour, add columns of your own: none of it matters when the file comes back."),
        ),
        (_("What to leave alone"), _("The headers, and the columns document, item and row id (which is hidden).")),
    ]


def _colours(purpose: Purpose) -> list[tuple[Content, Content]]:
    shown = [
        (Look.CONFIRMED, _("A person has confirmed it.")),
        (Look.CORRECTED, _("A person has corrected it.")),
        (Look.UNGROUNDED, _("The value was not found on the page: look twice.")),
        (Look.FAILED, _("No valid value, flagged, or it contradicts others: see the column remarks.")),
    ]
    if purpose == Purpose.ASSISTED:
        shown.insert(2, (Look.WEAK, _("A prediction that nobody has confirmed.")))
    return [(Styled(_("This colour"), look), words) for look, words in shown]
