"""The contract by Excel: its fields as a workbook to download, and a changed one that becomes the draft."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from extraction.contract import Contract
from extraction.fields_sheet import FieldsFile
from portal.models import ContractVersion, Project
from portal.sentences import translated
from portal.services import contract_drafts
from portal.services.contract_drafts import Draft
from portal.services.errors import BadInput
from portal.views.contract_draft import keep, project_to_edit
from portal.views.final import IN_MEMORY, XLSX
from portal.views.page import REFUSED, address, found, render_page, told, trail_of
from portal.workbook.fields_workbook import LARGEST_MEGABYTES, contract_of, refuse_size, write_fields

PROBLEMS_SHOWN = 200


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the project's. A file without a problem becomes its draft."""
    project = project_to_edit(request, pk)
    problem = ""
    problems: list[str] = []
    if request.method == "POST":
        try:
            draft = contract_drafts.of(project)
            said = contract_of(uploaded(request), draft.definition)
            if not said.problems:
                return _become_draft(request, project, draft, said)
            problems = [translated(one) for one in said.problems]
        except REFUSED as error:
            problem = str(error)
    draft = contract_drafts.of(project)
    return render_page(
        request,
        "portal/contract_workbook.html",
        _("Change the contract by Excel"),
        trail=trail_of(
            (project.name, address("project_change", project.pk)),
            (_("Next version of the contract"), address("contractversion_draft", project.pk)),
        ),
        project=project,
        draft=draft,
        megabytes=LARGEST_MEGABYTES,
        problem=problem,
        problems=problems[:PROBLEMS_SHOWN],
        more=max(0, len(problems) - PROBLEMS_SHOWN),
        status=400 if problem or problems else 200,
    )


def of_version(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The fields of a version, for everybody who may read it."""
    version = found(request, ContractVersion, pk, "project")
    with told(request):
        name = f"{version.project.slug}-contract-v{version.number}.xlsx"
        return sent(version.definition, name, after=version)
    return HttpResponseRedirect(address("contractversion_change", pk))


def of_draft(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The fields of the draft; `pk` is the project's."""
    project = project_to_edit(request, pk)
    with told(request):
        draft = contract_drafts.of(project)
        return sent(draft.definition, f"{project.slug}-contract-draft.xlsx", after=draft.base)
    return HttpResponseRedirect(address("contractversion_draft", pk))


def uploaded(request: HttpRequest) -> bytes:
    """The bytes of the file in the form. Raises BadInput where there is none, or too large a one."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BadInput(_("Choose a file: the workbook of fields, as xlsx, or its sheet Fields as csv."))
    refuse_size(file.size or 0)
    return file.read()


def sent(contract: Contract, name: str, *, after: ContractVersion | None = None) -> FileResponse:
    """The contract as a workbook for download. Raises BadInput where a text fits no cell."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the response closes it
    write_fields(contract, target, after=after)  # type: ignore[arg-type]
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=name,
        content_type=XLSX,
        headers={"Cache-Control": "private, no-store"},
    )


def _become_draft(request: HttpRequest, project: Project, draft: Draft, said: FieldsFile) -> HttpResponse:
    assert said.contract is not None  # without a problem there is a contract
    if said.contract == draft.definition:
        raise BadInput(
            _("Nothing is changed: the file says what the draft says.")
            if draft.row
            else _("Nothing is changed: the file says what %(version)s says.") % {"version": draft.base}
        )
    if draft.row and "replace" not in request.POST:
        raise BadInput(
            _(
                "There is a draft already, last changed by %(who)s. Nothing is overwritten unseen: tick “Replace the "
                "draft” and choose the file again, or keep the draft."
            )
            % {"who": draft.row.changed_by}
        )
    keep(request, project, said.contract)
    for notice in said.notices:
        messages.warning(request, translated(notice))
    messages.success(request, _("The file is the draft now. Look at what it changes, then publish it."))
    return HttpResponseRedirect(f"{address('contractversion_draft', project.pk)}#changes")
