"""Labels and predictions as lines of JSON, one document a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ConfigDict, ValidationError

from extraction.contract import Contract
from extraction.from_model import readable
from extraction.values import Notation
from portal.services.documents import clean_name
from portal.services.labels import LabelRecord, ListSaid, Said
from portal.services.predictions import PredictionRecord

# Translators: file, sha256 and document stand so in the file, in whatever language.
_NO_NAME = gettext_lazy("it names no document: give file, sha256 or document")
LONGEST_LINE = 50_000_000
"""Bytes of one document's line."""
LARGEST_POWER = 100
"""Of ten, in a JSON number: written out it must stay a text of sane length."""


class _Named(BaseModel):
    """What says which document a line is about; the most certain first."""

    sha256: str | None = None
    document: str | None = None
    file: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        file = clean_name(self.file) if self.file else None
        return tuple(name for name in (self.sha256, self.document, file) if name)


class _ListLine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: str | None = None
    rows: list[dict[str, Any]] = []


class _LabelLine(_Named):
    model_config = ConfigDict(extra="forbid")

    fields: dict[str, Any] = {}
    lists: dict[str, _ListLine] = {}


class BadLine(ValueError):
    """A line that cannot be used; the message names it."""


def label_records(lines: Iterable[bytes], contract: Contract, notation: Notation) -> Iterator[LabelRecord | BadLine]:
    """`{"file", "sha256", "fields": {NAME: text}, "lists": {NAME: {"state", "rows": [{COLUMN: text}]}}}` a line.

    Null and blank say nothing. Texts are in `notation`; JSON's own numbers and booleans are canonical.
    """
    lists = {part.name for part in contract.lists}
    for where, content in _objects(lines, Decimal):
        try:
            line = _LabelLine.model_validate(_good(content))
            names = line.names
            if not names:
                raise BadLine(_NO_NAME)
            if unknown := set(line.lists) - lists:
                raise BadLine(_("%(names)s is no list of the contract") % {"names": ", ".join(sorted(unknown))})
            yield LabelRecord(
                names[0],
                f"{where} ({names[-1]})",
                _said(line.fields, notation),
                {name: _list(part, notation) for name, part in line.lists.items()},
            )
        except ValidationError as error:
            yield BadLine(f"{where}: {readable(error)}")
        except BadLine as error:
            yield BadLine(f"{where}: {error}")


def prediction_records(lines: Iterable[bytes]) -> Iterator[PredictionRecord | BadLine]:
    """Lines as `python -m extraction` writes them or near it: `extraction.sources.imported` understands them."""
    for where, content in _objects(lines, float):
        try:
            names = _Named.model_validate(_good(content)).names
            if not names:
                raise BadLine(_NO_NAME)
            yield PredictionRecord(names[0], f"{where} ({names[-1]})", _good(content))
        except ValidationError as error:
            yield BadLine(f"{where}: {readable(error)}")
        except BadLine as error:
            yield BadLine(f"{where}: {error}")


def _objects(lines: Iterable[bytes], number: type[float | Decimal]) -> Iterator[tuple[str, dict[str, Any] | BadLine]]:
    for at, line in enumerate(lines, start=1):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            # Translators: a line of a file.
            yield _("line %(number)s") % {"number": at}, _parsed(line, number)


def _good(content: dict[str, Any] | BadLine) -> dict[str, Any]:
    if isinstance(content, BadLine):
        raise content
    return content


def _parsed(line: bytes, number: type[float | Decimal]) -> dict[str, Any] | BadLine:
    if len(line) > LONGEST_LINE:
        return BadLine(_("the line is too long"))
    try:
        text = line.decode("utf-8-sig")
        content = json.loads(text, parse_float=number, parse_constant=_refused, object_pairs_hook=_once)
    except UnicodeDecodeError:
        return BadLine(_("the line is no UTF-8"))
    except (ValueError, RecursionError) as error:
        return BadLine(_("no JSON: %(problem)s") % {"problem": error})
    return content if isinstance(content, dict) else BadLine(_("a line is one JSON object in braces"))


def _refused(constant: str) -> None:
    raise ValueError(_("%(text)s is no number") % {"text": constant})


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [pair[0] for pair in pairs]
        twice = ", ".join(sorted({name for name in names if names.count(name) > 1}))
        raise ValueError(_("%(names)s: named twice") % {"names": twice})
    return found


def _list(part: _ListLine, notation: Notation) -> ListSaid:
    state = Said(part.state) if part.state else None
    return ListSaid(state, [_said(row, notation) for row in part.rows])


def _said(cells: dict[str, Any], notation: Notation) -> dict[str, Said]:
    found = {}
    for name, value in cells.items():
        if isinstance(value, str):
            found[name] = Said(value, notation)
        elif isinstance(value, bool):
            found[name] = Said("true" if value else "false", "canonical")
        elif isinstance(value, int | Decimal):
            if abs(Decimal(value).adjusted()) > LARGEST_POWER:
                problem = _("the number is larger or smaller than any of a document")
                raise BadLine(f"{name}: {problem}")
            found[name] = Said(format(Decimal(value), "f"), "canonical")
        elif value is not None:
            problem = _("a text, a number, true, false or null is expected")
            raise BadLine(f"{name}: {problem}")
    return found
