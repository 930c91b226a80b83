"""A workbook as the parts of its package: what leads where, and what stands in its sheets."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import coordinate_to_tuple

ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Package:
    names: list[str]
    trees: dict[str, Element]

    def relations(self, part: str) -> dict[str, Element]:
        """Of a part, by id; "" is the package itself."""
        folder, name = posixpath.split(part)
        tree = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {} if tree is None else {one.get("Id", ""): one for one in tree}

    def target(self, part: str, relation: Element) -> str:
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.get("Target", "")))[1:]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part points to, of one kind: `table`, `comments`."""
        found = (one for one in self.relations(part).values() if one.get("Type", "").endswith(f"/{kind}"))
        return [self.target(part, one) for one in found if one.get("TargetMode") != "External"]

    @cached_property
    def workbook(self) -> str:
        (found,) = self.related("", "officeDocument")
        return found

    @cached_property
    def texts(self) -> list[str]:
        found = self.related(self.workbook, "sharedStrings")
        return [text_of(one) for one in self.trees[found[0]]] if found else []

    @cached_property
    def styles(self) -> int:
        (found,) = self.related(self.workbook, "styles")
        return len(self.trees[found].find("{*}cellXfs") or ())

    @cached_property
    def sheets(self) -> list[Sheet]:
        found = []
        relations = self.relations(self.workbook)
        for one in self.trees[self.workbook].find("{*}sheets") or ():
            path = self.target(self.workbook, relations[one.get(ID, "")])
            found.append(Sheet(self, one.get("name", ""), path, one.get("state", "visible") == "visible"))
        return found


@dataclass(frozen=True)
class Sheet:
    package: Package
    name: str
    path: str
    is_visible: bool

    @property
    def tree(self) -> Element:
        return self.package.trees[self.path]

    @cached_property
    def cells(self) -> dict[tuple[int, int], Element]:
        """By row and column, from 1, in the order of the file; of two in one place the last."""
        return {coordinate_to_tuple(cell.get("r", "")): cell for cell in self.tree.iter(named(self.tree, "c"))}

    def text(self, row: int, column: int) -> str | None:
        """What stands in a cell of text; None: no text."""
        cell = self.cells.get((row, column))
        if cell is None:
            return None
        if cell.get("t") == "inlineStr":
            return text_of(cell)
        value = cell.findtext("{*}v")
        texts = self.package.texts
        return texts[int(value)] if cell.get("t") == "s" and value and int(value) < len(texts) else None

    @cached_property
    def tables(self) -> list[Element]:
        return [self.package.trees[path] for path in self.package.related(self.path, "table")]


def named(tree: Element, name: str) -> str:
    """The name in the namespace of the tree: searching any namespace takes ten times as long."""
    return tree.tag.rpartition("}")[0] + "}" + name


def text_of(element: Element) -> str:
    found = "".join(part.text or "" for part in element.iter() if part.tag.endswith("}t"))
    return unescaped(found)


def unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
