"""How invoices look, one file a house style. Frozen: rules are tuned on them as they are, never the other way round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from samples.bills import Bill
from samples.pen import A4, LETTER, Pen
from samples.templates import american, din, francais, grid, ledger, letter, modern, schet


@dataclass(frozen=True)
class Template:
    """`position` is the pattern of line numbers, as the truth needs it."""

    draw: Callable[[Pen, Bill], None]
    family: str
    size: tuple[float, float] = A4
    position: str = "{}"


TEMPLATES = {
    "din": Template(draw=din.draw, family="helvetica"),
    "din-plain": Template(draw=partial(din.draw, words=din.PLAIN), family="condensed"),
    "american": Template(draw=american.draw, family="helvetica", size=LETTER),
    "francais": Template(draw=francais.draw, family="helvetica"),
    "modern": Template(draw=modern.draw, family="sans"),
    "schet": Template(draw=schet.draw, family="condensed"),
    "grid": Template(draw=grid.draw, family="helvetica", position="{:02}0"),
    "grid-wide": Template(draw=grid.draw, family="condensed", size=(A4[1], A4[0]), position="{:02}0"),
    "ledger": Template(draw=ledger.draw, family="courier", position="{:03}"),
    "letter": Template(draw=letter.draw, family="times"),
    "letter-serif": Template(draw=letter.draw, family="serif"),
}
