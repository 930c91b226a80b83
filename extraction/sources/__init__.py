"""Everything that states values for a document, found by name."""

from __future__ import annotations

from extraction.sources.base import Source
from extraction.sources.embedded import EmbeddedSource
from extraction.sources.layout import Layout

_SOURCES: dict[str, Source] = {source.name: source for source in (Layout(), EmbeddedSource())}


def names() -> tuple[str, ...]:
    """The sources that need nothing but the document."""
    return tuple(_SOURCES)


def find(name: str) -> Source:
    """Raises KeyError, with the names there are."""
    if name not in _SOURCES:
        raise KeyError(f"no source {name!r}: there are {', '.join(_SOURCES)}")
    return _SOURCES[name]
