"""Who writes to whom, by the way letters are laid out: sender line and address window, address blocks, letterhead.

Which field is the sender and which the addressee is said by the contract: their labels hold words such as
"From" or "Bill to".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.contract import Contract, Conventions, Field, FieldType
from extraction.sources.layout.addresses import BETWEEN, Block, blocks, has_place, legal_name, lines
from extraction.sources.layout.candidates import Candidate
from extraction.sources.layout.cells import Cell, Sheet, overlap
from extraction.sources.layout.lexicon import ADDRESSEE, SENDER
from extraction.sources.layout.parties import is_name, name_of
from extraction.sources.layout.phrases import key
from extraction.sources.layout.shapes import canonical

_UPPER = 0.42
"""The part of the first page where senders and addressees stand."""
_WINDOW, _HEAD, _GREETED, _BLOCK, _LEGAL, _PLACED = 0.95, 0.6, 0.6, 0.5, 0.5, 0.4
"""Scores: below a sender line, a line at the head with an address, an address that begins with
"Mr", an address block, a name with a legal form, a role
by place alone."""


@dataclass(frozen=True)
class _Roles:
    sender: Field | None
    addressee: Field | None


def correspondents(
    contract: Contract, sheet: Sheet, known: list[Candidate], headings: list[Cell], conventions: Conventions
) -> Iterator[Candidate]:
    """Candidates for sender and addressee from the first page; `known`: the names that `headings` gave."""
    roles = _Roles(_role(contract, SENDER), _role(contract, ADDRESSEE))
    window = _window(sheet)
    head = _head_line(sheet) if window is None else None
    if head is not None:
        yield from _candidate(roles.sender, head, _HEAD, conventions)
    if window is not None:
        yield from _candidate(roles.sender, _full_name(sheet, window[0]), _WINDOW, conventions)
        yield from _candidate(roles.addressee, window[1], _WINDOW * 0.9, conventions)
    named = {it.field.name: key(it.raw) for it in sorted(known, key=lambda it: it.score)}
    addressed = named.get(roles.addressee.name) if roles.addressee else None
    if addressed is None and window is not None:
        addressed = key(window[1].text)
    free = [block for block in blocks(sheet, _UPPER * sheet.height, headings) if not _under_heading(block, headings)]
    if window is not None:
        free = [block for block in free if overlap(block.name.box, window[1].box) < 0]
    greeted = [block for block in free if block.is_addressed]
    if addressed is None and greeted:
        yield from _candidate(roles.addressee, greeted[0].name, _GREETED, conventions)
        addressed = key(greeted[0].name.text)
    sender = _sender(sheet, free, addressed) if head is None else None
    if sender is not None:
        yield from _candidate(roles.sender, sender.name, _BLOCK, conventions)
    if addressed is None:
        others = [block for block in free if sender is None or key(block.name.text) != key(sender.name.text)]
        if others:
            yield from _candidate(roles.addressee, others[0].name, _PLACED, conventions)
            addressed = key(others[0].name.text)
    for weight, name in _letterheads(sheet):
        if key(name.text) != addressed:
            yield from _candidate(roles.sender, name, weight, conventions)


def _role(contract: Contract, words: frozenset[str]) -> Field | None:
    texts = [field for field in contract.fields if field.type is FieldType.TEXT]
    scores = {field.name: sum(key(alias) in words for alias in field.aliases) for field in texts}
    best = max(texts, key=lambda field: scores[field.name], default=None)
    return best if best is not None and scores[best.name] else None


def _window(sheet: Sheet) -> tuple[Cell, Cell] | None:
    """The small line with the sender's address, and the name of the addressee below it."""
    for line in lines(sheet, _UPPER * sheet.height):
        parts = [part for part in BETWEEN.split(line.text) if part.strip()]
        if not 3 <= len(parts) <= 6 or not has_place(line.text) or not is_name(parts[0]) or len(line.text) > 110:
            continue
        below = [
            cell
            for cell in sheet.between(line.box[3] - 2, line.box[3] + 140)
            if cell.box[1] > line.box[3] - 2 and -45 < cell.box[0] - line.box[0] < 60 and cell.box[0] < line.box[2]
        ]
        if below and below[0].box[1] < line.box[3] + 75 and any(has_place(cell.text) for cell in below):
            name = name_of(sheet, list(sheet.column(below[0], 90)))
            if name is not None:
                at = line.text.index(parts[0])
                return line.part(at, at + len(parts[0])), name
    return None


