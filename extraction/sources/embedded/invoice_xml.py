"""Invoice XML as it comes out of a PDF: somebody else's bytes, read without trusting them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MAX_BYTES = 20_000_000
"""Far more than any invoice: the largest seen, with a thousand lines, has two million."""


class XmlError(Exception):
    """The bytes are no XML that is safe to read. The message says why."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element found by names alone: the versions of a format differ in their namespaces.

    A path is steps joined by `/`; a step may give other names for the same thing, joined by `|`.
    """

    element: Element

    @property
    def name(self) -> str:
        return _local(self.element.tag)

    @property
    def text(self) -> str:
        return (self.element.text or "").strip()

    def attribute(self, name: str) -> str:
        return self.element.get(name, "").strip()

    def all(self, path: str) -> Iterator[Node]:
        """Every element at the end of the path, in document order."""
        first, _, rest = path.partition("/")
        names = first.split("|")
        for child in self.element:
            # A comment among the children has a function for a tag.
            if isinstance(child.tag, str) and _local(child.tag) in names:
                if rest:
                    yield from Node(child).all(rest)
                else:
                    yield Node(child)

    def first(self, path: str) -> Node | None:
        """The first element at the end of the path that says something."""
        return next((node for node in self.all(path) if node.text or len(node.element)), None)

    def text_at(self, path: str) -> str:
        """The first text at the end of the path that is not blank, or ""."""
        return next((node.text for node in self.all(path) if node.text), "")


def parse(content: bytes) -> Node:
    """The root element. Raises XmlError: too large, with a DTD or entities, not well-formed."""
    if len(content) > MAX_BYTES:
        raise XmlError(f"larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return Node(_root(content.lstrip()))
    except DefusedXmlException as error:
        raise XmlError("has a document type definition or entities, which are refused") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise XmlError(f"not well-formed ({error})") from error


def _root(content: bytes) -> Element:
    try:
        return fromstring(content, forbid_dtd=True)
    except ParseError:
        # Windows programs declare UTF-8 and write their own code page.
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode("cp1252")
        declaration, end, body = text.partition("?>")
        return fromstring(body if end and declaration.lstrip("\ufeff").startswith("<?xml") else text, forbid_dtd=True)


def looks_like_xml(content: bytes) -> bool:
    """Whether the first bytes are those of XML, in UTF-8 or UTF-16, with or without a byte order mark."""
    return content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
