"""Workbooks go out by their pages: asked for, made by a worker, downloaded by who may have them."""

import io

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from portal.models import EvalRun, ExportOptions, JobState, Membership, Purpose, WorkbookExport
from tests.portal.admin.table_pages import text_of
from tests.portal.workbook.journeys import work

MAKE = "admin:portal_workbookexport_add"
DOCUMENTS = "admin:portal_document_changelist"


def make(client, project, purpose, **data):
    """The export, made by a worker."""
    response = client.post(reverse(MAKE), {"project": project.pk, "purpose": purpose, **data})
    assert response.status_code == 302, text_of(response)
    work()
    return WorkbookExport.objects.latest("pk")


def download(client, export):
    """The answer, read to its end."""
    response = client.get(reverse("admin:portal_workbookexport_download", args=[export.pk]))
    if response.streaming:
        response.file = io.BytesIO(b"".join(response.streaming_content))
    return response


def texts(response):
    """All texts of the workbook that is downloaded, hidden sheets included."""
    book = openpyxl.load_workbook(response.file)
    return {str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None}


def page_of(client, export):
    return text_of(client.get(reverse("admin:portal_workbookexport_change", args=[export.pk])))


def test_a_workbook_is_asked_for_made_and_downloaded(world, lee, log_in):
    client = log_in(lee)
    export = make(client, world.project, "blind")
    assert (export.purpose, export.made_by, export.job) == ("blind", lee, JobState.READY)
    page = page_of(client, export)
    for words in ("Label template, blind", "2 documents", "Download", "Upload it filled in"):
        assert words in page
    response = download(client, export)
    assert response["Content-Disposition"].startswith('attachment; filename="bills-blind-20')
    assert "private, no-store" in response["Cache-Control"]
    said = texts(response)
    assert {"canary-approved.pdf", "canary-waiting.pdf", export.key} <= said
    assert not said & {"R-007", "30", "Nails", "Screws"}


@pytest.mark.parametrize(
    ("who", "purpose", "sheet"),
    [
        ("lena", "assisted", "Data"),
        ("erika", "review", "Lines"),
        ("ada", "comparison", "Compare"),
        ("vera", "final", "Final"),
        ("vera", "contract", "Fields"),
    ],
)
def test_each_purpose_has_its_sheets(who, purpose, sheet, world, log_in):
    EvalRun.objects.filter(pk=world.evaluation.pk).update(state=EvalRun.State.SUCCEEDED)
    client = log_in(world.people[who])
    export = make(client, world.project, purpose, evaluation=world.evaluation.pk)
    assert sheet in openpyxl.load_workbook(download(client, export).file).sheetnames


def test_how_far_it_is_is_told_until_it_is_ready(world, lee, log_in):
    client = log_in(lee)
    client.post(reverse(MAKE), {"project": world.project.pk, "purpose": "blind"})
    export = WorkbookExport.objects.latest("pk")
    progress = reverse("admin:portal_workbookexport_progress", args=[export.pk])
    assert client.get(progress).json() == {"finished": 0, "total": 2, "done": False, "words": "Waiting for a worker."}
    assert "Waiting for a worker." in page_of(client, export)
    assert "The workbook is not finished yet." in text_of(download_page(client, export))
    WorkbookExport.objects.filter(pk=export.pk).update(job=JobState.RUNNING, done=1)
    assert client.get(progress).json()["words"] == "1 of 2 documents written."
    WorkbookExport.objects.filter(pk=export.pk).update(job=JobState.WAITING)
    work()
    told = client.get(progress).json()
    assert (told["done"], told["finished"]) == (True, 2)


def download_page(client, export):
    return client.get(reverse("admin:portal_workbookexport_download", args=[export.pk]), follow=True)