def _head_line(sheet: Sheet) -> Cell | None:
    """The name in, or right above, a line at the head of the page that holds a whole address."""
    for line in lines(sheet, 0.15 * sheet.height):
        parts = [part for part in BETWEEN.split(line.text) if part.strip()]
        if not 2 <= len(parts) <= 8 or not has_place(line.text):
            continue
        if len(parts) > 2 and is_name(parts[0]):
            at = line.text.index(parts[0])
            return line.part(at, at + len(parts[0]))
        above = [
            cell
            for cell in sheet.between(line.box[1] - 2.5 * line.height, line.box[1])
            if cell.middle < line.box[1] and overlap(cell.box, line.box) > 0 and is_name(cell.text)
        ]
        if above:
            return above[-1]
    return None


def _full_name(sheet: Sheet, short: Cell) -> Cell:
    """The longer form of a shortened name ("Muster" -> "Muster Handels GmbH"), if the page prints one."""
    if legal_name(short) is None:
        for cell in sheet.cells:
            name = legal_name(cell)
            if name is not None and key(name.text).startswith(key(short.text)):
                return name
    return short


def _under_heading(block: Block, headings: list[Cell]) -> bool:
    """Whether a label, of whatever meaning, stands right above the block."""
    top = block.name
    return any(
        heading.page == top.page
        and abs(heading.box[0] - top.box[0]) < 12
        and -2 < top.box[1] - heading.box[3] < 2 * top.height
        for heading in headings
    )


def _sender(sheet: Sheet, free: list[Block], addressed: str | None) -> Block | None:
    """The block whose name the page repeats at its foot; else the one on the right, where letters have it."""
    others = [block for block in free if key(block.name.text) != addressed]
    foot = [key(cell.text) for cell in sheet.cells if cell.box[1] > 0.6 * sheet.height]
    repeated = [block for block in others if any(key(block.name.text) in text for text in foot)]
    if repeated:
        return repeated[0]
    if addressed is None and len(others) < 2:
        return None
    if addressed is None:
        return max(others, key=lambda block: block.name.box[0])
    return others[0] if others else None


def _letterheads(sheet: Sheet) -> Iterator[tuple[float, Cell]]:
    """Names with a legal form; at the head of a line and on the upper part of the page they weigh more."""
    seen: set[str] = set()
    for cell in sheet.cells:
        name = legal_name(cell)
        if name is None:
            continue
        weight = _LEGAL * (1.0 if name.box[0] == cell.box[0] else 0.8)
        name = _with_line_above(sheet, name)
        if cell.box[1] > _UPPER * sheet.height:
            weight *= 0.9
        if key(name.text) in seen:
            weight *= 1.1
        seen.add(key(name.text))
        yield weight, name


def _with_line_above(sheet: Sheet, name: Cell) -> Cell:
    """The whole name, where its first line stands closely above and a gap ends it."""
    for above in sheet.between(name.box[1] - name.height, name.box[1]):
        if above.middle < name.box[1] and abs(above.box[0] - name.box[0]) < 3:
            whole = name_of(sheet, list(sheet.column(above, 4 * name.height)))
            if whole is not None and whole.words[-1] is name.words[-1]:
                return whole
    return name


def _candidate(field: Field | None, cell: Cell, score: float, conventions: Conventions) -> Iterator[Candidate]:
    raw = cell.text.strip(" ,;:|")
    value = canonical(raw, field, conventions) if field is not None else None
    if field is not None and value is not None:
        yield Candidate(field, raw, value, cell, score)
