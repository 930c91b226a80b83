"""Label and prediction files: lines of JSON, xlsx or csv with the contract's headers, as records of documents."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from extraction import tables
from extraction.contract import UNKNOWN, Contract, Conventions
from extraction.tables import Sheet, TableError
from extraction.values import Notation
from portal.sentences import translated
from portal.services.errors import BadInput
from portal.services.labels import LabelRecord
from portal.services.predictions import PredictionRecord
from portal.workbook.assembly import assemble_labels, assemble_predictions
from portal.workbook.cells import LabelWidget, PredictionWidget
from portal.workbook.layout import OTHER_SHEETS, SheetLayout, folded, layout_of, layouts
from portal.workbook.lines import LONGEST_LINE, BadLine, label_records, prediction_records
from portal.workbook.resources import Stated, state

LARGEST_LINES = 400_000_000
"""Bytes of a file of JSON lines."""


@dataclass
class LabelFile:
    """What a label file says. With a problem, nothing of it is to be used; notices are for information."""

    records: list[LabelRecord] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass
class PredictionFile:
    """What a file of predictions says."""

    records: list[PredictionRecord] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_labels(source: Path | bytes, contract: Contract, conventions: Conventions = UNKNOWN) -> LabelFile:
    """The labels in a file, whatever it is called.

    Typed cells of a workbook are canonical; texts are read under `conventions`, then the field's own. JSON lines are
    canonical unless `conventions` say otherwise. Raises BadInput for a file that is none of these.
    """
    found = LabelFile()
    if _is_json(source):
        notation: Notation = "canonical" if conventions == UNKNOWN else "page"
        with _opened(source) as lines:
            for record in label_records(_lines(lines), contract, notation):
                if isinstance(record, BadLine):
                    found.problems.append(str(record))
                else:
                    found.records.append(record)
        found.problems += _twice((record.document, record.where) for record in found.records)
    else:
        sheets = _sheets(source, contract, conventions, LabelWidget, found.problems)
        found.notices += _formulas(sheets)
        if not found.problems:
            found.records, found.problems = assemble_labels(sheets)
    if not found.records and not found.problems:
        found.problems.append(_("the file holds no labels"))
    return found


def read_predictions(source: Path | bytes, contract: Contract, conventions: Conventions = UNKNOWN) -> PredictionFile:
    """The predictions in a file: the lines of `python -m extraction`, or a table with the contract's headers.

    A predicted text that is no value of its field is kept as such. `conventions` are those of a table; lines say
    theirs themselves. Raises BadInput for a file that is none of these.
    """
    found = PredictionFile()
    if _is_json(source):
        if conventions != UNKNOWN:
            raise BadInput(_("the decimal mark and the order of dates can be said of a table only, not of JSON lines"))
        with _opened(source) as lines:
            for line in prediction_records(_lines(lines)):
                if isinstance(line, BadLine):
                    found.problems.append(str(line))
                else:
                    found.records.append(line)
    else:
        sheets = _sheets(source, contract, conventions, PredictionWidget, found.problems)
        found.notices += _formulas(sheets)
        if not found.problems:
            found.records, found.problems = assemble_predictions(sheets)
    found.problems += _twice((record.document, record.where) for record in found.records)
    if not found.records and not found.problems:
        found.problems.append(_("the file holds no predictions"))
    return found


def _sheets(
    source: Path | bytes, contract: Contract, conventions: Conventions, widget: type[LabelWidget], problems: list[str]
) -> list[Stated]:
    try:
        read = tables.read(source)
    except TableError as error:
        raise BadInput(translated(error.message)) from error
    known = layouts(contract)
    filled = [sheet for sheet in read.sheets if sheet.lines and folded(sheet.name) not in map(folded, OTHER_SHEETS)]
    stated: list[Stated] = []
    for sheet in filled:
        layout = layout_of(sheet.name, known) or (_by_columns(sheet, known) if len(filled) == 1 else None)
        if layout is None:
            names = ", ".join(one.name for one in known)
            problems.append(
                _("the sheet %(sheet)s is unknown; the sheets are called %(names)s")
                % {"sheet": sheet.name, "names": names}
            )
        elif any(layout is other.layout for other in stated):
            problems.append(
                # Translators: both are names of sheets, of which the second is the one that the first is taken for.
                _("the sheet %(sheet)s: %(name)s is here twice") % {"sheet": sheet.name, "name": layout.name}
            )
        else:
            stated.append(state(sheet, layout, conventions, widget))
    problems += [problem for one in stated for problem in one.problems]
    return stated


def _by_columns(sheet: Sheet, known: Iterable[SheetLayout]) -> SheetLayout:
    """The layout that knows most of the only sheet's headers; `Data` when in doubt."""
    header = next(sheet.rows())
    return max(known, key=lambda layout: sum(layout.column(cell.text) is not None for cell in header.cells.values()))


def _formulas(sheets: Iterable[Stated]) -> list[str]:
    count = sum(sheet.formulas for sheet in sheets)
    told = ngettext(
        "%(count)s cells hold formulas; their last calculated values count",
        "%(count)s cells hold formulas; their last calculated values count",
        count,
    )
    return [told % {"count": count}] if count else []


def _twice(named: Iterable[tuple[str, str]]) -> Iterator[str]:
    first: dict[str, str] = {}
    for document, where in named:
        if document in first:
            # Translators: the place is that of a line, like “line 1 (a.pdf)”.
            problem = _("this document is here already, in %(place)s") % {"place": first[document]}
            yield f"{where}: {problem}"
        first.setdefault(document, where)


def _is_json(source: Path | bytes) -> bool:
    with _opened(source) as file:
        return file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _opened(source: Path | bytes) -> io.BufferedIOBase:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        if source.stat().st_size > LARGEST_LINES:
            raise BadInput(
                _("The file is larger than %(size)s MB; split it and bring the parts in.")
                % {"size": LARGEST_LINES // 1_000_000}
            )
        return source.open("rb")
    except OSError as error:
        raise BadInput(f"{source}: {error.strerror or error}") from error


def _lines(file: io.BufferedIOBase) -> Iterator[bytes]:
    """The lines, of which a too long one comes in parts that are too long themselves."""
    return iter(lambda: file.readline(LONGEST_LINE + 1), b"")
