"""The merge of workbooks as the specification tells it, over dictionaries: what everybody said, what the portal holds.

Nothing here calls the program: a meaning is None (nothing said), a word in capitals, or a pair of a kind and a value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from tests.portal.workbook.merge_books import DATA, LINES, ROW_ID, Book, Line

Place = tuple[str, int, str]
Meaning = Hashable
NOTHING = None
ABSENT, ILLEGIBLE, CLEAR, DELETE, REMOVED, WRONG = "ABSENT", "ILLEGIBLE", "CLEAR", "DELETE", "REMOVED", "WRONG"
TOKENS = {"N/A": ABSENT, "#ILLEGIBLE": ILLEGIBLE, "#CLEAR": CLEAR}
FIELDS = {"number": "text", "issued": "date", "total": "money", "buyer": "folded", "what": "folded", "amount": "money"}
HEADERS = {name.capitalize(): name for name in FIELDS}
STATE_OF_LIST = "Lines"
"""The column that says whether the list is complete."""
APPLIED, TAKEN = ("new", "changed"), ("new", "changed", "agreed", "conflict")
_MONEY = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?: (EUR|USD))?")
NEW, UNSURE = -1, -2
"""What stands for the number of an item that is to be made, or that the texts of the rows leave open."""


def meant(value: Any, unit: str, kind: str) -> Meaning:
    """What a cell says, with the unit beside it."""
    if value is None:
        return NOTHING
    text = str(value).strip()
    if text.upper() in TOKENS:
        return TOKENS[text.upper()]
    if kind == "money":
        found = _MONEY.fullmatch(text)
        is_clear = found is not None and not (found[2] and unit)
        return ("money", Decimal(found[1]).normalize(), found[2] or unit) if found and is_clear else WRONG
    if kind == "date":
        is_date = isinstance(value, datetime) or re.fullmatch(r"\d{4}-\d\d-\d\d", text)
        return ("date", text[:10]) if is_date else WRONG
    text = text.removeprefix("\\")
    return ("folded", " ".join(text.casefold().split())) if kind == "folded" else ("text", text)


def held(row: Any) -> Meaning:
    """What a row of the portal says."""
    if row.state == "removed":
        return REMOVED
    if row.says != "value":
        return {"nothing": NOTHING, "absent": ABSENT, "illegible": ILLEGIBLE}[row.says]
    if not row.field:
        return ("state", row.value)
    kind = FIELDS[row.field]
    if kind == "money":
        return (kind, Decimal(row.value).normalize(), row.unit)
    return (kind, " ".join(row.value.casefold().split()) if kind == "folded" else row.value)


class Heard(NamedTuple):
    """What a cell said when it was last heard, and what the portal said from then on."""

    text: str
    said: Meaning
    held: Meaning


BLANK = Heard("", NOTHING, NOTHING)


class Address(NamedTuple):
    sheet: str
    row: int
    header: str


@dataclass
class Said:
    """A cell of a file that may say something."""

    at: Address
    document: int
    place: Place
    text: str
    meaning: Meaning
    line: Line
    is_new: bool = False
    outcome: str | None = None
    now: Meaning = None
    wanted: Meaning = None


@dataclass
class Sent:
    """A row without an id that the portal made an item of."""

    item: int
    typed: str
    texts: dict[str, str]


@dataclass
class Hearing:
    """What the portal has heard of one person with one export."""

    went_out: dict[tuple[int, Place], Heard]
    cells: dict[tuple[int, Place], Heard] = field(default_factory=dict)
    sent: dict[int, dict[int, Sent]] = field(default_factory=dict)
    """By document and tag of the row."""
    comments: dict[int, str] = field(default_factory=dict)
    uploads: int = 0
    """Confirmed."""
    deleted: set[tuple[int, int]] = field(default_factory=set)
    """Items by document: whoever says anything of one again wants it back."""

    def hear(self, document: int, place: Place, heard: Heard) -> None:
        item = (document, place[1])
        if heard.said == DELETE:
            self.deleted.add(item)
            self.cells = {key: one for key, one in self.cells.items() if (key[0], key[1][1]) != item}
            return
        self.deleted.discard(item)
        self.cells[document, place] = heard

    def base(self, document: int, place: Place) -> Heard | None:
        """None: nobody knows what the cell said."""
        key = (document, place)
        if key in self.cells:
            return self.cells[key]
        if (document, place[1]) in self.deleted:
            return Heard("", NOTHING, REMOVED)
        if key in self.went_out or not place[1]:
            return self.went_out.get(key, BLANK)
        return BLANK if place[1] in self.items(document) else None

    def take(self, said: Said, *, is_made: bool) -> None:
        """The portal has heard a cell, and made an item of its row, if so."""
        document, name = said.document, said.place[2]
        self.hear(document, said.place, Heard(said.text, said.meaning, said.wanted))
        sent = self.sent.setdefault(document, {})
        if is_made and said.line.tag not in sent:
            sent[said.line.tag] = Sent(said.place[1], _typed(said.line), {})
        for one in sent.values():
            if one.item == said.place[1]:
                one.texts[name] = said.text

    def items(self, document: int) -> set[int]:
        return {place[1] for where, place in self.went_out if where == document and place[1]}


Portal = dict[Place, Meaning]


def went_out(book: Book) -> dict[tuple[int, Place], Heard]:
    found: dict[tuple[int, Place], Heard] = {}
    for name, page in book.pages.items():
        for number, line in enumerate(page.lines, start=2):
            item = int(line.row_id.split("-")[1]) if name == LINES else 0
            for said in cells_of(book, name, number, line, item):
                if said.text:
                    found[said.document, said.place] = Heard(said.text, said.meaning, said.meaning)
    return found


def cells_of(book: Book, sheet: str, number: int, line: Line, item: int) -> Iterable[Said]:
    """The cells of fields of a row, blank ones too."""
    for header in book.pages[sheet].headers:
        value = line.cells.get(header)
        at = Address(sheet, number, header)
        if header == STATE_OF_LIST:
            word = str(value or "").strip()
            meaning: Meaning = ("state", word.lower()) if word.lower() in ("complete", "partial") else WRONG
            meaning = CLEAR if word.upper() == "#CLEAR" else meaning if word else NOTHING
            yield Said(at, line.document, ("lines", 0, ""), str(value or ""), meaning, line)
        elif header in HEADERS:
            unit = line.cells.get(f"{header} unit") or ""
            name = HEADERS[header]
            meaning = meant(value, unit, FIELDS[name])
            text = "" if value is None else CLEAR if meaning == CLEAR else f"{type(value) is str}{value}|{unit}"
            yield Said(at, line.document, ("lines" if item else "", item, name), text, meaning, line)


def outcome(said: Said, base: Heard | None, now: Meaning, seed: Meaning) -> str | None:
    """What becomes of a cell; None: nothing. Also notes what it wants."""
    file = said.meaning
    said.now, said.wanted = now, seed if file == CLEAR else file
    if file is NOTHING:
        return "emptied" if base is not None and base.said not in (NOTHING, CLEAR) and not said.is_new else None
    if base is not None and said.text == base.text:
        return None
    if file == CLEAR and now is NOTHING and seed is NOTHING and (base is None or not base.text):
        return None
    if file == WRONG:
        return "problem"
    if base is None and file != CLEAR:
        return None if now == file else "new" if now is NOTHING else "conflict"
    if base is not None and base.said == file:
        return None
    if now == said.wanted:
        return "agreed"
    if base is not None and now == base.held:
        return "new" if now is NOTHING else "changed"
    return "conflict"


def items_of(book: Book, document: int, hearing: Hearing) -> dict[int, int]:
    """By tag: which item each row of a document is, or that it is new, or that nobody can tell."""
    lines = [line for line in book.pages[LINES].lines if line.document == document]
    known = hearing.items(document)
    by_number = ROW_ID not in book.pages[LINES].headers
    claims: dict[int, list[Line]] = {}
    found: dict[int, int] = {}
    left: list[Line] = []
    for line in lines:
        typed = _typed(line)
        item = int(line.row_id.split("-")[1]) if line.row_id and not by_number else 0
        if by_number and typed.isdigit() and int(typed) in known:
            item = int(typed)
        if item:
            claims.setdefault(item, []).append(line)
        else:
            left.append(line)
    for item, claimants in claims.items():
        same = [line for line in claimants if _is_base(book, line, item, hearing)]
        keeper = (same or [line for line in claimants if _typed(line).upper() == "#DELETE"] or claimants)[0]
        found[keeper.tag] = item
        left += [line for line in claimants if line is not keeper]
    return found | _known_again(book, left, hearing.sent.get(document, {}))


def _typed(line: Line) -> str:
    return str(line.cells.get("item") or "")


def _texts(book: Book, line: Line) -> dict[str, str]:
    return {said.place[2]: said.text for said in cells_of(book, LINES, 0, line, 1) if said.text}


def _as_sent(book: Book, line: Line) -> tuple[str, frozenset[tuple[str, str]]]:
    return _typed(line), frozenset(_texts(book, line).items())


def _is_base(book: Book, line: Line, item: int, hearing: Hearing) -> bool:
    deletes, was_deleted = _typed(line).upper() == "#DELETE", (line.document, item) in hearing.deleted
    if deletes or was_deleted:
        return deletes and was_deleted
    texts = _texts(book, line)
    return all(
        (base := hearing.base(line.document, ("lines", item, name))) is not None and base.text == text
        for name, text in texts.items()
    )


def _known_again(book: Book, lines: list[Line], sent: dict[int, Sent]) -> dict[int, int]:
    """Rows without ids: as they were sent they are the same items; what was changed in several may be anything."""
    if not sent:
        return {line.tag: NEW for line in lines}
    left = dict(sent)
    found: dict[int, int] = {}
    alike = Counter(_as_sent(book, line) for line in lines)
    alike_sent = Counter((one.typed, frozenset(one.texts.items())) for one in sent.values())
    for line in lines:
        one, texts = sent.get(line.tag), _as_sent(book, line)
        if one and (one.typed, frozenset(one.texts.items())) == texts and alike[texts] == alike_sent[texts] == 1:
            found[line.tag] = left.pop(line.tag).item
    rest = [line for line in lines if line.tag not in found]
    if not left:
        return found | {line.tag: NEW for line in rest}
    if len(rest) == len(left) == 1 and rest[0].tag in left:
        one = left[rest[0].tag]
        texts = _texts(book, rest[0])
        shared = sum(texts.get(name) == text for name, text in one.texts.items())
        if (one.typed and one.typed == _typed(rest[0])) or shared * 2 >= max(len(one.texts), 1):
            return found | {rest[0].tag: one.item}
    return found | {line.tag: UNSURE for line in rest}


def planned(book: Book, hearing: Hearing, portals: dict[int, Portal], seeds: dict[int, Portal]) -> list[Said]:
    """All cells of the file with what should become of them; `outcome` "unsure" where the row may be another item."""
    found: list[Said] = []
    items = {document: items_of(book, document, hearing) for document in portals}
    for name in (DATA, LINES):
        for number, line in enumerate(book.pages[name].lines, start=2):
            document = line.document
            item = items[document][line.tag] if name == LINES else 0
            if name == LINES and _typed(line).upper() == "#DELETE":
                found.append(_deletion(Address(name, number, "item"), line, item, hearing, portals[document]))
                continue
            for said in cells_of(book, name, number, line, item if item >= 0 else 1):
                if item in (NEW, UNSURE):
                    said.place = ("lines", item, said.place[2])
                judge(said, hearing, portals[document], seeds[document])
                found.append(said)
    return found


def judge(said: Said, hearing: Hearing, portal: Portal, seed: Portal) -> None:
    """Say what should become of a cell whose place is known."""
    said.is_new = said.place[1] == NEW
    if said.place[1] == UNSURE:
        said.outcome = "unsure"
        return
    base = BLANK if said.is_new else hearing.base(said.document, said.place)
    said.outcome = outcome(said, base, portal.get(said.place), seed.get(said.place))


def _deletion(at: Address, line: Line, item: int, hearing: Hearing, portal: Portal) -> Said:
    said = Said(at, line.document, ("lines", item, "@item"), "#DELETE", DELETE, line, wanted=REMOVED)
    if item == UNSURE:
        said.outcome = "unsure"
        return said
    if item == NEW:
        said.is_new, said.outcome = True, "problem"
        return said
    if (line.document, item) in hearing.deleted:
        return said
    said.outcome = deletion(said, hearing, portal)
    return said


def deletion(said: Said, hearing: Hearing, portal: Portal, *, but: Iterable[Meaning] = ()) -> str:
    """Of an item that is to be taken away: a conflict where somebody changed any of it."""
    item = said.place[1]
    live = {place: now for place, now in portal.items() if place[:2] == ("lines", item) and now != REMOVED}
    for place, now in live.items():
        base = hearing.base(said.document, place)
        if (base is None or base.held != now) and now not in but:
            return "conflict"
    return "changed" if live else "agreed"
