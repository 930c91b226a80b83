"""The error map of an evaluation: fields down, documents across, one sign and colour a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext_lazy, pgettext, pgettext_lazy

from evaluation.outcomes import CellOutcome, Outcome
from extraction.contract import Contract
from portal.models import EvalDocument, EvalRun
from portal.views.page import address, found, render_page, trail_of
from portal.views.words import Sign

DOCUMENTS_A_PAGE = 200
SIGNS: dict[str, Sign] = {
    "wrong": Sign("≠", pgettext_lazy("cell", "wrong"), "bad"),
    "spurious": Sign("+", gettext_lazy("invented or misplaced: the label says there is none"), "spurious"),
    "omitted": Sign("○", pgettext_lazy("cell", "omitted"), "warn"),
    "failed": Sign("✗", gettext_lazy("the extraction failed"), "failed"),
    "right": Sign("·", pgettext_lazy("cell", "right"), "good"),
    "unscored": Sign("", gettext_lazy("not scored: nobody said what is right"), "none"),
}
"""What a cell of the map can say, the worst first."""
COUNTED = {
    "wrong": npgettext_lazy("cells", "%(count)s wrong", "%(count)s wrong", "count"),
    "spurious": npgettext_lazy("cells", "%(count)s invented or misplaced", "%(count)s invented or misplaced", "count"),
    "omitted": npgettext_lazy("cells", "%(count)s omitted", "%(count)s omitted", "count"),
    "failed": npgettext_lazy("cells", "%(count)s the extraction failed", "%(count)s the extraction failed", "count"),
    "right": npgettext_lazy("cells", "%(count)s right", "%(count)s right", "count"),
    "unscored": npgettext_lazy("cells", "%(count)s not scored", "%(count)s not scored", "count"),
}
"""How many of the items of a list say it."""
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
        _("Error map of %(run)s") % {"run": evaluation.run},
        is_nav_sidebar_enabled=False,  # the map needs the room
        trail=trail_of(
            (_("Evaluations"), address("evalrun_changelist")),
            (str(evaluation), address("evalrun_change", evaluation.pk)),
        ),
        evaluation=evaluation,
        labels=evaluation.label_set.get_kind_display(),
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
    groups = [Group(stratum or _("no source named"), len(list(those))) for stratum, those in grouped]
    return ErrorMap(groups, heads, [line for line in lines.values() if any(line.marks)])


def titles(contract: Contract) -> Iterable[tuple[str, str]]:
    for one in contract.fields:
        yield one.name, one.title
    for part in contract.lists:
        yield part.name, _("%(title)s (as a whole)") % {"title": part.title}
        for one in part.fields:
            yield f"{part.name}.{one.name}", f"{part.title} › {one.title}"


def _mark(row: EvalDocument, line: Line, cells: Sequence[CellOutcome]) -> Mark | None:
    if not cells:
        return None
    kinds = Counter(_kind(cell) for cell in cells)
    kind = next(kind for kind in SIGNS if kinds[kind])
    errors = sum(kinds[kind] for kind in ERRORS)
    where = f"#list-{line.path.partition('.')[0]}-A" if cells[0].list_name else f"#field-{line.path}"
    told = _("%(field)s in %(document)s: %(told)s") % {
        "field": line.title,
        "document": row.document.name,
        "told": _told(kind, kinds, cells),
    }
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
            nothing = pgettext("value", "nothing")
            return _("%(outcome)s; label %(label)s, prediction %(prediction)s") % {
                "outcome": SIGNS[kind].words,
                "label": cell.label or nothing,
                "prediction": cell.prediction or nothing,
            }
        return str(SIGNS[kind].words)
    parts = ", ".join(COUNTED[one] % {"count": kinds[one]} for one in SIGNS if kinds[one])
    words = ngettext("%(count)s cell: %(parts)s", "%(count)s cells: %(parts)s", len(cells))
    return words % {"count": len(cells), "parts": parts}
