"""Which invoices there are: each is there for something that goes wrong in practice."""

from __future__ import annotations

from samples.catalogue import english, french, german, russian, special
from samples.catalogue.sample import Sample


def invoices() -> list[Sample]:
    return [sample for part in (german, english, french, russian, special) for sample in part.samples()]
