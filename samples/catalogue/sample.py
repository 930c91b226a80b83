"""What a sample is before it is a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from samples.bills import Bill

Treatment = Literal["", "scan", "rotate", "encrypt", "hidden", "facturx", "facturx-wrong"]


@dataclass(frozen=True)
class Sample:
    """A file to be: `template` draws `bill`, then `treatment` is done to it."""

    file: str
    template: str
    what: str
    bill: Bill
    treatment: Treatment = ""
