"""The `Compare` sheet: every scored cell of an evaluation, label and prediction side by side."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from evaluation.comparators import Subcode
from evaluation.outcomes import CellOutcome, Outcome
from portal.models import EvalDocument, EvalRun, FrozenLabel
from portal.models.eval_runs import SEES_CELLS
from portal.services.access import roles_of
from portal.workbook.content import Content, Link, Look, SheetColumn, SheetContent, Shown, Styled
from portal.workbook.evidence_sheet import GROUNDING_LOOKS, GROUNDING_WORDS
from portal.workbook.quality_sheet import scores_of

COMPARE = "Compare"
OUTCOME_WORDS: dict[Outcome, str | Promise] = {
    Outcome.OK: pgettext_lazy("cell", "right"),
    Outcome.OK_ABSENT: gettext_lazy("rightly left empty"),
    Outcome.WRONG: pgettext_lazy("cell", "wrong"),
    Outcome.OMITTED: pgettext_lazy("cell", "omitted"),
    Outcome.SPURIOUS: gettext_lazy("invented or misplaced: the label says there is none"),
}
KIND_WORDS: dict[Subcode, str | Promise] = {
    Subcode.INVALID: gettext_lazy("no value of the field's type"),
    Subcode.UNIT: gettext_lazy("other unit or currency"),
    Subcode.SIGN: gettext_lazy("other sign"),
    Subcode.SCALE: gettext_lazy("off by a power of ten"),
    Subcode.PRECISION: gettext_lazy("less or more exact"),
    Subcode.FIELD_SWAP: gettext_lazy("the value of another field"),
    Subcode.ROW_SWAP: gettext_lazy("the value of another row"),
    Subcode.NEAR: gettext_lazy("nearly right"),
    Subcode.OTHER: gettext_lazy("another value"),
    Subcode.PIPELINE: gettext_lazy("the extraction failed"),
}
_CHUNK = 200


def compare_sheet(evaluation: EvalRun, *, by: User) -> SheetContent:
    """One row a scored cell, by document; cells that are not scored, for want of a label, are left out.

    So there are as many rows as `Quality` counts cells. Raises PermissionDenied for who must not see predictions,
    BadInput where the evaluation is not finished.
    """
    if not SEES_CELLS & roles_of(by, evaluation.project):
        raise PermissionDenied(
            _(
                "To compare predictions with labels in %(project)s you need the role %(roles)s; ask a lead of the "
                "project."
            )
            % {"project": evaluation.project, "roles": _(" or ").join(sorted(role.word for role in SEES_CELLS))}
        )
    count = scores_of(evaluation)[""].whole.scored
    documents = EvalDocument.objects.for_user(by).filter(eval_run=evaluation)
    return SheetContent(COMPARE, _columns(), _rows(evaluation, documents), count)


def _columns() -> list[SheetColumn]:
    """Their headers are English for everybody: programs read them."""
    return [
        SheetColumn("document", note=_("The document's own id, or its file name where it has none.")),
        SheetColumn("file"),
        SheetColumn("field", note=_("As the contract names it: field, or list.field for line items.")),
        SheetColumn(
            "item", Shown.INTEGER, _("Which item of the label's list; of the prediction's, where only it has it.")
        ),
        SheetColumn("predicted_item", Shown.INTEGER, _("Which item of the prediction's list.")),
        SheetColumn("label", note=_("As the portal stores it; blank: the document states nothing.")),
        SheetColumn("prediction", note=_("As the portal stores it; blank: nothing was stated.")),
        SheetColumn("outcome"),
        SheetColumn("kind", note=_("What is the matter with a value that is not right.")),
        SheetColumn("grounding", note=_("Whether the page shows the predicted value.")),
        SheetColumn("outcome_code", note=_("The same as codes, for programs.")),
        SheetColumn("kind_code", note=_("The same as codes, for programs.")),
        SheetColumn("grounding_code", note=_("The same as codes, for programs.")),
        SheetColumn("label_kind", note=_("Gold, assisted or silver labels; never mixed in one score.")),
        SheetColumn("provenance", note=_("How the label came to be.")),
        SheetColumn("link"),
    ]


def _rows(evaluation: EvalRun, documents: QuerySet[EvalDocument]) -> Iterator[list[Content]]:
    outcomes = {outcome: str(words) for outcome, words in OUTCOME_WORDS.items()}
    kinds = {kind: str(words) for kind, words in KIND_WORDS.items()}
    groundings = {grounding: str(words) for grounding, words in GROUNDING_WORDS.items()}
    start, open_it = settings.SITE_URL.rstrip("/"), _("open the document")
    label_kind = evaluation.label_set.kind
    labels = FrozenLabel.objects.filter(label_set=evaluation.label_set_id, document=OuterRef("document"))
    rows = documents.order_by("document__name", "pk").values_list(
        "document_id",
        "document__external_id",
        "document__name",
        Subquery(labels.values(provenance=KT("labels__provenance"))[:1]),
        "outcome",
    )
    for pk, external_id, name, provenance, outcome in rows.iterator(chunk_size=_CHUNK):
        page = start + reverse("admin:portal_document_change", args=[pk])
        for cell in outcome.cells:
            if cell.outcome is Outcome.UNSCORED:
                continue
            grounding = cell.grounding
            yield [
                external_id or name,
                name,
                cell.path,
                _number(cell.prediction_item if cell.label_item is None else cell.label_item),
                _number(cell.prediction_item),
                cell.label,
                cell.prediction,
                Styled(outcomes[cell.outcome], Look.FAILED) if cell.outcome.is_error else outcomes[cell.outcome],
                kinds[cell.subcode] if cell.subcode else None,
                Styled(groundings[grounding], GROUNDING_LOOKS.get(grounding, Look.PLAIN)) if grounding else None,
                cell.outcome.value,
                cell.subcode.value if cell.subcode else None,
                grounding.value if grounding else None,
                label_kind,
                provenance,
                Link(page + _place(cell), open_it),
            ]


def _number(item: int | None) -> int | None:
    """Outcomes count items from 0, people from 1."""
    return None if item is None else item + 1


def _place(cell: CellOutcome) -> str:
    """Where the document's page shows the cell."""
    return f"#list-{cell.list_name}-A" if cell.list_name else f"#field-{cell.field}"