def test_a_workbook_that_failed_says_why(world, erika, log_in):
    WorkbookExport.objects.filter(pk=world.export.pk).update(job=JobState.FAILED, error_message="Too <large>", file="")
    page = page_of(log_in(erika), world.export)
    assert "✗ Too <large>" in page
    assert "Make another workbook" in page
    assert "Download" not in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"project": ""}, "Choose a project."),
        ({"purpose": ""}, "Choose what the workbook is for."),
        ({"purpose": "gossip"}, "Choose what the workbook is for."),
        ({"purpose": "review"}, "you need the role approver or engineer or expert or lead"),
        ({"purpose": "comparison"}, "you need the role engineer or lead"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(data, words, world, other_project, vera, log_in):
    Membership.objects.create(project=other_project, user=vera, role="viewer")
    response = log_in(vera).post(reverse(MAKE), {"project": world.project.pk, "purpose": "final"} | data)
    assert response.status_code == 400
    assert words in text_of(response)
    assert WorkbookExport.objects.count() == 1


def test_a_comparison_needs_an_evaluation(world, ada, log_in):
    response = log_in(ada).post(reverse(MAKE), {"project": world.project.pk, "purpose": "comparison"})
    assert "Choose the evaluation whose cells the comparison is to show." in text_of(response)


def test_what_is_offered_follows_the_project_that_is_chosen(world, other_project, vera, log_in):
    Membership.objects.create(project=other_project, user=vera, role="labeller")
    client = log_in(vera)
    assert "Label template, blind" in text_of(client.get(reverse(MAKE)))
    assert "Label template, blind" not in text_of(client.get(reverse(MAKE), {"project": world.project.pk}))


def test_chosen_documents_of_the_list_become_a_workbook(world, erika, log_in):
    client = log_in(erika)
    sent = {"action": "make_workbook", "_selected_action": [world.waiting.pk], "index": 0}
    response = client.post(reverse(DOCUMENTS), sent)
    form = response.content.decode()
    assert "Of 1 chosen document: canary-waiting.pdf" in text_of(response)
    assert f'name="documents" value="{world.waiting.pk}"' in form
    assert f'action="{reverse(MAKE)}"' in form
    export = make(client, world.project, "review", documents=world.waiting.pk)
    assert [row.document for row in export.documents.all()] == [world.waiting]
    assert "canary-approved.pdf" not in texts(download(client, export))


def test_chosen_documents_without_a_review_are_left_out_and_counted(world, erika, add_document, log_in):
    documents = f"{world.waiting.pk},{add_document('nothing.pdf').pk}"
    asked = {"project": world.project.pk, "purpose": "review", "documents": documents}
    page = text_of(log_in(erika).post(reverse(MAKE), asked, follow=True))
    assert "1 of the chosen documents has no review yet and is left out." in page


def test_a_form_that_was_refused_keeps_the_chosen_documents(world, erika, log_in):
    response = log_in(erika).post(reverse(MAKE), {"project": world.project.pk, "documents": world.waiting.pk})
    assert response.status_code == 400
    assert f'name="documents" value="{world.waiting.pk}"' in response.content.decode()


def test_documents_of_several_projects_are_no_workbook(world, other_project, add_document, erika, log_in):
    Membership.objects.create(project=other_project, user=erika, role="expert")
    chosen = [world.waiting.pk, add_document("theirs.pdf", project=other_project).pk]
    sent = {"action": "make_workbook", "_selected_action": chosen, "index": 0}
    assert "Choose documents of one project" in text_of(log_in(erika).post(reverse(DOCUMENTS), sent, follow=True))


def test_numbers_that_no_database_holds_choose_nothing(world, erika, log_in):
    client, huge = log_in(erika), "9" * 30
    assert client.get(reverse(MAKE), {"project": huge, "documents": huge}).status_code == 200
    sent = {"project": world.project.pk, "purpose": "comparison", "evaluation": huge, "documents": huge}
    assert client.post(reverse(MAKE), sent).status_code == 400


def test_who_may_not_have_such_a_workbook_any_more_does_not_download_it(world, erika, lena, log_in):
    mine = world.project.memberships.filter(user=erika)
    mine.update(role="labeller")
    client = log_in(erika)
    page = text_of(download_page(client, world.export))
    assert "you need the role" in page
    assert download(log_in(lena), world.export).status_code == 200
    mine.delete()
    assert download(client, world.export).status_code == 404


def test_a_workbook_is_for_who_made_it_and_the_leads(world, erika, anton, lee, lena, otto, log_in):
    statuses = [download(log_in(one), world.export).status_code for one in (erika, lena, anton, lee, otto)]
    assert statuses == [200, 200, 404, 404, 404]


def test_the_list_names_purpose_and_state(world, erika, lee, log_in):
    address = reverse("admin:portal_workbookexport_changelist")
    page = text_of(log_in(erika).get(address))
    assert f"Review copy {world.export.key[:8]}" in page
    assert "✓ ready" in page
    assert world.export.key[:8] not in text_of(log_in(erika).get(address + "?purpose=final"))
    assert world.export.key[:8] not in text_of(log_in(lee).get(address))


def test_a_labeller_reads_no_prediction_on_any_page_of_workbooks(world, lee, log_in):
    client = log_in(lee)
    export = make(client, world.project, "blind", evidence="on", all="on")
    for response in (
        client.get(reverse(MAKE)),
        client.get(reverse("admin:portal_workbookexport_changelist")),
        client.get(reverse("admin:portal_workbookexport_change", args=[export.pk])),
    ):
        assert not {"R-007", "30.00", "Screws"} & set(text_of(response).split())
    for purpose in ("assisted", "review", "comparison", "final"):
        sent = {"project": world.project.pk, "purpose": purpose, "evaluation": world.evaluation.pk}
        assert client.post(reverse(MAKE), sent).status_code == 400


def test_a_return_workbook_is_called_after_the_file(world, erika, log_in):
    returned = WorkbookExport.objects.create(
        project=world.project,
        contract_version=world.version,
        purpose=Purpose.REVIEW,
        options=ExportOptions(),
        key="returned",
        made_by=erika,
        returns=world.upload,
        job=JobState.READY,
        file=default_storage.save("workbooks/returned.xlsx", io.BytesIO(b"PK")),
        size=2,
    )
    client = log_in(erika)
    assert "Return of canary-done.xlsx" in page_of(client, returned)
    assert 'filename="canary-done-returned.xlsx"' in download(client, returned)["Content-Disposition"]


def test_no_canary_of_another_project_stands_on_these_pages(world, other_project, otto, add_document, log_in):
    add_document("ottos.pdf", project=other_project)
    client = log_in(otto)
    export = make(client, other_project, "blind")
    pages = [page_of(client, export), text_of(client.get(reverse(MAKE))), " ".join(texts(download(client, export)))]
    assert not any(word in page for page in pages for word in ("canary", "Beispiel", "erika"))
