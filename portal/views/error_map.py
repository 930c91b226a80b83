"""The error map of an evaluation: fields down, documents across, one sign and colour a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from evaluation.outcomes import CellOutcome, Outcome
from extraction.contract import Contract
from portal.models import EvalDocument, EvalRun
from portal.views.page import address, found, render_page, trail_of
from portal.views.words import Sign, counted

DOCUMENTS_A_PAGE = 200
SIGNS: dict[str, Sign] = {
    "wrong": Sign("≠", "wrong", "bad"),
    "spurious": Sign("+", "invented or misplaced: the label says there is none", "spurious"),
    "omitted": Sign("○", "omitted", "warn"),
    "failed": Sign("✗", "the extraction failed", "failed"),
    "right": Sign("·", "right", "good"),
    "unscored": Sign("", "not scored: nobody said what is right", "none"),
}
"""What a cell of the map can say, the worst first."""
ERRORS = ("wrong", "spurious", "omitted", "failed")


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell of the map. `count`: errors among the items, where the field is a column of a list."""

    kind: str
    count: int
    href: str
    told: str

    @property
    def sign(self) -> Sign:
        return SIGNS[self.kind]


@dataclass(slots=True)
class Line:
    """A field: its errors over all documents of the map, and a mark for each document (None: nothing to score)."""

    path: str
    title: str
    marks: list[Mark | None] = field(default_factory=list)
    errors: int = 0
    scored: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """A document above its column."""

    pk: int
    name: str
    errors: int


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one source, side by side."""

    stratum: str
    documents: int


@dataclass(frozen=True, slots=True)
class ErrorMap:
    groups: list[Group]
    heads: list[Head]
    lines: list[Line]

    @property
    def errors(self) -> int:
        return sum(line.errors for line in self.lines)


def show(request: HttpRequest, pk: int) -> HttpResponse:
    evaluation = found(request, EvalRun, pk, "project", "run", "contract_version", "label_set")
    rows = EvalDocument.objects.for_user(request.user).filter(eval_run=evaluation)
    if not rows.exists():
        raise Http404("no outcomes that this person may see")
    order = request.GET.get("stratum", "")
    strata = list(rows.order_by("document__stratum").values_list("document__stratum", flat=True).distinct())
    if order in strata and "stratum" in request.GET:
        rows = rows.filter(document__stratum=order)
    rows = rows.select_related("document").order_by("document__stratum", "document__name", "pk")
    page = Paginator(rows, DOCUMENTS_A_PAGE).get_page(request.GET.get("page"))
    made = error_map(evaluation.contract_version.definition, page.object_list)
    only_errors = "all" not in request.GET
    return render_page(
        request,
        "portal/error_map.html",
        f"Error map of {evaluation.run}",
        is_nav_sidebar_enabled=False,  # the map needs the room
        trail=trail_of(
            ("Evaluations", address("evalrun_changelist")), (str(evaluation), address("evalrun_change", evaluation.pk))
        ),
        evaluation=evaluation,
        map=made,
        lines=[line for line in made.lines if line.errors or not only_errors],
        hidden=sum(not line.errors for line in made.lines) if only_errors else 0,
        page=page,
        strata=strata,
        stratum=order,
        legend=[SIGNS[kind] for kind in SIGNS],
    )


def error_map(contract: Contract, rows: Iterable[EvalDocument]) -> ErrorMap:
    """Lines in the contract's order; documents in the order given."""
    lines = {path: Line(path, title) for path, title in titles(contract)}
    heads: list[Head] = []
    documents = list(rows)
    for row in documents:
        by_path: dict[str, list[CellOutcome]] = {}
        for cell in row.outcome.cells:
            by_path.setdefault(cell.path, []).append(cell)
        errors = 0
        for path in by_path.keys() - lines.keys():
            lines[path] = Line(path, path, [None] * len(heads))
        for line in lines.values():
            mark = _mark(row, line, by_path.get(line.path, ()))
            line.marks.append(mark)
            if mark is not None:
                line.scored += mark.kind != "unscored"
                line.errors += mark.count
                errors += mark.count
        heads.append(Head(row.document_id, row.document.name, errors))
    grouped = groupby(row.document.stratum for row in documents)
    groups = [Group(stratum or "no source named", len(list(those))) for stratum, those in grouped]
    return ErrorMap(groups, heads, [line for line in lines.values() if any(line.marks)])


def titles(contract: Contract) -> Iterable[tuple[str, str]]:
    for one in contract.fields:
        yield one.name, one.title
    for part in contract.lists:
        yield part.name, f"{part.title} (as a whole)"
        for one in part.fields:
            yield f"{part.name}.{one.name}", f"{part.title} › {one.title}"


def _mark(row: EvalDocument, line: Line, cells: Sequence[CellOutcome]) -> Mark | None:
    if not cells:
        return None
    kinds = Counter(_kind(cell) for cell in cells)
    kind = next(kind for kind in SIGNS if kinds[kind])
    errors = sum(kinds[kind] for kind in ERRORS)
    where = f"#list-{line.path.partition('.')[0]}-A" if cells[0].list_name else f"#field-{line.path}"
    told = f"{line.title} in {row.document.name}: {_told(kind, kinds, cells)}"
    return Mark(kind, errors, address("document_change", row.document_id) + where, told)


def _kind(cell: CellOutcome) -> str:
    match cell.outcome:
        case Outcome.WRONG:
            return "wrong"
        case Outcome.SPURIOUS:
            return "spurious"
        case Outcome.OMITTED:
            return "failed" if cell.subcode == "PIPELINE" else "omitted"
        case Outcome.UNSCORED:
            return "unscored"
    return "right"


def _told(kind: str, kinds: Counter[str], cells: Sequence[CellOutcome]) -> str:
    """In words, for who points at it or hears it: the two values of a scalar field, counts of a list's column."""
    if len(cells) == 1 and not cells[0].list_name:
        cell = cells[0]
        if kind in ERRORS:
            return f"{SIGNS[kind].words}; label {cell.label or 'nothing'}, prediction {cell.prediction or 'nothing'}"
        return SIGNS[kind].words
    parts = [f"{kinds[one]} {SIGNS[one].words.partition(':')[0]}" for one in SIGNS if kinds[one]]
    return f"{counted(len(cells), 'cell')}: {', '.join(parts)}"
