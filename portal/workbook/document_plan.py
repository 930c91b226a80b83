"""The plan of one document, from all that a file says of it."""

from __future__ import annotations

from collections.abc import Mapping

from portal.models import StoredValue
from portal.services.values import Place
from portal.workbook.agreement import beside
from portal.workbook.bases import Base
from portal.workbook.holdings import Holding
from portal.workbook.matching import DocumentFile
from portal.workbook.planning import DocumentPlan, OneDocument, Rules


def plan_document(
    rules: Rules,
    document: int,
    file: DocumentFile,
    held: Holding,
    base: Base,
    *,
    seeds: Mapping[Place, StoredValue],
    refusal: str,
    may_see: bool,
) -> DocumentPlan:
    """`seeds` is what its review said at first; `refusal` why nothing may be written, if so.

    Without `may_see` what the portal says is kept out of the plan.
    """
    one = OneDocument(rules, document, held, base, seeds)
    if file.data is not None:
        one.row_of_document(file.data)
    for part in rules.contract.lists:
        if rows := file.items.get(part.name):
            one.list_of_items(part.name, rows)
    if file.data is not None:
        beside(one, file.data)
    if refusal:
        one.refuse(refusal, may_see=may_see)
    return one.plan
