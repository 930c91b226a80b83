"""A field, list or check of the draft, edited, moved or taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from extraction import contract_editing as editing
from extraction.checks import CheckError, parse
from extraction.contract import Check, Contract, ContractError, Field, ListField
from extraction.contract_changes import title_of
from portal.models import Project
from portal.sentences import translated
from portal.services import contract_drafts
from portal.services.contract_drafts import Draft
from portal.services.errors import BadInput
from portal.views.contract_draft import keep, project_to_edit
from portal.views.contract_forms import CheckForm, ListForm
from portal.views.contract_preview import CheckTried, documents_to_try, try_check
from portal.views.field_form import FieldForm
from portal.views.page import REFUSED, address, render_page, trail_of
from portal.views.part_form import PartForm

T = TypeVar("T")


@dataclass(frozen=True)
class Opened:
    """What a page edits: `path` names it ("" when it is new), `form` makes one of what was typed."""

    part: Field | ListField | Check | None
    path: str
    title: str
    form: Callable[..., PartForm]
    said: Callable[[Any], dict[str, Any]]
    """The part as initial values of the form."""
    saved: Callable[[Contract, PartForm], Contract]
    removed: Callable[[Contract], Contract]
    moved: Callable[[Contract, int], Contract] | None = None
    in_force: bool = False
    """Whether the version in force has a part of this name, so that values are stored under it."""

    @property
    def holds_values(self) -> bool:
        return not isinstance(self.part, Check)

    def initial(self) -> dict[str, Any]:
        return self.said(self.part) if self.part else {}

    def is_said_by_form(self) -> bool:
        """Whether the form can say all that the part says: it would lose the rest when saved."""
        form = self.form(self.initial())
        return form.is_valid() and form.part == self.part


def field(request: HttpRequest, pk: int) -> HttpResponse:
    """`?path=total_net` or `line_items.quantity`; a new one with `?list=` where it belongs to a list."""
    project = project_to_edit(request, pk)
    draft = contract_drafts.of(project)
    path = request.GET.get("path", "")
    list_name = path.rpartition(".")[0] or request.GET.get("list", "")
    name = path.rpartition(".")[2]
    part = _at(lambda: draft.definition.find(name, list_name)) if path else None
    if list_name:
        _at(lambda: draft.definition.list(list_name))
    opened = Opened(
        part,
        path,
        title_of(part) if part else _("New field"),
        lambda *typed, **options: FieldForm(*typed, in_list=bool(list_name), **options),
        FieldForm.of,
        lambda contract, form: editing.with_field(contract, form.part, list_name, instead_of=name),
        lambda contract: editing.without_field(contract, name, list_name),
        lambda contract, by: editing.with_field_moved(contract, name, list_name, by=by),
        in_force=path in _paths(draft.base.definition),
    )
    return _edit(
        request,
        project,
        draft,
        opened,
        "portal/contract_field.html",
        list_name=list_name,
        documents=[document.pk for document in documents_to_try(request, project)],
    )


def a_list(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_to_edit(request, pk)
    draft = contract_drafts.of(project)
    name = request.GET.get("path", "")
    part = _at(lambda: draft.definition.list(name)) if name else None
    opened = Opened(
        part,
        name,
        title_of(part) if part else _("New list"),
        lambda *typed, **options: ListForm(*typed, fields=part.fields if part else (), **options),
        ListForm.of,
        lambda contract, form: editing.with_list(contract, form.part, instead_of=name),
        lambda contract: editing.without_list(contract, name),
        in_force=name in {one.name for one in draft.base.definition.lists},
    )
    return _edit(request, project, draft, opened, "portal/contract_part.html")


def check(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_to_edit(request, pk)
    draft = contract_drafts.of(project)
    name = request.GET.get("path", "")
    part = _at(lambda: {one.name: one for one in draft.definition.checks}[name]) if name else None
    opened = Opened(
        part,
        name,
        title_of(part) if part else _("New check"),
        CheckForm,
        CheckForm.of,
        lambda contract, form: editing.with_check(contract, _understood(form.part, contract), instead_of=name),
        lambda contract: editing.without_check(contract, name),
    )

    def tried(form: PartForm) -> CheckTried | None:
        """What the typed rule does, once it can be understood; what the stored one does before."""
        rule: Check | None = form.part or part
        try:
            parse(rule.rule if rule else "", draft.definition)
        except CheckError:
            return None
        assert rule is not None  # an empty one is not understood
        return try_check(request, project, draft.definition, rule)

    return _edit(request, project, draft, opened, "portal/contract_check.html", tried=tried)


def _understood(check: Check, contract: Contract) -> Check:
    """Raises ContractError where the rule cannot be understood."""
    try:
        parse(check.rule, contract)
    except CheckError as error:
        raise ContractError(str(error)) from error
    return check


def _at(look: Callable[[], T]) -> T:
    try:
        return look()
    except KeyError as error:
        raise Http404("no such part of the draft") from error


def _paths(contract: Contract) -> set[str]:
    columns = {f"{part.name}.{one.name}" for part in contract.lists for one in part.fields}
    return {one.name for one in contract.fields} | columns


def _edit(
    request: HttpRequest, project: Project, draft: Draft, opened: Opened, template: str, **more: Any
) -> HttpResponse:
    """Show the form, or do what was asked and go back to the draft."""
    known = opened.path.rpartition(".")[2] if opened.in_force else ""
    initial = opened.initial()
    problem = ""
    form = opened.form(initial=initial, known=known)
    try:
        if request.method == "POST":
            match request.POST.get("do"):
                case "remove":
                    keep(request, project, opened.removed(draft.definition))
                    return _back(request, project, _("%(part)s is taken out of the draft."), opened)
                case "up" | "down" as where if opened.moved:
                    keep(request, project, opened.moved(draft.definition, 1 if where == "down" else -1))
                    return _back(request, project, "", opened)
                case "save":
                    form = opened.form(request.POST, initial=initial, known=known)
                    if form.is_valid():
                        keep(request, project, opened.saved(draft.definition, form))
                        return _back(request, project, _("%(part)s is saved in the draft."), opened)
                case _:
                    raise BadInput(_("Choose what to do."))
    except ContractError as error:
        problem = translated(str(error))
    except REFUSED as error:
        problem = str(error)
        draft = contract_drafts.of(project)
    return render_page(
        request,
        template,
        opened.title,
        trail=trail_of(
            (project.name, address("project_change", project.pk)),
            (_("Next version of the contract"), address("contractversion_draft", project.pk)),
        ),
        project=project,
        draft=draft,
        opened=opened,
        form=form,
        cannot_say=opened.part is not None and not opened.is_said_by_form(),
        problem=problem,
        asks_remove="remove" in request.GET,
        status=400 if problem or form.errors else 200,
        **{name: value(form) if callable(value) else value for name, value in more.items()},
    )


def _back(request: HttpRequest, project: Project, words: str, opened: Opened) -> HttpResponse:
    if words:
        messages.success(request, words % {"part": opened.title})
    return HttpResponseRedirect(f"{address('contractversion_draft', project.pk)}#part-{opened.path}")
