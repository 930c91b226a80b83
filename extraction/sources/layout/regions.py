"""How a document writes dates, where its own dates cannot tell: the postal addresses on it say where it was written."""

from __future__ import annotations

import re

from extraction.contract import Conventions
from extraction.sources.layout.cells import Sheet

_STATES = (
    "AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR "
    "PA RI SC SD TN TX UT VA VT WA WI WV WY"
)
_UNITED_STATES = re.compile(rf",\s(?:{'|'.join(_STATES.split())})\s+\d{{5}}(?:-\d{{4}})?\b")
"""A town with its state and ZIP code."""
_ELSEWHERE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|(?:^|[\s,·•–-])(?:[A-Z]{1,2}[- ])?\d{5,6}\s+[^\W\d_]{3,}"
)
"""A British postcode, or a code before its town."""


def settled(conventions: Conventions, pages: list[Sheet]) -> Conventions:
    """The conventions, with the order of dates by the addresses where nothing else tells and they agree."""
    if conventions.dates is not None:
        return conventions
    texts = [cell.text for sheet in pages for cell in sheet.cells if len(cell.text) < 120]
    american = any(_UNITED_STATES.search(text) for text in texts)
    elsewhere = any(_ELSEWHERE.search(text) for text in texts if not _UNITED_STATES.search(text))
    if american == elsewhere:
        return conventions
    return conventions.over(Conventions(dates="mdy" if american else "dmy"))
